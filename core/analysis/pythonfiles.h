#pragma once

#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

#include <functional>
#include <optional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// The paths of the Python files of a tree in its order, vendored ones too.
QStringList pythonFilesOf(const SourceTree& tree);

/// The text of a Python file in UTF-8 or, as it stands, in the encoding that Python would find out; what an editor
/// saved in UTF-16 is converted, so that its lines are those of SourceTree::text(). nullopt as SourceTree::bytes().
std::optional<QByteArray> pythonSource(const SourceTree& tree, const QString& path);

/// Reads these files on a few threads; the result stands in their order, without those that could not be read.
/// `progress` is called on the calling thread with the number of files that are done. Cancelled: what there is.
QList<PythonFacts> readPythonFiles(const SourceTree& tree, const QStringList& paths,
                                   const knowledge::Knowledge& knowledge, const std::function<void(int)>& progress);

} // namespace reberth::analysis
