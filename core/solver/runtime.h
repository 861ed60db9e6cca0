#pragma once

#include "core/solver/baseimage.h"

namespace reberth::solver {

/// Fills entryPoints, extensions, volumes, environment, shmSize, gpuAccess and ignore of `recipe`.
void addRuntime(const Request& request, const Stack& stack, const BaseImage& base, recipe::Recipe& recipe);

} // namespace reberth::solver
