#include "core/analysis/detectors.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxEvidence = 20;

bool isNative(const QString& path) {
    static const QStringList endings{QStringLiteral(".cu"), QStringLiteral(".cuh"), QStringLiteral(".cpp"),
                                     QStringLiteral(".cc"), QStringLiteral(".c"),   QStringLiteral(".h"),
                                     QStringLiteral(".hpp")};
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const QString& ending) { return path.endsWith(ending); });
}

/// Keeps one lower and one upper clause, the strongest ones.
void tighten(VersionRange& range, const VersionRange& other) {
    VersionRange result;
    const VersionRange both = range.intersected(other);
    const VersionRange::Clause* lower = nullptr;
    const VersionRange::Clause* upper = nullptr;
    for (const VersionRange::Clause& clause : both.clauses()) {
        if (clause.op == VersionRange::Op::GreaterEqual && (!lower || clause.version > lower->version))
            lower = &clause;
        else if (clause.op == VersionRange::Op::Less && (!upper || clause.version < upper->version))
            upper = &clause;
    }
    if (lower)
        result.add(lower->op, lower->version);
    if (upper)
        result.add(upper->op, upper->version);
    range = result;
}

} // namespace

void detectNativeApis(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft) {
    struct Pattern {
        const knowledge::NativeApi* api;
        QRegularExpression regex, without;
        QList<Evidence> evidence;
    };
    QList<Pattern> patterns;
    for (const knowledge::NativeApi& api : knowledge.nativeApis())
        patterns.append({&api,
                         QRegularExpression(api.codeRegex, QRegularExpression::MultilineOption),
                         QRegularExpression(api.without.isEmpty() ? QStringLiteral("(?!)") : api.without),
                         {}});
    for (const SourceFile& file : tree.files()) {
        if (file.vendored || !isNative(file.path))
            continue;
        const std::optional<QString> text = tree.text(file.path);
        if (!text)
            continue;
        for (Pattern& pattern : patterns) {
            if (pattern.evidence.size() >= maxEvidence)
                continue;
            const auto match = pattern.regex.match(*text);
            if (!match.hasMatch() || pattern.without.match(*text).hasMatch())
                continue;
            const int line = int(QStringView(*text).left(match.capturedStart()).count(QLatin1Char('\n'))) + 1;
            pattern.evidence.append(evidenceAt(file.path, line, text->section(QLatin1Char('\n'), line - 1, line - 1)));
        }
    }
    for (const Pattern& pattern : std::as_const(patterns)) {
        if (pattern.evidence.isEmpty())
            continue;
        if (pattern.api->range.isEmpty()) {
            draft.addNote(QCoreApplication::translate("reberth::analysis", "%1: %2")
                              .arg(pattern.api->symbol, pattern.api->reason),
                          pattern.evidence);
            continue;
        }
        const std::optional<VersionRange> range = VersionRange::parse(pattern.api->range);
        if (!range)
            continue;
        auto known = std::find_if(draft.bounds.begin(), draft.bounds.end(), [&](const ApiBound& bound) {
            return bound.distribution == pattern.api->distribution;
        });
        if (known == draft.bounds.end()) {
            draft.bounds.append({pattern.api->distribution, {}, {}, {}});
            known = draft.bounds.end() - 1;
        }
        tighten(known->range, *range);
        known->symbols.append(pattern.api->symbol);
        known->evidence += pattern.evidence;
    }
}

} // namespace reberth::analysis
