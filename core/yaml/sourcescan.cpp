#include "core/yaml/sourcescan.h"

#include <QByteArrayList>

#include <algorithm>

namespace reberth::yaml {

bool SourceScan::isBlank(qsizetype position) const {
    const char c = at(position);
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

qsizetype SourceScan::lineEnd(qsizetype position) const {
    const qsizetype end = m_source.indexOf('\n', position);
    return end < 0 ? m_source.size() : end;
}

qsizetype SourceScan::skipBlanks(qsizetype position) const {
    while (position < m_source.size()) {
        if (isBlank(position)) {
            ++position;
        } else if (at(position) == '#' && (position == 0 || isBlank(position - 1))) {
            position = lineEnd(position);
        } else {
            break;
        }
    }
    return position;
}

qsizetype SourceScan::skipProperties(qsizetype position) const {
    while (at(position) == '!' || at(position) == '&') {
        while (position < m_source.size() && !isBlank(position)) {
            ++position;
        }
        position = skipBlanks(position);
    }
    return position;
}

SourceScan::Scalar SourceScan::scalar(qsizetype position, const std::string& value) const {
    Scalar out;
    out.start = skipProperties(position);
    qsizetype i = out.start;
    const char first = at(i);
    if (first == '"' || first == '\'') {
        out.style = first == '"' ? Style::DoubleQuoted : Style::SingleQuoted;
        out.closed = false;
        for (++i; i < m_source.size(); ++i) {
            if (first == '"' && at(i) == '\\') {
                ++i;
            } else if (at(i) == first && first == '\'' && at(i + 1) == '\'') {
                ++i;
            } else if (at(i) == first) {
                out.closed = true;
                ++i;
                break;
            }
        }
        out.end = std::min(i, m_source.size());
        return out;
    }
    if (first == '|' || first == '>') {
        out.style = first == '|' ? Style::Literal : Style::Folded;
        out.end = blockEnd(i);
        return out;
    }
    // A plain scalar may run over lines, folded: its non-blank bytes stand in the source in the same order.
    out.end = i;
    for (const char c : value) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            continue;
        }
        while (isBlank(i)) {
            ++i;
        }
        if (at(i) != c || i >= m_source.size()) {
            break;
        }
        out.end = ++i;
    }
    return out;
}

qsizetype SourceScan::blockEnd(qsizetype header) const {
    qsizetype end = lineEnd(header);
    qsizetype keep = end;
    while (keep > header && (at(keep - 1) == '\r' || at(keep - 1) == ' ')) {
        --keep;
    }
    // A block scalar ends before the first line that is indented less than its first line; a line in column 0 ends
    // it unless it is the whole document.
    qsizetype indent = -1;
    while (end < m_source.size()) {
        const qsizetype start = end + 1;
        end = lineEnd(start);
        qsizetype text = start;
        while (text < end && at(text) == ' ') {
            ++text;
        }
        if (text == end || at(text) == '\r') {
            continue;
        }
        const qsizetype column = text - start;
        if (indent < 0) {
            qsizetype own = header;
            while (own > 0 && at(own - 1) != '\n') {
                --own;
            }
            qsizetype ownText = own;
            while (at(ownText) == ' ') {
                ++ownText;
            }
            if (column <= ownText - own && at(ownText) != '-' && ownText != header) {
                break;
            }
            indent = column;
        }
        if (column < indent) {
            break;
        }
        keep = end > start && at(end - 1) == '\r' ? end - 1 : end;
    }
    return keep;
}

qsizetype SourceScan::aliasEnd(qsizetype position) const {
    while (position < m_source.size() && !isBlank(position) && at(position) != ',' && at(position) != ']' &&
           at(position) != '}') {
        ++position;
    }
    return position;
}

bool SourceScan::isNullWord(qsizetype position, bool asKey, qsizetype* end) const {
    static const QByteArrayList words{"null", "Null", "NULL", "~"};
    const QByteArrayView rest = m_source.sliced(std::min(position, m_source.size()));
    for (const QByteArray& word : words) {
        if (!rest.startsWith(word)) {
            continue;
        }
        qsizetype after = position + word.size();
        const char next = at(after);
        if (after < m_source.size() && !isBlank(after) && next != ',' && next != ']' && next != '}' && next != ':') {
            return false;
        }
        *end = after;
        while (at(after) == ' ' || at(after) == '\t') {
            ++after;
        }
        return asKey || at(after) != ':';
    }
    return false;
}

qsizetype SourceScan::flowEnd(qsizetype position, char bracket) const {
    qsizetype i = skipBlanks(position);
    while (at(i) == ',' || at(i) == ':') {
        i = skipBlanks(i + 1);
    }
    return at(i) == bracket ? i + 1 : position;
}

} // namespace reberth::yaml
