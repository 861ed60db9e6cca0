#include "core/compose/validate.h"

#include "core/compose/configproblem.h"
#include "core/compose/variables.h"

#include <QRegularExpression>

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

/// A variable that must be set and is not.
QString missing(const QString& text, const LintContext& context) {
    static const QRegularExpression required(QStringLiteral("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:?)\\?"));
    auto it = required.globalMatch(text);
    while (context.variable && it.hasNext()) {
        const QRegularExpressionMatch match = it.next();
        const bool doubled = match.capturedStart() > 0 && text.at(match.capturedStart() - 1) == u'$';
        const auto value = context.variable(match.captured(1));
        if (!doubled && (!value || (value->isEmpty() && !match.captured(2).isEmpty()))) {
            return match.captured(1);
        }
    }
    return {};
}

void walk(const Node& node, const QString& source, const LintContext& context, Report& report) {
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
        } else if (const QString name = missing(text, context); !name.isEmpty()) {
            report.add("interpolation", node.range(),
                       translated("“%1” must be set, in .env or in the environment, and is not.").arg(name));
        }
    }
    for (const Node& item : node.items()) {
        walk(item, source, context, report);
    }
    for (const Entry& entry : node.entries()) {
        walk(entry.value, source, context, report);
    }
}

} // namespace

std::optional<QString> expanded(const QString& text, const LintContext& context) {
    if (!text.contains(u'$')) {
        return text;
    }
    if (!context.variable) {
        return std::nullopt;
    }
    static const QRegularExpression name(QStringLiteral("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)"));
    Variables known;
    auto it = name.globalMatch(text);
    while (it.hasNext()) {
        const QString one = it.next().captured(1);
        if (const auto value = context.variable(one)) {
            known.insert(one, *value);
        }
    }
    try {
        return expand(text, known, nullptr);
    } catch (const ConfigProblem&) {
        return std::nullopt; // said already
    }
}

void validateInterpolation(const Node& root, const QString& source, const LintContext& context, Report& report) {
    for (const Entry& entry : root.entries()) {
        walk(entry.value, source, context, report);
    }
}

} // namespace reberth::compose
