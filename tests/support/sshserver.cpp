#include "tests/support/sshserver.h"

#include "tests/support/program.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <pwd.h>
#include <unistd.h>

namespace reberth::test {

namespace {

void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("%s can't be written: %s", qPrintable(path), qPrintable(file.errorString()));
    }
}

QByteArray readFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s can't be read: %s", qPrintable(path), qPrintable(file.errorString()));
    }
    return file.readAll();
}

} // namespace

SshServer::SshServer(const QStringList& configuration) {
    const QString program = requireProgram({QStringLiteral("sshd")});
    const QString keygen = requireProgram({QStringLiteral("ssh-keygen")});
    for (const char* name : {"host_key", "other_key", "user_key"}) {
        runProgram(keygen, {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                            QString(), QStringLiteral("-C"), QString(), QStringLiteral("-f"),
                            m_folder.filePath(QLatin1String(name))});
    }
    const passwd* entry = ::getpwuid(::getuid());
    if (!entry) {
        qFatal("The user of this process has no name.");
    }
    m_user = QString::fromLocal8Bit(entry->pw_name);
    if (::getuid() == 0) {
        QDir().mkpath(QStringLiteral("/run/sshd")); // sshd's empty folder, which only its service makes
    }
    // sshd can't be asked for any free port, and the one found may be taken in between.
    for (int attempt = 0; m_port == 0; ++attempt) {
        if (!start(program, configuration) && attempt == 4) {
            qFatal("sshd did not start:\n%s", m_log.constData());
        }
    }
    const QByteArray host = "[127.0.0.1]:" + QByteArray::number(m_port) + ' ';
    writeFile(knownHostsFile(), host + readFile(m_folder.filePath(QStringLiteral("host_key.pub"))));
    writeFile(wrongKnownHostsFile(), host + readFile(m_folder.filePath(QStringLiteral("other_key.pub"))));
}

bool SshServer::start(const QString& program, const QStringList& configuration) {
    const quint16 port = freePort();
    QStringList lines = configuration; // sshd keeps the first value it reads
    lines << QStringLiteral("ListenAddress 127.0.0.1") << QStringLiteral("Port %1").arg(port)
          << QStringLiteral("HostKey ") + m_folder.filePath(QStringLiteral("host_key"))
          << QStringLiteral("AuthorizedKeysFile ") + m_folder.filePath(QStringLiteral("user_key.pub"))
          << QStringLiteral("PidFile none") << QStringLiteral("UsePAM no") << QStringLiteral("StrictModes no")
          << QStringLiteral("PasswordAuthentication no") << QStringLiteral("KbdInteractiveAuthentication no")
          << QStringLiteral("PermitRootLogin prohibit-password") << QStringLiteral("Subsystem sftp internal-sftp")
          << QStringLiteral("LogLevel VERBOSE");
    const QString file = m_folder.filePath(QStringLiteral("sshd_config"));
    writeFile(file, lines.join(QLatin1Char('\n')).toUtf8() + '\n');
    m_log.clear();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"), file});
    while (!m_log.contains("Server listening on 127.0.0.1")) {
        if (!m_process.waitForReadyRead(10000)) {
            endProgram(m_process);
            return false;
        }
        m_log += m_process.readAll();
    }
    m_port = port;
    return true;
}

SshServer::~SshServer() {
    resume();
    endProgram(m_process);
}

QString SshServer::url(const QString& path) const {
    return QStringLiteral("ssh://%1@127.0.0.1:%2%3").arg(m_user).arg(m_port).arg(path);
}

QString SshServer::gitSshCommand() const {
    return QStringLiteral("ssh -F none -i %1 -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=%2 "
                          "-o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes")
        .arg(privateKeyFile(), knownHostsFile());
}

void SshServer::pause() {
    ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP);
}

void SshServer::resume() {
    if (m_process.processId() > 0) {
        ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
    }
}

QByteArray SshServer::log() {
    m_process.waitForReadyRead(0);
    m_log += m_process.readAll();
    return m_log;
}

} // namespace reberth::test
