#include "tests/support/privateengine.h"

#include "tests/support/program.h"

#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QProcessEnvironment>

#include <csignal>

namespace reberth::test {

namespace {

QString engineScript() {
    return QStringLiteral(REBERTH_SOURCE_DIR "/packaging/engine");
}

QProcessEnvironment environmentFor(const QString& home) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("REBERTH_ENGINE_DIR"), home);
    return environment;
}

} // namespace

PrivateEngine PrivateEngine::fromEnvironment() {
    PrivateEngine engine;
    const QString address = qEnvironmentVariable("REBERTH_TEST_ENGINE_SOCKET");
    engine.m_baseImage = qEnvironmentVariable("REBERTH_TEST_BASE_IMAGE");
    if (!address.startsWith(QLatin1String("unix://")) || engine.m_baseImage.isEmpty()) {
        qFatal("REBERTH_TEST_ENGINE_SOCKET or REBERTH_TEST_BASE_IMAGE is not set: run this test with ctest.");
    }
    engine.m_socketPath = address.mid(int(qstrlen("unix://")));
    QLocalSocket socket;
    socket.connectToServer(engine.m_socketPath);
    if (!socket.waitForConnected(10000)) {
        qFatal("No engine answers at %s: %s", qPrintable(address), qPrintable(socket.errorString()));
    }
    return engine;
}

PrivateEngine PrivateEngine::startOwn(const QString& version) {
    PrivateEngine engine;
    engine.m_owned = std::make_shared<Owned>();
    engine.m_owned->version = version;
    const QString home = engine.m_owned->home.path();
    const QStringList option{QStringLiteral("--engine-version"), version};
    // Not runProgram(): the first start of a machine may make the base image.
    QProcess start;
    start.setProcessEnvironment(environmentFor(home));
    start.setProcessChannelMode(QProcess::ForwardedChannels);
    start.start(engineScript(), QStringList{QStringLiteral("start")} + option);
    if (!start.waitForFinished(600000) || start.exitCode() != 0) {
        qFatal("packaging/engine could not start an engine.");
    }
    engine.m_socketPath = home + QLatin1Char('/') + version + QLatin1String("/docker.sock");
    engine.m_baseImage =
        QString::fromUtf8(runProgram(engineScript(),
                                     QStringList{QStringLiteral("status"), QStringLiteral("--base")} + option, {},
                                     environmentFor(home)))
            .trimmed();
    return engine;
}

PrivateEngine::Answer PrivateEngine::ask(const QByteArray& method, const QByteArray& path,
                                         const QByteArray& body) const {
    constexpr int longest = 120000;
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    if (!socket.waitForConnected(longest)) {
        return {};
    }
    // HTTP/1.0, so that the answer ends with the connection and is not in chunks.
    socket.write(method + ' ' + path +
                 " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: " +
                 QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    while (socket.waitForReadyRead(longest)) {
        answer += socket.readAll();
    }
    answer += socket.readAll();
    const qsizetype head = answer.indexOf("\r\n\r\n");
    return head < 0 ? Answer{} : Answer{answer.split(' ').value(1).toInt(), answer.mid(head + 4)};
}

int PrivateEngine::control(const QString& command) const {
    if (!m_owned) {
        qFatal("Only an engine of startOwn() may be started and stopped.");
    }
    QProcess process;
    process.setProcessEnvironment(environmentFor(m_owned->home.path()));
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(engineScript(), {command, QStringLiteral("--engine-version"), m_owned->version});
    return process.waitForFinished(300000) ? process.exitCode() : -1;
}

QString PrivateEngine::folder() const {
    return m_owned ? m_owned->home.filePath(m_owned->version) : QString();
}

void PrivateEngine::killNow() {
    if (!m_owned) {
        qFatal("Only an engine of startOwn() may be killed.");
    }
    QFile file(m_owned->home.filePath(m_owned->version + QLatin1String("/dockerd.pid")));
    const int pid = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    if (pid <= 1 || ::kill(pid, SIGKILL) != 0) {
        qFatal("The engine could not be killed.");
    }
}

PrivateEngine::Owned::~Owned() {
    QProcess stop;
    stop.setProcessEnvironment(environmentFor(home.path()));
    stop.setProcessChannelMode(QProcess::ForwardedChannels);
    stop.start(engineScript(),
               {QStringLiteral("stop"), QStringLiteral("--purge"), QStringLiteral("--engine-version"), version});
    if (!stop.waitForFinished(120000) || stop.exitCode() != 0) {
        qWarning("packaging/engine could not stop the engine in %s", qPrintable(home.path()));
    }
}

} // namespace reberth::test
