#include "core/run/gpuplan.h"
#include "core/run/runsession.h"

#include "core/io/atomicfile.h"
#include "tests/core/engine/fakeengine.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using namespace reberth::run;
using test::FakeEngine;

/// What a real engine can't be made to do on demand; the rest is in tests/system.
class TestRunSession : public QObject {
    Q_OBJECT

private slots:
    void init();
    void runsToTheEnd();
    void engineDiesWhileRunning();
    void brokenOutputStillEnds();
    void gpuFallsBackToTheRuntime();
    void gpuNeverFallsBackToTheCpu();
    void podmanGetsDeviceNames();
    void relativeMountIsRefused();
    void stopBeforeStart();
    void stopWhileCreating();
    void destroyedContainerIsRemoved();
    void interruptedRecordIsReported();

private:
    RunRequest request() {
        RunRequest request;
        request.image = QStringLiteral("x:y");
        request.command = {QStringLiteral("train")};
        request.recordFolder = m_folder->filePath(QStringLiteral("r"));
        return request;
    }
    Result<RunRecord> finish(RunSession& session) {
        QSignalSpy finished(&session, &RunSession::finished);
        session.start();
        if (finished.isEmpty() && !finished.wait(20'000)) {
            return fail(ErrorCode::Timeout, QStringLiteral("not finished"));
        }
        return finished.first().first().value<Result<RunRecord>>();
    }
    int count(const QByteArray& part) const {
        int found = 0;
        for (const QByteArray& line : m_fake->requests()) {
            found += line.contains(part) ? 1 : 0;
        }
        return found;
    }

    std::unique_ptr<FakeEngine> m_fake;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRunSession::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeEngine>();
    m_fake->route("GET /info", {FakeEngine::ok(R"({"Runtimes":{"runc":{}}})")});
    m_fake->route("POST /containers/create", {FakeEngine::status("201 Created", R"({"Id":"c1","Warnings":[]})")});
    m_fake->route("POST /containers/c1/attach", {QByteArray("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n") +
                                                 QByteArray("\1\0\0\0\0\0\0\3hi\n", 11)});
    m_fake->route("POST /containers/c1/wait",
                  {FakeEngine::chunkedHead() + FakeEngine::chunk(R"({"StatusCode":5})") + "0\r\n\r\n"});
    m_fake->route("POST /containers/c1/start", {"HTTP/1.1 204 No Content\r\n\r\n"});
    m_fake->route("DELETE /containers/c1", {"HTTP/1.1 204 No Content\r\n\r\n"});
}

void TestRunSession::runsToTheEnd() {
    RunSession session(m_fake->endpoint(), request());
    const auto result = finish(session);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->exitCode, 5);
    QCOMPARE(session.logLine(0), QStringLiteral("hi"));
    QCOMPARE(count("DELETE "), 1);
    QCOMPARE(readRunRecords(request().recordFolder).first(), session.record());
}

void TestRunSession::engineDiesWhileRunning() {
    m_fake->route("POST /containers/c1/wait", {FakeEngine::chunkedHead(), false, false});
    RunSession session(m_fake->endpoint(), request());
    QSignalSpy finished(&session, &RunSession::finished);
    session.start();
    QTRY_COMPARE(session.state(), RunState::Running);
    m_fake->die();
    QVERIFY(finished.wait(20'000));
    const auto result = finished.first().first().value<Result<RunRecord>>();
    QCOMPARE(result.error().code, ErrorCode::ConnectionLost);
    QCOMPARE(session.state(), RunState::Failed);
}

void TestRunSession::brokenOutputStillEnds() {
    m_fake->route("POST /containers/c1/attach", {QByteArray("HTTP/1.1 101 UPGRADED\r\n\r\n") + "not framed at all"});
    RunSession session(m_fake->endpoint(), request());
    QCOMPARE(finish(session)->exitCode, 5);
    QVERIFY(session.logLineIsError(0));
}

void TestRunSession::gpuFallsBackToTheRuntime() {
    m_fake->route("GET /info", {FakeEngine::ok(R"({"Runtimes":{"runc":{},"nvidia":{}}})")});
    m_fake->route("POST /containers/c1/start",
                  {FakeEngine::status(
                      "500 Error", R"({"message":"could not select device driver \"\" with capabilities: [[gpu]]"})")});
    RunRequest wanted = request();
    wanted.gpus = true;
    RunSession session(m_fake->endpoint(), wanted);
    const auto result = finish(session);
    QCOMPARE(result.error().code, ErrorCode::Unsupported);
    QCOMPARE(count("/containers/create"), 2);
    QCOMPARE(count("DELETE "), 2);
}

void TestRunSession::gpuNeverFallsBackToTheCpu() {
    engine::EngineInfo docker;
    engine::SystemInfo plain;
    QCOMPARE(gpuPlan(docker, plain), QList<engine::GpuAccess>{engine::GpuAccess::DeviceRequest});
    plain.cdiDevices = {QStringLiteral("nvidia.com/gpu=0"), QStringLiteral("other.com/x=1")};
    plain.runtimes = {QStringLiteral("nvidia")};
    QCOMPARE(gpuPlan(docker, plain), QList<engine::GpuAccess>({engine::GpuAccess::DeviceRequest, engine::GpuAccess::Cdi,
                                                               engine::GpuAccess::NvidiaRuntime}));
    QCOMPARE(plain.nvidiaCdiDevices(), QStringList{QStringLiteral("nvidia.com/gpu=0")});
    QVERIFY(!isGpuRefusal(QStringLiteral("exec: \"train\": executable file not found in $PATH")));
}

void TestRunSession::podmanGetsDeviceNames() {
    engine::EngineInfo podman;
    podman.podman = true;
    QCOMPARE(gpuPlan(podman, {}), QList<engine::GpuAccess>{engine::GpuAccess::Cdi});
    m_fake->route("GET /_ping", {FakeEngine::ok("OK", "Api-Version: 1.41\r\nLibpod-API-Version: 4.3.1\r\n")});
    RunSession session(m_fake->endpoint(), request());
    QCOMPARE(finish(session)->exitCode, 5);
    QCOMPARE(count("wait?condition=not-running"), 1);
}

void TestRunSession::relativeMountIsRefused() {
    RunRequest wrong = request();
    wrong.mounts = {{QStringLiteral("relative"), QStringLiteral("/x"), false}};
    RunSession session(m_fake->endpoint(), wrong);
    QCOMPARE(finish(session).error().code, ErrorCode::InvalidInput);
    QCOMPARE(count("create"), 0);
}

void TestRunSession::stopBeforeStart() {
    RunSession session(m_fake->endpoint(), request());
    QSignalSpy finished(&session, &RunSession::finished);
    session.stop();
    session.start();
    session.stop();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(session.state(), RunState::Cancelled);
    QVERIFY(m_fake->requests().isEmpty());
}

void TestRunSession::stopWhileCreating() {
    RunSession session(m_fake->endpoint(), request());
    FakeEngine::Reply created{FakeEngine::status("201 Created", R"({"Id":"c1","Warnings":[]})")};
    created.before = [&session] { session.stop(); };
    m_fake->route("POST /containers/create", created);
    QSignalSpy finished(&session, &RunSession::finished);
    session.start();
    QVERIFY(finished.size() == 1 || finished.wait(20'000));
    QCOMPARE(session.state(), RunState::Cancelled);
    QCOMPARE(count("DELETE "), 1);
    QCOMPARE(count("/start"), 0);
}

void TestRunSession::destroyedContainerIsRemoved() {
    m_fake->route("POST /containers/c1/wait", {FakeEngine::chunkedHead(), false, false});
    auto session = std::make_unique<RunSession>(m_fake->endpoint(), request());
    session->start();
    QTRY_COMPARE(session->state(), RunState::Running);
    session.reset();
    QTRY_COMPARE(count("DELETE "), 1);
    QVERIFY(m_fake->requests().last().contains("force=1"));
    QCOMPARE(readRunRecords(request().recordFolder).first().state, RunState::Cancelled);
}

void TestRunSession::interruptedRecordIsReported() {
    RunRecord record;
    record.state = RunState::Running;
    record.verb = QStringLiteral("train");
    record.command = {QStringLiteral("a"), QStringLiteral("b c")};
    record.started = QDateTime::fromSecsSinceEpoch(1700000000, Qt::UTC);
    QCOMPARE(RunRecord::fromJson(record.toJson()), record);
    QVERIFY(io::writeFileAtomically(m_folder->filePath(QStringLiteral("o/a-1.json")),
                                    QJsonDocument(record.toJson()).toJson()));
    QVERIFY(io::writeFileAtomically(m_folder->filePath(QStringLiteral("o/b-2.json")), "{torn"));
    const auto records = readRunRecords(m_folder->filePath(QStringLiteral("o")));
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().state, RunState::Failed);
    QVERIFY(records.first().error.contains(QLatin1String("interrupted")));
}

QTEST_GUILESS_MAIN(TestRunSession)
#include "tst_runsession.moc"
