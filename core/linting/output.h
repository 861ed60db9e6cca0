#pragma once

#include "core/linting/checkedfile.h"

#include <QByteArray>
#include <QStringList>

namespace reberth::linting {

/// One line a finding: PATH:LINE:COLUMN: SEVERITY: MESSAGE [RULE, ALIASES].
QStringList textLines(const CheckedFile& file);

/// One JSON object on one line; lines and columns are 1-based, columns count UTF-16 units, ends are exclusive:
/// {"file", "diagnostics": [{"code", "aliases", "severity", "line", "column", "endLine", "endColumn", "message",
/// "explanation", "fixable"}]}, and "problem" for a file that could not be read.
QByteArray jsonLine(const CheckedFile& file);

/// GitHub's workflow commands, one a finding: ::error file=…,line=…::…
QStringList githubLines(const CheckedFile& file);

/// "error", "warning", "info" or "hint"; nullopt for other words. Bigger is worse.
std::optional<int> levelOf(const QString& name);
int levelOf(diagnostics::Severity severity);

} // namespace reberth::linting
