#include "core/repo/source.h"

#include <QtTest>

using namespace reberth;
using repo::Source;

class TestSource : public QObject {
    Q_OBJECT

private slots:
    void acceptsWhatPeoplePaste_data();
    void acceptsWhatPeoplePaste();
    void refuses_data();
    void refuses();
    void opensFolders();
};

void TestSource::acceptsWhatPeoplePaste_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("ref");
    QTest::newRow("https") << "https://github.com/a/faster-rcnn.pytorch.git" << "https://github.com/a/faster-rcnn.pytorch.git"
                           << "faster-rcnn.pytorch" << "";
    QTest::newRow("trailing slash and blanks") << "  https://github.com/a/b/ " << "https://github.com/a/b/" << "b" << "";
    QTest::newRow("short form") << "owner/na.me" << "https://github.com/owner/na.me" << "na.me" << "";
    QTest::newRow("short form with ref") << "owner/name#v1.0" << "https://github.com/owner/name" << "name" << "v1.0";
    QTest::newRow("web page of a branch") << "https://github.com/a/b/tree/pytorch-1.0" << "https://github.com/a/b" << "b"
                                          << "pytorch-1.0";
    QTest::newRow("web page of a GitLab branch") << "https://gitlab.com/a/b/-/tree/dev" << "https://gitlab.com/a/b" << "b"
                                                 << "dev";
    QTest::newRow("scp-like") << "git@github.com:a/b.git" << "git@github.com:a/b.git" << "b" << "";
    QTest::newRow("ssh") << "ssh://git@host:2222/a/b.git" << "ssh://git@host:2222/a/b.git" << "b" << "";
    QTest::newRow("file") << "file:///srv/git/b.git" << "file:///srv/git/b.git" << "b" << "";
    QTest::newRow("no scheme") << "github.com/a/b" << "https://github.com/a/b" << "b" << "";
}

void TestSource::acceptsWhatPeoplePaste() {
    QFETCH(QString, text);
    QFETCH(QString, location);
    QFETCH(QString, name);
    QFETCH(QString, ref);
    const auto source = Source::parse(text);
    QVERIFY2(source, source ? "" : qPrintable(source.error().message));
    QCOMPARE(source->kind(), Source::Kind::Remote);
    QCOMPARE(source->location(), location);
    QCOMPARE(source->name(), name);
    QCOMPARE(source->ref(), ref);
}

void TestSource::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << "  " << "Nothing was given";
    QTest::newRow("option") << "--upload-pack=touch /tmp/x" << "option";
    QTest::newRow("short option") << "-u" << "option";
    QTest::newRow("ext transport") << "ext::sh -c touch% /tmp/x" << "runs commands";
    QTest::newRow("fd transport") << "fd::17" << "runs commands";
    QTest::newRow("unknown scheme") << "gopher://host/a" << "not supported";
    QTest::newRow("option as host") << "ssh://-oProxyCommand=touch/x" << "valid URL";
    QTest::newRow("option as user") << "ssh://-oProxyCommand@host/x" << "valid URL";
    QTest::newRow("password") << "https://me:secret@github.com/a/b" << "password";
    QTest::newRow("newline") << "https://github.com/a/b\nRUN x" << "line break";
    QTest::newRow("ref is an option") << "owner/name#--detach" << "branch, tag or commit";
    QTest::newRow("ref range") << "owner/name#a..b" << "branch, tag or commit";
    QTest::newRow("missing folder") << "/nowhere/at/all" << "There is no folder";
    QTest::newRow("words") << "what is this" << "neither";
}

void TestSource::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    const auto source = Source::parse(text);
    QVERIFY(!source);
    QVERIFY2(source.error().message.contains(says), qPrintable(source.error().message));
}

void TestSource::opensFolders() {
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("my repo")));
    const auto source = Source::parse(folder.filePath(QStringLiteral("my repo/")));
    QVERIFY(source);
    QCOMPARE(source->kind(), Source::Kind::Folder);
    QCOMPARE(source->location(), QFileInfo(folder.filePath(QStringLiteral("my repo"))).canonicalFilePath());
    QCOMPARE(source->name(), QStringLiteral("my-repo"));

    QFile file(folder.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto notFolder = Source::parse(file.fileName());
    QVERIFY(!notFolder);
    QVERIFY(notFolder.error().message.contains(QStringLiteral("is a file")));
}

QTEST_GUILESS_MAIN(TestSource)
#include "tst_source.moc"
