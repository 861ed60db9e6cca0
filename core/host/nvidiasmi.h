#pragma once

#include "core/host/host.h"

#include <QByteArray>
#include <QStringList>

namespace reberth::host {

struct NvidiaReport {
    QList<Gpu> gpus;
    std::optional<Version> driver;
};

/// Arguments for nvidia-smi whose output parseNvidiaSmi() reads. Old drivers don't know compute_cap: without it on
/// request.
QStringList nvidiaSmiArguments(bool withComputeCapability);

/// Rows that can't be read are left out.
NvidiaReport parseNvidiaSmi(const QByteArray& output, bool withComputeCapability);

} // namespace reberth::host
