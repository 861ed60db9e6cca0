#include "core/engine/types.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace reberth::engine {

bool EngineInfo::hasApi(int minor) const {
    const QStringList parts = apiVersion.split(u'.');
    return parts.size() == 2 &&
           (parts.at(0).toInt() > 1 || (parts.at(0) == QLatin1String("1") && parts.at(1).toInt() >= minor));
}

QStringList SystemInfo::nvidiaCdiDevices() const {
    return cdiDevices.filter(QRegularExpression(QStringLiteral("^nvidia\\.com/gpu=")));
}

QJsonObject ContainerSpec::toJson() const {
    QJsonArray env;
    for (auto it = environment.cbegin(); it != environment.cend(); ++it) {
        env.append(it.key() + u'=' + it.value());
    }
    QJsonObject labelsObject;
    for (auto it = labels.cbegin(); it != labels.cend(); ++it) {
        labelsObject.insert(it.key(), it.value());
    }
    QJsonObject host;
    QJsonArray mountsArray;
    for (const BindMount& mount : mounts) {
        mountsArray.append(QJsonObject{{QStringLiteral("Type"), QStringLiteral("bind")},
                                       {QStringLiteral("Source"), mount.source},
                                       {QStringLiteral("Target"), mount.target},
                                       {QStringLiteral("ReadOnly"), mount.readOnly}});
    }
    if (!mountsArray.isEmpty()) {
        host.insert(QStringLiteral("Mounts"), mountsArray);
    }
    if (shmBytes > 0) {
        host.insert(QStringLiteral("ShmSize"), shmBytes);
    }
    if (!networkMode.isEmpty()) {
        host.insert(QStringLiteral("NetworkMode"), networkMode);
    }
    switch (gpus) {
    case GpuAccess::None:
        break;
    case GpuAccess::DeviceRequest:
        host.insert(
            QStringLiteral("DeviceRequests"),
            QJsonArray{QJsonObject{{QStringLiteral("Driver"), QString()},
                                   {QStringLiteral("Count"), -1},
                                   {QStringLiteral("Capabilities"), QJsonArray{QJsonArray{QStringLiteral("gpu")}}}}});
        break;
    case GpuAccess::Cdi:
        host.insert(QStringLiteral("DeviceRequests"),
                    QJsonArray{QJsonObject{{QStringLiteral("Driver"), QStringLiteral("cdi")},
                                           {QStringLiteral("DeviceIDs"), QJsonArray::fromStringList(cdiDevices)}}});
        break;
    case GpuAccess::NvidiaRuntime:
        host.insert(QStringLiteral("Runtime"), QStringLiteral("nvidia"));
        if (!environment.contains(QStringLiteral("NVIDIA_VISIBLE_DEVICES"))) {
            env.append(QStringLiteral("NVIDIA_VISIBLE_DEVICES=all"));
        }
        if (!environment.contains(QStringLiteral("NVIDIA_DRIVER_CAPABILITIES"))) {
            env.append(QStringLiteral("NVIDIA_DRIVER_CAPABILITIES=compute,utility"));
        }
        break;
    }
    QJsonObject object{{QStringLiteral("Image"), image},
                       {QStringLiteral("AttachStdout"), true},
                       {QStringLiteral("AttachStderr"), true},
                       {QStringLiteral("Tty"), terminal},
                       {QStringLiteral("HostConfig"), host}};
    if (!command.isEmpty()) {
        object.insert(QStringLiteral("Cmd"), QJsonArray::fromStringList(command));
    }
    if (!workdir.isEmpty()) {
        object.insert(QStringLiteral("WorkingDir"), workdir);
    }
    if (!user.isEmpty()) {
        object.insert(QStringLiteral("User"), user);
    }
    if (!env.isEmpty()) {
        object.insert(QStringLiteral("Env"), env);
    }
    if (!labels.isEmpty()) {
        object.insert(QStringLiteral("Labels"), labelsObject);
    }
    return object;
}

} // namespace reberth::engine
