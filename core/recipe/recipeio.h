#pragma once

#include "core/base/result.h"
#include "core/recipe/recipe.h"

#include <QByteArray>

namespace reberth::recipe {

/// The YAML form: schema version first, keys in a fixed order, a `reason` beside every choice. Deterministic.
/// With `previous` (the text on disk), the user's comments and unknown keys in it are kept where their keys still stand.
QByteArray write(const Recipe& recipe, const QByteArray& previous = {});

/// Errors name the line and what is expected there: not YAML, a newer schema, an unknown style, a wrong type.
Result<Recipe> read(const QByteArray& yaml);

} // namespace reberth::recipe
