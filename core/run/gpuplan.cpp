#include "core/run/gpuplan.h"

namespace reberth::run {

QList<engine::GpuAccess> gpuPlan(const engine::EngineInfo& engine, const engine::SystemInfo& system) {
    using engine::GpuAccess;
    QList<GpuAccess> plan;
    // Podman drops --gpus requests without an error: it gets device names only, which it resolves itself.
    if (engine.podman) {
        return {GpuAccess::Cdi};
    }
    plan.append(GpuAccess::DeviceRequest);
    if (!system.nvidiaCdiDevices().isEmpty()) {
        plan.append(GpuAccess::Cdi);
    }
    if (system.runtimes.contains(QLatin1String("nvidia"))) {
        plan.append(GpuAccess::NvidiaRuntime);
    }
    return plan;
}

bool isGpuRefusal(const QString& message) {
    return message.contains(QLatin1String("could not select device driver")) ||
           message.contains(QLatin1String("CDI"), Qt::CaseInsensitive) ||
           message.contains(QLatin1String("unresolvable"), Qt::CaseInsensitive) ||
           message.contains(QLatin1String("nvidia-container"));
}

} // namespace reberth::run
