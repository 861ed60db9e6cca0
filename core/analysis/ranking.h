#pragma once

#include "core/analysis/draft.h"

#include <QDateTime>

namespace reberth::knowledge {
class Tables;
}

namespace reberth::analysis {

/// Chooses among the claims: the best believed exact version that the strong ranges allow, else the oldest one that
/// they ask for. `subject` is the name in the reason ("Python").
VersionFinding chooseVersion(const QString& subject, QList<Claim> claims);

/// The same for Python. Where nobody states a whole release, the usual one of the framework's time, else of the
/// commit's, that the ranges and the framework allow.
VersionFinding choosePython(const QList<Claim>& claims, const QDateTime& commitDate, const QList<Framework>& frameworks,
                            const knowledge::Tables& tables);

/// The frameworks of the draft, the main one first.
QList<Framework> rankFrameworks(const Draft& draft);

/// A sentence for every finding whose sources disagree.
void noteContradictions(const QString& subject, const VersionFinding& finding, QList<Note>& notes);

} // namespace reberth::analysis
