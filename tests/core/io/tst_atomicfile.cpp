#include "core/io/atomicfile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;

class TestAtomicFile : public QObject {
    Q_OBJECT

private slots:
    void writesAndReadsBack();
    void leavesNothingBeside();
    void keepsTheOldFileWhenItFails();
    void namesAFullDisk();
    void readRefusesTooLarge();
    void readNamesWhatIsMissing();
    void readRefusesAFolder();
};

void TestAtomicFile::writesAndReadsBack() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a/b/c.json"));
    QVERIFY(io::writeFileAtomically(path, "one\0two"));
    QVERIFY(io::writeFileAtomically(path, "three"));
    QCOMPARE(io::readFile(path, 5).value(), QByteArray("three"));
}

void TestAtomicFile::leavesNothingBeside() {
    QTemporaryDir folder;
    QVERIFY(io::writeFileAtomically(folder.filePath(QStringLiteral("x")), "data"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("x")});
}

void TestAtomicFile::keepsTheOldFileWhenItFails() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x"));
    QVERIFY(io::writeFileAtomically(path, "old"));
    const auto inside = io::writeFileAtomically(path + QStringLiteral("/y"), "new");
    QVERIFY(!inside);
    QVERIFY(inside.error().message.contains(path));
    QCOMPARE(io::readFile(path, 100).value(), QByteArray("old"));
}

void TestAtomicFile::namesAFullDisk() {
    const Error error = io::fileError(QStringLiteral("/d/f"), ENOSPC, QStringLiteral("could not save"));
    QCOMPARE(error.code, ErrorCode::DiskFull);
    QVERIFY(error.message.contains(QStringLiteral("/d/f")));
    QVERIFY(error.message.contains(QStringLiteral("full")));
}

void TestAtomicFile::readRefusesTooLarge() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x"));
    QVERIFY(io::writeFileAtomically(path, "12345"));
    QCOMPARE(io::readFile(path, 4).error().code, ErrorCode::TooLarge);
}

void TestAtomicFile::readNamesWhatIsMissing() {
    const auto result = io::readFile(QStringLiteral("/no/such/file"), 10);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(result.error().message.contains(QStringLiteral("/no/such/file")));
}

void TestAtomicFile::readRefusesAFolder() {
    QTemporaryDir folder;
    QCOMPARE(io::readFile(folder.path(), 10).error().code, ErrorCode::IoFailure);
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomicfile.moc"
