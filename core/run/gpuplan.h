#pragma once

#include "core/engine/types.h"

#include <QList>

namespace reberth::run {

/// The ways to give a container the GPUs, in the order to try them. An engine that ignores a way without a word is not
/// offered it, so that nothing falls back to the CPU silently.
QList<engine::GpuAccess> gpuPlan(const engine::EngineInfo& engine, const engine::SystemInfo& system);

/// True when an error of the container's start says that this way to the GPUs does not exist here.
bool isGpuRefusal(const QString& message);

} // namespace reberth::run
