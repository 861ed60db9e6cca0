#pragma once

#include "core/analysis/findings.h"

namespace reberth::analysis {

/// The sections of a .gitmodules file in their order; what has no path inside the tree is left out.
QList<Submodule> parseModules(const QString& text);

/// Folders whose files are somebody else's: the submodules, and a folder that is a shelf of them (three and more side
/// by side), because what was copied in beside them is no more the authors' own.
QStringList foreignFolders(const QList<Submodule>& modules);

} // namespace reberth::analysis
