#include "core/build/buildsession.h"

#include "core/io/atomicfile.h"
#include "core/io/recordkeeper.h"
#include "tests/core/engine/fakeengine.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using namespace reberth::build;
using test::FakeEngine;

/// What a real engine can't be made to do on demand; the rest is in tests/system.
class TestBuildSession : public QObject {
    Q_OBJECT

private slots:
    void init();
    void engineDiesWhileBuilding();
    void streamWithoutItsEndFails();
    void streamWithoutAnImageFails();
    void nonsenseStreamFails();
    void noSessionIsExplained();
    void pullFailureNamesTheImage_data();
    void pullFailureNamesTheImage();
    void pullsWhatIsMissing();
    void noEngine();
    void missingDockerfile();
    void dockerfileOutsideIsRefused();
    void podmanBuildsWithoutBuildKit();
    void cancelAtEveryState();
    void destroyedWhilePacking();
    void interruptedRecordIsReported();
    void tornLogIsRead();
    void fullDiskForRecords();

private:
    Result<BuildRecord> build(const QByteArray& dockerfile = "FROM scratch\n") {
        static_cast<void>(io::writeFileAtomically(m_context + QStringLiteral("/Dockerfile"), dockerfile));
        m_session = std::make_unique<BuildSession>(m_fake->endpoint(), request());
        QSignalSpy finished(m_session.get(), &BuildSession::finished);
        m_session->start();
        if (finished.isEmpty() && !finished.wait(20'000)) {
            return fail(ErrorCode::Timeout, QStringLiteral("not finished"));
        }
        return finished.first().first().value<Result<BuildRecord>>();
    }
    BuildRequest request() {
        BuildRequest request;
        request.contextFolder = m_context;
        request.dockerfile = QStringLiteral("Dockerfile");
        request.tags = {QStringLiteral("x:y")};
        request.recordFolder = m_records;
        return request;
    }
    void stream(const QByteArray& objects, const QByteArray& end = "0\r\n\r\n") {
        m_fake->route("POST /build", {FakeEngine::chunkedHead() + FakeEngine::chunk(objects) + end, true});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeEngine> m_fake;
    std::unique_ptr<BuildSession> m_session;
    QString m_context;
    QString m_records;
};

void TestBuildSession::init() {
    m_session.reset();
    m_fake = std::make_unique<FakeEngine>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_context = m_folder->filePath(QStringLiteral("c"));
    m_records = m_folder->filePath(QStringLiteral("r"));
}

void TestBuildSession::engineDiesWhileBuilding() {
    m_fake->route(
        "POST /build",
        {FakeEngine::chunkedHead() + FakeEngine::chunk("{\"stream\":\"Step 1/1 : FROM scratch\\n\"}"), true, false});
    QVERIFY(io::writeFileAtomically(m_context + QStringLiteral("/Dockerfile"), "FROM scratch\n"));
    BuildSession session(m_fake->endpoint(), request());
    QSignalSpy finished(&session, &BuildSession::finished);
    session.start();
    QTRY_COMPARE(session.steps().size(), 1);
    QCOMPARE(session.state(), BuildState::Running);
    m_fake->die();
    QVERIFY(finished.wait(20'000));
    const auto result = finished.first().first().value<Result<BuildRecord>>();
    QCOMPARE(result.error().code, ErrorCode::ConnectionLost);
    QVERIFY(result.error().message.contains(QLatin1String("engine went away")));
    QCOMPARE(session.steps().first().state, StepState::Cancelled);
}

void TestBuildSession::streamWithoutItsEndFails() {
    stream("{\"aux\":{\"ID\":\"sha256:1\"}}", {});
    QCOMPARE(build().error().code, ErrorCode::ConnectionLost);
}

void TestBuildSession::streamWithoutAnImageFails() {
    stream("{\"stream\":\"hello\"}");
    QCOMPARE(build().error().code, ErrorCode::ConnectionLost);
    stream("{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"sha256:1\"}}");
    QCOMPARE(build()->imageId, QStringLiteral("sha256:1"));
}

void TestBuildSession::nonsenseStreamFails() {
    stream("<html>");
    QCOMPARE(build().error().code, ErrorCode::CorruptData);
    stream("{\"id\":\"moby.buildkit.trace\",\"aux\":\"////\"}{\"aux\":{\"ID\":\"sha256:1\"}}");
    QVERIFY(build());
}

void TestBuildSession::noSessionIsExplained() {
    stream("{\"errorDetail\":{\"message\":\"failed to create LLB definition: no active sessions\"}}");
    const auto result = build();
    QCOMPARE(result.error().code, ErrorCode::AuthenticationRequired);
    QVERIFY(result.error().message.contains(QLatin1String("docker pull")));
}

void TestBuildSession::pullFailureNamesTheImage_data() {
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<int>("code");
    const auto row = [](const QByteArray& message) {
        return FakeEngine::ok("{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"" + message + "\"}}");
    };
    QTest::newRow("denied") << row("pull access denied") << static_cast<int>(ErrorCode::AuthenticationRequired);
    QTest::newRow("manifest") << row("manifest unknown") << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("network") << row("dial tcp: no such host") << static_cast<int>(ErrorCode::NetworkUnreachable);
    QTest::newRow("status") << FakeEngine::status("500 Error", R"({"message":"dial tcp: i/o timeout"})")
                            << static_cast<int>(ErrorCode::NetworkUnreachable);
    QTest::newRow("cut off") << QByteArray(FakeEngine::chunkedHead()) << static_cast<int>(ErrorCode::ConnectionLost);
}

void TestBuildSession::pullFailureNamesTheImage() {
    QFETCH(QByteArray, wire);
    QFETCH(int, code);
    m_fake->route("POST /images/create", {wire});
    const auto result = build("# x\nFROM python:3.99\n");
    QVERIFY(!result);
    QCOMPARE(static_cast<int>(result.error().code), code);
    if (result.error().code != ErrorCode::ConnectionLost) {
        QVERIFY(result.error().message.contains(QLatin1String("python:3.99")));
        QVERIFY(result.error().message.contains(QLatin1String("line 2")));
    }
    QCOMPARE(m_session->steps().first().state, StepState::Failed);
}

void TestBuildSession::pullsWhatIsMissing() {
    m_fake->route("POST /images/create",
                  {FakeEngine::ok(R"({"status":"Downloading","progressDetail":{"current":3,"total":9},"id":"l"})"
                                  R"({"status":"Pull complete","progressDetail":{},"id":"l"})")});
    stream("{\"aux\":{\"ID\":\"sha256:1\"}}");
    QVERIFY(build("FROM python:3.9\n"));
    QCOMPARE(m_session->steps().first().state, StepState::Done);
    QCOMPARE(m_session->steps().first().total, 9);
    QCOMPARE(m_session->logLine(0).text, QStringLiteral("l: Pull complete"));
    bool asked = false;
    for (const QByteArray& line : m_fake->requests()) {
        asked = asked || line.contains("/images/create?fromImage=python%3A3.9 ");
    }
    QVERIFY(asked);
}

void TestBuildSession::noEngine() {
    m_fake->die();
    QCOMPARE(build().error().code, ErrorCode::EngineUnavailable);
    QCOMPARE(readBuildRecords(m_records).first().state, BuildState::Failed);
}

void TestBuildSession::missingDockerfile() {
    QVERIFY(QDir().mkpath(m_context));
    BuildSession session(m_fake->endpoint(), request());
    QSignalSpy finished(&session, &BuildSession::finished);
    session.start();
    QVERIFY(finished.wait(20'000));
    QCOMPARE(finished.first().first().value<Result<BuildRecord>>().error().code, ErrorCode::NotFound);
}

void TestBuildSession::dockerfileOutsideIsRefused() {
    QVERIFY(QDir().mkpath(m_context));
    BuildRequest outside = request();
    outside.dockerfile = QStringLiteral("../../etc/passwd");
    BuildSession session(m_fake->endpoint(), outside);
    QSignalSpy finished(&session, &BuildSession::finished);
    session.start();
    QVERIFY(finished.wait(20'000));
    QCOMPARE(finished.first().first().value<Result<BuildRecord>>().error().code, ErrorCode::InvalidInput);
}

void TestBuildSession::podmanBuildsWithoutBuildKit() {
    m_fake->route("GET /_ping", {FakeEngine::ok("OK", "Api-Version: 1.41\r\nLibpod-API-Version: 4.3.1\r\n")});
    stream(R"({"stream":"STEP 1/2: FROM scratch\n"}{"stream":"STEP 2/2: COPY a b\n"}{"aux":{"ID":"sha256:2"}})"
           R"({"stream":"Successfully built 2\n"})");
    QVERIFY(build("FROM scratch\nCOPY a b\n"));
    QCOMPARE(m_session->steps().size(), 2);
    QCOMPARE(m_session->steps().at(1).dockerfileLine, 2);
    QCOMPARE(m_session->steps().at(1).state, StepState::Done);
    QVERIFY(m_fake->requests().last().contains("version=1&"));
}

void TestBuildSession::cancelAtEveryState() {
    m_fake->route("POST /build", {FakeEngine::chunkedHead(), true, false});
    QVERIFY(io::writeFileAtomically(m_context + QStringLiteral("/Dockerfile"), "FROM scratch\n"));
    for (const BuildState wanted :
         {BuildState::Idle, BuildState::Preparing, BuildState::Uploading, BuildState::Running}) {
        BuildSession session(m_fake->endpoint(), request());
        QSignalSpy finished(&session, &BuildSession::finished);
        if (wanted != BuildState::Idle) {
            connect(&session, &BuildSession::stateChanged, &session, [&] {
                if (session.state() == wanted) {
                    session.cancel();
                }
            });
            session.start();
        } else {
            session.cancel();
        }
        QTRY_VERIFY(session.isFinished());
        QCOMPARE(session.state(), BuildState::Cancelled);
        QCOMPARE(finished.size(), 1);
        QTRY_COMPARE(m_fake->openConnections(), 0);
        session.start();
        QCOMPARE(session.state(), BuildState::Cancelled);
    }
}

void TestBuildSession::destroyedWhilePacking() {
    m_fake->route("POST /build", {"", true, false});
    QVERIFY(io::writeFileAtomically(m_context + QStringLiteral("/Dockerfile"), "FROM scratch\n"));
    QVERIFY(io::writeFileAtomically(m_context + QStringLiteral("/big"), QByteArray(80'000'000, 'x')));
    auto session = std::make_unique<BuildSession>(m_fake->endpoint(), request());
    QSignalSpy upload(session.get(), &BuildSession::uploadProgress);
    session->start();
    QTRY_VERIFY(!upload.isEmpty());
    session.reset();
    QTRY_COMPARE(m_fake->openConnections(), 0);
    QCOMPARE(readBuildRecords(m_records).first().state, BuildState::Cancelled);
}

void TestBuildSession::interruptedRecordIsReported() {
    m_fake->route("POST /build", {FakeEngine::chunkedHead(), true, false});
    QVERIFY(io::writeFileAtomically(m_context + QStringLiteral("/Dockerfile"), "FROM scratch\n"));
    BuildSession session(m_fake->endpoint(), request());
    session.start();
    QTRY_COMPARE(session.state(), BuildState::Running);
    // Alive: as it is. A killed program leaves the same record, and a lock that nobody holds.
    QCOMPARE(readBuildRecords(m_records).first().state, BuildState::Running);
    const QString id = session.record().id;
    const QString other = m_folder->filePath(QStringLiteral("r2"));
    QVERIFY(QDir().mkpath(other));
    QVERIFY(QFile::copy(m_records + u'/' + id + QStringLiteral(".json"), other + u'/' + id + QStringLiteral(".json")));
    QVERIFY(io::writeFileAtomically(other + u'/' + id + QStringLiteral(".lock"),
                                    "999999999\nreberth\n" + QSysInfo::machineHostName().toUtf8() + "\n"));
    const auto records = readBuildRecords(other);
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().state, BuildState::Failed);
    QVERIFY(records.first().error.contains(QLatin1String("interrupted")));
}

void TestBuildSession::tornLogIsRead() {
    QVERIFY(
        io::writeFileAtomically(m_records + QStringLiteral("/a.log"), "0 o one\n-1 e two words\n3 o \nnonsense\n12"));
    const auto lines = readBuildLog(m_records, QStringLiteral("a"));
    QCOMPARE(lines->size(), 3);
    QCOMPARE(lines->at(1).step, -1);
    QVERIFY(lines->at(1).isError);
    QCOMPARE(lines->at(1).text, QStringLiteral("two words"));
    QCOMPARE(readBuildLog(m_records, QStringLiteral("../../etc/passwd")).error().code, ErrorCode::NotFound);
    QVERIFY(io::writeFileAtomically(m_records + QStringLiteral("/b.json"), "{broken"));
    QVERIFY(readBuildRecords(m_records).isEmpty());
}

void TestBuildSession::fullDiskForRecords() {
    // A file where the folder should be: nothing can be kept, the build goes on and says so.
    QVERIFY(io::writeFileAtomically(m_records, "x"));
    stream("{\"aux\":{\"ID\":\"sha256:1\"}}");
    QVERIFY(build());
    QVERIFY(m_session->logLineCount() > 0);
    QVERIFY(m_session->logLine(0).isError);
}

QTEST_GUILESS_MAIN(TestBuildSession)
#include "tst_buildsession.moc"
