#include "tests/architecture/checker.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace reberth::architecture;

/// The rules of the house on the tree as it is.
class TestArchitecture : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void guiHeadersAreKnown();
    void modules();
    void sources();
    void readmes_data();
    void readmes();

private:
    static QString read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    static bool isGuiHeader(const QString& header) {
        const QStringList folders = QStringLiteral(REBERTH_GUI_HEADERS).split(QLatin1Char('|'), Qt::SkipEmptyParts);
        return std::any_of(folders.begin(), folders.end(),
                           [&](const QString& folder) { return QFile::exists(folder + QLatin1Char('/') + header); });
    }

    const QDir m_root{QStringLiteral(REBERTH_SOURCE_DIR)};
    QList<Module> m_modules;
};

void TestArchitecture::initTestCase() {
    for (const QString& top : {QStringLiteral("core"), QStringLiteral("ui")}) {
        const QStringList folders = QDir(m_root.filePath(top)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString& folder : folders) {
            const QString path = top + QLatin1Char('/') + folder;
            m_modules += parseModules(path, read(m_root.filePath(path + QLatin1String("/CMakeLists.txt"))));
        }
    }
    QVERIFY2(m_modules.size() >= 20, "The reberth_module() calls were not found.");
}

void TestArchitecture::guiHeadersAreKnown() {
    QVERIFY(isGuiHeader(QStringLiteral("QColor")));
    QVERIFY(isGuiHeader(QStringLiteral("QWidget")));
    QVERIFY(isGuiHeader(QStringLiteral("QSvgRenderer")));
    QVERIFY(!isGuiHeader(QStringLiteral("QString")));
    QVERIFY(!isGuiHeader(QStringLiteral("memory")));
}

void TestArchitecture::modules() {
    const QStringList violations = Checker(m_modules, isGuiHeader).checkModules();
    QVERIFY2(violations.isEmpty(), qPrintable(violations.join(QLatin1Char('\n'))));
}

void TestArchitecture::sources() {
    const Checker checker(m_modules, isGuiHeader);
    QStringList violations;
    int files = 0;
    for (const QString& top : {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")}) {
        QDirIterator it(m_root.filePath(top), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString file = it.next();
            violations += checker.checkFile(m_root.relativeFilePath(file), read(file));
            ++files;
        }
    }
    QVERIFY2(files > 50, "The sources were not found.");
    for (const QString& violation : violations) {
        qWarning("%s", qPrintable(violation)); // a failure's own message is cut after some lines
    }
    QCOMPARE(violations.size(), 0);
}

void TestArchitecture::readmes_data() {
    QTest::addColumn<QString>("folder");
    const QStringList folders = m_root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& folder : folders) {
        if (folder != QLatin1String("build")) {
            QTest::newRow(qPrintable(folder)) << folder;
        }
    }
}

void TestArchitecture::readmes() {
    QFETCH(QString, folder);
    const QString text = read(m_root.filePath(folder + QLatin1String("/README.md")));
    const qsizetype lines = text.count(QLatin1Char('\n'));
    QVERIFY2(lines >= 2 && lines <= 40, qPrintable(QStringLiteral("%1/README.md has %2 lines").arg(folder).arg(lines)));
}

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
