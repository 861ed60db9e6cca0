#include "core/analysis/marker.h"

#include <QTest>

using namespace reberth::analysis;

class TestMarker : public QObject {
    Q_OBJECT

private slots:
    void holdsOnLinux_data() {
        QTest::addColumn<QString>("marker");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char* marker, bool holds) {
            QTest::newRow(marker) << QString::fromLatin1(marker) << holds;
        };
        row("", true);
        row("sys_platform == 'win32'", false);
        row("sys_platform != \"win32\"", true);
        row("'darwin' == sys_platform", false);
        row("platform_system == 'Windows' and python_version < '3.8'", false);
        row("platform_system == 'Windows' or python_version < '3.8'", true);
        row("(sys_platform == 'linux' or sys_platform == 'darwin') and python_version >= '3.6'", true);
        row("(sys_platform == 'win32' or (os_name == 'nt' and (python_version < '3')))", false);
        row("platform_machine == 'arm64'", false);
        row("sys_platform in 'linux darwin'", true);
        row("sys_platform not in 'linux darwin'", false);
        row("python_version < '2.7'", true);
        row("not a marker (", true);
        row("sys_platform ==", true);
    }
    void holdsOnLinux() {
        QFETCH(QString, marker);
        QTEST(mayHoldOnLinux(marker), "holds");
    }

    void isBounded() { QVERIFY(mayHoldOnLinux(QString(100'000, u'('))); }

    void extras() {
        QCOMPARE(extraOfMarker(QStringLiteral("python_version > '3' and extra == 'gpu'")), QStringLiteral("gpu"));
        QVERIFY(extraOfMarker(QStringLiteral("python_version > '3'")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMarker)
#include "tst_marker.moc"
