#include "core/solver/kernels.h"

#include "core/knowledge/tables.h"
#include "core/knowledge/target.h"
#include "core/solver/request.h"

#include <algorithm>

namespace reberth::solver {

using knowledge::Tables;
using knowledge::Target;

KernelVerdict kernelVerdict(const knowledge::FrameworkRelease& release, const Version& version,
                            const knowledge::FrameworkVariant& variant, const Target& target, const Tables& tables) {
    if (!target.hasGpu() || !variant.cuda) {
        return {target.hasGpu() ? KernelSupport::None : KernelSupport::Native, {}};
    }
    const knowledge::KernelSet* kernels = tables.kernels(release.framework, version, *variant.cuda);
    if (kernels == nullptr) {
        return {KernelSupport::Unknown, {}};
    }
    const Version& gpu = *target.computeCapability;
    KernelVerdict verdict{KernelSupport::None, {}};
    QStringList code;
    for (const Version& binary : kernels->binaries) {
        code << binary.toString();
        if (binary == gpu) {
            verdict.support = KernelSupport::Native;
        } else if (binary.major() == gpu.major() && binary < gpu) {
            verdict.support = std::max(verdict.support, KernelSupport::SameMajor);
        }
    }
    if (kernels->ptx && *kernels->ptx <= gpu) {
        verdict.support = std::max(verdict.support, KernelSupport::Compiled);
    }
    verdict.code = code.join(QLatin1String(", "));
    // cuBLAS and cuDNN of an older generation's toolkit have nothing for a newer GPU, whatever the framework carries.
    const knowledge::CapabilityRange* range = tables.capability(gpu);
    if (range != nullptr && verdict.support != KernelSupport::Native &&
        variant.cuda->major() < range->firstCuda.major()) {
        verdict.support = KernelSupport::None;
    }
    return verdict;
}

QString driverObjection(const knowledge::FrameworkVariant& variant, const Target& target, const Tables& tables) {
    if (!variant.cuda || !target.driver || !target.hasGpu()) {
        return {};
    }
    const knowledge::Toolkit* toolkit = tables.firstToolkit(*variant.cuda);
    if (toolkit == nullptr) {
        return {};
    }
    const auto minimum = toolkit->minimumDriver();
    if (!minimum || *target.driver >= *minimum) {
        return {};
    }
    return Solver::tr("CUDA %1 needs NVIDIA driver %2 or newer; the target has %3.")
        .arg(variant.cuda->toString(), minimum->toString(), target.driver->toString());
}

QString archList(const Version& cuda, const QString& framework, const Version& frameworkVersion, const Target& target,
                 const Tables& tables) {
    const knowledge::Toolkit* toolkit = tables.toolkit(cuda);
    if (!target.hasGpu() || toolkit == nullptr) {
        return {};
    }
    const Version& gpu = *target.computeCapability;
    const knowledge::CapabilityRange* own = tables.capability(gpu);
    const knowledge::KernelSet* kernels = tables.kernels(framework, frameworkVersion, cuda);
    const auto carried = [&](const Version& capability) {
        return kernels == nullptr || std::any_of(kernels->binaries.cbegin(), kernels->binaries.cend(),
                                                 [&](const Version& b) { return b == capability; });
    };
    // PyTorch before 2.0 refuses an architecture that it does not know by name.
    const bool knowsNames = framework != QLatin1String("torch") || frameworkVersion >= Version::of("2.0");
    if (own != nullptr && own->firstCuda <= cuda && (knowsNames || carried(gpu))) {
        const bool isRemoved = own->lastCuda && *own->lastCuda < cuda && own->lastCuda->majorMinor() != cuda.majorMinor();
        return isRemoved ? QString() : gpu.toString();
    }
    const Version* best = nullptr;
    for (const knowledge::CapabilityRange& range : tables.capabilities()) {
        if (range.capability.major() == gpu.major() && range.capability < gpu && range.firstCuda <= cuda &&
            carried(range.capability) && (best == nullptr || *best < range.capability)) {
            best = &range.capability;
        }
    }
    return best != nullptr ? best->toString() + QLatin1String("+PTX") : QString();
}

} // namespace reberth::solver
