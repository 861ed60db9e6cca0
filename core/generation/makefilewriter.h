#pragma once

#include "core/recipe/recipe.h"

#include <QByteArray>

namespace reberth::generation {

/// Makefile: `help` first, build, a target for each entry point, shell, data-dirs, clean. It needs Docker only.
QByteArray makeFile(const recipe::Recipe& recipe);

} // namespace reberth::generation
