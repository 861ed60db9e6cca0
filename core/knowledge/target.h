#pragma once

#include "core/base/version.h"

#include <QString>

#include <optional>

namespace reberth::knowledge {

/// The machine a plan is for. Without a GPU (`computeCapability` empty) the plan is for the CPU.
struct Target {
    QString name;                             ///< "Tesla T4", "CPU only"
    std::optional<Version> computeCapability; ///< 7.5
    std::optional<Version> driver;            ///< 525.60; unknown when empty
    double gpuMemoryGib = 0;

    bool hasGpu() const { return computeCapability.has_value(); }
};

} // namespace reberth::knowledge
