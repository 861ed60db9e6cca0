#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace reberth::test {

/// A real docker-registry on 127.0.0.1, with its data in a folder that goes with it. An engine takes it without TLS,
/// as it does every registry on the loopback.
class RegistryServer {
public:
    RegistryServer();
    ~RegistryServer();

    /// "127.0.0.1:port": the first part of an image's name.
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace reberth::test
