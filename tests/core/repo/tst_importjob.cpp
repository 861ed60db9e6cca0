#include "core/repo/importjob.h"

#include "tests/support/httpserver.h"
#include "tests/support/sshserver.h"
#include "tests/support/temporarygitrepository.h"

#include <QtTest>

using namespace reberth;
using namespace reberth::repo;
using test::TemporaryGitRepository;

namespace {

Result<Checkout> import(const QString& text, const QString& parent, const QString& ref = {}) {
    const auto source = Source::parse(text);
    if (!source) {
        return tl::unexpected(source.error());
    }
    ImportJob::Options options;
    options.parentFolder = parent;
    options.ref = ref;
    ImportJob job(*source, options);
    Result<Checkout> result = fail(ErrorCode::Timeout, QStringLiteral("no answer"));
    QSignalSpy finished(&job, &ImportJob::finished);
    QObject::connect(&job, &ImportJob::finished, &job, [&](const Result<Checkout>& answer) { result = answer; });
    job.start();
    if (finished.isEmpty()) {
        finished.wait(60000);
    }
    return result;
}

QStringList entries(const QString& folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestImportJob : public QObject {
    Q_OBJECT

private slots:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }
    void clonesTheDefaultBranch();
    void clonesTagsBranchesAndCommits();
    void secondCloneGetsAnotherName();
    void fetchesSubmodules();
    void missingSubmoduleIsANote();
    void runsNoHookOfTheRepository();
    void opensAFolderWhereItStands();
    void opensAFolderWithoutGit();
    void clonesOverSsh();
    void unknownHostKeyIsSaid();
    void noRepositoryIsSaid();
    void noSuchRefIsSaid();
    void loginNeededIsSaid();
    void unreachableIsSaid();
    void emptyRepositoryIsSaid();
    void unwritableParentIsSaid();
    void cancelLeavesNothing();
    void destructionLeavesNothing();
    void leftoversOfAKilledImportAreRemoved();
    void keepsHostileNamesAsData();

private:
    QString parent() const { return m_parent->path(); }
    std::unique_ptr<QTemporaryDir> m_parent;
};

void TestImportJob::clonesTheDefaultBranch() {
    TemporaryGitRepository origin;
    const QString head = origin.commit(QStringLiteral("One"), {{QStringLiteral("train.py"), "print('x')\n"}});
    const auto checkout = import(origin.url(), parent());
    QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().message));
    QCOMPARE(checkout->commit, head);
    QCOMPARE(checkout->ref, QStringLiteral("main"));
    QCOMPARE(checkout->url, origin.url());
    QVERIFY(checkout->commitDate.isValid());
    QCOMPARE(read(checkout->path + QStringLiteral("/train.py")), QByteArray("print('x')\n"));
    QCOMPARE(entries(parent()), QStringList{checkout->name});
}

void TestImportJob::clonesTagsBranchesAndCommits() {
    TemporaryGitRepository origin;
    const QString first = origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    origin.tag(QStringLiteral("v1.0"), true);
    origin.branch(QStringLiteral("pytorch-1.0"));
    origin.commit(QStringLiteral("Two"), {{QStringLiteral("v"), "2"}});
    for (const QString& ref : {QStringLiteral("v1.0"), QStringLiteral("pytorch-1.0"), first, first.left(10)}) {
        const auto checkout = import(origin.url(), parent(), ref);
        QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().message + checkout.error().detail));
        QCOMPARE(checkout->commit, first);
        QCOMPARE(checkout->ref, ref);
        QCOMPARE(read(checkout->path + QStringLiteral("/v")), QByteArray("1"));
    }
}

void TestImportJob::secondCloneGetsAnotherName() {
    TemporaryGitRepository origin;
    origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    const auto one = import(origin.url(), parent());
    const auto two = import(origin.url(), parent());
    QVERIFY(one && two);
    QVERIFY(one->path != two->path);
    QCOMPARE(entries(parent()).size(), 2);
}

void TestImportJob::fetchesSubmodules() {
    TemporaryGitRepository inner;
    inner.commit(QStringLiteral("Inner"), {{QStringLiteral("lib.py"), "x = 1\n"}});
    TemporaryGitRepository origin;
    origin.addSubmodule(inner, QStringLiteral("third_party/lib"));
    origin.commit(QStringLiteral("With submodule"), {{QStringLiteral("a"), "a"}});
    const auto checkout = import(origin.url(), parent());
    QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().detail));
    QCOMPARE(checkout->submodules, QStringList{QStringLiteral("third_party/lib")});
    QCOMPARE(checkout->notes, QStringList());
    QCOMPARE(read(checkout->path + QStringLiteral("/third_party/lib/lib.py")), QByteArray("x = 1\n"));
}

void TestImportJob::missingSubmoduleIsANote() {
    auto inner = std::make_unique<TemporaryGitRepository>();
    inner->commit(QStringLiteral("Inner"), {{QStringLiteral("lib.py"), "x = 1\n"}});
    TemporaryGitRepository origin;
    origin.addSubmodule(*inner, QStringLiteral("lib"));
    origin.commit(QStringLiteral("With submodule"), {{QStringLiteral("a"), "a"}});
    inner.reset();
    const auto checkout = import(origin.url(), parent());
    QVERIFY(checkout);
    QCOMPARE(checkout->notes.size(), 1);
    QVERIFY(QFile::exists(checkout->path + QStringLiteral("/a")));
}

void TestImportJob::runsNoHookOfTheRepository() {
    // A template with a hook, as a hostile machine-wide configuration or an earlier clone would bring it.
    QTemporaryDir home;
    const QString mark = home.filePath(QStringLiteral("hook-ran"));
    QVERIFY(QDir(home.path()).mkpath(QStringLiteral("template/hooks")));
    QFile hook(home.filePath(QStringLiteral("template/hooks/post-checkout")));
    QVERIFY(hook.open(QIODevice::WriteOnly));
    hook.write("#!/bin/sh\ntouch '" + mark.toUtf8() + "'\n");
    hook.close();
    hook.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    qputenv("GIT_TEMPLATE_DIR", home.filePath(QStringLiteral("template")).toUtf8());
    TemporaryGitRepository origin;
    origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    const auto checkout = import(origin.url(), parent());
    qunsetenv("GIT_TEMPLATE_DIR");
    QVERIFY(checkout);
    QVERIFY(!QFile::exists(mark));
}

void TestImportJob::opensAFolderWhereItStands() {
    TemporaryGitRepository origin;
    const QString head = origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    origin.git({QStringLiteral("remote"), QStringLiteral("add"), QStringLiteral("origin"),
                QStringLiteral("https://me:token@example.org/a/b")});
    const auto checkout = import(origin.path(), parent());
    QVERIFY(checkout);
    QCOMPARE(checkout->path, QFileInfo(origin.path()).canonicalFilePath());
    QCOMPARE(checkout->commit, head);
    QCOMPARE(checkout->url, QStringLiteral("https://example.org/a/b"));
    QCOMPARE(entries(parent()), QStringList());
}

void TestImportJob::opensAFolderWithoutGit() {
    QTemporaryDir folder;
    const auto checkout = import(folder.path(), parent());
    QVERIFY(checkout);
    QCOMPARE(checkout->commit, QString());
    QVERIFY(!import(folder.path(), parent(), QStringLiteral("v1")));
}

void TestImportJob::clonesOverSsh() {
    test::SshServer server;
    TemporaryGitRepository origin;
    const QString head = origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    qputenv("GIT_SSH_COMMAND", server.gitSshCommand().toUtf8());
    const auto checkout = import(server.url(origin.path()), parent());
    qunsetenv("GIT_SSH_COMMAND");
    QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().detail));
    QCOMPARE(checkout->commit, head);
}

void TestImportJob::unknownHostKeyIsSaid() {
    test::SshServer server;
    QString ssh = server.gitSshCommand();
    ssh.replace(server.knownHostsFile(), server.wrongKnownHostsFile());
    qputenv("GIT_SSH_COMMAND", ssh.toUtf8());
    const auto checkout = import(server.url(QStringLiteral("/srv/x")), parent());
    qunsetenv("GIT_SSH_COMMAND");
    QVERIFY(!checkout);
    QCOMPARE(checkout.error().code, ErrorCode::AuthenticationRequired);
    QVERIFY(checkout.error().message.contains(QStringLiteral("fingerprint")));
}

void TestImportJob::noRepositoryIsSaid() {
    const auto checkout = import(QStringLiteral("file:///nowhere/at/all.git"), parent());
    QVERIFY(!checkout);
    QCOMPARE(checkout.error().code, ErrorCode::NotFound);
    QCOMPARE(entries(parent()), QStringList());
}

void TestImportJob::noSuchRefIsSaid() {
    TemporaryGitRepository origin;
    origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    for (const QString& ref : {QStringLiteral("v9"), QString(40, u'a'), QStringLiteral("deadbeef")}) {
        const auto checkout = import(origin.url(), parent(), ref);
        QVERIFY(!checkout);
        QCOMPARE(checkout.error().code, ErrorCode::NotFound);
        QVERIFY2(checkout.error().message.contains(ref), qPrintable(checkout.error().message));
        QCOMPARE(entries(parent()), QStringList());
    }
}

void TestImportJob::loginNeededIsSaid() {
    test::HttpServer server;
    server.fail(QStringLiteral("/a/b/info/refs?service=git-upload-pack"), 401);
    server.fail(QStringLiteral("/a/b/info/refs"), 401);
    const auto checkout = import(server.url(QStringLiteral("/a/b")).toString(), parent());
    QVERIFY(!checkout);
    QVERIFY2(checkout.error().code == ErrorCode::AuthenticationRequired, qPrintable(checkout.error().detail));
}

void TestImportJob::unreachableIsSaid() {
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    const auto checkout = import(QStringLiteral("http://127.0.0.1:%1/a/b").arg(port), parent());
    QVERIFY(!checkout);
    QCOMPARE(checkout.error().code, ErrorCode::NetworkUnreachable);
}

void TestImportJob::emptyRepositoryIsSaid() {
    TemporaryGitRepository origin;
    const auto checkout = import(origin.url(), parent());
    QVERIFY(!checkout);
    QVERIFY2(checkout.error().message.contains(QStringLiteral("empty")), qPrintable(checkout.error().detail));
    QCOMPARE(entries(parent()), QStringList());
}

void TestImportJob::unwritableParentIsSaid() {
    const auto checkout = import(QStringLiteral("owner/name"), QStringLiteral("/proc/nothing/here"));
    QVERIFY(!checkout);
    QCOMPARE(checkout.error().code, ErrorCode::PermissionDenied);
}

void TestImportJob::cancelLeavesNothing() {
    test::HttpServer server;
    server.hang(QStringLiteral("/a/b/info/refs?service=git-upload-pack"));
    server.hang(QStringLiteral("/a/b/info/refs"));
    ImportJob::Options options;
    options.parentFolder = parent();
    ImportJob job(*Source::parse(server.url(QStringLiteral("/a/b")).toString()), options);
    Result<Checkout> result;
    int answers = 0;
    connect(&job, &ImportJob::finished, this, [&](const Result<Checkout>& answer) {
        result = answer;
        ++answers;
    });
    job.start();
    QTRY_VERIFY(!server.requests().isEmpty());
    QVERIFY(!entries(parent()).isEmpty());
    job.cancel();
    job.cancel();
    QCOMPARE(answers, 1);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(entries(parent()), QStringList());
}

void TestImportJob::destructionLeavesNothing() {
    test::HttpServer server;
    server.hang(QStringLiteral("/a/b/info/refs?service=git-upload-pack"));
    server.hang(QStringLiteral("/a/b/info/refs"));
    ImportJob::Options options;
    options.parentFolder = parent();
    {
        ImportJob job(*Source::parse(server.url(QStringLiteral("/a/b")).toString()), options);
        job.start();
        QTRY_VERIFY(!server.requests().isEmpty());
    }
    QCOMPARE(entries(parent()), QStringList());
}

void TestImportJob::leftoversOfAKilledImportAreRemoved() {
    QVERIFY(QDir(parent()).mkpath(QStringLiteral(".importing-old-abc/x")));
    QFile lock(parent() + QStringLiteral("/.importing-old-abc.lock"));
    QVERIFY(lock.open(QIODevice::WriteOnly));
    // QLockFile's format, with a process number that is above the system's limit.
    lock.write("4194305\nreberth\n" + QSysInfo::machineHostName().toUtf8() + '\n' + QSysInfo::machineUniqueId() + '\n' +
               QSysInfo::bootUniqueId() + '\n');
    lock.close();
    TemporaryGitRepository origin;
    origin.commit(QStringLiteral("One"), {{QStringLiteral("v"), "1"}});
    const auto checkout = import(origin.url(), parent());
    QVERIFY(checkout);
    QCOMPARE(entries(parent()), QStringList{checkout->name});
}

void TestImportJob::keepsHostileNamesAsData() {
    TemporaryGitRepository origin;
    const QString name = QStringLiteral("a\nRUN touch x");
    origin.write(name, "x");
    origin.link(QStringLiteral("out"), QStringLiteral("../../../../etc/passwd"));
    origin.commit(QStringLiteral("Hostile"));
    const auto checkout = import(origin.url(), parent());
    QVERIFY(checkout);
    QCOMPARE(read(checkout->path + u'/' + name), QByteArray("x"));
    QVERIFY(QFileInfo(checkout->path + QStringLiteral("/out")).isSymLink());
}

QTEST_GUILESS_MAIN(TestImportJob)
#include "tst_importjob.moc"
