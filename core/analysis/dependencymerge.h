#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// One row a distribution: the strongest mention wins, all evidence is kept. What only frozen lists name is left out
/// (it stands in `locked`), and `locked` gives the rows their exact releases.
QList<Dependency> mergeDependencies(const QList<PackageClaim>& packages, const QList<LockedPackage>& locked = {});

} // namespace reberth::analysis
