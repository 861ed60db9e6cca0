#pragma once

#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

#include <QHash>
#include <QSet>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// Tells imports of the repository's own modules from those of libraries.
class LocalModules {
public:
    LocalModules(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge);

    /// True when `use` in the file `path` means code of the repository. A name that some library is known by must
    /// stand where Python would look: beside the file, above it, or on a usual source path; and a folder without
    /// __init__.py loses to an installed library unless it holds what is asked for.
    bool owns(const QString& path, const ImportUse& use) const;

private:
    bool holds(const QString& folder, const QString& top, const ImportUse& use) const;

    const SourceTree& m_tree;
    const knowledge::Knowledge& m_knowledge;
    QHash<QString, QSet<QString>> m_places; ///< module → folders that it stands in
    QSet<QString> m_built;                  ///< by extensions
};

/// Tests, documents, examples, benchmarks, notebooks and setup scripts: what they import is not needed to run the code.
bool isSideCode(const QString& path);

} // namespace reberth::analysis
