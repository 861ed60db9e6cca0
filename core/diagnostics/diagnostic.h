#pragma once

#include "core/base/textedit.h"
#include "core/base/textrange.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace reberth::diagnostics {

enum class Severity { Error, Warning, Info };

/// Stable lower-case name: "error", "warning", "info".
QString severityName(Severity severity);

/// A change of the same text that removes the finding. `safe` ones keep the meaning and may be applied without asking.
struct Fix {
    QString title;
    QList<TextEdit> edits;
    bool safe = false;
};

/// One finding about one text, whoever made it (parser, lint rule, compatibility check).
struct Diagnostic {
    QString ruleId;      ///< ours, e.g. "apt-unpinned"; never translated
    QStringList aliases; ///< what others call it: DL3008, JSONArgsRecommended
    Severity severity = Severity::Warning;
    QString message;     ///< one sentence
    QString explanation; ///< why it matters and what to do; may be empty
    TextRange range;     ///< UTF-16 offsets into the text that was checked
    QString file;        ///< name relative to the project ("Dockerfile"); set by whoever knows it
    QList<Fix> fixes;
};

} // namespace reberth::diagnostics
