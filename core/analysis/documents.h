#pragma once

#include "core/analysis/sourcetree.h"

#include <QStringList>

namespace reberth::analysis {

/// READMEs, install notes and other prose of the repository's own, shallow first; translations are left out.
QList<SourceFile> documentsOf(const SourceTree& tree);

/// The source lines of a notebook's cells; empty when it is no notebook.
QStringList notebookLines(const QByteArray& notebook);

/// Title of a Markdown or underlined heading at `index`; nullopt when the line is none.
std::optional<QString> headingAt(const QStringList& lines, qsizetype index);

} // namespace reberth::analysis
