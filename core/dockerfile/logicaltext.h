#pragma once

#include "core/base/textrange.h"

#include <QList>
#include <QString>

namespace reberth::dockerfile {

/// The text that the builder sees of an instruction (continuations joined, comments inside left out), with the way
/// back from every character to the source.
class LogicalText {
public:
    void append(QStringView piece, qsizetype sourceStart);

    const QString& text() const { return m_text; }
    qsizetype size() const { return m_text.size(); }
    /// Source offset of the character at `index`; behind the last character for index == size().
    qsizetype source(qsizetype index) const;
    /// The source range of the characters [start, end).
    TextRange range(qsizetype start, qsizetype end) const;

private:
    struct Piece {
        qsizetype start = 0;
        qsizetype source = 0;
    };
    QString m_text;
    QList<Piece> m_pieces;
};

} // namespace reberth::dockerfile
