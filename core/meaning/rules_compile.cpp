// What is compiled while the image is built.
#include "core/meaning/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::meaning {

using diagnostics::Severity;

namespace {

/// "7.0 7.5+PTX", "6.1;7.0", names such as "Turing" are left out.
QList<Version> capabilitiesOf(const QString& archList) {
    QList<Version> out;
    static const QRegularExpression number(QStringLiteral("([0-9]+\\.[0-9]+)"));
    for (auto it = number.globalMatch(archList); it.hasNext();) {
        out.append(*Version::parse(it.next().captured(1)));
    }
    return out;
}

void withoutCompiler(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const bool installs = file->subject->source().contains(QLatin1String("cuda-toolkit")) ||
                              file->subject->source().contains(QLatin1String("cuda-nvcc")) ||
                              file->subject->source().contains(QLatin1String("cudatoolkit-dev")) ||
                              file->subject->source().contains(QLatin1String("nvidia-cuda-toolkit"));
        const bool plain = !file->image.isCuda() && file->image.framework.isEmpty() &&
                           (file->image.python || facts.tables.os(file->image.os));
        if (file->compiles && plain && !installs) {
            findings.add(*file->compiles,
                         translated("This compiles CUDA code, but “%1” has no CUDA; nvidia/cuda with “devel” "
                                    "in its tag has.")
                             .arg(file->image.name));
        } else if (file->compiles && !installs &&
                   (file->image.flavour == QLatin1String("runtime") || file->image.flavour == QLatin1String("base"))) {
            findings.add(*file->compiles,
                         translated("This compiles CUDA code, but “%1” has no nvcc; the same tag with “devel” "
                                    "has.")
                             .arg(file->image.name));
        }
    }
}

void noArchList(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const bool torch = file->installs(QStringLiteral("torch")) || file->installs(QStringLiteral("pytorch")) ||
                           file->image.framework == QLatin1String("torch");
        if (file->compiles && !file->archList && torch) {
            const auto& machine = facts.inputs.machine;
            const QString wanted = machine && machine->target.computeCapability
                                       ? machine->target.computeCapability->toString()
                                       : QStringLiteral("7.5");
            const TextRange from = file->document.instructions.at(file->document.stages.back().from).range;
            findings.add(*file->compiles,
                         translated("A build sees no GPU, so PyTorch compiles for every one it knows, or for none; "
                                    "TORCH_CUDA_ARCH_LIST says for which."),
                         {suggestion(translated("Set TORCH_CUDA_ARCH_LIST=%1").arg(wanted), {from.end, from.end},
                                     QStringLiteral("\nENV TORCH_CUDA_ARCH_LIST=%1").arg(wanted))});
        }
    }
}

void archListTarget(const Facts& facts, Findings& findings) {
    const auto& machine = facts.inputs.machine;
    if (!machine || !machine->target.computeCapability) {
        return;
    }
    const Version wanted = *machine->target.computeCapability;
    for (const auto& file : facts.dockerfiles) {
        const QList<Version> listed = file->archList ? capabilitiesOf(file->archList->first) : QList<Version>();
        const bool ptx = file->archList && file->archList->first.contains(QLatin1String("PTX"));
        const bool covered = std::any_of(listed.cbegin(), listed.cend(), [&](const Version& one) {
            return one == wanted || (one.major() == wanted.major() && one < wanted) || (ptx && one < wanted);
        });
        if (!listed.isEmpty() && !covered) {
            findings.add(
                file->archList->second,
                translated("%1 has compute capability %2, which this list leaves out: “no kernel image is available”.")
                    .arg(machine->target.name, wanted.toString()),
                {suggestion(translated("Add %1").arg(wanted.toString()),
                            {file->archList->second.range.start, file->archList->second.range.end},
                            QLatin1Char('"') + file->archList->first + QLatin1Char(' ') + wanted.toString() +
                                QLatin1Char('"'))});
        }
    }
}

void archListCuda(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const knowledge::Toolkit* toolkit = file->image.cuda ? facts.tables.toolkit(*file->image.cuda) : nullptr;
        if (!toolkit || !file->archList) {
            continue;
        }
        for (const Version& one : capabilitiesOf(file->archList->first)) {
            if (!toolkit->maxCapability.isNull() && (one > toolkit->maxCapability || one < toolkit->minCapability)) {
                findings.add(file->archList->second, translated("CUDA %1 compiles for %2 to %3; nvcc refuses %4.")
                                                         .arg(toolkit->minor, toolkit->minCapability.toString(),
                                                              toolkit->maxCapability.toString(), one.toString()));
                break;
            }
        }
    }
}

void compilerTooNew(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const knowledge::Toolkit* toolkit = file->image.cuda ? facts.tables.toolkit(*file->image.cuda) : nullptr;
        const knowledge::OsRelease* os = facts.tables.os(file->image.os);
        const int gcc = file->gcc.value_or(os ? os->gcc : 0);
        if (file->compiles && toolkit && toolkit->maxGcc > 0 && gcc > toolkit->maxGcc) {
            findings.add(*file->compiles, translated("nvcc of CUDA %1 takes gcc up to %2, and this image has %3.")
                                              .arg(toolkit->minor)
                                              .arg(toolkit->maxGcc)
                                              .arg(gcc));
        }
    }
}

} // namespace

QList<Rule> compileRules() {
    return {
        {"compile-without-cuda", Severity::Warning, "CUDA code compiled without a compiler",
         "nvcc and CUDA's headers are in images with “devel” in their tag.", withoutCompiler},
        {"arch-list-missing", Severity::Warning, "No list of GPUs to compile for",
         "Compiling for every GPU takes several times as long; newer PyTorch refuses when it sees none.", noArchList},
        {"arch-list-target", Severity::Warning, "The machine's GPU is not on the list",
         "Code that was compiled for older GPUs of another major does not run.", archListTarget},
        {"arch-list-cuda", Severity::Warning, "GPU that this CUDA can't compile for",
         "Each CUDA knows the GPUs of its time; old ones are dropped, new ones come later.", archListCuda},
        {"cuda-gcc", Severity::Warning, "gcc too new for nvcc",
         "nvcc stops with “unsupported GNU version”; install an older g++ and set CC and CXX.", compilerTooNew},
    };
}

} // namespace reberth::meaning
