#pragma once

#include "core/solver/baseimage.h"

namespace reberth::solver {

/// Fills systemPackages: what the Python packages need, what building needs, what the repository names.
void addSystemPackages(const Request& request, const Stack& stack, const BaseImage& base, recipe::Recipe& recipe);

} // namespace reberth::solver
