#include "core/analysis/ranking.h"

#include "core/analysis/packagenames.h"
#include "core/knowledge/tables.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

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

namespace {

/// What stands at the root, or in a folder that only holds set-up, speaks for the repository; a folder with an
/// environment of its own speaks for itself.
bool speaksForRoot(const QString& file) {
    static const QRegularExpression setup(
        QStringLiteral(
            "^(?:docker|dockerfiles?|\\.?docker|envs?|environments?|conda|requirements?|reqs|install|installation|"
            "setup|build|config|configs|docs?|scripts?|tools?|ci|\\.[\\w-]+|src|python)(?:/|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return !file.contains(QLatin1Char('/')) || setup.match(file).hasMatch();
}

bool isOfManifest(const Claim& claim) {
    static const QSet<QString> sources{QStringLiteral("conda"),   QStringLiteral("requirements"),
                                       QStringLiteral("setup"),   QStringLiteral("pyproject"),
                                       QStringLiteral("pipfile"), QStringLiteral("python-version"),
                                       QStringLiteral("cog"),     QStringLiteral("dockerfile")};
    return sources.contains(claim.source);
}

struct Weighed {
    Claim claim;
    double weight;
};

/// Best first: the kind of evidence, then how near it stands to the code, then the order of the files.
QList<Claim> ranked(const QList<Claim>& claims) {
    const bool rooted = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
        const bool weak = claim.source == QLatin1String("syntax") || claim.source == QLatin1String("import") ||
                          claim.source == QLatin1String("date") || claim.source == QLatin1String("docs");
        return !weak && speaksForRoot(claim.evidence.file);
    });
    QList<Weighed> weighed;
    weighed.reserve(claims.size());
    for (const Claim& claim : claims) {
        const bool beside = rooted && isOfManifest(claim) && !speaksForRoot(claim.evidence.file);
        weighed.append({claim, claim.confidence * (beside ? 0.8 : 1.0)});
    }
    std::stable_sort(weighed.begin(), weighed.end(),
                     [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; });
    QList<Claim> result;
    result.reserve(weighed.size());
    for (Weighed& row : weighed) {
        row.claim.confidence = row.weight;
        result.append(row.claim);
    }
    return result;
}

/// What an environment does not say about itself, in words.
QString kindOf(const Claim& claim) {
    static const QHash<QString, const char*> words{
        {QStringLiteral("dockerfile"), QT_TRANSLATE_NOOP("reberth::analysis", "the authors' Dockerfile")},
        {QStringLiteral("image"), QT_TRANSLATE_NOOP("reberth::analysis", "what the image is known to hold")},
        {QStringLiteral("readme"), QT_TRANSLATE_NOOP("reberth::analysis", "the README")},
        {QStringLiteral("docs"), QT_TRANSLATE_NOOP("reberth::analysis", "the documentation")},
        {QStringLiteral("script"), QT_TRANSLATE_NOOP("reberth::analysis", "a script")},
        {QStringLiteral("ci"), QT_TRANSLATE_NOOP("reberth::analysis", "the tests' set-up")},
        {QStringLiteral("syntax"), QT_TRANSLATE_NOOP("reberth::analysis", "the code")},
    };
    const char* text = words.value(claim.source);
    return text ? tr(text) : tr("a manifest");
}

bool agrees(const Claim& claim, const Version& chosen) {
    if (!claim.version.isEmpty()) {
        const std::optional<Version> version = Version::parse(claim.version);
        return !version || version->startsWith(chosen) || chosen.startsWith(*version);
    }
    return claim.range.isEmpty() || allows(rangeOf(claim), chosen);
}

/// "…, before 1.2 in README.md:3 (the README)": the strongest word that was not followed.
QString overruled(const QList<Claim>& claims, const Version& chosen) {
    for (const Claim& claim : claims) {
        if (!agrees(claim, chosen) && claim.confidence >= 0.3)
            return QLatin1Char(' ') + tr("It was preferred to %1 in %2 (%3).")
                                          .arg(claim.version.isEmpty() ? claim.range : claim.version,
                                               placeOf(claim.evidence), kindOf(claim));
    }
    return {};
}

/// All ranges that a careful reader would hold together, the strongest first.
VersionRange joinedRange(const QList<Claim>& claims, double least, bool withSyntax) {
    VersionRange joined;
    double strongest = 0;
    for (const Claim& claim : claims) {
        const bool syntax = claim.source == QLatin1String("syntax") || claim.source == QLatin1String("api");
        if (claim.range.isEmpty() || claim.confidence < least || (syntax && !withSyntax))
            continue;
        strongest = std::max(strongest, claim.confidence);
        // A far weaker word does not raise what a stronger one asks for; the syntax is a fact.
        if (!syntax && claim.confidence < 0.7 * strongest)
            continue;
        const VersionRange next = joined.intersected(rangeOf(claim));
        const std::optional<Version> low = lowerBound(next);
        if (!low || allows(next, *low))
            joined = next;
    }
    return joined;
}

} // namespace

VersionFinding chooseVersion(const QString& subject, QList<Claim> claims) {
    VersionFinding finding;
    claims = ranked(claims);
    finding.claims = claims;
    const auto exact =
        std::find_if(claims.begin(), claims.end(), [](const Claim& claim) { return !claim.version.isEmpty(); });
    // Ranges that are believed more than the exact word bind; others only warn ("2.7, or 3.3 and above").
    finding.range = joinedRange(claims, exact == claims.end() ? 0 : std::nextafter(exact->confidence, 2.0), false);
    for (auto claim = exact; claim != claims.end(); ++claim) {
        const std::optional<Version> version = Version::parse(claim->version);
        if (claim->version.isEmpty() || !version)
            continue;
        // A stronger manifest's range rules out an exact number from weaker prose.
        if (finding.range.isEmpty() || allows(finding.range, *version)) {
            finding.version = version;
            finding.confidence = claim->confidence;
            finding.reason = tr("%1 %2 is stated in %3.").arg(subject, claim->version, placeOf(claim->evidence)) +
                             overruled(claims, *version);
            return finding;
        }
    }
    const auto strongest =
        std::find_if(claims.begin(), claims.end(), [](const Claim& claim) { return !claim.range.isEmpty(); });
    if (strongest == claims.end())
        return finding;
    const VersionRange all = joinedRange(claims, 0, true);
    if (finding.range.isEmpty())
        finding.range = all;
    // Names in use say which releases can't be meant, not which one is.
    QList<Claim> told = claims;
    told.removeIf([](const Claim& claim) { return claim.source == QLatin1String("api"); });
    const bool isStated = std::any_of(told.begin(), told.end(), [](const Claim& claim) {
        return !claim.range.isEmpty() && claim.source != QLatin1String("syntax");
    });
    std::optional<Version> low = isStated ? lowerBound(joinedRange(told, 0, true)) : std::nullopt;
    if (low && !allows(all, *low))
        low = lowerBound(all);
    if (low) {
        finding.version = low;
        finding.confidence = 0.6 * strongest->confidence;
        finding.reason = tr("%1 %2 is the oldest release that %3 asks for (%4).")
                             .arg(subject, low->toString(), placeOf(strongest->evidence), all.toString()) +
                         overruled(claims, *low);
    } else {
        finding.confidence = 0.4 * strongest->confidence;
        finding.reason = tr("%1 only bounds %2 (%3).").arg(placeOf(strongest->evidence), subject, all.toString());
    }
    return finding;
}

VersionFinding choosePython(const QList<Claim>& claims, const QDateTime& commitDate, const QList<Framework>& frameworks,
                            const knowledge::Tables& tables) {
    VersionFinding finding = chooseVersion(QStringLiteral("Python"), claims);
    if (finding.version && finding.version->size() > 1)
        return finding;
    // A framework's release tells the time better than the last commit does.
    const knowledge::FrameworkRelease* release = nullptr;
    if (!frameworks.isEmpty() && frameworks.first().version.version)
        release = tables.release(frameworks.first().name, *frameworks.first().version.version);
    const bool stated = release && frameworks.first().version.confidence >= 0.5;
    const QDate date = stated ? release->date : commitDate.date();
    if (!date.isValid()) {
        // Without a date the oldest that reads the code is as good a guess as any.
        if (const std::optional<Version> low = lowerBound(finding.range); low && !finding.version)
            finding.version = low;
        return finding;
    }
    QStringList usual = tables.pythonsOfDate(date);
    usual.append(QStringLiteral("2.7"));
    if (const std::optional<Version> low = lowerBound(finding.range))
        usual.append(low->toString());
    for (const QString& text : std::as_const(usual)) {
        const std::optional<Version> version = Version::parse(text);
        if (!version || (!finding.range.isEmpty() && !finding.range.contains(*version)) ||
            (finding.version && !version->startsWith(*finding.version)) ||
            (release && !release->pythons.isEmpty() && !release->supportsPython(*version)))
            continue;
        finding.version = version;
        finding.confidence = sourceWeight(QStringLiteral("date"));
        finding.reason = stated ? tr("Python %1 was the usual one with %2 %3 (%4).")
                                      .arg(text, frameworks.first().name,
                                           frameworks.first().version.version->toString(), date.toString(Qt::ISODate))
                                : tr("Python %1 was the usual one when the code was written (%2).")
                                      .arg(text, date.toString(Qt::ISODate));
        break;
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
            else if (claim.source != QLatin1String("api"))
                best = std::max(best, claim.confidence);
        }
        // The code decides what runs; manifests also list what a helper needs. Prose alone may be a comparison.
        row.score = 20 * imported + 0.5 * best + (name == QLatin1String("keras") ? -1.5 : 0);
        const bool proseOnly =
            imported <= 0 && std::all_of(claims.begin(), claims.end(), [](const Claim& claim) {
                return claim.source == QLatin1String("docs") || claim.source == QLatin1String("readme");
            });
        row.imported = imported;
        // Prose names frameworks for many reasons; with a release it means that one.
        row.declared = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
            const bool soft = claim.source == QLatin1String("import") || claim.source == QLatin1String("readme") ||
                              claim.source == QLatin1String("docs");
            if (claim.source == QLatin1String("api"))
                return false;
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
        if (claim.source == QLatin1String("date") || claim.confidence < 0.3 || agrees(claim, *finding.version))
            continue;
        const QString told = claim.version.isEmpty() ? claim.range : claim.version;
        if (!others.contains(told) && others.size() < 6) {
            others.append(told);
            evidence.append(claim.evidence);
        }
    }
    if (others.isEmpty())
        return;
    // Both sides are shown: where the choice stands, then the others.
    const auto chosen = std::find_if(finding.claims.begin(), finding.claims.end(), [&](const Claim& claim) {
        return agrees(claim, *finding.version) && (!claim.version.isEmpty() || !claim.range.isEmpty());
    });
    if (chosen != finding.claims.end())
        evidence.prepend(chosen->evidence);
    notes.append({tr("Sources disagree on %1: %2 was chosen; also stated: %3.")
                      .arg(subject, finding.version->toString(), others.join(QLatin1String(", "))),
                  evidence});
}

} // namespace reberth::analysis
