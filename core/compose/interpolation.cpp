#include "core/compose/validate.h"

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;

namespace {

bool isNameStart(QChar c) {
    return (c.unicode() < 128 && c.isLetter()) || c == u'_';
}

/// Nested defaults deeper than this are not written by anybody.
constexpr int maxNesting = 30;

/// Behind "${…}" at `at` (which is on the '$'), or -1 when it can't be read.
qsizetype bracedEnd(QStringView text, qsizetype at, int nesting) {
    qsizetype i = at + 2;
    if (nesting > maxNesting || i >= text.size() || !isNameStart(text.at(i))) {
        return -1;
    }
    while (i < text.size() && (isNameStart(text.at(i)) || text.at(i).isDigit())) {
        ++i;
    }
    if (i < text.size() && text.at(i) == u'}') {
        return i + 1;
    }
    if (i < text.size() && text.at(i) == u':') {
        ++i;
    }
    if (i >= text.size() || !QStringView(u"-?+").contains(text.at(i))) {
        return -1;
    }
    for (++i; i < text.size();) {
        if (text.at(i) == u'}') {
            return i + 1;
        }
        if (text.at(i) == u'$' && i + 1 < text.size() && text.at(i + 1) == u'{') {
            i = bracedEnd(text, i, nesting + 1);
            if (i < 0) {
                return -1;
            }
        } else if (text.at(i) == u'$' && i + 1 < text.size() && text.at(i + 1) == u'$') {
            i += 2;
        } else {
            ++i;
        }
    }
    return -1;
}

/// Where the first wrong variable of a text is; -1 when there is none.
qsizetype firstWrong(QStringView text) {
    for (qsizetype i = text.indexOf(u'$'); i >= 0; i = text.indexOf(u'$', i)) {
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        if (next == u'$') {
            i += 2;
        } else if (next == u'{') {
            const qsizetype end = bracedEnd(text, i, 0);
            if (end < 0) {
                return i;
            }
            i = end;
        } else {
            ++i; // "$NAME", or a dollar sign that stands for itself
        }
    }
    return -1;
}

void walk(const Node& node, const QString& source, Report& report) {
    if (node.isScalar() && node.text().contains(u'$')) {
        const QString text = node.text();
        const qsizetype wrong = firstWrong(text);
        if (wrong >= 0) {
            const qsizetype dollar = source.indexOf(u'$', node.range().start);
            const bool same = dollar >= 0 && node.style() == yaml::Style::Plain &&
                              source.mid(node.range().start, node.range().length()) == text;
            const TextRange place = same ? TextRange{node.range().start + wrong, node.range().end} : node.range();
            report.add("interpolation", place,
                       translated("“%1” is no variable that compose can read; a dollar sign itself is written $$.")
                           .arg(text.mid(wrong, 40)));
        }
    }
    for (const Node& item : node.items()) {
        walk(item, source, report);
    }
    for (const Entry& entry : node.entries()) {
        walk(entry.value, source, report);
    }
}

} // namespace

void validateInterpolation(const Node& root, const QString& source, Report& report) {
    for (const Entry& entry : root.entries()) {
        walk(entry.value, source, report);
    }
}

} // namespace reberth::compose
