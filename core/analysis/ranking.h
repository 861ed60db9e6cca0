#pragma once

#include "core/analysis/draft.h"

#include <QDateTime>

namespace reberth::analysis {

/// Chooses among the claims: the best believed exact version that the strong ranges allow, else the oldest one that
/// they ask for. `subject` is the name in the reason ("Python").
VersionFinding chooseVersion(const QString& subject, QList<Claim> claims);

/// The usual Python of a commit's time, for repositories that say nothing else.
QString pythonOfDate(const QDateTime& date);

/// The frameworks of the draft, the main one first.
QList<Framework> rankFrameworks(const Draft& draft);

/// A sentence for every finding whose sources disagree.
void noteContradictions(const QString& subject, const VersionFinding& finding, QList<Note>& notes);

} // namespace reberth::analysis
