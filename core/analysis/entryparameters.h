#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

namespace reberth::analysis {

/// Gives each entry point what its script lets the caller set: its own parser, those that it imports from other modules
/// of the repository (get_parser(), class TrainOptions(BaseOptions)), and hydra's configuration.
void fillParameters(const SourceTree& tree, const QList<PythonFacts>& python, QList<EntryPoint>& entries);

} // namespace reberth::analysis
