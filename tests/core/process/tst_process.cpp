#include "core/process/process.h"

#include <QtTest>

using namespace reberth;
using namespace reberth::process;

namespace {

Command shell(const QString& script) {
    Command command;
    command.program = QStringLiteral("/bin/sh");
    command.arguments = {QStringLiteral("-c"), script};
    return command;
}

Result<Output> run(const Command& command) {
    Process process(command);
    Result<Output> result = fail(ErrorCode::Internal, QStringLiteral("no answer"));
    QSignalSpy spy(&process, &Process::finished);
    QObject::connect(&process, &Process::finished, &process, [&](const Result<Output>& answer) { result = answer; });
    process.start();
    if (spy.isEmpty()) {
        spy.wait(10000);
    }
    return result;
}

/// A killed orphan may stay a zombie for as long as the system's first process likes.
bool alive(qint64 pid) {
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains("\nState:\tZ");
}

} // namespace

class TestProcess : public QObject {
    Q_OBJECT

private slots:
    void givesOutputAndExitCode();
    void missingProgramIsSaid();
    void writesInput();
    void argumentsReachTheProgramUntouched();
    void tooMuchOutputEndsIt();
    void cancelKillsChildren();
    void destructionKillsChildren();
};

void TestProcess::givesOutputAndExitCode() {
    const auto result = run(shell(QStringLiteral("echo out; echo err >&2; exit 3")));
    QVERIFY(result);
    QCOMPARE(result->exitCode, 3);
    QCOMPARE(result->standardOutput, QByteArray("out\n"));
    QCOMPARE(result->standardError, QByteArray("err\n"));
}

void TestProcess::missingProgramIsSaid() {
    Command command;
    command.program = QStringLiteral("/nowhere/no-such-program");
    const auto result = run(command);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(result.error().message.contains(QStringLiteral("no-such-program")));
}

void TestProcess::writesInput() {
    Command command = shell(QStringLiteral("cat"));
    command.input = QByteArray(1'000'000, 'x');
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->standardOutput, command.input);
}

void TestProcess::argumentsReachTheProgramUntouched() {
    Command command = shell(QStringLiteral("printf '%s' \"$1\""));
    const QString hostile = QStringLiteral("$(touch /tmp/x); 'a b' \n\"");
    command.arguments << QStringLiteral("sh") << hostile;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(QString::fromUtf8(result->standardOutput), hostile);
}

void TestProcess::tooMuchOutputEndsIt() {
    Command command = shell(QStringLiteral("yes"));
    command.outputLimit = 1024 * 1024;
    const auto result = run(command);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::TooLarge);
}

void TestProcess::cancelKillsChildren() {
    Process process(shell(QStringLiteral("sleep 1000 & echo $! >&2; wait")));
    QByteArray text;
    connect(&process, &Process::standardError, this, [&](const QByteArray& data) { text += data; });
    QSignalSpy finished(&process, &Process::finished);
    process.start();
    QTRY_VERIFY(text.endsWith('\n'));
    const qint64 child = text.trimmed().toLongLong();
    QVERIFY(alive(child));
    process.cancel();
    process.cancel();
    QCOMPARE(finished.size(), 1);
    QTRY_VERIFY(!alive(child));
}

void TestProcess::destructionKillsChildren() {
    qint64 child = 0;
    {
        Process process(shell(QStringLiteral("sleep 1000 & echo $! >&2; wait")));
        QByteArray text;
        connect(&process, &Process::standardError, this, [&](const QByteArray& data) { text += data; });
        process.start();
        QTRY_VERIFY(text.endsWith('\n'));
        child = text.trimmed().toLongLong();
        QVERIFY(alive(child));
    }
    QTRY_VERIFY(!alive(child));
}

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
