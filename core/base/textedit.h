#pragma once

#include "core/base/textrange.h"

#include <QList>
#include <QString>

namespace reberth {

/// Replace `range` of the original text by `replacement` (an insertion has an empty range).
struct TextEdit {
    TextRange range;
    QString replacement;
    bool operator==(const TextEdit&) const = default;
};

/// Applies edits that all refer to the original text. Edits that overlap an earlier one (by start) are left out, so
/// that a set of fixes never garbles the text.
QString applyEdits(const QString& text, QList<TextEdit> edits);

} // namespace reberth
