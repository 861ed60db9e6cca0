#include "core/analysis/watchednames.h"

#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <algorithm>

namespace reberth::analysis {

namespace {

/// Import names under which a distribution is used: what the table maps to it, else its own name.
QSet<QByteArray> modulesOf(const knowledge::Knowledge& knowledge, const QString& distribution) {
    QSet<QByteArray> modules;
    for (const QString& name : knowledge.importsOfDistribution(distribution))
        modules.insert(name.section(QLatin1Char('.'), 0, 0).toUtf8());
    modules.insert(normalizedName(distribution).replace(QLatin1Char('-'), QLatin1Char('_')).toUtf8());
    return modules;
}

} // namespace

WatchedNames::WatchedNames(const QSet<QString>& dotted) {
    for (const QString& name : dotted)
        insert(name);
}

void WatchedNames::insert(const QString& dotted) {
    const QByteArray name = dotted.toUtf8();
    const qsizetype dot = name.indexOf('.');
    const QByteArray root = dot < 0 ? name : name.left(dot);
    m_dotted.insert(name);
    if (!m_roots.contains(root)) {
        m_rootNames.append(root);
        m_roots.insert(m_rootNames.last());
    }
}

WatchedNames WatchedNames::of(const knowledge::Knowledge& knowledge) {
    WatchedNames watched;
    for (const knowledge::BreakageRule& rule : knowledge.breakages()) {
        if (rule.staticCheck == QLatin1String("break") && rule.kind != QLatin1String("c_api")) {
            for (const QString& symbol : rule.symbols)
                watched.insert(symbol);
        } else if (rule.staticCheck == QLatin1String("hint") && !rule.codeRegex.isEmpty() &&
                   !rule.pin.contains(QLatin1String("=="))) { // of old Python source the syntax tells more
            HintPattern hint{rule.id, modulesOf(knowledge, rule.distribution), requiredPieces(rule.codeRegex),
                             QRegularExpression(rule.codeRegex, QRegularExpression::MultilineOption)};
            if (hint.pattern.isValid())
                watched.m_hints.append(std::move(hint));
        }
    }
    for (const knowledge::ApiSince& since : knowledge.apiSince())
        watched.insert(since.symbol);
    return watched;
}

QList<QByteArray> requiredPieces(const QString& pattern) {
    QList<QByteArray> pieces;
    QByteArray best, run;
    int depth = 0;
    const auto endRun = [&] {
        if (run.size() > best.size())
            best = run;
        run.clear();
    };
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        if (c == QLatin1Char('\\')) {
            const QChar next = ++i < pattern.size() ? pattern.at(i) : QChar();
            if (depth == 0 && !next.isLetterOrNumber() && next.unicode() < 0x80)
                run += char(next.unicode());
            else if (next.isLetterOrNumber())
                endRun();
        } else if (c == QLatin1Char('[')) {
            endRun();
            qsizetype end = i + 1;
            while (end < pattern.size() && pattern.at(end) != QLatin1Char(']'))
                end += pattern.at(end) == QLatin1Char('\\') ? 2 : 1;
            i = end;
        } else if (c == QLatin1Char('(')) {
            endRun();
            ++depth;
        } else if (c == QLatin1Char(')')) {
            --depth;
        } else if (depth > 0) {
            continue;
        } else if (c == QLatin1Char('|')) {
            endRun();
            pieces.append(best);
            best.clear();
        } else if (c == QLatin1Char('?') || c == QLatin1Char('*') || c == QLatin1Char('{')) {
            run.chop(run.isEmpty() ? 0 : 1); // the last character may be missing
            endRun();
            if (c == QLatin1Char('{'))
                i = std::max(i, pattern.indexOf(QLatin1Char('}'), i));
        } else if (c == QLatin1Char('.') || c == QLatin1Char('+') || c == QLatin1Char('^') || c == QLatin1Char('$')) {
            endRun();
        } else if (c.unicode() < 0x80) {
            run += char(c.unicode());
        } else {
            endRun();
        }
    }
    endRun();
    pieces.append(best);
    if (std::any_of(pieces.begin(), pieces.end(), [](const QByteArray& piece) { return piece.isEmpty(); }))
        pieces.clear();
    return pieces;
}

} // namespace reberth::analysis
