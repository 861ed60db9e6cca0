#include "core/host/host.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace reberth::host {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::host", text);
}

} // namespace

QString hostStateName(Host::State state) {
    switch (state) {
    case Host::State::Unknown:
        return QStringLiteral("unknown");
    case Host::State::Probing:
        return QStringLiteral("probing");
    case Host::State::Ready:
        return QStringLiteral("ready");
    case Host::State::Unreachable:
        return QStringLiteral("unreachable");
    case Host::State::Unsupported:
        return QStringLiteral("unsupported");
    }
    return {};
}

QString Host::displayName() const {
    const QString place = endpoint.name.isEmpty() || endpoint.name == QLatin1String("default")
                              ? tr("This computer")
                              : tr("This computer (%1)").arg(endpoint.name);
    if (engineName.isEmpty()) {
        return place;
    }
    const QString version = engineVersion.section(u'.', 0, 1);
    return QStringLiteral("%1 · %2 %3").arg(place, engineName, version);
}

QJsonObject Host::toJson() const {
    QJsonArray gpuArray;
    for (const Gpu& gpu : gpus) {
        gpuArray.append(QJsonObject{{QStringLiteral("name"), gpu.name},
                                    {QStringLiteral("memoryGib"), gpu.memoryGib},
                                    {QStringLiteral("computeCapability"),
                                     gpu.computeCapability ? gpu.computeCapability->toString() : QString()}});
    }
    return {{QStringLiteral("name"), endpoint.name},
            {QStringLiteral("displayName"), displayName()},
            {QStringLiteral("address"), endpoint.address},
            {QStringLiteral("origin"), endpoint.origin},
            {QStringLiteral("selected"), endpoint.selected},
            {QStringLiteral("state"), hostStateName(state)},
            {QStringLiteral("problem"), problem},
            {QStringLiteral("engine"), engineName},
            {QStringLiteral("version"), engineVersion},
            {QStringLiteral("api"), apiVersion},
            {QStringLiteral("buildKit"), buildKit},
            {QStringLiteral("operatingSystem"), operatingSystem},
            {QStringLiteral("architecture"), architecture},
            {QStringLiteral("cpus"), cpus},
            {QStringLiteral("memoryGib"), memoryGib},
            {QStringLiteral("nvidiaRuntime"), nvidiaRuntime},
            {QStringLiteral("gpus"), gpuArray},
            {QStringLiteral("driver"), driver ? driver->toString() : QString()}};
}

} // namespace reberth::host
