#pragma once

#include "core/solver/baseimage.h"

namespace reberth::solver {

/// Fills packages, indexUrls, findLinks, condaPackages and condaChannels of `recipe`, and what the distribution packages
/// itself (plain base) into its systemPackages. Problems and risks that turn up are appended.
void addPackages(const Request& request, const Stack& stack, const BaseImage& base, recipe::Recipe& recipe,
                 QList<Problem>& problems);

} // namespace reberth::solver
