#include "core/build/buildsession.h"
#include "core/engine/client.h"
#include "core/host/hostlist.h"
#include "core/io/atomicfile.h"
#include "core/run/runsession.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace reberth;
using build::BuildRequest;
using build::BuildSession;
using build::BuildState;
using build::StepState;
using run::RunRequest;
using run::RunSession;
using run::RunState;

namespace {

constexpr int longWait = 120'000;

/// Processes on this machine (the private engine's containers included) whose command line holds `mark`.
int processesWith(const QByteArray& mark) {
    int count = 0;
    const QStringList pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& pid : pids) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (pid.front().isDigit() && file.open(QIODevice::ReadOnly) && file.readAll().contains(mark)) {
            ++count;
        }
    }
    return count;
}

} // namespace

/// Build and run on a real engine.
class TestSystemBuildRun : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void probesTheHost();
    void buildsThenUsesTheCache();
    void keepsTheOrderAndNamesLines();
    void failsWithTheLine();
    void refusesABadTagEarly();
    void refusesAnUnknownImage();
    void honoursDockerignore();
    void strangeFilesArePacked();
    void cancelStopsTheWork();
    void destructionStopsTheWork();
    void runsAndRemoves();
    void exitCodeIsAResult();
    void mountsAndUser();
    void stopEndsTheContainer();
    void destructionRemovesTheContainer();
    void noGpuIsAnError();
    void missingImageAndCommand();
    void uploadThroughput();
    void logThroughput();

private:
    void write(const QString& name, const QByteArray& data) {
        const auto written = io::writeFileAtomically(m_folder->filePath(name), data);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    }
    BuildRequest request(const QByteArray& dockerfile) {
        write(QStringLiteral("ctx/.reberth/Dockerfile"), dockerfile);
        BuildRequest request;
        request.contextFolder = m_folder->filePath(QStringLiteral("ctx"));
        request.dockerfile = QStringLiteral(".reberth/Dockerfile");
        request.tags = {m_tag};
        request.recordFolder = m_folder->filePath(QStringLiteral("records"));
        return request;
    }
    /// Runs to the end; the result stands in the session.
    void finish(BuildSession& session) {
        QSignalSpy finished(&session, &BuildSession::finished);
        session.start();
        QVERIFY(finished.wait(longWait));
        QCOMPARE(finished.size(), 1);
        m_error = finished.first().first().value<Result<build::BuildRecord>>();
    }
    void finish(RunSession& session) {
        QSignalSpy finished(&session, &RunSession::finished);
        session.start();
        QVERIFY(finished.wait(longWait));
        QCOMPARE(finished.size(), 1);
        m_runError = finished.first().first().value<Result<run::RunRecord>>();
    }
    RunRequest runRequest(const QString& script) {
        RunRequest request;
        request.image = m_base;
        request.command = {QStringLiteral("sh"), QStringLiteral("-c"), script};
        request.label = QStringLiteral("tst");
        request.verb = QStringLiteral("train");
        request.recordFolder = m_folder->filePath(QStringLiteral("runs"));
        return request;
    }
    QStringList containers() {
        engine::Client client(m_endpoint);
        QStringList ids;
        bool done = false;
        client.listContainers({QStringLiteral("dev.reberth.project=tst")}, this,
                              [&](const Result<QList<engine::ContainerInfo>>& list) {
                                  done = true;
                                  for (const auto& container : list.value_or(QList<engine::ContainerInfo>())) {
                                      ids.append(container.id);
                                  }
                              });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 20'000); }();
        return ids;
    }
    static QStringList log(const BuildSession& session) {
        QStringList lines;
        for (qsizetype i = 0; i < session.logLineCount(); ++i) {
            lines.append(session.logLine(i).text);
        }
        return lines;
    }
    static const build::BuildStep* stepAt(const BuildSession& session, int line) {
        for (const auto& step : session.steps()) {
            if (step.dockerfileLine == line && !step.name.startsWith(QLatin1String("Pull"))) {
                return &step;
            }
        }
        return nullptr;
    }

    engine::Endpoint m_endpoint;
    QString m_base;
    QString m_tag;
    std::unique_ptr<QTemporaryDir> m_folder;
    Result<build::BuildRecord> m_error;
    Result<run::RunRecord> m_runError;
};

void TestSystemBuildRun::initTestCase() {
    m_endpoint.name = QStringLiteral("test");
    m_endpoint.address = qEnvironmentVariable("REBERTH_TEST_ENGINE_SOCKET");
    m_base = qEnvironmentVariable("REBERTH_TEST_BASE_IMAGE");
    QVERIFY2(!m_endpoint.address.isEmpty(), "no private engine");
    m_tag = QStringLiteral("reberth-tst-buildrun:%1").arg(QCoreApplication::applicationPid());
}

void TestSystemBuildRun::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestSystemBuildRun::cleanupTestCase() {
    engine::Client client(m_endpoint);
    bool done = false;
    client.removeImage(m_tag, true, this, [&](const Result<void>&) { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 20'000);
}

void TestSystemBuildRun::probesTheHost() {
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DOCKER_HOST"), m_endpoint.address);
    environment.insert(QStringLiteral("HOME"), m_folder->path());
    host::HostList hosts(environment);
    QSignalSpy probed(&hosts, &host::HostList::probed);
    hosts.refresh();
    QVERIFY(hosts.isProbing());
    QVERIFY(probed.wait(30'000));
    const host::Host* ready = hosts.preferred();
    QVERIFY(ready != nullptr);
    QCOMPARE(ready->endpoint.address, m_endpoint.address);
    QCOMPARE(ready->engineName, QStringLiteral("Docker"));
    QVERIFY(ready->engineVersion.startsWith(qEnvironmentVariable("REBERTH_TEST_ENGINE_VERSION")));
    QVERIFY(ready->buildKit);
    QVERIFY(ready->cpus > 0);
    QVERIFY(ready->memoryGib > 0.1);
}

void TestSystemBuildRun::buildsThenUsesTheCache() {
    const BuildRequest build = request("FROM " + m_base.toUtf8() + "\nRUN echo one\nCOPY . /app\n");
    write(QStringLiteral("ctx/train.py"), QByteArray("print(1)\n") + m_folder->path().toUtf8());
    BuildSession first(m_endpoint, build);
    QSignalSpy upload(&first, &BuildSession::uploadProgress);
    finish(first);
    QVERIFY2(m_error, m_error ? "" : qPrintable(m_error.error().message));
    QCOMPARE(first.state(), BuildState::Succeeded);
    QVERIFY(m_error->imageId.startsWith(QLatin1String("sha256:")));
    QVERIFY(!upload.isEmpty());
    QCOMPARE(upload.last().at(0).toLongLong(), upload.last().at(1).toLongLong());

    BuildSession second(m_endpoint, build);
    finish(second);
    QVERIFY(m_error);
    QCOMPARE(stepAt(second, 2)->state, StepState::Cached);
    QCOMPARE(stepAt(second, 3)->state, StepState::Cached);

    const auto records = build::readBuildRecords(build.recordFolder);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.first(), second.record());
    QCOMPARE(build::readBuildLog(build.recordFolder, records.last().id)->size(), first.logLineCount());
}

void TestSystemBuildRun::keepsTheOrderAndNamesLines() {
    BuildRequest build = request("# comment\nFROM " + m_base.toUtf8() +
                                 " AS base\nRUN printf 'a\\nb\\rc\\nd\\n'; echo err >&2\n\nWORKDIR /work\nFROM base\n"
                                 "RUN echo \\\n  two\n");
    build.noCache = true; // a step of an earlier check would have no log
    BuildSession session(m_endpoint, build);
    finish(session);
    QVERIFY2(m_error, m_error ? "" : qPrintable(m_error.error().message));
    QVERIFY(stepAt(session, 3) != nullptr);
    QVERIFY(stepAt(session, 3)->name.contains(QLatin1String("RUN printf")));
    QVERIFY(stepAt(session, 5) != nullptr);
    QVERIFY(stepAt(session, 7) != nullptr);
    QVERIFY(stepAt(session, 7)->name.contains(QLatin1String("two")));
    const QStringList lines = log(session);
    for (const char* line : {"a", "c", "d", "err", "two"}) {
        QVERIFY2(lines.contains(QLatin1String(line)), qPrintable(lines.join(u'|')));
    }
    QVERIFY(!lines.contains(QStringLiteral("b")));
}

void TestSystemBuildRun::failsWithTheLine() {
    BuildSession session(m_endpoint,
                         request("FROM " + m_base.toUtf8() + "\nRUN echo before the end; exit 7\nRUN echo never\n"));
    finish(session);
    QVERIFY(!m_error);
    QCOMPARE(m_error.error().code, ErrorCode::BuildFailed);
    QVERIFY2(m_error.error().message.contains(QLatin1String("Line 2")), qPrintable(m_error.error().message));
    QVERIFY(m_error.error().message.contains(QLatin1String("exit code: 7")));
    QVERIFY(m_error.error().detail.contains(QLatin1String("before the end")));
    QCOMPARE(session.state(), BuildState::Failed);
    QCOMPARE(stepAt(session, 2)->state, StepState::Failed);
    QVERIFY(session.record().failedStep.contains(QLatin1String("exit 7")));
    QCOMPARE(build::readBuildRecords(m_folder->filePath(QStringLiteral("records"))).first().state, BuildState::Failed);
}

void TestSystemBuildRun::refusesABadTagEarly() {
    BuildRequest build = request("FROM " + m_base.toUtf8() + "\n");
    build.tags = {QStringLiteral("Not A Tag")};
    // Enough that the engine's answer comes while we are still sending.
    write(QStringLiteral("ctx/big"), QByteArray(60'000'000, 'x'));
    BuildSession session(m_endpoint, build);
    finish(session);
    QVERIFY(!m_error);
    QVERIFY2(m_error.error().message.contains(QLatin1String("invalid reference format")) ||
                 m_error.error().message.contains(QLatin1String("invalid tag")),
             qPrintable(m_error.error().message));
}

void TestSystemBuildRun::refusesAnUnknownImage() {
    BuildSession session(m_endpoint, request("FROM registry.invalid/no/such:image\nRUN true\n"));
    finish(session);
    QVERIFY(!m_error);
    QVERIFY2(m_error.error().message.contains(QLatin1String("registry.invalid/no/such:image")),
             qPrintable(m_error.error().message));
    QVERIFY(m_error.error().message.contains(QLatin1String("line 1")));
}

void TestSystemBuildRun::honoursDockerignore() {
    const BuildRequest build =
        request("FROM " + m_base.toUtf8() + "\nCOPY . /app\nRUN cd /app && find . -type f | sort\n");
    write(QStringLiteral("ctx/.dockerignore"), "data\n**/*.pyc\n!keep.pyc\n.reberth\n");
    for (const char* name : {"data/big.bin", "a/x.pyc", "keep.pyc", "a/x.py"}) {
        write(QStringLiteral("ctx/") + QLatin1String(name), m_folder->path().toUtf8());
    }
    BuildSession session(m_endpoint, build);
    finish(session);
    QVERIFY2(m_error, m_error ? "" : qPrintable(m_error.error().message));
    QStringList files = log(session).filter(QStringLiteral("./"));
    files.removeIf([](const QString& line) { return !line.startsWith(QLatin1String("./")); });
    QCOMPARE(files, QStringList({QStringLiteral("./.dockerignore"), QStringLiteral("./.reberth/Dockerfile"),
                                 QStringLiteral("./a/x.py"), QStringLiteral("./keep.pyc")}));
}

void TestSystemBuildRun::strangeFilesArePacked() {
    const BuildRequest build = request("FROM " + m_base.toUtf8() + "\nCOPY . /app\nRUN ls -lb /app; cat /app/link\n");
    write(QStringLiteral("ctx/a\nRUN rm -rf x"), "1");
    write(QStringLiteral("ctx/") + QString(200, u'n'), "1");
    write(QStringLiteral("ctx/é ü"), "1");
    write(QStringLiteral("ctx/target"), "through the link " + m_folder->path().toUtf8() + "\n");
    QVERIFY(QFile::link(QStringLiteral("target"), m_folder->filePath(QStringLiteral("ctx/link"))));
    QVERIFY(QFile::link(QStringLiteral("/etc/shadow"), m_folder->filePath(QStringLiteral("ctx/outside"))));
    BuildSession session(m_endpoint, build);
    finish(session);
    QVERIFY2(m_error, m_error ? "" : qPrintable(m_error.error().message));
    const QString text = log(session).join(u'\n');
    QVERIFY(text.contains(QLatin1String("through the link")));
    QVERIFY(text.contains(QLatin1String("a\\nRUN\\ rm")));
    QVERIFY(text.contains(QString(200, u'n')));
    QVERIFY2(text.contains(QLatin1String("outside -> /etc/shadow")), qPrintable(text));
}

void TestSystemBuildRun::cancelStopsTheWork() {
    const QByteArray mark = "98" + QByteArray::number(QCoreApplication::applicationPid());
    BuildSession session(m_endpoint, request("FROM " + m_base.toUtf8() + "\nRUN sleep " + mark + "\n"));
    QSignalSpy finished(&session, &BuildSession::finished);
    session.start();
    QTRY_VERIFY_WITH_TIMEOUT(processesWith("sleep" + QByteArray(1, '\0') + mark) > 0, longWait);
    session.cancel();
    session.cancel();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(session.state(), BuildState::Cancelled);
    QCOMPARE(finished.first().first().value<Result<build::BuildRecord>>().error().code, ErrorCode::Cancelled);
    QCOMPARE(stepAt(session, 2)->state, StepState::Cancelled);
    QTRY_COMPARE_WITH_TIMEOUT(processesWith("sleep" + QByteArray(1, '\0') + mark), 0, 20'000);
}

void TestSystemBuildRun::destructionStopsTheWork() {
    const QByteArray mark = "97" + QByteArray::number(QCoreApplication::applicationPid());
    auto session =
        std::make_unique<BuildSession>(m_endpoint, request("FROM " + m_base.toUtf8() + "\nRUN sleep " + mark + "\n"));
    session->start();
    QTRY_VERIFY_WITH_TIMEOUT(processesWith("sleep" + QByteArray(1, '\0') + mark) > 0, longWait);
    session.reset();
    QTRY_COMPARE_WITH_TIMEOUT(processesWith("sleep" + QByteArray(1, '\0') + mark), 0, 20'000);
    QCOMPARE(build::readBuildRecords(m_folder->filePath(QStringLiteral("records"))).first().state,
             BuildState::Cancelled);
}

void TestSystemBuildRun::runsAndRemoves() {
    RunRequest request = runRequest(QStringLiteral("echo out; echo err >&2; printf \"$X\"; pwd"));
    request.environment.insert(QStringLiteral("X"), QStringLiteral("a=b c\n"));
    request.workdir = QStringLiteral("/tmp");
    RunSession session(m_endpoint, request);
    finish(session);
    QVERIFY2(m_runError, m_runError ? "" : qPrintable(m_runError.error().message));
    QCOMPARE(session.state(), RunState::Exited);
    QCOMPARE(m_runError->exitCode, 0);
    QStringList lines;
    for (qsizetype i = 0; i < session.logLineCount(); ++i) {
        lines.append(session.logLine(i));
        QCOMPARE(session.logLineIsError(i), session.logLine(i) == QLatin1String("err"));
    }
    lines.sort();
    QCOMPARE(lines, QStringList({QStringLiteral("/tmp"), QStringLiteral("a=b c"), QStringLiteral("err"),
                                 QStringLiteral("out")}));
    QVERIFY(containers().isEmpty());
    const auto records = run::readRunRecords(request.recordFolder);
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first(), session.record());
}

void TestSystemBuildRun::exitCodeIsAResult() {
    RunSession session(m_endpoint, runRequest(QStringLiteral("exit 42")));
    finish(session);
    QVERIFY(m_runError);
    QCOMPARE(m_runError->exitCode, 42);
    QCOMPARE(session.state(), RunState::Exited);
}

void TestSystemBuildRun::mountsAndUser() {
    RunRequest request = runRequest(QStringLiteral("id -u > /out/id; cat /in/x; touch /in/y || echo refused"));
    write(QStringLiteral("in/x"), "given\n");
    request.mounts = {{m_folder->filePath(QStringLiteral("in")), QStringLiteral("/in"), true},
                      {m_folder->filePath(QStringLiteral("new/out")), QStringLiteral("/out"), false}};
    request.hostUser = true;
    request.shmBytes = 128 * 1024 * 1024;
    request.networkMode = QStringLiteral("none");
    RunSession session(m_endpoint, request);
    finish(session);
    QVERIFY2(m_runError, m_runError ? "" : qPrintable(m_runError.error().message));
    QCOMPARE(io::readFile(m_folder->filePath(QStringLiteral("new/out/id")), 100)->trimmed(),
             QByteArray::number(::getuid()));
    QStringList lines;
    for (qsizetype i = 0; i < session.logLineCount(); ++i) {
        lines.append(session.logLine(i));
    }
    QVERIFY(lines.contains(QStringLiteral("given")));
    QVERIFY(lines.contains(QStringLiteral("refused")));
}

void TestSystemBuildRun::stopEndsTheContainer() {
    RunSession session(
        m_endpoint, runRequest(QStringLiteral("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.1; done")));
    QSignalSpy finished(&session, &RunSession::finished);
    session.start();
    QTRY_COMPARE_WITH_TIMEOUT(session.logLineCount(), 1, longWait);
    session.stop();
    session.stop();
    QCOMPARE(session.state(), RunState::Stopping);
    QVERIFY(finished.wait(30'000));
    QCOMPARE(session.state(), RunState::Cancelled);
    QCOMPARE(session.record().exitCode, 3);
    QCOMPARE(session.logLine(1), QStringLiteral("bye"));
    QVERIFY(containers().isEmpty());
}

void TestSystemBuildRun::destructionRemovesTheContainer() {
    auto session = std::make_unique<RunSession>(m_endpoint, runRequest(QStringLiteral("echo up; sleep 1000")));
    session->start();
    QTRY_COMPARE_WITH_TIMEOUT(session->logLineCount(), 1, longWait);
    QCOMPARE(containers().size(), 1);
    session.reset();
    QTRY_VERIFY_WITH_TIMEOUT(containers().isEmpty(), 20'000);

    // And in the middle of its creation.
    session = std::make_unique<RunSession>(m_endpoint, runRequest(QStringLiteral("sleep 1000")));
    QSignalSpy finished(session.get(), &RunSession::finished);
    session->start();
    session->stop();
    QVERIFY(finished.wait(30'000));
    QVERIFY(containers().isEmpty());
}

void TestSystemBuildRun::noGpuIsAnError() {
    RunRequest request = runRequest(QStringLiteral("true"));
    request.gpus = true;
    RunSession session(m_endpoint, request);
    finish(session);
    QVERIFY(!m_runError);
    QCOMPARE(m_runError.error().code, ErrorCode::Unsupported);
    QVERIFY(m_runError.error().message.contains(QLatin1String("NVIDIA Container Toolkit")));
    QVERIFY(containers().isEmpty());
}

void TestSystemBuildRun::missingImageAndCommand() {
    RunRequest request = runRequest(QStringLiteral("true"));
    request.image = QStringLiteral("no/such:image");
    RunSession noImage(m_endpoint, request);
    finish(noImage);
    QCOMPARE(m_runError.error().code, ErrorCode::NotFound);
    QVERIFY(m_runError.error().message.contains(QLatin1String("no/such:image")));

    request = runRequest({});
    request.command = {QStringLiteral("/no/such/program")};
    RunSession noProgram(m_endpoint, request);
    finish(noProgram);
    QVERIFY(!m_runError);
    QVERIFY2(m_runError.error().message.contains(QLatin1String("/no/such/program")),
             qPrintable(m_runError.error().message));
    QVERIFY(containers().isEmpty());
}

void TestSystemBuildRun::uploadThroughput() {
    const BuildRequest build = request("FROM " + m_base.toUtf8() + "\nCOPY big0 /\n");
    for (int i = 0; i < 4; ++i) {
        write(QStringLiteral("ctx/big%1").arg(i), QByteArray(75'000'000, static_cast<char>('a' + i)));
    }
    BuildSession session(m_endpoint, build);
    QElapsedTimer timer;
    qint64 uploaded = 0;
    connect(&session, &BuildSession::stateChanged, &session, [&] {
        if (session.state() == BuildState::Uploading) {
            timer.start();
        } else if (session.state() == BuildState::Running) {
            uploaded = timer.elapsed();
        }
    });
    finish(session);
    QVERIFY2(m_error, m_error ? "" : qPrintable(m_error.error().message));
    qInfo("300 MB of context sent in %lld ms, %lld MB/s", uploaded, 300'000 / qMax<qint64>(1, uploaded));
    QVERIFY(uploaded < 60'000);
}

void TestSystemBuildRun::logThroughput() {
    RunRequest request = runRequest(QStringLiteral("seq 1 300000"));
    RunSession session(m_endpoint, request);
    QElapsedTimer timer;
    timer.start();
    finish(session);
    QVERIFY2(m_runError, m_runError ? "" : qPrintable(m_runError.error().message));
    const qint64 elapsed = timer.elapsed();
    QCOMPARE(session.logLineCount(), 300'000);
    QCOMPARE(session.logLine(299'999), QStringLiteral("300000"));
    qInfo("300000 lines in %lld ms, start and removal included: %lld lines/s", elapsed,
          300'000'000 / qMax<qint64>(1, elapsed));
}

QTEST_GUILESS_MAIN(TestSystemBuildRun)
#include "tst_system_buildrun.moc"
