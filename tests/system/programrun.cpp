#include "tests/system/programrun.h"

#include <QDir>
#include <QLocalSocket>
#include <QProcessEnvironment>

#include <csignal>

namespace reberth::test {

ProgramRun::ProgramRun(const QString& home, const QString& socket) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home);
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home + QStringLiteral("/.config"));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home + QStringLiteral("/.local/share"));
    environment.insert(QStringLiteral("DOCKER_CONFIG"), home + QStringLiteral("/.docker"));
    environment.insert(QStringLiteral("REBERTH_ENGINE_SCRIPT"), QStringLiteral("/nowhere/engine"));
    // Without an engine: an address where nothing listens, so that the machine's own engines are not found either.
    environment.insert(QStringLiteral("DOCKER_HOST"),
                       socket.isEmpty() ? QStringLiteral("unix:///nowhere/docker.sock") : socket);
    m_process.setProcessEnvironment(environment);
    m_process.setProgram(qEnvironmentVariable("REBERTH_BINARY"));
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { m_output += m_process.readAllStandardOutput(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_errors += m_process.readAllStandardError(); });
}

ProgramRun::~ProgramRun() {
    m_process.kill();
    m_process.waitForFinished();
}

void ProgramRun::start(const QStringList& arguments) {
    m_output.clear();
    m_errors.clear();
    m_process.setArguments(arguments);
    m_process.start();
}

bool ProgramRun::waitForEnd() {
    const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(600000);
    m_output += m_process.readAllStandardOutput();
    m_errors += m_process.readAllStandardError();
    return ended;
}

int ProgramRun::run(const QStringList& arguments) {
    start(arguments);
    if (!waitForEnd() || m_process.exitStatus() != QProcess::NormalExit) {
        return -1;
    }
    return m_process.exitCode();
}

void ProgramRun::interrupt() {
    ::kill(static_cast<pid_t>(pid()), SIGINT);
}

void ProgramRun::kill() {
    ::kill(static_cast<pid_t>(pid()), SIGKILL);
}

bool anyProcessHas(const QByteArray& text) {
    const auto entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& entry : entries) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (entry.at(0).isDigit() && file.open(QIODevice::ReadOnly) &&
            file.readAll().replace('\0', ' ').contains(text)) {
            return true;
        }
    }
    return false;
}

QByteArray engineGet(const QString& socketAddress, const QByteArray& path) {
    QLocalSocket socket;
    socket.connectToServer(socketAddress.mid(static_cast<qsizetype>(qstrlen("unix://"))));
    if (!socket.waitForConnected(10000)) {
        return {};
    }
    socket.write("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(20000)) {
        answer += socket.readAll();
    }
    answer += socket.readAll();
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

} // namespace reberth::test
