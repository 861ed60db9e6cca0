#pragma once

#include "core/analysis/findings.h"
#include "ui/theme/tone.h"

#include <QList>
#include <QString>

#include <vector>

namespace reberth::ui {

/// One line of the findings tree. A group (Dependencies, Entry points, …) has its members as children, a version what
/// was said about it.
struct FindingRow {
    QString what;
    QString lead;  ///< in front of the value, in the usual weight: "2.7 or 3.6 →"
    QString value; ///< what was settled on
    QString tag;
    Tone tagTone = Tone::Neutral;
    double confidence = -1; ///< 0…1; negative where there is nothing to be sure of
    QString why;
    bool lost = false; ///< another claim was believed more; `why` says which
    QList<analysis::Evidence> evidence; ///< the first one is shown in From
    std::vector<FindingRow> children;
};

/// "README.md:123", "setup.py", "".
QString placeText(const analysis::Evidence& evidence);

/// What stands in the table for these findings, groups without members left out.
std::vector<FindingRow> rowsFor(const analysis::Findings& findings);

} // namespace reberth::ui
