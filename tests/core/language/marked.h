#pragma once

#include "core/language/language.h"

namespace reberth::test {

/// A text with the cursor written into it as "§".
struct Marked {
    explicit Marked(const char* source)
        : text(QString::fromUtf8(source)) {
        position = text.indexOf(QChar(0xa7));
        text.remove(QChar(0xa7));
    }
    QString text;
    qsizetype position = 0;
};

inline QStringList labels(const language::CompletionList& list) {
    QStringList found;
    for (const language::CompletionItem& item : list.items) {
        found.append(item.label);
    }
    return found;
}

inline QString typed(const Marked& marked, const language::CompletionList& list) {
    return marked.text.mid(list.range.start, list.range.length());
}

} // namespace reberth::test
