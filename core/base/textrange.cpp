#include "core/base/textrange.h"

#include <algorithm>

namespace reberth {

LineIndex::LineIndex(QStringView text)
    : m_length(text.size()) {
    m_starts.append(0);
    for (qsizetype i = text.indexOf(u'\n'); i >= 0; i = text.indexOf(u'\n', i + 1)) {
        m_starts.append(i + 1);
    }
}

TextPosition LineIndex::position(qsizetype offset) const {
    offset = std::clamp<qsizetype>(offset, 0, m_length);
    const auto next = std::upper_bound(m_starts.cbegin(), m_starts.cend(), offset);
    const qsizetype line = std::distance(m_starts.cbegin(), next) - 1;
    return {line, offset - m_starts.at(line)};
}

qsizetype LineIndex::lineStart(qsizetype line) const {
    if (line < 0) {
        return 0;
    }
    return line < m_starts.size() ? m_starts.at(line) : m_length;
}

qsizetype LineIndex::offset(TextPosition position) const {
    if (position.line < 0) {
        return 0;
    }
    const qsizetype end = position.line + 1 < m_starts.size() ? m_starts.at(position.line + 1) - 1 : m_length;
    return std::clamp(lineStart(position.line) + position.column, lineStart(position.line),
                      std::max(end, lineStart(position.line)));
}

} // namespace reberth
