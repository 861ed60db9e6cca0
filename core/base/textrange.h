#pragma once

#include <QList>
#include <QString>

namespace reberth {

/// A half-open range [start, end) of UTF-16 code units in a text.
struct TextRange {
    qsizetype start = 0;
    qsizetype end = 0;

    qsizetype length() const { return end - start; }
    bool isEmpty() const { return end <= start; }
    bool contains(qsizetype offset) const { return offset >= start && offset < end; }
    bool overlaps(const TextRange& other) const { return start < other.end && other.start < end; }
    bool operator==(const TextRange&) const = default;
};

/// 0-based line and 0-based column (UTF-16 code units) of an offset.
struct TextPosition {
    qsizetype line = 0;
    qsizetype column = 0;
    bool operator==(const TextPosition&) const = default;
};

/// Maps offsets to lines and back for one text; lines end at '\n' only, as in BuildKit. O(log lines) a query.
class LineIndex {
public:
    explicit LineIndex(QStringView text);

    TextPosition position(qsizetype offset) const;
    /// Clamped to the text.
    qsizetype offset(TextPosition position) const;
    qsizetype lineStart(qsizetype line) const;
    qsizetype lineCount() const { return m_starts.size(); }

private:
    QList<qsizetype> m_starts;
    qsizetype m_length = 0;
};

} // namespace reberth
