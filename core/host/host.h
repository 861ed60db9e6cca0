#pragma once

#include "core/base/version.h"
#include "core/engine/endpoint.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace reberth::host {

struct Gpu {
    QString name; ///< "Tesla T4"
    double memoryGib = 0;
    std::optional<Version> computeCapability;
};

/// A machine to build and run on, as last seen.
struct Host {
    enum class State { Unknown, Probing, Ready, Unreachable, Unsupported };
    engine::Endpoint endpoint;
    State state = State::Unknown;
    QString problem;       ///< why it can't be used and what to do; empty when Ready
    QString engineName;    ///< "Docker", "Podman"
    QString engineVersion; ///< "20.10.24"
    QString apiVersion;    ///< negotiated: "1.41"
    bool buildKit = false;
    QString operatingSystem;
    QString architecture;
    int cpus = 0;
    double memoryGib = 0;
    bool nvidiaRuntime = false;
    QList<Gpu> gpus;               ///< of this computer when the engine is local (nvidia-smi)
    std::optional<Version> driver; ///< NVIDIA driver

    bool isReady() const { return state == State::Ready; }
    bool hasGpu() const { return !gpus.isEmpty() || nvidiaRuntime; }
    QString displayName() const; ///< "This computer · Docker 20.10"
    QJsonObject toJson() const;
};

QString hostStateName(Host::State state);

} // namespace reberth::host
