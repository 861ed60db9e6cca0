#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// Reads Jupyter notebooks: their Python's version, their shell lines (installations, runs, downloads), and their code
/// as Python facts whose lines are those of the JSON text. Outputs are never read. To be called after the manifests:
/// what a notebook installs is needed only where no manifest says anything.
QList<PythonFacts> detectNotebooks(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft);

} // namespace reberth::analysis
