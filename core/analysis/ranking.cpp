#include "core/analysis/ranking.h"

#include "core/analysis/packagenames.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

QString placeOf(const Evidence& evidence) {
    return evidence.line > 0 ? QStringLiteral("%1:%2").arg(evidence.file).arg(evidence.line) : evidence.file;
}

VersionRange rangeOf(const Claim& claim) {
    return VersionRange::parse(claim.range).value_or(VersionRange());
}

/// The smallest release of a range that says where it begins.
std::optional<Version> lowerBound(const VersionRange& range) {
    using Op = VersionRange::Op;
    std::optional<Version> best;
    for (const VersionRange::Clause& clause : range.clauses()) {
        if (clause.op != Op::GreaterEqual && clause.op != Op::Greater && clause.op != Op::Compatible &&
            clause.op != Op::Prefix)
            continue;
        if (!best || *best < clause.version)
            best = clause.version;
    }
    return best;
}

/// "3.6" is allowed by ">=3.6.1": only the numbers that are written are compared.
bool allows(const VersionRange& range, const Version& version) {
    if (range.contains(version))
        return true;
    using Op = VersionRange::Op;
    return std::all_of(range.clauses().begin(), range.clauses().end(), [&](const VersionRange::Clause& clause) {
        if ((clause.op == Op::GreaterEqual || clause.op == Op::Greater || clause.op == Op::LessEqual ||
             clause.op == Op::Compatible) &&
            clause.version.startsWith(version))
            return true;
        VersionRange one;
        one.add(clause.op, clause.version);
        return one.contains(version);
    });
}

} // namespace

QString pythonOfDate(const QDateTime& date) {
    if (!date.isValid())
        return {};
    struct Row {
        int until; ///< yyyymm, exclusive
        const char* python;
    };
    static const Row rows[]{{201707, "2.7"}, {202001, "3.6"},  {202101, "3.7"},
                            {202301, "3.8"}, {202407, "3.10"}, {202507, "3.11"}};
    const QDate day = date.date();
    const int month = day.year() * 100 + day.month();
    for (const Row& row : rows) {
        if (month < row.until)
            return QString::fromLatin1(row.python);
    }
    return QStringLiteral("3.12");
}

VersionFinding chooseVersion(const QString& subject, QList<Claim> claims) {
    VersionFinding finding;
    // Where two are believed alike, the one that names a release more closely, then the order of the files.
    std::stable_sort(claims.begin(), claims.end(),
                     [](const Claim& a, const Claim& b) { return a.confidence > b.confidence; });
    finding.claims = claims;
    const Claim* exact = nullptr;
    for (const Claim& claim : std::as_const(claims)) {
        if (!claim.version.isEmpty() && !exact)
            exact = &claim;
    }
    // Ranges of manifests and of the syntax bind; weaker ones than the exact word only warn.
    for (const Claim& claim : std::as_const(claims)) {
        if (claim.range.isEmpty())
            continue;
        const bool binding = !exact || claim.confidence >= exact->confidence;
        if (binding && claim.source != QLatin1String("syntax")) {
            const VersionRange joined = finding.range.intersected(rangeOf(claim));
            const std::optional<Version> low = lowerBound(joined);
            if (!low || allows(joined, *low))
                finding.range = joined;
        }
    }
    if (exact) {
        // A stronger manifest's range rules out an exact number from weaker prose.
        for (const Claim& claim : std::as_const(claims)) {
            const std::optional<Version> version = Version::parse(claim.version);
            if (claim.version.isEmpty() || !version)
                continue;
            if (finding.range.isEmpty() || allows(finding.range, *version)) {
                finding.version = version;
                finding.confidence = claim.confidence;
                finding.reason = tr("%1 %2 is stated in %3.").arg(subject, claim.version, placeOf(claim.evidence));
                break;
            }
        }
    }
    if (!finding.version) {
        VersionRange all = finding.range;
        const Claim* strongest = nullptr;
        for (const Claim& claim : std::as_const(claims)) {
            if (claim.range.isEmpty())
                continue;
            if (!strongest)
                strongest = &claim;
            // A far weaker word does not raise what a stronger one asks for; the syntax is a fact.
            if (claim.confidence < 0.7 * strongest->confidence && claim.source != QLatin1String("syntax"))
                continue;
            const VersionRange joined = all.intersected(rangeOf(claim));
            const std::optional<Version> low = lowerBound(joined);
            if (!low || allows(joined, *low))
                all = joined;
        }
        const std::optional<Version> low = lowerBound(all);
        if (strongest && finding.range.isEmpty())
            finding.range = all;
        if (low && strongest) {
            finding.version = low;
            finding.confidence = 0.6 * strongest->confidence;
            finding.reason = tr("%1 %2 is the oldest release that %3 asks for (%4).")
                                 .arg(subject, low->toString(), placeOf(strongest->evidence), all.toString());
        } else if (strongest) {
            finding.confidence = 0.4 * strongest->confidence;
            finding.reason = tr("%1 only bounds %2 (%3).").arg(placeOf(strongest->evidence), subject, all.toString());
        }
    }
    return finding;
}

QList<Framework> rankFrameworks(const Draft& draft) {
    struct Ranked {
        Framework framework;
        double score = 0;
        double imported = 0;
        bool declared = false;
    };
    QList<Ranked> ranked;
    for (const QString& name : draft.frameworkOrder) {
        const QList<Claim> claims = draft.frameworks.value(name);
        Ranked row;
        row.framework.name = name;
        QList<Claim> stated;
        double best = 0, imported = 0;
        for (const Claim& claim : claims) {
            if (row.framework.evidence.size() < 20)
                row.framework.evidence.append(claim.evidence);
            if (!claim.version.isEmpty() || !claim.range.isEmpty())
                stated.append(claim);
            if (claim.source == QLatin1String("import"))
                imported = std::max(imported, claim.confidence);
            else
                best = std::max(best, claim.confidence);
        }
        // The code decides what runs; manifests also list what a helper needs. Prose alone may be a comparison.
        row.score = 4 * imported + best + (name == QLatin1String("keras") ? -0.3 : 0);
        const bool proseOnly =
            imported <= 0 && std::all_of(claims.begin(), claims.end(), [](const Claim& claim) {
                return claim.source == QLatin1String("docs") || claim.source == QLatin1String("readme");
            });
        row.imported = imported;
        // Prose names frameworks for many reasons; with a release it means that one.
        row.declared = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
            const bool soft = claim.source == QLatin1String("import") || claim.source == QLatin1String("readme") ||
                              claim.source == QLatin1String("docs");
            return !soft || !claim.version.isEmpty() || !claim.range.isEmpty();
        });
        row.framework.version = chooseVersion(name, stated);
        if (proseOnly && draft.frameworkOrder.size() > 1)
            row.score *= 0.3;
        ranked.append(row);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
    QList<Framework> frameworks;
    for (const Ranked& row : std::as_const(ranked)) {
        // A second framework that nothing declares and few files import is a logger or a converter.
        const bool stray = !row.declared && row.imported < 0.8 * ranked.first().imported;
        if (!frameworks.isEmpty() && (row.score < 0.2 || stray))
            continue;
        frameworks.append(row.framework);
        frameworks.last().main = frameworks.size() == 1;
    }
    return frameworks;
}

void noteContradictions(const QString& subject, const VersionFinding& finding, QList<Note>& notes) {
    if (!finding.version)
        return;
    QStringList others;
    QList<Evidence> evidence;
    for (const Claim& claim : finding.claims) {
        if (claim.source == QLatin1String("date") || claim.confidence < 0.3)
            continue;
        bool agrees = true;
        if (!claim.version.isEmpty()) {
            const std::optional<Version> version = Version::parse(claim.version);
            agrees = !version || version->startsWith(*finding.version) || finding.version->startsWith(*version);
        } else if (!claim.range.isEmpty()) {
            agrees = allows(rangeOf(claim), *finding.version);
        }
        const QString told = claim.version.isEmpty() ? claim.range : claim.version;
        if (!agrees && !others.contains(told) && others.size() < 6) {
            others.append(told);
            evidence.append(claim.evidence);
        }
    }
    if (others.isEmpty())
        return;
    notes.append({tr("Sources disagree on %1: %2 was chosen; also stated: %3.")
                      .arg(subject, finding.version->toString(), others.join(QLatin1String(", "))),
                  evidence});
}

} // namespace reberth::analysis
