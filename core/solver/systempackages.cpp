#include "core/solver/systempackages.h"

#include <algorithm>

namespace reberth::solver {

using recipe::Recipe;

namespace {

void add(const Request& request, const BaseImage& base, Recipe& recipe, const QString& name, const QString& reason) {
    const QString current = request.knowledge.aptName(name, base.os);
    const bool known = std::any_of(recipe.systemPackages.cbegin(), recipe.systemPackages.cend(),
                                   [&](const recipe::Choice& c) { return c.value == current; });
    if (!current.isEmpty() && !known) {
        recipe.systemPackages.append({current, reason, false});
    }
}

/// The base image brings Python and CUDA; apt's would be another.
bool isProvided(const QString& name) {
    return name.startsWith(QLatin1String("python")) || name.startsWith(QLatin1String("cuda")) ||
           name.startsWith(QLatin1String("libcudnn")) || name.startsWith(QLatin1String("nvidia")) ||
           name.startsWith(QLatin1String("libnccl")) || name == QLatin1String("sudo") || name == QLatin1String("apt-utils");
}

} // namespace

void addSystemPackages(const Request& request, const Stack& stack, const BaseImage& base, Recipe& recipe) {
    QList<recipe::PythonPackage> packages = recipe.packages + recipe.condaPackages;
    for (const recipe::PythonPackage& package : packages) {
        const QString name = package.name.section(QLatin1Char('['), 0, 0);
        // torchaudio's sox and conda's own libraries are the business of their packages.
        const bool fromConda = std::any_of(recipe.condaPackages.cbegin(), recipe.condaPackages.cend(),
                                           [&](const recipe::PythonPackage& p) { return p.name == package.name; });
        if (fromConda) {
            continue;
        }
        const QStringList run = request.knowledge.aptPackagesFor(name, base.os);
        for (const QString& apt : run) {
            add(request, base, recipe, apt, Solver::tr("%1 loads it.").arg(name));
        }
        const QStringList build = request.knowledge.aptBuildPackagesFor(name, base.os);
        for (const QString& apt : build) {
            if (!isProvided(apt)) {
                add(request, base, recipe, apt, Solver::tr("%1 is compiled with it.").arg(name));
            }
        }
        if (package.url.startsWith(QLatin1String("git+"))) {
            add(request, base, recipe, QStringLiteral("git"), Solver::tr("%1 comes from a git repository.").arg(name));
            add(request, base, recipe, QStringLiteral("ca-certificates"), Solver::tr("git checks the server with them."));
        }
    }
    if (request.buildsExtensions || needsNvcc(request, stack)) {
        const QString reason = Solver::tr("Extensions are compiled.");
        add(request, base, recipe, QStringLiteral("build-essential"), reason);
        if (request.framework == QLatin1String("torch")) {
            add(request, base, recipe, QStringLiteral("ninja-build"), Solver::tr("PyTorch compiles extensions with it."));
        }
        if (base.os != QLatin1String("") && std::any_of(request.findings.extensions.cbegin(), request.findings.extensions.cend(),
                                                       [](const analysis::Extension& e) { return e.kind == QLatin1String("cmake"); })) {
            add(request, base, recipe, QStringLiteral("cmake"), reason);
        }
    }
    for (const analysis::SystemPackage& package : request.findings.systemPackages) {
        if (!isProvided(package.name)) {
            add(request, base, recipe, package.name, Solver::tr("Named in %1.").arg(where(package.evidence)));
        }
    }
}

} // namespace reberth::solver
