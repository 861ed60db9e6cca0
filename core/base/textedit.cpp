#include "core/base/textedit.h"

#include <algorithm>

namespace reberth {

QString applyEdits(const QString& text, QList<TextEdit> edits) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const TextEdit& a, const TextEdit& b) { return a.range.start < b.range.start; });
    QString result;
    qsizetype copied = 0;
    for (const TextEdit& edit : std::as_const(edits)) {
        if (edit.range.start < copied || edit.range.end > text.size() || edit.range.end < edit.range.start) {
            continue;
        }
        result += QStringView(text).mid(copied, edit.range.start - copied);
        result += edit.replacement;
        copied = edit.range.end;
    }
    result += QStringView(text).mid(copied);
    return result;
}

} // namespace reberth
