#include "core/dockerfile/logicaltext.h"

#include <algorithm>

namespace reberth::dockerfile {

void LogicalText::append(QStringView piece, qsizetype sourceStart) {
    m_pieces.append({m_text.size(), sourceStart});
    m_text += piece;
}

qsizetype LogicalText::source(qsizetype index) const {
    if (m_pieces.isEmpty()) {
        return 0;
    }
    index = std::clamp<qsizetype>(index, 0, m_text.size());
    auto next = std::upper_bound(m_pieces.cbegin(), m_pieces.cend(), index,
                                 [](qsizetype value, const Piece& piece) { return value < piece.start; });
    const Piece& piece = *std::prev(next);
    return piece.source + (index - piece.start);
}

TextRange LogicalText::range(qsizetype start, qsizetype end) const {
    if (end <= start) {
        const qsizetype at = source(start);
        return {at, at};
    }
    return {source(start), source(end - 1) + 1};
}

} // namespace reberth::dockerfile
