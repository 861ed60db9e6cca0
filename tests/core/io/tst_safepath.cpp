#include "core/io/safepath.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;

class TestSafePath : public QObject {
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void joins();
    void linksInsideAreFine();
};

void TestSafePath::refuses_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("empty") << QString();
    QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
    QTest::newRow("parent") << QStringLiteral("..");
    QTest::newRow("climbs") << QStringLiteral("a/../../b");
    QTest::newRow("nul") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    QTest::newRow("link out") << QStringLiteral("out/x");
    QTest::newRow("link itself") << QStringLiteral("out");
    QTest::newRow("dangling link") << QStringLiteral("dangling");
}

void TestSafePath::refuses() {
    QFETCH(QString, path);
    QTemporaryDir folder;
    QVERIFY(QFile::link(QStringLiteral("/etc"), folder.filePath(QStringLiteral("out"))));
    QVERIFY(QFile::link(QStringLiteral("/no/such"), folder.filePath(QStringLiteral("dangling"))));
    const auto joined = io::joinInside(folder.path(), path);
    QVERIFY(!joined);
    QCOMPARE(joined.error().code, ErrorCode::InvalidInput);
}

void TestSafePath::joins() {
    QTemporaryDir folder;
    QCOMPARE(io::joinInside(folder.path(), QStringLiteral("a/./b/../c.txt")).value(),
             folder.path() + QStringLiteral("/a/c.txt"));
    QCOMPARE(io::joinInside(folder.path(), QStringLiteral("..name")).value(),
             folder.path() + QStringLiteral("/..name"));
}

void TestSafePath::linksInsideAreFine() {
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("real")));
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("real")), folder.filePath(QStringLiteral("link"))));
    QVERIFY(io::joinInside(folder.path(), QStringLiteral("link/new.txt")));
}

QTEST_GUILESS_MAIN(TestSafePath)
#include "tst_safepath.moc"
