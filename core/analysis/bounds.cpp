#include "core/analysis/detectors.h"
#include "core/analysis/localmodules.h"
#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <algorithm>

namespace reberth::analysis {

namespace {

/// Of several ends on one side the closest says all.
VersionRange shortened(const VersionRange& range) {
    using Op = VersionRange::Op;
    std::optional<VersionRange::Clause> low, high;
    VersionRange result;
    for (const VersionRange::Clause& clause : range.clauses()) {
        if (clause.op == Op::GreaterEqual) {
            if (!low || low->version < clause.version)
                low = clause;
        } else if (clause.op == Op::LessEqual || clause.op == Op::Less) {
            if (!high || clause.version < high->version)
                high = clause;
        } else {
            result.add(clause.op, clause.version);
        }
    }
    if (low)
        result.add(low->op, low->version);
    if (high)
        result.add(high->op, high->version);
    return result;
}

class BoundJoiner {
public:
    void add(const QString& distribution, const QString& specifier, const QString& symbol,
             const QList<Evidence>& evidence) {
        const std::optional<VersionRange> range = VersionRange::parse(specifier);
        if (!range || range->isEmpty())
            return;
        const QString key = normalizedName(distribution);
        auto known = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const Row& row) { return normalizedName(row.bound.distribution) == key; });
        if (known == m_rows.end())
            known = m_rows.insert(m_rows.end(), Row{{distribution, {}, {}, {}}, {}});
        // The code serves several releases and asks in a way that can't be seen: what came first stays.
        const VersionRange joined = known->bound.range.intersected(*range);
        if (!isPossible(joined))
            return;
        const VersionRange shorter = shortened(joined);
        if (shorter.toString() != known->bound.range.toString())
            known->deciding.append({range->toString(), evidence.value(0)});
        known->bound.range = shorter;
        known->bound.symbols.append(symbol);
        for (const Evidence& place : evidence) {
            if (known->bound.evidence.size() < 20)
                known->bound.evidence.append(place);
        }
    }

    /// The bounds; those of a framework become its claims, one for each end that decides.
    void finish(Draft& draft) const {
        for (const Row& row : m_rows) {
            draft.bounds.append(row.bound);
            const QString framework = frameworkOf(row.bound.distribution).value_or(QString());
            if (!draft.frameworks.contains(framework))
                continue;
            const QString range = row.bound.range.toString();
            for (const auto& [specifier, evidence] : row.deciding) {
                if (range.split(QLatin1Char(',')).contains(specifier))
                    draft.claimFramework(row.bound.distribution, specifier, QStringLiteral("api"), evidence);
            }
        }
    }

private:
    struct Row {
        ApiBound bound;
        QList<std::pair<QString, Evidence>> deciding; ///< what moved an end, in turn
    };
    QList<Row> m_rows;
};

} // namespace

void detectBounds(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                  Draft& draft) {
    BoundJoiner joiner;
    for (const Breakage& breakage : std::as_const(draft.breakages)) {
        if (!breakage.hint)
            joiner.add(breakage.distribution, breakage.bound, breakage.symbol, breakage.evidence);
    }
    // Since when a name exists: the newest of all that are used without asking for the release.
    struct Use {
        const knowledge::ApiSince* api;
        QList<Evidence> evidence;
    };
    QHash<QString, const knowledge::ApiSince*> since;
    for (const knowledge::ApiSince& api : knowledge.apiSince())
        since.insert(api.symbol, &api);
    const LocalModules local(tree, python, knowledge);
    QHash<QString, qsizetype> places;
    QList<Use> uses;
    for (const PythonFacts& facts : python) {
        if (facts.vendored || isSideCode(facts.path))
            continue;
        for (const SymbolUse& use : facts.symbols) {
            const knowledge::ApiSince* api = since.value(use.symbol);
            if (!api || use.guarded || local.owns(facts.path, {use.symbol, {}, use.line}))
                continue;
            if (!places.contains(use.symbol)) {
                places.insert(use.symbol, uses.size());
                uses.append(Use{api, {}});
            }
            Use& known = uses[places.value(use.symbol)];
            if (known.evidence.size() < 5)
                known.evidence.append(evidenceAt(facts.path, use.line, use.text));
        }
    }
    const auto older = [](const Use& a, const Use& b) {
        const std::optional<Version> left = Version::parse(a.api->version), right = Version::parse(b.api->version);
        return left && right && *left < *right;
    };
    std::stable_sort(uses.begin(), uses.end(), [&](const Use& a, const Use& b) { return older(b, a); });
    QSet<QString> told;
    for (const Use& use : std::as_const(uses)) {
        if (told.contains(use.api->distribution))
            continue;
        told.insert(use.api->distribution);
        joiner.add(use.api->distribution, QLatin1String(">=") + use.api->version, use.api->symbol, use.evidence);
    }
    joiner.finish(draft);
}

} // namespace reberth::analysis
