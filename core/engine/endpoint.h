#pragma once

#include "core/base/result.h"

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace reberth::engine {

/// Where an engine listens. Only unix sockets can be opened today; others are listed with `unsupported` set.
struct Endpoint {
    QString name;          ///< "default", a docker context's name, "rootless", "podman", "reberth"
    QString address;       ///< "unix:///var/run/docker.sock"
    QString origin;        ///< "DOCKER_HOST", "docker context", "usual socket"
    QString unsupported;   ///< why it can't be used yet, "" when it can
    bool selected = false; ///< the one the docker command would use

    QString socketPath() const; ///< "" unless unix://
    bool operator==(const Endpoint&) const = default;
};

/// DOCKER_HOST > DOCKER_CONTEXT > currentContext > usual sockets (system, rootless, Podman), the selected one first.
/// Reads ~/.docker (or $DOCKER_CONFIG) only; opens no connection. `home` is the user's home folder.
QList<Endpoint> discoverEndpoints(const QProcessEnvironment& environment, const QString& home);

} // namespace reberth::engine
