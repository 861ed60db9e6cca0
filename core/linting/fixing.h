#pragma once

#include "core/linting/checkedfile.h"

namespace reberth::linting {

struct Fixed {
    QString text;
    int applied = 0; ///< fixes, not edits
    QList<diagnostics::Diagnostic> left; ///< what is found in `text`
};

/// Applies the fixes marked safe, again and again until none is left; of two that touch the same place the later waits
/// for the next round, and no fix is applied in part. A round after which the builder would refuse more than before is
/// not taken.
Fixed fixSafely(const QString& path, const QString& text, FileKind kind, const CheckOptions& options);

/// The edits of one round: those of each finding's first safe fix that touch none of an earlier one.
QList<TextEdit> safeEdits(const QList<diagnostics::Diagnostic>& found, int* fixes = nullptr);

} // namespace reberth::linting
