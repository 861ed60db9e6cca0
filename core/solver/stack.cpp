#include "core/solver/stack.h"

#include "core/solver/baseimage.h"

#include <algorithm>
#include <functional>

namespace reberth::solver {

using knowledge::sameMinor;
using knowledge::FrameworkRelease;
using knowledge::FrameworkVariant;

namespace {

/// A bare "1.10" stands for any patch of it; "1.10.0" for itself.
bool matchesStated(const FrameworkRelease& release, const Version& stated) {
    return stated.size() <= 2 ? sameMinor(release.version, stated) : release.version == stated;
}

/// The newest release that all say yes to, else by dropping the weakest wish first.
const FrameworkRelease* newest(const Request& request, const QList<std::function<bool(const FrameworkRelease&)>>& wishes) {
    for (qsizetype kept = wishes.size(); kept >= 0; --kept) {
        const FrameworkRelease* best = nullptr;
        for (const FrameworkRelease& release : request.tables.releases(request.framework)) {
            const bool fits = std::all_of(wishes.cbegin(), wishes.cbegin() + kept,
                                          [&](const auto& wish) { return wish(release); });
            if (fits) {
                best = &release;
            }
        }
        if (best != nullptr) {
            return best;
        }
    }
    return nullptr;
}

bool companionsFit(const Request& request, const FrameworkRelease& release) {
    for (auto it = release.companions.cbegin(); it != release.companions.cend(); ++it) {
        const analysis::Dependency* dependency = request.dependency(it.key());
        const auto version = Version::parse(it.value());
        if (dependency != nullptr && version) {
            const auto range = VersionRange::parse(dependency->specifier);
            if (range && !range->contains(*version)) {
                return false;
            }
        }
        for (const analysis::Breakage& breakage : request.findings.breakages) {
            const auto range = VersionRange::parse(breakage.bound);
            if (!breakage.hint && distributionKey(breakage.distribution) == it.key() && range && version && !range->contains(*version)) {
                return false;
            }
        }
    }
    return true;
}

bool hasCuda(const FrameworkRelease& release, const Version& cuda) {
    return std::any_of(release.variants.cbegin(), release.variants.cend(), [&](const FrameworkVariant& variant) {
        return variant.cuda && sameMinor(*variant.cuda, cuda);
    });
}

std::optional<Version> statedCuda(const Request& request) {
    return request.findings.cuda.version && request.findings.cuda.confidence >= 0.5 ? request.findings.cuda.version
                                                                                     : std::nullopt;
}

bool pythonIsStated(const Request& request) {
    return request.findings.python.version && request.findings.python.confidence >= 0.5;
}

void chooseByTime(const Request& request, Stack& stack) {
    const QDate date = request.date();
    const VersionRange stated = request.stated != nullptr ? request.stated->range : VersionRange();
    QList<std::function<bool(const FrameworkRelease&)>> wishes;
    wishes << [&](const FrameworkRelease& r) { return r.lastPatch >= r.version; };
    wishes << [&](const FrameworkRelease& r) { return stated.contains(r.version); };
    wishes << [&](const FrameworkRelease& r) { return request.bounds.contains(r.version); };
    wishes << [&](const FrameworkRelease& r) { return !date.isValid() || !r.date.isValid() || r.date <= date; };
    wishes << [&](const FrameworkRelease& r) { return companionsFit(request, r); };
    if (pythonIsStated(request)) {
        wishes << [&](const FrameworkRelease& r) { return r.supportsPython(*request.findings.python.version); };
    }
    wishes << [&](const FrameworkRelease& r) {
        return std::any_of(r.pythons.cbegin(), r.pythons.cend(),
                           [&](const Version& p) { return request.pythonRange.contains(p); });
    };
    if (const auto cuda = statedCuda(request)) {
        wishes << [cuda](const FrameworkRelease& r) { return hasCuda(r, *cuda); };
    }
    stack.release = newest(request, wishes);
    if (stack.release == nullptr) {
        return;
    }
    stack.version = stack.release->lastPatch;
    const QString title = frameworkTitle(request.framework);
    QStringList parts;
    if (!stated.isEmpty()) {
        parts << Solver::tr("%1 satisfies %2").arg(because(*request.stated), stated.toString());
    }
    if (!request.bounds.isEmpty() && request.bounds.contains(stack.version)) {
        for (const analysis::Breakage& breakage : request.findings.breakages) {
            if (!breakage.hint && distributionKey(breakage.distribution) == request.framework) {
                parts << Solver::tr("%1 is used in %2, which needs %3").arg(breakage.symbol, where(breakage.evidence), breakage.bound);
                break;
            }
        }
    }
    parts << (date.isValid() ? Solver::tr("the newest %1 of the commit's time (%2) that goes with the rest")
                                   .arg(title, date.toString(Qt::ISODate))
                             : Solver::tr("the newest %1 that goes with the rest; the commit's date is not known").arg(title));
    stack.frameworkReason = parts.join(QLatin1String("; ")) + QLatin1Char('.');
    stack.frameworkReason[0] = stack.frameworkReason.at(0).toUpper();
}

Result<bool> chooseRelease(const Request& request, Stack& stack) {
    const QString title = frameworkTitle(request.framework);
    if (!request.fixed.frameworkVersion.isEmpty()) {
        const auto version = Version::parse(request.fixed.frameworkVersion);
        stack.release = version ? request.tables.release(request.framework, *version) : nullptr;
        if (stack.release == nullptr) {
            return fail(ErrorCode::InvalidInput,
                        Solver::tr("%1 %2 is not a release that Reberth knows. Choose one of the listed versions.")
                            .arg(title, request.fixed.frameworkVersion));
        }
        stack.version = *version;
        stack.frameworkReason = Solver::tr("Chosen by you.");
        return true;
    }
    if (request.stated == nullptr || !request.stated->version) {
        chooseByTime(request, stack);
        return true;
    }
    const Version wanted = *request.stated->version;
    for (const FrameworkRelease& release : request.tables.releases(request.framework)) {
        if (matchesStated(release, wanted) && (stack.release == nullptr || companionsFit(request, release))) {
            stack.release = &release;
            stack.version = wanted.size() >= 3 ? wanted : release.version;
        }
    }
    if (stack.release == nullptr) {
        stack.release = request.tables.release(request.framework, wanted);
        stack.version = wanted;
    }
    if (stack.release != nullptr) {
        stack.frameworkReason = because(*request.stated);
        return true;
    }
    chooseByTime(request, stack);
    if (stack.release != nullptr) {
        stack.problems.append({Verdict::Amber,
                               Solver::tr("The repository asks for %1 %2 (%3), of which no release is known.")
                                   .arg(title, wanted.toString(), because(*request.stated)),
                               Solver::tr("%1 %2 stands in.").arg(title, stack.version.toString())});
    }
    return true;
}

int rank(const Request& request, const Stack& stack, const FrameworkVariant& variant) {
    Stack trial = stack;
    trial.variant = &variant;
    const KernelVerdict verdict =
        kernelVerdict(*stack.release, stack.version, variant, request.target, request.tables);
    int points = static_cast<int>(verdict.support) * 100;
    points += driverObjection(variant, request.target, request.tables).isEmpty() ? 1000 : 0;
    points += !needsNvcc(request, trial) || hasCompilerImage(*variant.cuda, request.tables) ? 50 : 0;
    return points + (variant.isDefault ? 10 : 0);
}

Result<bool> chooseVariant(const Request& request, Stack& stack) {
    const FrameworkRelease& release = *stack.release;
    if (!request.target.hasGpu()) {
        stack.variant = release.cpu();
        stack.cudaReason = Solver::tr("The target has no GPU, so the CPU build is enough.");
        return true;
    }
    const auto find = [&](const Version& cuda) -> const FrameworkVariant* {
        const FrameworkVariant* best = nullptr;
        for (const FrameworkVariant& variant : release.variants) {
            if (variant.cuda && sameMinor(*variant.cuda, cuda) && (best == nullptr || variant.isDefault)) {
                best = &variant;
            }
        }
        return best;
    };
    if (!request.fixed.cuda.isEmpty()) {
        const auto cuda = Version::parse(request.fixed.cuda);
        stack.variant = cuda ? find(*cuda) : nullptr;
        if (stack.variant == nullptr) {
            return fail(ErrorCode::InvalidInput,
                        Solver::tr("There is no build of %1 %2 for CUDA %3. Choose another CUDA or another version of %1.")
                            .arg(frameworkTitle(request.framework), stack.version.toString(), request.fixed.cuda));
        }
        stack.cudaReason = Solver::tr("Chosen by you.");
        return true;
    }
    if (const auto cuda = statedCuda(request)) {
        stack.variant = find(*cuda);
        if (stack.variant != nullptr) {
            stack.cudaReason = because(request.findings.cuda);
            return true;
        }
    }
    int best = -1;
    for (const FrameworkVariant& variant : release.variants) {
        if (variant.cuda) {
            const int points = rank(request, stack, variant);
            if (points > best || (points == best && *stack.variant->cuda < *variant.cuda)) {
                best = points;
                stack.variant = &variant;
            }
        }
    }
    if (stack.variant != nullptr) {
        stack.cudaReason = Solver::tr("Of the builds of %1 %2, this one suits %3 best.")
                               .arg(frameworkTitle(request.framework), stack.version.toString(), request.target.name);
        if (const auto cuda = statedCuda(request)) {
            stack.cudaReason += QLatin1Char(' ') + Solver::tr("There is none for CUDA %1, which the repository names (%2).")
                                                       .arg(cuda->toString(), because(request.findings.cuda));
        }
    }
    return true;
}

/// The Pythons to choose from, oldest first.
QList<Version> pythonChoices(const Request& request, const Stack& stack) {
    QList<Version> choices;
    if (stack.release != nullptr) {
        choices = stack.release->pythons;
    } else {
        for (const knowledge::PythonRelease& python : request.tables.pythons()) {
            if (!python.latestPatch.isEmpty()) {
                choices.append(python.version);
            }
        }
    }
    std::sort(choices.begin(), choices.end());
    return choices;
}

Result<bool> choosePython(const Request& request, Stack& stack, const Version* keep = nullptr) {
    const QList<Version> choices = pythonChoices(request, stack);
    const auto available = [&](const Version& wanted) {
        return std::any_of(choices.cbegin(), choices.cend(),
                           [&](const Version& p) { return sameMinor(p, wanted); });
    };
    const QString title = frameworkTitle(request.framework);
    if (!request.fixed.python.isEmpty()) {
        const auto python = Version::parse(request.fixed.python);
        if (!python || !available(*python)) {
            return fail(ErrorCode::InvalidInput,
                        stack.release != nullptr
                            ? Solver::tr("%1 %2 has no build for Python %3. Choose another Python or another version of %1.")
                                  .arg(title, stack.version.toString(), request.fixed.python)
                            : Solver::tr("Python %1 is not a release that Reberth knows.").arg(request.fixed.python));
        }
        stack.python = *python;
        stack.pythonReason = Solver::tr("Chosen by you.");
        stack.pythonIsFirm = true;
        return true;
    }
    if (keep != nullptr && available(*keep)) {
        stack.python = *keep;
        return true;
    }
    const auto& stated = request.findings.python.version;
    if (stated && available(*stated)) {
        stack.python = *Version::parse(stated->majorMinor());
        stack.pythonReason = because(request.findings.python);
        stack.pythonIsFirm = pythonIsStated(request);
        return true;
    }
    QList<Version> allowed;
    std::copy_if(choices.cbegin(), choices.cend(), std::back_inserter(allowed), [&](const Version& p) {
        // A range may speak of patches: ">=3.6.1" does not shut out 3.6.
        return request.pythonRange.contains(p) || request.pythonRange.contains(*Version::parse(p.majorMinor() + QLatin1String(".99")));
    });
    if (allowed.isEmpty()) {
        allowed = choices;
    }
    if (allowed.isEmpty()) {
        return fail(ErrorCode::Internal, Solver::tr("No Python is known for %1 %2.").arg(title, stack.version.toString()));
    }
    const QStringList era = request.tables.pythonsOfDate(request.date());
    if (stated) {
        // The nearest newer one breaks least code; an older one only when there is no newer.
        const auto newer = std::find_if(allowed.cbegin(), allowed.cend(), [&](const Version& p) { return p > *stated; });
        stack.python = newer != allowed.cend() ? *newer : allowed.last();
        stack.pythonReason = Solver::tr("%1 %2 has no build for Python %3, which the repository names; %4 is the nearest it has.")
                                 .arg(title, stack.version.toString(), stated->toString(), stack.python.toString());
        stack.problems.append({Verdict::Amber, stack.pythonReason, QString()});
        return true;
    }
    for (const QString& text : era) {
        const auto python = Version::parse(text);
        if (python && std::find(allowed.cbegin(), allowed.cend(), *python) != allowed.cend()) {
            stack.python = *python;
            stack.pythonReason = Solver::tr("No version is stated; Python %1 was usual at the commit's date (%2) and is within what %3 allows.")
                                     .arg(text, request.date().toString(Qt::ISODate),
                                          stack.release != nullptr ? title + QLatin1Char(' ') + stack.version.toString()
                                                                   : Solver::tr("the repository"));
            return true;
        }
    }
    const qsizetype middle = stack.release != nullptr ? (allowed.size() - 1 + 1) / 2 : allowed.size() - 1;
    stack.python = allowed.at(std::min(middle, allowed.size() - 1));
    stack.pythonReason = Solver::tr("No version is stated; Python %1 is well within what is allowed.").arg(stack.python.toString());
    return true;
}

/// Names that this version lacks: one problem, with the first as the example.
void addBreakages(const Request& request, Stack& stack) {
    const analysis::Breakage* first = nullptr;
    int others = -1;
    for (const analysis::Breakage& breakage : request.findings.breakages) {
        const auto range = VersionRange::parse(breakage.bound);
        if (!breakage.hint && distributionKey(breakage.distribution) == request.framework && range && !range->contains(stack.version)) {
            first = first == nullptr ? &breakage : first;
            ++others;
        }
    }
    if (first == nullptr) {
        return;
    }
    const QString version = frameworkTitle(request.framework) + QLatin1Char(' ') + stack.version.toString();
    stack.problems.append({Verdict::Amber,
                           others > 0 ? Solver::tr("%1 (%2) and %3 other names that are used do not work with %4.")
                                            .arg(first->symbol, where(first->evidence)).arg(others).arg(version)
                                      : Solver::tr("%1 (%2) does not work with %3.").arg(first->symbol, where(first->evidence), version),
                           first->fix});
}

void judge(const Request& request, Stack& stack) {
    if (!request.target.hasGpu()) {
        for (const analysis::Extension& extension : request.findings.extensions) {
            if (extension.cuda) {
                stack.problems.append({Verdict::Amber,
                                       Solver::tr("%1 builds CUDA code, which the target has no GPU for; what uses it works "
                                                  "only if the repository has another way.").arg(extension.path),
                                       Solver::tr("Choose a GPU as the target.")});
                break;
            }
        }
    }
    if (stack.release == nullptr || stack.variant == nullptr) {
        return;
    }
    if (!request.target.hasGpu()) {
        addBreakages(request, stack);
        return;
    }
    const QString build = Solver::tr("%1 %2 with CUDA %3")
                              .arg(frameworkTitle(request.framework), stack.version.toString(), stack.cuda());
    const QString gpu = Solver::tr("compute capability %1 (%2)")
                            .arg(request.target.computeCapability->toString(), request.target.name);
    stack.kernels = kernelVerdict(*stack.release, stack.version, *stack.variant, request.target, request.tables);
    switch (stack.kernels.support) {
    case KernelSupport::None:
        stack.problems.append({Verdict::Red,
                               Solver::tr("%1 has no kernels for %2; its code is for %3.").arg(build, gpu, stack.kernels.code),
                               QString()});
        break;
    case KernelSupport::Unknown:
        stack.problems.append({Verdict::Amber, Solver::tr("It is not known which GPUs %1 has kernels for.").arg(build), QString()});
        break;
    case KernelSupport::Compiled:
        stack.problems.append({Verdict::Amber,
                               Solver::tr("%1 has no machine code for %2 and compiles its kernels at the first start, "
                                          "which takes minutes.").arg(build, gpu),
                               QString()});
        break;
    case KernelSupport::SameMajor:
        stack.risks << Solver::tr("%1 has no code of its own for %2 and runs with that of an older GPU of the same "
                                  "generation.").arg(build, gpu);
        break;
    case KernelSupport::Native: break;
    }
    const QString objection = driverObjection(*stack.variant, request.target, request.tables);
    if (!objection.isEmpty()) {
        stack.problems.append({Verdict::Red, objection, Solver::tr("Update the driver, or choose an older CUDA.")});
    } else if (!request.target.driver) {
        const knowledge::Toolkit* toolkit = request.tables.firstToolkit(*stack.variant->cuda);
        if (toolkit != nullptr && toolkit->minimumDriver()) {
            stack.risks << Solver::tr("The host needs NVIDIA driver %1 or newer for CUDA %2; its driver is not known here.")
                               .arg(toolkit->minimumDriver()->toString(), stack.cuda());
        }
    }
    if (needsNvcc(request, stack)) {
        if (!hasCompilerImage(*stack.variant->cuda, request.tables)) {
            stack.problems.append({Verdict::Red,
                                   Solver::tr("CUDA code must be compiled, and no image with CUDA %1's compiler exists any more.")
                                       .arg(stack.cuda()),
                                   Solver::tr("Choose a CUDA that still has one.")});
        } else if (archList(*stack.variant->cuda, request.framework, stack.version, request.target, request.tables).isEmpty()) {
            stack.problems.append({Verdict::Red,
                                   Solver::tr("The compiler of CUDA %1 cannot make code for %2.").arg(stack.cuda(), gpu), QString()});
        }
    }
    addBreakages(request, stack);
}

} // namespace

bool Stack::isRed() const {
    return std::any_of(problems.cbegin(), problems.cend(), [](const Problem& p) { return p.severity == Verdict::Red; });
}

Result<Stack> faithfulStack(const Request& request) {
    Stack stack;
    if (request.hasTable()) {
        if (auto chosen = chooseRelease(request, stack); !chosen) {
            return fail(chosen.error());
        }
        if (auto chosen = chooseVariant(request, stack); !chosen) {
            return fail(chosen.error());
        }
    }
    if (auto chosen = choosePython(request, stack); !chosen) {
        return fail(chosen.error());
    }
    judge(request, stack);
    return stack;
}

std::optional<Stack> liftedStack(const Request& request, const Stack& faithful) {
    if (faithful.release == nullptr) {
        return std::nullopt;
    }
    QList<const FrameworkRelease*> order;
    QList<const FrameworkRelease*> older;
    for (const FrameworkRelease& release : request.tables.releases(request.framework)) {
        (release.version >= faithful.release->version ? order : older).append(&release);
    }
    if (!request.fixed.frameworkVersion.isEmpty()) {
        order = {faithful.release};
        older.clear();
    }
    // Newer first; an older release only helps against an old driver or a compiler that is gone.
    std::reverse(older.begin(), older.end());
    order += older;
    for (const FrameworkRelease* release : order) {
        Stack best;
        int points = -1;
        for (const FrameworkVariant& variant : release->variants) {
            if (!variant.cuda || (!request.fixed.cuda.isEmpty() && variant.cuda->toString() != request.fixed.cuda)) {
                continue;
            }
            Stack trial;
            trial.release = release;
            trial.version = release == faithful.release ? faithful.version : release->lastPatch;
            trial.variant = &variant;
            if (!choosePython(request, trial, &faithful.python)) {
                continue;
            }
            judge(request, trial);
            const int trialPoints = rank(request, trial, variant);
            if (!trial.isRed() && trial.kernels.support >= KernelSupport::SameMajor && trialPoints > points) {
                points = trialPoints;
                best = trial;
            }
        }
        if (points < 0) {
            continue;
        }
        const bool sameRelease = release == faithful.release;
        best.frameworkReason =
            sameRelease ? faithful.frameworkReason
                        : Solver::tr("The nearest release to %1 that runs on %2. %3")
                              .arg(faithful.version.toString(), request.target.name, faithful.frameworkReason);
        best.cudaReason = Solver::tr("%1 has code for compute capability %2.")
                              .arg(best.variant->name, request.target.computeCapability->toString());
        if (best.pythonReason.isEmpty()) {
            best.pythonReason = faithful.pythonReason;
            best.pythonIsFirm = faithful.pythonIsFirm;
        }
        if (!sameRelease) {
            best.risks << Solver::tr("The code was written for %1 %2; what changed up to %3 may need small edits.")
                              .arg(frameworkTitle(request.framework), faithful.version.toString(), best.version.toString());
        }
        return best;
    }
    return std::nullopt;
}

bool needsNvcc(const Request& request, const Stack& stack) {
    if (!request.target.hasGpu()) {
        return false;
    }
    if (request.buildsCuda) {
        return true;
    }
    return std::any_of(request.nvccDependencies.cbegin(), request.nvccDependencies.cend(), [&](const QString& name) {
        return wheelPage(name, stack, request.tables).isEmpty();
    });
}

QString wheelPage(const QString& distribution, const Stack& stack, const knowledge::Tables& tables) {
    if (stack.release == nullptr || stack.variant == nullptr || stack.release->framework != QLatin1String("torch")) {
        return {};
    }
    for (const knowledge::ExtensionWheels& wheels : tables.extensionWheels()) {
        if (!wheels.distributions.contains(distribution)) {
            continue;
        }
        for (const auto& pair : wheels.pairs) {
            const bool torchFits = pair.torch == stack.version.toString() || pair.torch == stack.version.majorMinor();
            if (torchFits && (pair.variant == stack.variant->name)) {
                QString url = wheels.urlTemplate;
                url.replace(QLatin1String("{cuda}"), stack.variant->name);
                url.replace(QLatin1String("{torch_minor}"), stack.version.majorMinor());
                url.replace(QLatin1String("{torch}"), stack.version.toString());
                return url;
            }
        }
    }
    return {};
}

} // namespace reberth::solver
