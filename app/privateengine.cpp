#include "app/privateengine.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace reberth::app {

QString privateEngineScript() {
    const QString named = qEnvironmentVariable("REBERTH_ENGINE_SCRIPT");
    if (!named.isEmpty()) {
        return named;
    }
    const QFileInfo beside(QCoreApplication::applicationDirPath() + QStringLiteral("/../../../packaging/engine"));
    return beside.isExecutable() ? beside.canonicalFilePath() : QString();
}

std::optional<engine::Endpoint> privateEngine() {
    const QString state = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    const QString home = qEnvironmentVariable("REBERTH_ENGINE_DIR", state + QStringLiteral("/reberth/engine"));
    const QString socket = home + QStringLiteral("/own/docker.sock");
    if (!QFileInfo::exists(socket)) {
        return std::nullopt;
    }
    engine::Endpoint endpoint;
    endpoint.name = QStringLiteral("reberth");
    endpoint.address = QStringLiteral("unix://") + socket;
    endpoint.origin = QCoreApplication::translate("reberth::app", "Reberth's own engine");
    return endpoint;
}

} // namespace reberth::app
