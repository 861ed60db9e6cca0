#include "core/solver/planner.h"

#include "core/solver/kernels.h"
#include "core/solver/request.h"

#include <algorithm>

namespace reberth::solver {

using knowledge::sameMinor;
using knowledge::FrameworkRelease;
using knowledge::FrameworkVariant;
using recipe::Recipe;

namespace {

const FrameworkRelease* releaseOf(const Recipe& recipe, const knowledge::Tables& tables) {
    const auto version = Version::parse(recipe.frameworkVersion.value);
    return version ? tables.release(recipe.framework.value, *version) : nullptr;
}

QString kernelObjection(const FrameworkRelease& release, const Version& version, const FrameworkVariant& variant,
                        const knowledge::Target& target, const knowledge::Tables& tables) {
    const KernelVerdict verdict = kernelVerdict(release, version, variant, target, tables);
    if (verdict.support == KernelSupport::None) {
        return Solver::tr("It has no kernels for compute capability %1 (%2).").arg(target.computeCapability->toString(), target.name);
    }
    return driverObjection(variant, target, tables);
}

} // namespace

QList<Option> pythonOptions(const Recipe& recipe, const knowledge::Knowledge& knowledge) {
    const knowledge::Tables& tables = knowledge.tables();
    const FrameworkRelease* release = releaseOf(recipe, tables);
    QList<Option> options;
    for (const knowledge::PythonRelease& python : tables.pythons()) {
        if (python.latestPatch.isEmpty()) {
            continue; // not released yet
        }
        Option option{python.version.toString(), {}};
        if (release != nullptr && !release->supportsPython(python.version)) {
            option.objection = Solver::tr("%1 %2 has no build for it.").arg(frameworkTitle(release->framework), recipe.frameworkVersion.value);
        } else if (recipe.style == recipe::Style::FrameworkImage && option.value != recipe.python.value) {
            option.objection = Solver::tr("%1 brings Python %2.").arg(recipe.baseImage.value, recipe.python.value);
        }
        options.append(option);
    }
    return options;
}

QList<Option> frameworkOptions(const Recipe& recipe, const knowledge::Target& target, const knowledge::Knowledge& knowledge) {
    const knowledge::Tables& tables = knowledge.tables();
    QList<Option> options;
    for (const FrameworkRelease& release : tables.releases(recipe.framework.value)) {
        Option option{release.lastPatch.toString(), {}};
        const auto python = Version::parse(recipe.python.value);
        if (python && !release.supportsPython(*python)) {
            option.objection = Solver::tr("It has no build for Python %1.").arg(recipe.python.value);
        } else if (target.hasGpu()) {
            bool works = false;
            QString objection;
            for (const FrameworkVariant& variant : release.variants) {
                if (variant.cuda) {
                    const QString reason = kernelObjection(release, release.lastPatch, variant, target, tables);
                    works = works || reason.isEmpty();
                    objection = reason.isEmpty() ? objection : reason;
                }
            }
            option.objection = works ? QString() : objection;
        }
        options.prepend(option);
    }
    return options;
}

QList<Option> cudaOptions(const Recipe& recipe, const knowledge::Target& target, const knowledge::Knowledge& knowledge) {
    const knowledge::Tables& tables = knowledge.tables();
    QList<Option> options;
    QList<Version> all;
    for (const knowledge::Toolkit& toolkit : tables.toolkits()) {
        const Version minor = *Version::parse(toolkit.minor);
        if (std::find(all.cbegin(), all.cend(), minor) == all.cend()) {
            all.append(minor);
        }
    }
    const FrameworkRelease* release = releaseOf(recipe, tables);
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        Option option{it->toString(), {}};
        const FrameworkVariant* match = nullptr;
        if (release != nullptr) {
            for (const FrameworkVariant& variant : release->variants) {
                if (variant.cuda && sameMinor(*variant.cuda, *it)) {
                    match = &variant;
                }
            }
            option.objection = match == nullptr ? Solver::tr("There is no build of %1 %2 for it.")
                                                      .arg(frameworkTitle(release->framework), recipe.frameworkVersion.value)
                               : target.hasGpu() ? kernelObjection(*release, *Version::parse(recipe.frameworkVersion.value), *match, target, tables)
                                                 : Solver::tr("The target has no GPU.");
        } else if (target.hasGpu()) {
            const knowledge::Toolkit* toolkit = tables.toolkit(*it);
            if (toolkit != nullptr && toolkit->maxCapability < *target.computeCapability) {
                option.objection = Solver::tr("It is older than compute capability %1.").arg(target.computeCapability->toString());
            }
        } else {
            option.objection = Solver::tr("The target has no GPU.");
        }
        options.append(option);
    }
    return options;
}

} // namespace reberth::solver
