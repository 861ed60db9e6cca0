#include "tests/support/registryserver.h"

#include "tests/support/program.h"

#include <QFile>
#include <QRegularExpression>

namespace reberth::test {

RegistryServer::RegistryServer() {
    const QString program = requireProgram({QStringLiteral("docker-registry"), QStringLiteral("registry")});
    QFile file(m_folder.filePath(QStringLiteral("config.yml")));
    if (!file.open(QIODevice::WriteOnly)) {
        qFatal("No configuration for the registry: %s", qPrintable(file.errorString()));
    }
    file.write("version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: " +
               m_folder.filePath(QStringLiteral("data")).toUtf8() +
               "\n  delete:\n    enabled: true\nhttp:\n  addr: 127.0.0.1:0\n");
    file.close();

    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, {QStringLiteral("serve"), file.fileName()});
    static const QRegularExpression listening(QStringLiteral(R"(listening on 127\.0\.0\.1:(\d+))"));
    QByteArray log;
    while (m_port == 0) {
        if (!m_process.waitForReadyRead(20000)) {
            qFatal("docker-registry did not start: %s\n%s", qPrintable(m_process.errorString()), log.constData());
        }
        log += m_process.readAll();
        m_port = listening.match(QString::fromUtf8(log)).captured(1).toUShort();
    }
    // From here on nobody reads its log, and a full pipe would stop it.
    QObject::connect(&m_process, &QProcess::readyRead, &m_process, [this] { m_process.readAll(); });
}

RegistryServer::~RegistryServer() {
    endProgram(m_process);
}

} // namespace reberth::test
