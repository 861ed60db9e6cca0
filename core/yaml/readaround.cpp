#include "core/yaml/document.h"

#include <algorithm>

namespace reberth::yaml {

namespace {

constexpr int maxRepairs = 6;
/// Reading a large text some times more is felt while typing.
constexpr qsizetype maxRepairLength = 512 * 1024;

qsizetype indentOf(QStringView line) {
    qsizetype indent = 0;
    while (indent < line.size() && line.at(indent) == u' ') {
        ++indent;
    }
    return indent;
}

class Repair {
public:
    explicit Repair(const QString& text)
        : m_text(text)
        , m_lines(text) {}

    /// Leaves out what gets the reader furthest; false when nothing does.
    bool step(Document& document);
    const QList<TextRange>& skipped() const { return m_skipped; }

private:
    QStringView line(qsizetype number) const {
        const qsizetype start = m_lines.lineStart(number);
        qsizetype end = number + 1 < m_lines.lineCount() ? m_lines.lineStart(number + 1) - 1 : m_text.size();
        end = std::max(start, end);
        return QStringView(m_text).sliced(start, end - start);
    }
    bool isEmpty(qsizetype number) const { return line(number).trimmed().isEmpty(); }
    /// `number` and the deeper lines below it.
    TextRange block(qsizetype number) const;
    TextRange single(qsizetype number) const {
        const qsizetype start = m_lines.lineStart(number);
        return {start, start + line(number).size()};
    }
    QString without(TextRange range) const;

    QString m_text;
    LineIndex m_lines;
    QList<TextRange> m_skipped;
};

TextRange Repair::block(qsizetype number) const {
    const qsizetype indent = indentOf(line(number));
    TextRange range = single(number);
    for (qsizetype i = number + 1; i < m_lines.lineCount() && (isEmpty(i) || indentOf(line(i)) > indent); ++i) {
        range.end = single(i).end;
    }
    return range;
}

/// Blanks in place of the characters, so that all places stay.
QString Repair::without(TextRange range) const {
    QString out = m_text;
    for (qsizetype i = range.start; i < range.end; ++i) {
        if (out.at(i) != u'\n' && out.at(i) != u'\r') {
            out[i] = u' ';
        }
    }
    return out;
}

bool Repair::step(Document& document) {
    const qsizetype at = m_lines.position(document.error->range.start).line;
    qsizetype above = at - 1;
    while (above >= 0 && isEmpty(above)) {
        --above;
    }
    QList<TextRange> candidates{single(at), block(at)};
    if (above >= 0) {
        candidates += {single(above), block(above)};
    }
    qsizetype furthest = document.error->range.start;
    std::optional<Document> best;
    TextRange bestRange;
    for (const TextRange& range : std::as_const(candidates)) {
        const QString text = without(range);
        if (text == m_text) {
            continue;
        }
        Document tried = read(text);
        const qsizetype reached = tried.error ? tried.error->range.start : m_text.size() + 1;
        // Of two that get equally far the one that leaves out less.
        const bool less = best && reached == furthest && range.length() < bestRange.length();
        if (reached > furthest || less) {
            furthest = reached;
            best = std::move(tried);
            bestRange = range;
        }
    }
    if (!best) {
        return false;
    }
    m_text = without(bestRange);
    m_skipped.append(bestRange);
    document = std::move(*best);
    return true;
}

} // namespace

Document readAround(const QString& text) {
    Document document = read(text);
    if (!document.error || document.error->code == ErrorCode::TooLarge || text.size() > maxRepairLength) {
        return document;
    }
    const Problem first = *document.error;
    Repair repair(text);
    for (int i = 0; i < maxRepairs && document.error && repair.step(document); ++i) {
    }
    document.error = first;
    document.skipped = repair.skipped();
    return document;
}

} // namespace reberth::yaml
