#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"

#include <QList>
#include <QString>

namespace reberth::compose {

/// Parses and checks a compose file (specification, or 2.x/3.x by its `version`). Pure and thread-safe.
QList<diagnostics::Diagnostic> lint(const QString& text);

const QList<diagnostics::RuleInfo>& rules();

} // namespace reberth::compose
