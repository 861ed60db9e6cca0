#pragma once

#include <QString>
#include <QStringList>

namespace reberth::diagnostics {

/// Edits (insert, delete, replace, ignoring case) that make `a` into `b`.
qsizetype editDistance(QStringView a, QStringView b);

/// The candidate that `word` most likely stands for: at most two edits away and fewer than it has letters. Empty when
/// there is none.
QString nearest(const QString& word, const QStringList& candidates);

} // namespace reberth::diagnostics
