#include "core/engine/endpoint.h"

#include "core/io/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace reberth::engine {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::engine", text);
}

constexpr qint64 maxConfigBytes = 4 * 1024 * 1024;
const QString usualAddress = QStringLiteral("unix:///var/run/docker.sock");

QJsonObject readObject(const QString& path) {
    const auto data = io::readFile(path, maxConfigBytes);
    return data ? QJsonDocument::fromJson(*data).object() : QJsonObject();
}

QString whyUnsupported(const QString& address) {
    if (address.startsWith(QLatin1String("unix://"))) {
        return address.size() > 7 ? QString() : tr("The address has no path.");
    }
    if (address.startsWith(QLatin1String("ssh://"))) {
        return tr("Engines reached through SSH are not supported yet. Forward the socket, for example with "
                  "“ssh -L /tmp/docker.sock:/var/run/docker.sock HOST”, and set DOCKER_HOST=unix:///tmp/docker.sock.");
    }
    if (address.startsWith(QLatin1String("tcp://")) || address.startsWith(QLatin1String("http"))) {
        return tr("Engines reached over TCP are not supported yet. Use the engine's unix socket.");
    }
    if (address.startsWith(QLatin1String("npipe://")) || address.startsWith(QLatin1String("fd://"))) {
        return tr("This kind of address can't be opened here. Use the engine's unix socket.");
    }
    return tr("“%1” is no engine address; it should look like unix:///var/run/docker.sock.").arg(address);
}

Endpoint makeEndpoint(const QString& name, const QString& address, const QString& origin) {
    // The docker command takes a path without a scheme as well.
    const QString full = address.startsWith(u'/') ? QStringLiteral("unix://") + address : address;
    return {name, full, origin, whyUnsupported(full), false};
}

/// The contexts in docker's store, by name.
QList<Endpoint> storedContexts(const QString& configFolder) {
    QList<Endpoint> found;
    const QDir meta(configFolder + QStringLiteral("/contexts/meta"));
    const QStringList folders = meta.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& folder : folders) {
        const QJsonObject object = readObject(meta.filePath(folder + QStringLiteral("/meta.json")));
        const QString name = object.value(QLatin1String("Name")).toString();
        const QString address = object.value(QLatin1String("Endpoints"))
                                    .toObject()
                                    .value(QLatin1String("docker"))
                                    .toObject()
                                    .value(QLatin1String("Host"))
                                    .toString();
        if (!name.isEmpty() && !address.isEmpty()) {
            found.append(makeEndpoint(name, address, QStringLiteral("docker context")));
        }
    }
    std::sort(found.begin(), found.end(), [](const Endpoint& a, const Endpoint& b) { return a.name < b.name; });
    return found;
}

} // namespace

QString Endpoint::socketPath() const {
    return address.startsWith(QLatin1String("unix://")) ? address.mid(7) : QString();
}

QList<Endpoint> discoverEndpoints(const QProcessEnvironment& environment, const QString& home) {
    QString configFolder = environment.value(QStringLiteral("DOCKER_CONFIG"));
    if (configFolder.isEmpty()) {
        configFolder = home + QStringLiteral("/.docker");
    }
    const QString dockerHost = environment.value(QStringLiteral("DOCKER_HOST"));
    QString contextName;
    QString contextOrigin;
    if (dockerHost.isEmpty()) {
        contextName = environment.value(QStringLiteral("DOCKER_CONTEXT"));
        contextOrigin = QStringLiteral("DOCKER_CONTEXT");
        if (contextName.isEmpty()) {
            contextName = readObject(configFolder + QStringLiteral("/config.json"))
                              .value(QLatin1String("currentContext"))
                              .toString();
            contextOrigin = QStringLiteral("docker context");
        }
    }

    QList<Endpoint> all;
    if (!dockerHost.isEmpty()) {
        all.append(makeEndpoint(QStringLiteral("default"), dockerHost, QStringLiteral("DOCKER_HOST")));
        all.last().selected = true;
    }
    QList<Endpoint> contexts = storedContexts(configFolder);
    if (!contextName.isEmpty() && contextName != QLatin1String("default")) {
        bool known = false;
        for (Endpoint& context : contexts) {
            if (context.name == contextName) {
                context.selected = known = true;
            }
        }
        if (!known) {
            Endpoint missing{contextName, {}, contextOrigin, {}, true};
            missing.unsupported = tr("There is no docker context “%1”. See “docker context ls”.").arg(contextName);
            contexts.append(missing);
        }
    }
    all += contexts;

    Endpoint usual = makeEndpoint(QStringLiteral("default"), usualAddress, QStringLiteral("usual socket"));
    usual.selected = std::none_of(all.cbegin(), all.cend(), [](const Endpoint& other) { return other.selected; });
    all.append(usual);

    QString runtimeFolder = environment.value(QStringLiteral("XDG_RUNTIME_DIR"));
    const auto addIfThere = [&](const QString& name, const QString& path) {
        if (QFileInfo::exists(path)) {
            all.append(makeEndpoint(name, path, QStringLiteral("usual socket")));
        }
    };
    if (!runtimeFolder.isEmpty()) {
        addIfThere(QStringLiteral("rootless"), runtimeFolder + QStringLiteral("/docker.sock"));
    }
    addIfThere(QStringLiteral("desktop"), home + QStringLiteral("/.docker/desktop/docker.sock"));
    addIfThere(QStringLiteral("desktop"), home + QStringLiteral("/.docker/run/docker.sock"));
    if (!runtimeFolder.isEmpty()) {
        addIfThere(QStringLiteral("podman"), runtimeFolder + QStringLiteral("/podman/podman.sock"));
    }
    addIfThere(QStringLiteral("podman"), QStringLiteral("/run/podman/podman.sock"));

    // The same socket under two names is one engine; the selected name stays.
    std::stable_sort(all.begin(), all.end(),
                     [](const Endpoint& a, const Endpoint& b) { return a.selected && !b.selected; });
    QList<Endpoint> unique;
    for (const Endpoint& endpoint : all) {
        const bool seen = std::any_of(unique.cbegin(), unique.cend(), [&](const Endpoint& other) {
            return !endpoint.address.isEmpty() && other.address == endpoint.address;
        });
        if (!seen) {
            unique.append(endpoint);
        }
    }
    return unique;
}

} // namespace reberth::engine
