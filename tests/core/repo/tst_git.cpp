#include "core/repo/git.h"

#include <QtTest>

using namespace reberth;

class TestGit : public QObject {
    Q_OBJECT

private slots:
    void explainsStandardError_data();
    void explainsStandardError();
    void readsProgress();
    void commandAsksAndRunsNothing();
};

void TestGit::explainsStandardError_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* text, ErrorCode code) {
        QTest::newRow(name) << QByteArray(text) << static_cast<int>(code);
    };
    row("disk full", "fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output", ErrorCode::DiskFull);
    row("no host", "fatal: unable to access 'https://x/': Could not resolve host: x", ErrorCode::NetworkUnreachable);
    row("refused", "ssh: connect to host 127.0.0.1 port 9: Connection refused\nfatal: Could not read from remote repository.",
        ErrorCode::NetworkUnreachable);
    row("login", "fatal: could not read Username for 'https://github.com': terminal prompts disabled", ErrorCode::AuthenticationRequired);
    row("key", "git@github.com: Permission denied (publickey).", ErrorCode::AuthenticationRequired);
    row("host key", "Host key verification failed.", ErrorCode::AuthenticationRequired);
    row("no branch", "fatal: Remote branch v9 not found in upstream origin", ErrorCode::NotFound);
    row("no repository", "fatal: '/nowhere' does not appear to be a git repository", ErrorCode::NotFound);
    row("404", "fatal: repository 'https://x/' not found", ErrorCode::NotFound);
    row("certificate", "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none", ErrorCode::NetworkUnreachable);
    row("unknown", "fatal: the moon is full", ErrorCode::ProcessFailed);
}

void TestGit::explainsStandardError() {
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    const Error error = repo::gitError(text, QStringLiteral("https://x/"), QStringLiteral("v9"));
    QCOMPARE(static_cast<int>(error.code), code);
    QVERIFY(!error.message.isEmpty());
    QCOMPARE(error.detail, QString::fromUtf8(text));
}

void TestGit::readsProgress() {
    const auto progress = repo::gitProgress("remote: Counting objects:  10% (1/10)\rReceiving objects:  42% (420/1000), 1 MiB\r");
    QCOMPARE(progress.phase, QStringLiteral("Receiving objects"));
    QCOMPARE(progress.percent, 42);
    QCOMPARE(repo::gitProgress("Cloning into 'x'...\n").percent, -1);
}

void TestGit::commandAsksAndRunsNothing() {
    const process::Command command = repo::gitCommand({QStringLiteral("fetch")}, false);
    QVERIFY(command.arguments.contains(QStringLiteral("core.hooksPath=/dev/null")));
    QCOMPARE(command.environment.value(QStringLiteral("GIT_TERMINAL_PROMPT")), QStringLiteral("0"));
    QVERIFY(!command.environment.value(QStringLiteral("GIT_ALLOW_PROTOCOL")).contains(QStringLiteral("ext")));
    QVERIFY(!command.environment.value(QStringLiteral("GIT_ALLOW_PROTOCOL")).contains(QStringLiteral("file")));
    QVERIFY(command.environment.value(QStringLiteral("GIT_SSH_COMMAND")).contains(QStringLiteral("BatchMode=yes")));
    QCOMPARE(command.arguments.last(), QStringLiteral("fetch"));
}

QTEST_GUILESS_MAIN(TestGit)
#include "tst_git.moc"
