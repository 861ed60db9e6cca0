#pragma once

#include "core/base/version.h"

#include <QString>

namespace reberth::knowledge {
struct FrameworkRelease;
struct FrameworkVariant;
struct Target;
class Tables;
} // namespace reberth::knowledge

namespace reberth::solver {

/// How a build's GPU code meets a GPU, worst first.
enum class KernelSupport {
    None,      ///< nothing that runs
    Unknown,   ///< no facts about these wheels
    Compiled,  ///< only by compiling PTX at the first start, for minutes
    SameMajor, ///< machine code of an older GPU of the same generation
    Native,
};

struct KernelVerdict {
    KernelSupport support = KernelSupport::Unknown;
    QString code; ///< "3.7, 5.0, 6.0, 7.0": what the wheels carry
};

/// CPU variants and targets without a GPU are Native.
KernelVerdict kernelVerdict(const knowledge::FrameworkRelease& release, const Version& version,
                            const knowledge::FrameworkVariant& variant, const knowledge::Target& target,
                            const knowledge::Tables& tables);

/// "" when the target's driver runs this CUDA or nothing is known; else what is wrong, as a sentence.
QString driverObjection(const knowledge::FrameworkVariant& variant, const knowledge::Target& target,
                        const knowledge::Tables& tables);

/// TORCH_CUDA_ARCH_LIST for compiling with this CUDA on this target: "7.5", or "8.6+PTX" where the toolkit is older
/// than the GPU. "" when the toolkit can't make code for it.
QString archList(const Version& cuda, const QString& framework, const Version& frameworkVersion,
                 const knowledge::Target& target, const knowledge::Tables& tables);

} // namespace reberth::solver
