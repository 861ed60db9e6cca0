#include "core/generation/generator.h"

#include "core/generation/composewriter.h"
#include "core/generation/dockerfilewriter.h"
#include "core/generation/ignorewriter.h"
#include "core/generation/makefilewriter.h"
#include "core/generation/platform.h"
#include "core/generation/requirements.h"
#include "core/recipe/validate.h"

namespace reberth::generation {

Result<QList<GeneratedFile>> generate(const recipe::Recipe& recipe) {
    if (const Result<void> valid = recipe::validate(recipe); !valid) {
        return fail(valid.error());
    }
    const Result<Platform> platform = platformOf(recipe);
    if (!platform) {
        return fail(platform.error());
    }
    const PackageGroups groups = groupPackages(recipe);
    QList<GeneratedFile> files;
    files.append({QStringLiteral("Dockerfile"), DockerfileWriter(recipe, groups, *platform).write()});
    files.append({QStringLiteral("Dockerfile.dockerignore"), ignoreFile(recipe)});
    files.append({QStringLiteral("compose.yaml"), composeFile(recipe)});
    files.append({QStringLiteral("Makefile"), makeFile(recipe)});
    if (!groups.first.isEmpty() || !groups.main.isEmpty()) {
        files.append({QStringLiteral("requirements.txt"), requirementsFile(recipe, groups)});
    }
    if (!groups.compiled.isEmpty()) {
        files.append({QStringLiteral("requirements-build.txt"), compiledRequirementsFile(recipe, groups)});
    }
    if (platform->python == PythonSource::Conda) {
        files.append({QStringLiteral("environment.yml"), environmentFile(recipe, groups)});
    }
    return files;
}

} // namespace reberth::generation
