#include "core/language/requirements.h"

#include "core/language/imagefacts.h"

#include <QRegularExpression>

namespace reberth::language {

namespace {

struct Line {
    qsizetype start = 0;
    QString text;
};

Line lineAt(const QString& text, qsizetype position) {
    const qsizetype start = position == 0 ? 0 : text.lastIndexOf(QLatin1Char('\n'), position - 1) + 1;
    const qsizetype end = text.indexOf(QLatin1Char('\n'), position);
    return {start, text.mid(start, (end < 0 ? text.size() : end) - start)};
}

/// Name, then operator and version.
const QRegularExpression& requirement() {
    static const QRegularExpression pattern(QStringLiteral(
        "^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^\\]]*\\])?\\s*(?:(==|>=|<=|~=|!=|<|>)\\s*([^\\s,;#]*))?"));
    return pattern;
}

const char* const options[] = {"-r ",
                               "-c ",
                               "-e ",
                               "--find-links ",
                               "--index-url ",
                               "--extra-index-url ",
                               "--no-binary ",
                               "--only-binary ",
                               "--pre",
                               "--no-index",
                               "--require-hashes"};

} // namespace

CompletionList completeRequirements(const QString& text, qsizetype position, const Context& context) {
    const Line line = lineAt(text, position);
    const QString typed = line.text.left(position - line.start);
    CompletionList list;
    list.range = {position, position};
    if (typed.contains(QLatin1Char('#'))) {
        return list;
    }
    if (typed.trimmed().startsWith(QLatin1Char('-'))) {
        if (!typed.trimmed().contains(QLatin1Char(' '))) {
            list.range.start = line.start;
            for (const char* option : options) {
                CompletionItem item;
                item.label = QLatin1String(option).trimmed();
                item.insert = QLatin1String(option);
                item.kind = ItemKind::Flag;
                list.items.append(item);
            }
        }
        return list;
    }
    static const QRegularExpression nameOnly(QStringLiteral("^\\s*[A-Za-z0-9._-]*$"));
    if (nameOnly.match(typed).hasMatch()) {
        list.range.start = position - typed.trimmed().size();
        list.items = distributionItems(context);
        return list;
    }
    const QRegularExpressionMatch match = requirement().match(typed);
    if (match.hasMatch() && !match.captured(2).isEmpty() && match.capturedEnd(0) == typed.size()) {
        list.range.start = line.start + match.capturedStart(3);
        for (const QString& version : versionsOf(match.captured(1), context)) {
            CompletionItem item;
            item.label = version;
            item.documentation = describeDistribution(match.captured(1), version, context);
            list.items.append(item);
        }
    }
    return list;
}

std::optional<Hover> hoverRequirements(const QString& text, qsizetype position, const Context& context) {
    const Line line = lineAt(text, position);
    const QRegularExpressionMatch match = requirement().match(line.text);
    const qsizetype column = position - line.start;
    if (!match.hasMatch() || column < match.capturedStart(1) || column > match.capturedEnd(0)) {
        return std::nullopt;
    }
    const QString known = describeDistribution(match.captured(1), match.captured(3), context);
    if (known.isEmpty()) {
        return std::nullopt;
    }
    return Hover{{line.start + match.capturedStart(1), line.start + match.capturedEnd(0)},
                 line.text.mid(match.capturedStart(1), match.capturedEnd(0) - match.capturedStart(1)).trimmed(),
                 known};
}

QList<Symbol> symbolsOfRequirements(const QString& text) {
    QList<Symbol> symbols;
    qsizetype at = 0;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        const QRegularExpressionMatch match = requirement().match(line);
        if (match.hasMatch()) {
            symbols.append({match.captured(1),
                            match.captured(2) + match.captured(3),
                            SymbolKind::Package,
                            {at + match.capturedStart(1), at + match.capturedEnd(1)},
                            0});
        }
        at += line.size() + 1;
    }
    return symbols;
}

QList<Fold> foldsOfRequirements(const QString& text) {
    QList<Fold> folds;
    const QStringList lines = text.split(QLatin1Char('\n'));
    int start = -1;
    for (int i = 0; i <= lines.size(); ++i) {
        const bool isComment = i < lines.size() && lines.at(i).trimmed().startsWith(QLatin1Char('#'));
        if (isComment && start < 0) {
            start = i;
        } else if (!isComment && start >= 0) {
            if (i - 1 > start) {
                folds.append({start, i - 1, Fold::Kind::Comment});
            }
            start = -1;
        }
        // Hashes stand on lines of their own below what they are for.
        if (i < lines.size() && lines.at(i).trimmed().endsWith(QLatin1Char('\\'))) {
            const int first = i;
            while (i + 1 < lines.size() && lines.at(i).trimmed().endsWith(QLatin1Char('\\'))) {
                ++i;
            }
            folds.append({first, i, Fold::Kind::Block});
        }
    }
    return folds;
}

} // namespace reberth::language
