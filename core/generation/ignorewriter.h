#pragma once

#include "core/recipe/recipe.h"

#include <QByteArray>

namespace reberth::generation {

/// Dockerfile.dockerignore: what does not travel into the build. Code is never left out: a folder "data" may hold a
/// package, so only data files in it are.
QByteArray ignoreFile(const recipe::Recipe& recipe);

} // namespace reberth::generation
