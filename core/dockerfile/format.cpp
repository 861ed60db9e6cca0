#include "core/dockerfile/format.h"

#include "core/dockerfile/document.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

constexpr qsizetype indentWidth = 4;

bool isBlank(QChar c) {
    return c == u' ' || c == u'\t';
}

QString withoutTrailing(QStringView line) {
    qsizetype end = line.size();
    while (end > 0 && (isBlank(line.at(end - 1)) || line.at(end - 1) == u'\r')) {
        --end;
    }
    return line.first(end).toString();
}

/// Quotes of the shell and of the builder's words, followed over the lines of one instruction.
class Quotes {
public:
    explicit Quotes(QChar escape)
        : m_escape(escape) {}
    bool isOpen() const { return m_open != QChar(); }
    /// Takes one character; true when a blank here would be outside quotes and not escaped.
    bool take(QChar c) {
        const bool escaped = std::exchange(m_escaped, false);
        if (escaped) {
            return false;
        }
        if (m_open != u'\'' && (c == u'\\' || c == m_escape)) {
            m_escaped = true;
        } else if (m_open == QChar() && (c == u'"' || c == u'\'')) {
            m_open = c;
        } else if (c == m_open) {
            m_open = QChar();
        }
        return m_open == QChar() && !m_escaped;
    }
    void endLine() { m_escaped = false; }

private:
    QChar m_escape;
    QChar m_open;
    bool m_escaped = false;
};

/// Runs of blanks outside quotes as one blank: what may not change.
QString meaning(QStringView text, QChar escape) {
    QString out;
    Quotes quotes(escape);
    for (const QChar c : text) {
        const bool free = quotes.take(c);
        if (free && isBlank(c)) {
            if (!out.isEmpty() && out.back() != u' ') {
                out += u' ';
            }
        } else {
            out += c;
        }
    }
    return out.trimmed();
}

QStringList signature(const Document& document) {
    QStringList out{QString(document.escape), QString::number(document.directives.size())};
    for (const Comment& comment : document.comments) {
        out.append(comment.text);
    }
    for (const Instruction& one : document.instructions) {
        out.append(keywordName(one.keyword));
        QString text = one.logical.text().mid(one.keyword == Keyword::Unknown ? 0 : one.name.size());
        if (!one.trigger.isEmpty()) {
            const Instruction& trigger = one.trigger.front();
            out.append(trigger.name.toUpper());
            text = one.logical.text().mid(std::min(trigger.argumentsStart, one.logical.size()));
        }
        out.append(meaning(text, document.escape));
        for (const Word& item : one.json) {
            out.append(item.text);
        }
        for (const Heredoc& heredoc : one.heredocs.isEmpty() && !one.trigger.isEmpty() ? one.trigger.front().heredocs
                                                                                     : one.heredocs) {
            out.append(heredoc.content);
        }
        for (const Comment& comment : one.innerComments) {
            out.append(comment.text);
        }
        out.append(QString::number(one.stage));
    }
    return out;
}

class Formatter {
public:
    explicit Formatter(const Document& document)
        : m_document(document) {}

    QString run();

private:
    QStringView piece(const Piece& one) const {
        return QStringView(m_document.source).sliced(one.range.start, one.range.length());
    }
    QString instruction(const Instruction& one, TextRange range) const;
    QString firstLine(const Instruction& one, const QString& line) const;

    const Document& m_document;
};

/// Keyword in capitals, one blank behind it; between plain words one blank too.
QString Formatter::firstLine(const Instruction& one, const QString& line) const {
    if (one.keyword == Keyword::Unknown) {
        return line;
    }
    QString rest = line.mid(one.name.size());
    qsizetype blanks = 0;
    while (blanks < rest.size() && isBlank(rest.at(blanks))) {
        ++blanks;
    }
    rest = rest.mid(blanks);
    if (!one.trigger.isEmpty() && one.trigger.front().keyword != Keyword::Unknown &&
        rest.startsWith(one.trigger.front().name)) {
        rest = firstLine(one.trigger.front(), rest);
    } else if (one.is(Keyword::From) || one.is(Keyword::Expose) ||
               ((one.is(Keyword::Copy) || one.is(Keyword::Add)) && !one.isJson && one.heredocs.isEmpty())) {
        static const QRegularExpression odd(QStringLiteral("[\"'\\\\`]|\\s$"));
        if (!odd.match(rest).hasMatch()) {
            rest = rest.split(QRegularExpression(QStringLiteral("[ \t]+"))).join(u' ');
        }
    }
    return rest.isEmpty() && blanks == 0 ? keywordName(one.keyword) : keywordName(one.keyword) + u' ' + rest;
}

QString Formatter::instruction(const Instruction& one, TextRange range) const {
    const Instruction& owner = one.heredocs.isEmpty() && !one.trigger.isEmpty() ? one.trigger.front() : one;
    const qsizetype bodyStart = owner.heredocs.isEmpty() ? range.end : owner.heredocs.front().body.start;
    const QString head = m_document.source.mid(range.start, bodyStart - range.start);
    QStringList lines = head.split(u'\n');
    const bool ended = lines.size() > 1 && lines.back().isEmpty();
    if (ended) {
        lines.removeLast();
    }
    struct Continuation {
        qsizetype index = 0;
        qsizetype indent = 0;
    };
    QList<Continuation> movable;
    Quotes quotes(m_document.escape);
    bool joined = false; // the line above ends without a blank before its continuation character
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString& line = lines[i];
        line = withoutTrailing(line);
        qsizetype indent = 0;
        while (indent < line.size() && isBlank(line.at(indent))) {
            ++indent;
        }
        const bool comment = i > 0 && indent < line.size() && line.at(indent) == u'#';
        if (i == 0) {
            line = firstLine(one, line.mid(indent));
        } else if (!line.isEmpty()) {
            const bool fixed = !comment && (quotes.isOpen() || (joined && indent == 0));
            qsizetype width = 0;
            for (qsizetype k = 0; k < indent; ++k) {
                width += line.at(k) == u'\t' ? indentWidth : 1;
            }
            if (!fixed) {
                movable.append({i, width});
                line = line.mid(indent);
            }
        }
        if (comment || line.isEmpty()) {
            continue;
        }
        const bool continues = line.endsWith(m_document.escape);
        for (const QChar c : QStringView(line).chopped(continues ? 1 : 0)) {
            quotes.take(c);
        }
        quotes.endLine();
        joined = continues && line.size() > 1 && !isBlank(line.at(line.size() - 2));
    }
    qsizetype least = -1;
    for (const Continuation& moved : std::as_const(movable)) {
        if (!lines.at(moved.index).startsWith(u'#')) {
            least = least < 0 ? moved.indent : std::min(least, moved.indent);
        }
    }
    for (const Continuation& moved : std::as_const(movable)) {
        const qsizetype width = std::max(indentWidth, moved.indent - std::max<qsizetype>(least, 0) + indentWidth);
        lines[moved.index].prepend(QString(width, u' '));
    }
    QString out = lines.join(u'\n');
    if (ended || bodyStart < range.end) {
        out += u'\n';
    }
    return out + m_document.source.mid(bodyStart, range.end - bodyStart);
}

QString Formatter::run() {
    QString out;
    bool blankBefore = false;
    for (qsizetype i = 0; i < m_document.pieces.size(); ++i) {
        const Piece& one = m_document.pieces.at(i);
        if (one.kind == PieceKind::Blank) {
            // A continuation character alone, or text that only looks blank, stays.
            if (!withoutTrailing(piece(one).trimmed()).isEmpty()) {
                out += piece(one);
                continue;
            }
            blankBefore = true;
            continue;
        }
        // A blank line at the top keeps a comment below it from being a directive.
        if (blankBefore && (!out.isEmpty() || one.kind == PieceKind::Comment)) {
            out += u'\n';
        }
        blankBefore = false;
        if (one.kind == PieceKind::Instruction) {
            out += instruction(m_document.instructions.at(one.index), one.range);
        } else {
            QStringView line = piece(one);
            while (!line.isEmpty() && line.front() != u'#') {
                line = line.sliced(1);
            }
            out += withoutTrailing(line.endsWith(u'\n') ? line.chopped(1) : line) + u'\n';
        }
    }
    if (!out.isEmpty() && !out.endsWith(u'\n')) {
        out += u'\n';
    }
    return out;
}

} // namespace

QString format(const QString& text) {
    const Document document = parse(text);
    if (!document.problems.isEmpty() || document.foreignSyntax) {
        return text;
    }
    QString out = Formatter(document).run();
    const Document after = parse(out);
    // The layout must not change what is read, nor find more to do the second time.
    if (!after.problems.isEmpty() || signature(after) != signature(document) || Formatter(after).run() != out) {
        return text;
    }
    return out;
}

} // namespace reberth::dockerfile
