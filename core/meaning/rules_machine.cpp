// The machine that the container shall run on, and the recipe that the files come from.
#include "core/meaning/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::meaning {

using diagnostics::Severity;

namespace {

void driver(const Facts& facts, Findings& findings) {
    const auto& machine = facts.inputs.machine;
    if (!machine || !machine->target.driver) {
        return;
    }
    for (const auto& file : facts.dockerfiles) {
        const knowledge::Toolkit* toolkit = file->image.cuda ? facts.tables.firstToolkit(*file->image.cuda) : nullptr;
        const std::optional<Version> wanted = toolkit ? toolkit->minimumDriver() : std::nullopt;
        if (wanted && *machine->target.driver < *wanted) {
            findings.add(file->image.place, translated("CUDA %1 needs driver %2 or newer, and the machine has %3.")
                                                .arg(file->image.cuda->majorMinor(), wanted->toString(),
                                                     machine->target.driver->toString()));
        }
    }
}

void gpuAndCuda(const Facts& facts, Findings& findings) {
    const auto& machine = facts.inputs.machine;
    if (!machine || !machine->target.computeCapability) {
        return;
    }
    const knowledge::CapabilityRange* range = facts.tables.capability(*machine->target.computeCapability);
    for (const auto& file : facts.dockerfiles) {
        if (!range || !file->image.cuda) {
            continue;
        }
        const Version& cuda = *file->image.cuda;
        if (cuda < range->firstCuda && !knowledge::sameMinor(cuda, range->firstCuda)) {
            findings.add(file->image.place, translated("%1 (%2) needs CUDA %3 or newer; this image has %4.")
                                                .arg(machine->target.name, range->architecture,
                                                     range->firstCuda.toString(), cuda.majorMinor()));
        } else if (range->lastCuda && cuda > *range->lastCuda && !knowledge::sameMinor(cuda, *range->lastCuda)) {
            findings.add(file->image.place, translated("CUDA %1 no longer knows %2 (%3); the last one that did is %4.")
                                                .arg(cuda.majorMinor(), machine->target.name, range->architecture,
                                                     range->lastCuda->toString()));
        }
    }
}

void kernels(const Facts& facts, Findings& findings) {
    const auto& machine = facts.inputs.machine;
    if (!machine || !machine->target.computeCapability) {
        return;
    }
    const Version gpu = *machine->target.computeCapability;
    for (const auto& file : facts.dockerfiles) {
        const Package* torch = file->package(QStringLiteral("torch"));
        const std::optional<Version> version = torch && !torch->conda ? torch->exact() : std::nullopt;
        const knowledge::FrameworkRelease* release =
            version ? facts.tables.release(QStringLiteral("torch"), *version) : nullptr;
        if (!release) {
            continue;
        }
        const auto it = std::find_if(release->variants.cbegin(), release->variants.cend(),
                                     [&](const knowledge::FrameworkVariant& one) {
                                         return torch->local.isEmpty() ? one.isDefault : one.name == torch->local;
                                     });
        const knowledge::KernelSet* set = it != release->variants.cend() && it->cuda
                                              ? facts.tables.kernels(QStringLiteral("torch"), *version, *it->cuda)
                                              : nullptr;
        if (!set) {
            continue;
        }
        const bool binary = std::any_of(set->binaries.cbegin(), set->binaries.cend(),
                                        [&](const Version& one) { return one.major() == gpu.major() && one <= gpu; });
        if (!binary && !(set->ptx && *set->ptx <= gpu)) {
            findings.add(torch->place, translated("“%1” has no code for %2 (compute capability %3).")
                                           .arg(torch->written, machine->target.name, gpu.toString()));
        }
    }
}

void noRuntime(const Facts& facts, Findings& findings) {
    if (!facts.inputs.machine || facts.inputs.machine->nvidiaRuntime != std::optional(false)) {
        return;
    }
    for (const Compose& compose : facts.composes) {
        for (const yaml::Entry& service : compose.document.root().value(u"services").entries()) {
            if (const yaml::Entry* request = gpuRequest(service.value)) {
                findings.add(
                    {compose.file, request->keyRange},
                    translated("The engine of this machine can't give GPUs to containers: the NVIDIA container toolkit "
                               "is missing."));
            }
        }
    }
}

void architecture(const Facts& facts, Findings& findings) {
    if (!facts.inputs.machine || facts.inputs.machine->architecture.isEmpty()) {
        return;
    }
    const QString& own = facts.inputs.machine->architecture;
    const bool arm = own == QLatin1String("aarch64") || own == QLatin1String("arm64");
    for (const auto& file : facts.dockerfiles) {
        const dockerfile::Stage& stage = file->document.stages.back();
        const dockerfile::Flag* platform = file->document.instructions.at(stage.from).flag(u"platform");
        const QString value = platform ? platform->value.value_or(QString()) : QString();
        const bool other = arm ? value.contains(QLatin1String("amd64")) : value.contains(QLatin1String("arm64"));
        if (other) {
            findings.add(
                {file->file, platform->range},
                translated("The machine is %1, so this runs in an emulator, slowly and without a GPU.").arg(own));
        }
    }
}

void noBuildKit(const Facts& facts, Findings& findings) {
    if (!facts.inputs.machine || facts.inputs.machine->buildKit != std::optional(false)) {
        return;
    }
    for (const auto& file : facts.dockerfiles) {
        for (const dockerfile::Instruction& instruction : file->document.instructions) {
            const bool flag = instruction.flag(u"mount") || instruction.flag(u"link") || instruction.flag(u"parents") ||
                              instruction.flag(u"checksum");
            if (flag || !instruction.heredocs.isEmpty()) {
                findings.add(
                    {file->file, instruction.nameRange},
                    translated("The engine of this machine has no BuildKit, and its old builder does not know this."));
                break;
            }
        }
    }
}

void recipeDiffers(const Facts& facts, Findings& findings) {
    const recipe::Recipe* recipe = facts.inputs.recipe;
    if (!recipe) {
        return;
    }
    for (const auto& file : facts.dockerfiles) {
        if (facts.inputs.files.at(file->file).name != QLatin1String("Dockerfile")) {
            continue;
        }
        if (!recipe->baseImage.value.isEmpty() && file->image.name != recipe->baseImage.value) {
            findings.add(file->image.place,
                         translated("The recipe says “%1”; the next generation would bring that back.")
                             .arg(recipe->baseImage.value));
        }
        const QString framework = recipe->framework.value;
        const Package* package = framework.isEmpty() ? nullptr : file->package(normalizedName(framework));
        const std::optional<Version> wanted = Version::parse(recipe->frameworkVersion.value);
        if (package && package->exact() && wanted && *package->exact() != *wanted) {
            findings.add(package->place,
                         translated("The recipe says %1 %2.").arg(framework, recipe->frameworkVersion.value));
        }
    }
}

} // namespace

QList<Rule> machineRules() {
    return {
        {"machine-driver", Severity::Warning, "Driver too old for this CUDA",
         "A container brings CUDA, the machine brings the driver; the driver must be of CUDA's time or newer.", driver},
        {"machine-gpu-cuda", Severity::Warning, "GPU and CUDA of different times",
         "Each CUDA knows GPUs up to its time, and has dropped the oldest.", gpuAndCuda},
        {"machine-gpu-kernels", Severity::Warning, "Framework without code for this GPU",
         "It starts, and fails at the first operation: “no kernel image is available for execution on the device”.",
         kernels},
        {"machine-gpu-runtime", Severity::Warning, "Engine without GPUs",
         "Install the NVIDIA container toolkit, run nvidia-ctk runtime configure, and start the engine again.",
         noRuntime},
        {"machine-architecture", Severity::Warning, "Image for another architecture",
         "An image runs on the processor it was built for.", architecture},
        {"machine-buildkit", Severity::Warning, "Syntax of BuildKit on an engine without it",
         "Heredocs and flags such as --mount need BuildKit (Docker 18.09 with DOCKER_BUILDKIT=1, or 23).", noBuildKit},
        {"recipe-differs", Severity::Info, "Another choice than the recipe's",
         "The files come from the recipe; change it there to keep the change.", recipeDiffers},
    };
}

} // namespace reberth::meaning
