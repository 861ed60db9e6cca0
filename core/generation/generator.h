#pragma once

#include "core/base/result.h"
#include "core/recipe/recipe.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace reberth::generation {

struct GeneratedFile {
    /// Relative to the checkout's `.reberth` folder: "Dockerfile", "Dockerfile.dockerignore", "compose.yaml",
    /// "Makefile", "requirements.txt", "requirements-build.txt", "environment.yml".
    QString name;
    QByteArray content; ///< UTF-8, '\n' line ends
};

/// Renders a recipe. Pure: the same recipe gives the same bytes. The files are meant for `<checkout>/.reberth/` and work
/// without Reberth; the build context is the checkout's root. Fails with InvalidInput when the recipe is not valid
/// (recipe::validate(): a value that would break out of its line in a file) or contradicts itself, and with Unsupported
/// for an operating system without apt.
Result<QList<GeneratedFile>> generate(const recipe::Recipe& recipe);

} // namespace reberth::generation
