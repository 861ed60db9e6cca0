#pragma once

#include "core/recipe/recipe.h"

#include <QByteArray>

namespace reberth::generation {

/// compose.yaml: one service for each entry point (`docker compose run train`) and one for a shell, all on one image.
QByteArray composeFile(const recipe::Recipe& recipe);

} // namespace reberth::generation
