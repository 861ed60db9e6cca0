#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace reberth::engine {

/// What the ping and the version say.
struct EngineInfo {
    QString name;            ///< "Docker", "Podman"
    QString version;         ///< "20.10.24"
    QString apiVersion;      ///< negotiated; "1.41"
    QString operatingSystem; ///< "linux"
    QString architecture;    ///< "amd64"
    QString kernel;
    bool podman = false;
    bool buildKit = false; ///< version=2 builds and the trace are understood

    /// True when the negotiated API is at least 1.`minor`.
    bool hasApi(int minor) const;
};

struct SystemInfo {
    QString operatingSystem; ///< "Debian GNU/Linux 12 (bookworm)"
    QString architecture;    ///< "x86_64"
    int cpus = 0;
    qint64 memoryBytes = 0;
    QString storageDriver;
    QStringList runtimes;   ///< "runc", "nvidia"
    QStringList cdiDevices; ///< "nvidia.com/gpu=0"
    bool rootless = false;

    QStringList nvidiaCdiDevices() const;
};

struct ImageInfo {
    QString id; ///< "sha256:…"
    QStringList tags;
    qint64 sizeBytes = 0;
    QString operatingSystem;
    QString architecture;
    QMap<QString, QString> labels;
};

struct ContainerInfo {
    QString id;
    QString name;
    QString image;
    QString state; ///< "created", "running", "exited"
    QMap<QString, QString> labels;
};

struct BindMount {
    QString source; ///< on the engine's machine; must exist
    QString target;
    bool readOnly = false;
};

/// How a container reaches the GPUs.
enum class GpuAccess {
    None,
    DeviceRequest, ///< like --gpus all
    Cdi,           ///< by the names of the Container Device Interface
    NvidiaRuntime, ///< --runtime nvidia with its environment
};

struct ContainerSpec {
    QString name;
    QString image;
    QStringList command;
    QString workdir;
    QString user;
    QMap<QString, QString> environment;
    QMap<QString, QString> labels;
    QList<BindMount> mounts;
    qint64 shmBytes = 0;
    QString networkMode;
    bool terminal = false;
    GpuAccess gpus = GpuAccess::None;
    QStringList cdiDevices; ///< for GpuAccess::Cdi

    /// The body of POST /containers/create.
    QJsonObject toJson() const;
};

struct CreatedContainer {
    QString id;
    QStringList warnings;
};

/// Query of POST /build.
struct BuildOptions {
    QString dockerfile;
    QStringList tags;
    QMap<QString, QString> buildArgs;
    QMap<QString, QString> labels;
    QString target;
    QString networkMode;
    bool noCache = false;
    bool pull = false;
    bool buildKit = true;
};

} // namespace reberth::engine
