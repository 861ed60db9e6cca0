#pragma once

#include "core/base/result.h"
#include "core/recipe/recipe.h"

namespace reberth::recipe {

/// Whether every value of the recipe can be written into a Dockerfile, a Makefile, a compose file and a requirements file
/// without leaving its place there: no line breaks, no options in the place of names, no shell text where a name belongs,
/// no passwords. Values may come from a stranger's repository, so this is asked before anything is generated.
/// The error names the field, the value and what is allowed.
Result<void> validate(const Recipe& recipe);

} // namespace reberth::recipe
