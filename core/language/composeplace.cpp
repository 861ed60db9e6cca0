#include "core/language/composeplace.h"

#include <QList>

#include <algorithm>

namespace reberth::language {

namespace {

/// One dash or key of a line.
struct Element {
    qsizetype column = 0;
    bool dash = false;
    QString key;
    qsizetype colon = -1; ///< column of ':' behind the key
};

QString unquoted(const QString& text) {
    const bool quoted = text.size() > 1 && (text.startsWith(QLatin1Char('"')) || text.startsWith(QLatin1Char('\''))) &&
                        text.endsWith(text.at(0));
    return quoted ? text.mid(1, text.size() - 2) : text;
}

/// Column of the ':' that ends a key which begins at `start`; -1 when there is none.
qsizetype keyEnd(const QString& line, qsizetype start) {
    QChar quote;
    for (qsizetype i = start; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (!quote.isNull()) {
            if (c == quote) {
                quote = QChar();
            }
        } else if ((c == QLatin1Char('"') || c == QLatin1Char('\'')) && i == start) {
            quote = c;
        } else if (c == QLatin1Char('#') && i > 0 && line.at(i - 1).isSpace()) {
            return -1;
        } else if (c == QLatin1Char(':') && (i + 1 == line.size() || line.at(i + 1).isSpace())) {
            return i;
        } else if (i == start && (c == QLatin1Char('[') || c == QLatin1Char('{'))) {
            return -1;
        }
    }
    return -1;
}

QList<Element> elementsOf(const QString& line) {
    QList<Element> elements;
    qsizetype at = 0;
    for (;;) {
        while (at < line.size() && line.at(at).isSpace()) {
            ++at;
        }
        if (at < line.size() && line.at(at) == QLatin1Char('-') &&
            (at + 1 == line.size() || line.at(at + 1).isSpace())) {
            elements.append({at, true, {}, -1});
            ++at;
            continue;
        }
        break;
    }
    if (at < line.size() && line.at(at) != QLatin1Char('#')) {
        const qsizetype colon = keyEnd(line, at);
        if (colon >= 0) {
            elements.append({at, false, unquoted(line.mid(at, colon - at).trimmed()), colon});
        }
    }
    return elements;
}

bool isBlockHeader(const QString& line, qsizetype colon) {
    const QString value = line.mid(colon + 1).trimmed();
    return value.startsWith(QLatin1Char('|')) || value.startsWith(QLatin1Char('>'));
}

bool isBlank(const QString& line) {
    const QString trimmed = line.trimmed();
    return trimmed.isEmpty() || trimmed.startsWith(QLatin1Char('#')) || trimmed == QLatin1String("---");
}

} // namespace

ComposePlace composePlaceAt(const QString& text, qsizetype position) {
    ComposePlace place;
    position = std::clamp<qsizetype>(position, 0, text.size());
    const qsizetype lineStart = position == 0 ? 0 : text.lastIndexOf(QLatin1Char('\n'), position - 1) + 1;
    const qsizetype lineStop = text.indexOf(QLatin1Char('\n'), position);
    const QString line = text.mid(lineStart, (lineStop < 0 ? text.size() : lineStop) - lineStart);
    const qsizetype column = position - lineStart;
    for (qsizetype i = 0; i < column; ++i) {
        if (line.at(i) == QLatin1Char('#') && (i == 0 || line.at(i - 1).isSpace())) {
            place.inText = true;
            return place;
        }
    }
    QList<Element> here = elementsOf(line);
    here.removeIf([column](const Element& element) { return element.column >= column && element.dash; });
    qsizetype wordStart = 0;
    while (wordStart < line.size() && line.at(wordStart).isSpace()) {
        ++wordStart;
    }
    for (const Element& element : std::as_const(here)) {
        if (element.dash) {
            wordStart = element.column + 1;
            while (wordStart < line.size() && line.at(wordStart).isSpace()) {
                ++wordStart;
            }
            place.inItem = true;
        }
    }
    wordStart = std::min(wordStart, column);
    qsizetype wordEnd = line.size();
    qsizetype limit = wordStart;
    bool dashSeen = false;
    QStringList path;
    if (!here.isEmpty() && !here.last().dash) {
        const Element key = here.takeLast();
        if (column > key.colon) {
            place.isKey = false;
            place.inItem = false;
            path.prepend(key.key);
            limit = key.column;
            wordStart = key.colon + 1;
            while (wordStart < column && line.at(wordStart).isSpace()) {
                ++wordStart;
            }
        } else if (column < key.column) {
            wordEnd = column;
        } else {
            wordStart = key.column;
            limit = key.column;
            wordEnd = key.colon;
        }
    }
    // Inside [a, b] or {a: b} the word is what stands between the commas.
    if (!place.isKey || place.inItem) {
        const qsizetype open =
            std::max(line.lastIndexOf(QLatin1Char('['), column - 1), line.lastIndexOf(QLatin1Char('{'), column - 1));
        if (open >= wordStart && open < column) {
            if (line.at(open) == QLatin1Char('[')) {
                path.append(QStringLiteral("[]"));
            }
            place.isKey = false;
            place.inItem = false;
            wordStart = std::max(open, line.lastIndexOf(QLatin1Char(','), column - 1)) + 1;
            while (wordStart < column && line.at(wordStart).isSpace()) {
                ++wordStart;
            }
            wordEnd = column;
            while (wordEnd < line.size() && !QStringLiteral(",]} ").contains(line.at(wordEnd))) {
                ++wordEnd;
            }
        }
    }
    if (wordStart < line.size() && wordStart < column &&
        (line.at(wordStart) == QLatin1Char('"') || line.at(wordStart) == QLatin1Char('\''))) {
        const QChar quote = line.at(wordStart);
        ++wordStart;
        const qsizetype closing = line.indexOf(quote, wordStart);
        if (closing >= column) {
            wordEnd = closing;
        }
    }
    const qsizetype comment = line.indexOf(QLatin1String(" #"), wordStart);
    if (comment >= 0 && comment >= column) {
        wordEnd = std::min(wordEnd, comment);
    }
    while (wordEnd > std::max(column, wordStart) && line.at(wordEnd - 1).isSpace()) {
        --wordEnd;
    }
    place.word = {lineStart + wordStart, lineStart + std::max(wordEnd, wordStart)};
    place.typed = line.mid(wordStart, column - wordStart);

    // Upwards through what encloses it.
    const auto take = [&](const QList<Element>& elements, bool collect) {
        for (auto it = elements.crbegin(); it != elements.crend(); ++it) {
            if (it->dash) {
                if (it->column < limit) {
                    path.prepend(QStringLiteral("[]"));
                    limit = it->column;
                    dashSeen = true;
                }
            } else if (it->column < limit || (dashSeen && it->column == limit)) {
                path.prepend(it->key);
                limit = it->column;
                dashSeen = false;
            } else if (collect && it->column == limit && !dashSeen) {
                place.siblings.append(it->key);
            }
        }
    };
    const qsizetype ownLimit = limit;
    take(here, false);
    const bool collectAbove = limit == ownLimit;
    QStringList above = text.left(std::max<qsizetype>(lineStart - 1, 0)).split(QLatin1Char('\n'));
    if (lineStart == 0) {
        above.clear();
    }
    for (auto it = above.crbegin(); it != above.crend(); ++it) {
        if (limit == 0 && !dashSeen && ownLimit > 0) {
            break;
        }
        if (isBlank(*it)) {
            continue;
        }
        const QList<Element> elements = elementsOf(*it);
        // A key whose value is a block of text: all that is deeper is that text.
        if (!elements.isEmpty() && !elements.last().dash && elements.last().column < limit &&
            isBlockHeader(*it, elements.last().colon)) {
            place.inText = true;
            return place;
        }
        take(elements, collectAbove && limit == ownLimit);
    }
    // Siblings below.
    if (place.isKey && lineStop >= 0) {
        const QStringList below = text.mid(lineStop + 1).split(QLatin1Char('\n'));
        for (const QString& other : below) {
            if (isBlank(other)) {
                continue;
            }
            const QList<Element> elements = elementsOf(other);
            const qsizetype indent =
                elements.isEmpty() ? other.size() - other.trimmed().size() : elements.first().column;
            if (indent < ownLimit || (indent == ownLimit && !elements.isEmpty() && elements.first().dash)) {
                break;
            }
            if (indent == ownLimit && !elements.isEmpty()) {
                place.siblings.append(elements.first().key);
            }
        }
    }
    place.path = path;
    return place;
}

} // namespace reberth::language
