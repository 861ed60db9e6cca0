#include "core/io/ignorepatterns.h"

#include "core/io/atomicfile.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using io::IgnorePatterns;

class TestIgnorePatterns : public QObject {
    Q_OBJECT

private slots:
    void ignores_data();
    void ignores();
    void refuses_data();
    void refuses();
    void prunes();
    void ownFileBesideTheDockerfileWins();
    void neverIgnoresTheDockerfile();
    void hostilePatternEnds();
};

void TestIgnorePatterns::ignores_data() {
    QTest::addColumn<QByteArray>("patterns");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("ignored");
    const auto row = [](const char* patterns, const char* path, bool ignored) {
        QTest::addRow("%s | %s", QByteArray(patterns).replace('\n', ' ').constData(), path)
            << QByteArray(patterns) << QByteArray(path) << ignored;
    };
    row("foo", "foo", true);
    row("foo", "a/foo", false);
    row("foo", "foo/bar", true);
    row("**/foo", "foo", true);
    row("**/foo", "a/b/foo", true);
    row("**/foo", "a/xfoo", false);
    row("*.pyc", "x.pyc", true);
    row("*.pyc", "a/x.pyc", false);
    row("**/*.pyc", "a/b/x.pyc", true);
    row("*/*.pyc", "a/x.pyc", true);
    row("*/*.pyc", "a/b/x.pyc", false);
    row("a/**", "a/b/c", true);
    row("a/**", "a", false);
    row("a/**/z", "a/z", true);
    row("a/**/z", "a/b/c/z", true);
    row("a/**/z", "a/bz", false);
    row("**", "anything/at/all", true);
    row("foo**", "foobar/baz", true);
    row("f?o", "fxo", true);
    row("f?o", "f/o", false);
    row("f?o", "f\xc3\xa9o", true);
    row("[a-c]x", "bx", true);
    row("[a-c]x", "dx", false);
    row("[^a-c]x", "dx", true);
    row("[^a-c]x", "ax", false);
    row("a\\*b", "a*b", true);
    row("a\\*b", "axb", false);
    row("/foo", "foo", true);
    row("./foo/", "foo/x", true);
    row("foo/../bar", "bar", true);
    row("  foo  ", "foo", true);
    row("# foo\nbar", "foo", false);
    row("\xef\xbb\xbf"
        "foo",
        "foo", true);
    row("foo\r\nbar\r\n", "foo", true);
    row("Foo", "foo", false);
    // Exceptions: the last match wins, also below a folder that is out.
    row("*.md\n!README.md", "README.md", false);
    row("*.md\n!README.md", "NEWS.md", true);
    row("!README.md\n*.md", "README.md", true);
    row("data\n!data/keep.txt", "data/keep.txt", false);
    row("data\n!data/keep.txt", "data/x.bin", true);
    row("data\n!data/keep\ndata/keep/secret", "data/keep/a", false);
    row("data\n!data/keep\ndata/keep/secret", "data/keep/secret/b", true);
    row("**\n!src", "src/a/b.py", false);
    row("**\n!src", "other", true);
    row("! foo\nfoo\n!  foo", "foo", false);
}

void TestIgnorePatterns::ignores() {
    QFETCH(QByteArray, patterns);
    QFETCH(QByteArray, path);
    QFETCH(bool, ignored);
    const auto parsed = IgnorePatterns::parse(patterns);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QCOMPARE(parsed->isIgnored(path), ignored);
}

void TestIgnorePatterns::refuses_data() {
    QTest::addColumn<QByteArray>("patterns");
    QTest::newRow("lone exclamation mark") << QByteArray("a\n!\n");
    QTest::newRow("open class") << QByteArray("a\nx[a-\n");
    QTest::newRow("ends in a backslash") << QByteArray("a\nfoo\\\n");
}

void TestIgnorePatterns::refuses() {
    QFETCH(QByteArray, patterns);
    const auto parsed = IgnorePatterns::parse(patterns);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
    QVERIFY(parsed.error().message.contains(QStringLiteral("Line 2")));
}

void TestIgnorePatterns::prunes() {
    const auto pruning = IgnorePatterns::parse("data\nlogs\n!data/keep.txt\n").value();
    QVERIFY(!pruning.canPrune("data"));
    QVERIFY(pruning.canPrune("logs"));
    QVERIFY(pruning.canPrune("data/other"));
    QVERIFY(!IgnorePatterns::parse("data\n!**/keep.txt\n").value().canPrune("data/deep"));
}

void TestIgnorePatterns::ownFileBesideTheDockerfileWins() {
    QTemporaryDir folder;
    QVERIFY(io::writeFileAtomically(folder.filePath(QStringLiteral(".dockerignore")), "general\n"));
    QVERIFY(io::writeFileAtomically(folder.filePath(QStringLiteral("d/Dockerfile.dockerignore")), "own\n"));
    const auto own = io::readIgnoreFile(folder.path(), QStringLiteral("d/Dockerfile"));
    QVERIFY(own->isIgnored("own"));
    QVERIFY(!own->isIgnored("general"));
    const auto general = io::readIgnoreFile(folder.path(), QStringLiteral("Dockerfile"));
    QVERIFY(general->isIgnored("general"));
}

void TestIgnorePatterns::neverIgnoresTheDockerfile() {
    QTemporaryDir folder;
    QVERIFY(io::writeFileAtomically(folder.filePath(QStringLiteral(".dockerignore")), "**\n"));
    const auto patterns = io::readIgnoreFile(folder.path(), QStringLiteral(".reberth/Docker[1]"));
    QVERIFY(!patterns->isIgnored(".reberth/Docker[1]"));
    QVERIFY(!patterns->isIgnored(".dockerignore"));
    QVERIFY(patterns->isIgnored(".reberth/other"));
}

void TestIgnorePatterns::hostilePatternEnds() {
    QByteArray pattern;
    for (int i = 0; i < 60; ++i) {
        pattern += "**/*a*/";
    }
    const auto patterns = IgnorePatterns::parse(pattern + "x").value();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!patterns.isIgnored(QByteArray("aaaaaaaa/").repeated(100) + "y/x/y"));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestIgnorePatterns)
#include "tst_ignorepatterns.moc"
