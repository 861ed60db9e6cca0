#include "core/knowledge/imagecontents.h"
#include "core/knowledge/packagenames.h"

#include <QTest>

using namespace reberth;
using namespace reberth::knowledge;

class TestPackageNames : public QObject {
    Q_OBJECT

private slots:
    void names() {
        const PackageNames& names = builtInPackageNames();
        QCOMPARE(names.framework(QStringLiteral("tensorflow_gpu")), QStringLiteral("tensorflow"));
        QCOMPARE(names.framework(QStringLiteral("mxnet-cu80")), QStringLiteral("mxnet"));
        QVERIFY(names.framework(QStringLiteral("numpy")).isEmpty());
        QCOMPARE(names.ofConda(QStringLiteral("pytorch")), QStringLiteral("torch"));
        QCOMPARE(names.ofConda(QStringLiteral("thing")), QStringLiteral("thing"));
        QVERIFY(names.isNativeConda(QStringLiteral("libgcc-ng")));
        QVERIFY(!names.isNativeConda(QStringLiteral("librosa")));
        QVERIFY(names.isProgram(QStringLiteral("ffmpeg")));
        QVERIFY(names.isInstallTool(QStringLiteral("Setuptools")));
        QVERIFY(names.isUsuallyTransitive(QStringLiteral("MarkupSafe")));
        QVERIFY(!names.isUsuallyTransitive(QStringLiteral("torch")));
    }

    void images() {
        const ImageFacts& facts = builtInImageFacts();
        QCOMPARE(facts.ngc(QStringLiteral("torch"), QStringLiteral("20.10-py3")).cuda, QStringLiteral("11.0"));
        QVERIFY(facts.ngc(QStringLiteral("torch"), QStringLiteral("17.01")).isEmpty());
        QCOMPARE(facts.tensorflow(Version::of("1.12"), QStringLiteral("1.12-gpu-py3")).cuda, QStringLiteral("9.0"));
        QVERIFY(facts.tensorflow(Version::of("1.12"), QStringLiteral("1.12")).cuda.isEmpty());
        QCOMPARE(facts.pytorchPython(Version::of("1.3")), QStringLiteral("3.6"));
        QCOMPARE(facts.installerPython(QStringLiteral("Miniconda3-py38_4.9.2-Linux-x86_64.sh")), QStringLiteral("3.8"));
        QCOMPARE(facts.installerPython(QStringLiteral("Anaconda3-5.2.0-Linux-x86_64.sh")), QStringLiteral("3.6"));
        QVERIFY(facts.installerPython(QStringLiteral("Miniconda3-latest-Linux-x86_64.sh")).isEmpty());
        QCOMPARE(facts.pythonOfSystem(QStringLiteral("ubuntu18.04")), QStringLiteral("3.6"));
        QCOMPARE(facts.pythonOfSystem(QStringLiteral("ubuntu18.04"), true), QStringLiteral("2.7"));
    }
};

QTEST_APPLESS_MAIN(TestPackageNames)
#include "tst_packagenames.moc"
