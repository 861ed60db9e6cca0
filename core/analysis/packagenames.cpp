#include "core/analysis/packagenames.h"

#include "core/knowledge/jsontable.h"
#include "core/knowledge/packagenames.h"

namespace reberth::analysis {

QString normalizedName(const QString& name) {
    return knowledge::normalizedDistribution(name);
}

std::optional<QString> frameworkOf(const QString& distribution) {
    const QString framework = knowledge::builtInPackageNames().framework(distribution);
    return framework.isEmpty() ? std::nullopt : std::optional(framework);
}

QString indexNameOfConda(const QString& package) {
    return knowledge::builtInPackageNames().ofConda(package);
}

bool isNativeConda(const QString& package) {
    return knowledge::builtInPackageNames().isNativeConda(package);
}

bool isProgram(const QString& package) {
    return knowledge::builtInPackageNames().isProgram(package);
}

bool isWellKnown(const QString& module) {
    return knowledge::builtInPackageNames().isWellKnown(module) || frameworkOf(module).has_value();
}

bool isInstallTool(const QString& package) {
    return knowledge::builtInPackageNames().isInstallTool(package);
}

bool isUsuallyTransitive(const QString& package) {
    return knowledge::builtInPackageNames().isUsuallyTransitive(package);
}

} // namespace reberth::analysis
