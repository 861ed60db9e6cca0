#pragma once

#include "core/diagnostics/diagnostic.h"

namespace reberth::diagnostics {

/// A row of a rule table: what the documentation, the problems panel and suppression comments need to know of a rule.
struct RuleInfo {
    QString id;
    QStringList aliases;
    Severity severity = Severity::Warning;
    QString title;
    QString explanation;
};

} // namespace reberth::diagnostics
