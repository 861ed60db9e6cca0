#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace reberth::test {

/// A real sshd on 127.0.0.1 for the user of the test, with keys made for it. Only the key of privateKeyFile() gets in.
class SshServer {
public:
    /// `configuration`: further lines of sshd_config, which win over the ones given here.
    explicit SshServer(const QStringList& configuration = {});
    ~SshServer();

    quint16 port() const { return m_port; }
    QString user() const { return m_user; }
    QString privateKeyFile() const { return m_folder.filePath(QStringLiteral("user_key")); }
    /// With the server's real key for [127.0.0.1]:port.
    QString knownHostsFile() const { return m_folder.filePath(QStringLiteral("known_hosts")); }
    /// The same, with a key that is not the server's.
    QString wrongKnownHostsFile() const { return m_folder.filePath(QStringLiteral("wrong_known_hosts")); }
    /// "ssh://user@127.0.0.1:port" + path.
    QString url(const QString& path) const;
    /// For GIT_SSH_COMMAND: an ssh that knows the key and the server, and asks nothing.
    QString gitSshCommand() const;

    /// The server no longer reads or writes, and its connections stay open: a hanging network.
    void pause();
    void resume();
    /// What sshd said so far, for a failing test's message.
    QByteArray log();

private:
    bool start(const QString& program, const QStringList& configuration);

    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_log;
    QString m_user;
    quint16 m_port = 0;
};

} // namespace reberth::test
