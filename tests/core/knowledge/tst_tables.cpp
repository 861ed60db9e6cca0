#include "core/knowledge/jsontable.h"
#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::knowledge;

/// Reads every table as it is shipped: each has its sources and its day, each row a version that exists, each reference a
/// row at its other end.
class TestTables : public QObject {
    Q_OBJECT

private:
    Knowledge m_knowledge;
    const Tables& m_tables = m_knowledge.tables();

    static QStringList frameworks() {
        return {QStringLiteral("torch"), QStringLiteral("tensorflow"), QStringLiteral("jax")};
    }

private slots:
    void everyTableHasSources_data() {
        QTest::addColumn<QString>("name");
        const QStringList files = QDir(QStringLiteral(REBERTH_SOURCE_DIR "/resources/knowledge")).entryList({QStringLiteral("*.json")});
        QVERIFY(files.size() >= 12);
        for (const QString& file : files) {
            QTest::newRow(qPrintable(file)) << file.chopped(5);
        }
    }

    void everyTableHasSources() {
        QFETCH(QString, name);
        const QJsonObject table = readTable(QStringLiteral(":/knowledge"), name);
        QVERIFY2(!table.isEmpty(), "not in the resource, or damaged");
        QVERIFY(!table.value(QLatin1String("source")).toArray().isEmpty());
        QVERIFY(QDate::fromString(table.value(QLatin1String("retrieved")).toString(), Qt::ISODate).isValid());
    }

    void frameworkReleases_data() {
        QTest::addColumn<QString>("framework");
        for (const QString& framework : frameworks()) {
            QTest::newRow(qPrintable(framework)) << framework;
        }
    }

    void frameworkReleases() {
        QFETCH(QString, framework);
        const auto& releases = m_tables.releases(framework);
        QVERIFY(releases.size() > 30);
        QSet<QString> seen;
        for (const FrameworkRelease& release : releases) {
            const QByteArray name = (framework + QLatin1Char(' ') + release.version.toString()).toUtf8();
            QVERIFY2(!release.version.isNull() && !seen.contains(release.version.toString()), name);
            seen.insert(release.version.toString());
            QVERIFY2(release.date.isValid(), name);
            QVERIFY2(release.lastPatch >= release.version, name);
            QVERIFY2(!release.pythons.isEmpty(), name);
            for (const Version& python : release.pythons) {
                const bool known = std::any_of(m_tables.pythons().cbegin(), m_tables.pythons().cend(),
                                               [&](const PythonRelease& p) { return p.version == python; });
                QVERIFY2(known, name + " Python " + python.toString().toUtf8());
            }
            QVERIFY2(release.cpu() != nullptr && !release.cpu()->cuda, name);
            for (const FrameworkVariant& variant : release.variants) {
                QVERIFY2(!variant.requirement.isEmpty(), name);
                QVERIFY2(variant.requirement.contains(release.version.toString()) || variant.requirement.contains(QLatin1String("{version}")), name);
                if (variant.cuda) {
                    QVERIFY2(m_tables.toolkit(*variant.cuda) != nullptr, name + " CUDA " + variant.cuda->toString().toUtf8());
                    QVERIFY2(!variant.cudnn.isEmpty(), name);
                    QVERIFY2(m_tables.kernels(framework, release.version, *variant.cuda) != nullptr,
                             name + " has no kernels row for CUDA " + variant.cuda->toString().toUtf8());
                }
            }
            for (const FrameworkImage& image : release.images) {
                QVERIFY2(image.image.contains(QLatin1Char(':')) && !image.cuda.isNull() && !image.python.isNull(), name);
                QVERIFY2(image.os.isEmpty() || m_tables.os(image.os) != nullptr, name);
            }
        }
    }

    void torchHasOneDefaultVariant() {
        for (const FrameworkRelease& release : m_tables.releases(QStringLiteral("torch"))) {
            const auto defaults = std::count_if(release.variants.cbegin(), release.variants.cend(),
                                                [](const FrameworkVariant& v) { return v.isDefault; });
            QVERIFY2(defaults <= 1, qPrintable(release.version.toString()));
        }
    }

    void toolkitsGrow() {
        QVERIFY(m_tables.toolkits().size() > 70);
        for (const Toolkit& toolkit : m_tables.toolkits()) {
            QVERIFY(!toolkit.version.isNull() && toolkit.maxGcc > 0);
            QVERIFY(toolkit.minCapability <= toolkit.maxCapability);
            QVERIFY(m_tables.capability(toolkit.maxCapability) != nullptr);
        }
    }

    void imagesAreOfKnownToolkitsAndReleases() {
        QSet<QString> tags;
        for (const CudaImage& image : m_tables.cudaImages()) {
            QVERIFY2(!tags.contains(image.tag), qPrintable(image.tag));
            tags.insert(image.tag);
            QVERIFY2(m_tables.toolkit(image.cuda) != nullptr, qPrintable(image.tag));
            QVERIFY2(image.tag.endsWith(image.os), qPrintable(image.tag));
            QVERIFY2(m_tables.os(image.os) != nullptr || !image.exists(), qPrintable(image.tag));
        }
        QVERIFY(tags.size() > 700);
    }

    void gpusHaveCapabilities() {
        for (const GpuModel& gpu : m_knowledge.gpus()) {
            QVERIFY2(m_tables.capability(gpu.computeCapability) != nullptr, qPrintable(gpu.name));
        }
    }

    void kernelsAreOfKnownCapabilities() {
        const QJsonArray rows =
            readTable(QStringLiteral(":/knowledge"), QStringLiteral("gpus")).value(QLatin1String("framework_kernels")).toArray();
        QVERIFY(rows.size() > 30);
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            QVERIFY(row.contains(QLatin1String("confidence")) || row.contains(QLatin1String("source")));
            QVERIFY(Version::parse(row.value(QLatin1String("from")).toString()) <= Version::parse(row.value(QLatin1String("to")).toString()));
            const QStringList capabilities = toStringList(row.value(QLatin1String("sm")));
            for (const QString& capability : capabilities) {
                QVERIFY2(m_tables.capability(*Version::parse(capability)) != nullptr, qPrintable(capability));
            }
        }
    }

    void eraPinsParse() {
        QVERIFY(!m_tables.eraPins().isEmpty());
        for (const EraPin& pin : m_tables.eraPins()) {
            QVERIFY2(VersionRange::parse(pin.specifier) && !pin.because.isEmpty(), qPrintable(pin.id));
            QVERIFY2(!pin.framework.isEmpty() || pin.before.isValid() || pin.whenBuilding, qPrintable(pin.id));
        }
    }

    void distributionPackagesAreOfKnownReleases() {
        const auto* torch = m_tables.distributionPackage(QStringLiteral("debian12"), QStringLiteral("Torch"));
        QVERIFY(torch != nullptr);
        QCOMPARE(torch->apt, QStringLiteral("python3-torch"));
        QVERIFY(m_tables.os(torch->os) != nullptr);
        QVERIFY(m_tables.distributionPackage(QStringLiteral("debian12"), QStringLiteral("detectron2")) == nullptr);
    }

    void erasFollowEachOther() {
        QCOMPARE(m_tables.pythonsOfDate(QDate(2019, 6, 1)).value(0), QStringLiteral("3.6"));
        QCOMPARE(m_tables.pythonsOfDate(QDate(2020, 6, 1)), QStringList({QStringLiteral("3.7"), QStringLiteral("3.6"), QStringLiteral("3.8")}));
        QVERIFY(m_tables.pythonsOfDate(QDate(1999, 1, 1)).isEmpty());
    }

    void patchStandsInItsMinor() {
        const FrameworkRelease* release = m_tables.release(QStringLiteral("tensorflow"), Version::of("1.15.3"));
        QVERIFY(release != nullptr);
        QCOMPARE(release->version.toString(), QStringLiteral("1.15.0"));
        QVERIFY(m_tables.release(QStringLiteral("tensorflow"), Version::of("1.15.9")) == nullptr);
        QVERIFY(m_tables.release(QStringLiteral("torch"), Version::of("9.9")) == nullptr);
    }

    void aptNamesByRelease_data() {
        QTest::addColumn<QString>("distribution");
        QTest::addColumn<QString>("os");
        QTest::addColumn<QStringList>("expected");
        const auto list = [](const char* names) { return QString::fromLatin1(names).split(QLatin1Char(' '), Qt::SkipEmptyParts); };
        QTest::newRow("opencv 20.04") << "opencv-python" << "ubuntu20.04" << list("libgl1-mesa-glx libglib2.0-0");
        QTest::newRow("opencv 22.04") << "opencv_python" << "ubuntu22.04" << list("libgl1 libglib2.0-0");
        QTest::newRow("opencv debian") << "opencv-python" << "debian12" << list("libgl1 libglib2.0-0");
        QTest::newRow("opencv 24.04") << "opencv-python" << "ubuntu24.04" << list("libgl1 libglib2.0-0t64");
        QTest::newRow("soundfile") << "SoundFile" << "ubuntu18.04" << list("libsndfile1");
        QTest::newRow("unknown") << "numpy" << "ubuntu22.04" << QStringList();
    }

    void aptNamesByRelease() {
        QFETCH(QString, distribution);
        QFETCH(QString, os);
        QFETCH(QStringList, expected);
        QCOMPARE(m_knowledge.aptPackagesFor(distribution, os), expected);
    }

    void deletedImages_data() {
        QTest::addColumn<QString>("image");
        QTest::addColumn<bool>("deleted");
        QTest::addColumn<QString>("replacement");
        QTest::newRow("cuda 9") << "nvidia/cuda:9.0-cudnn7-devel-ubuntu16.04" << true << "";
        QTest::newRow("11.0.2") << "nvidia/cuda:11.0-devel-ubuntu18.04" << true << "nvidia/cuda:11.0.3-devel-ubuntu18.04";
        QTest::newRow("alive") << "nvidia/cuda:11.3.1-cudnn8-devel-ubuntu20.04" << false << "";
        QTest::newRow("latest") << "nvidia/cuda" << true << "";
        QTest::newRow("alias") << "nvidia/cuda:10.0-base" << true << "";
        QTest::newRow("registry") << "docker.io/nvidia/cuda:9.0-cudnn7-devel-ubuntu16.04" << true << "";
        QTest::newRow("other") << "ubuntu:22.04" << false << "";
        QTest::newRow("unknown tag") << "nvidia/cuda:99.9-devel-ubuntu22.04" << false << "";
        QTest::newRow("like it") << "me/nvidia/cuda:9.0-cudnn7-devel-ubuntu16.04" << false << "";
    }

    void deletedImages() {
        QFETCH(QString, image);
        QFETCH(bool, deleted);
        QFETCH(QString, replacement);
        const auto result = m_knowledge.deletedImageReplacement(image);
        QCOMPARE(result.has_value(), deleted);
        QCOMPARE(result.value_or(QString()), replacement);
    }

    void damagedFolderGivesNothing() {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be opened")));
        const Knowledge none(QStringLiteral("/nowhere"));
        QVERIFY(none.tables().releases(QStringLiteral("torch")).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestTables)
#include "tst_tables.moc"
