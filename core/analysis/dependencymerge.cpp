#include "core/analysis/dependencymerge.h"

#include "core/analysis/packagenames.h"
#include "core/base/version.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

using Role = PackageClaim::Role;
using Origin = Dependency::Origin;

constexpr qsizetype maxEvidence = 20;

/// All mentions of one distribution.
class Row {
public:
    void add(const PackageClaim& claim) { m_claims.append(&claim); }

    /// Somebody asks for it.
    bool isNeeded() const {
        return m_isNeeded || std::any_of(m_claims.begin(), m_claims.end(),
                                         [](const auto* claim) { return claim->role == Role::Need; });
    }
    /// No manifest and no code names it, only commands.
    bool isOnlyInstalled() const {
        static const QSet<QString> commands{QStringLiteral("dockerfile"), QStringLiteral("script"),
                                            QStringLiteral("readme"), QStringLiteral("docs"), QStringLiteral("ci")};
        return std::all_of(m_claims.begin(), m_claims.end(),
                           [](const auto* claim) { return commands.contains(claim->source); });
    }
    /// What is only frozen is needed all the same.
    void need() { m_isNeeded = true; }

    /// nullopt when nobody asks for it.
    std::optional<Dependency> merged() const {
        if (!isNeeded())
            return std::nullopt;
        Dependency best = strongest()->dependency;
        best.name = name();
        best.origin = origin();
        best.optional = std::all_of(m_claims.begin(), m_claims.end(), [this](const auto* claim) {
            return (claim->role != Role::Need && !m_isNeeded) || claim->dependency.optional;
        });
        best.group = best.optional ? group() : QString();
        best.evidence.clear();
        best.confidence = 0;
        for (const PackageClaim* claim : m_claims) {
            best.confidence = std::max(best.confidence, claim->dependency.confidence);
            for (const Evidence& place : claim->dependency.evidence) {
                if (!best.evidence.contains(place) && best.evidence.size() < maxEvidence)
                    best.evidence.append(place);
            }
        }
        bound(best);
        return best;
    }

private:
    static bool informs(const Dependency& dependency) {
        return !dependency.specifier.isEmpty() || !dependency.url.isEmpty();
    }

    /// The claim whose version, source and marker count: needed before optional, then the more believed, then the
    /// first; one that says something before one that only mentions the name.
    const PackageClaim* strongest() const {
        const auto better = [](const PackageClaim* a, const PackageClaim* b) {
            if (informs(a->dependency) != informs(b->dependency))
                return informs(a->dependency);
            if (a->dependency.optional != b->dependency.optional)
                return !a->dependency.optional;
            return a->weight > b->weight;
        };
        const PackageClaim* best = nullptr;
        for (const PackageClaim* claim : m_claims) {
            if (claim->role != Role::Constraint && (best == nullptr || better(claim, best)))
                best = claim;
        }
        return best;
    }

    /// Imports know the library, not which of its distributions the author took.
    QString name() const {
        const PackageClaim* best = nullptr;
        const auto rank = [](const PackageClaim* claim) {
            const Origin from = claim->dependency.origin;
            return (from == Origin::Declared ? 4
                    : from == Origin::Prose  ? 2
                                             : 0) +
                   (claim->dependency.optional ? 0 : 1);
        };
        for (const PackageClaim* claim : m_claims) {
            if (claim->role != Role::Constraint &&
                (!best || rank(claim) > rank(best) || (rank(claim) == rank(best) && claim->weight > best->weight)))
                best = claim;
        }
        return best->dependency.name;
    }

    /// Who says that it is needed. Where only an extra, a development group or a side manifest declares what the code
    /// imports without a guard, it is the code that says so.
    Origin origin() const {
        Origin optional = Origin::Imported, needed = Origin::Imported;
        bool isNeeded = false;
        const auto order = [](Origin value) { return value == Origin::Declared ? 2 : value == Origin::Prose ? 1 : 0; };
        for (const PackageClaim* claim : m_claims) {
            if (claim->role == Role::Constraint)
                continue;
            Origin& target = claim->dependency.optional ? optional : needed;
            isNeeded = isNeeded || ((claim->role == Role::Need || m_isNeeded) && !claim->dependency.optional);
            if (order(claim->dependency.origin) > order(target))
                target = claim->dependency.origin;
        }
        return isNeeded ? needed : optional;
    }

    QString group() const {
        for (const PackageClaim* claim : m_claims) {
            if (!claim->dependency.group.isEmpty())
                return claim->dependency.group;
        }
        return {};
    }

    /// Constraint files narrow what was asked for.
    void bound(Dependency& dependency) const {
        for (const PackageClaim* claim : m_claims) {
            if (claim->role != Role::Constraint || claim->dependency.specifier.isEmpty())
                continue;
            const std::optional<VersionRange> mine = VersionRange::parse(dependency.specifier);
            const std::optional<VersionRange> theirs = VersionRange::parse(claim->dependency.specifier);
            if (dependency.specifier.isEmpty())
                dependency.specifier = claim->dependency.specifier;
            else if (mine && theirs && !mine->exact())
                dependency.specifier =
                    theirs->exact() ? claim->dependency.specifier : mine->intersected(*theirs).toString();
        }
    }

    QList<const PackageClaim*> m_claims;
    bool m_isNeeded = false;
};

/// tensorflow, imported, and tensorflow-gpu, declared, are one wish; so are dgl and dgl-cu110, cupy and cupy-cuda101.
QString keyOf(const QString& name) {
    if (const std::optional<QString> framework = frameworkOf(name))
        return *framework;
    static const QRegularExpression build(QStringLiteral("^(.+)-cu(?:da)?\\d[\\d-]*x?$"));
    const QString normalized = normalizedName(name);
    const auto match = build.match(normalized);
    return match.hasMatch() ? match.captured(1) : normalized;
}

/// cv2 is imported from whichever of OpenCV's wheels the author asks for.
QString keyOf(const PackageClaim& claim, const QSet<QString>& declared) {
    const QString own = keyOf(claim.dependency.name);
    if (declared.contains(own))
        return own;
    for (const QString& name : claim.alternatives) {
        if (const QString key = keyOf(name); declared.contains(key))
            return key;
    }
    return own;
}

} // namespace

QList<Dependency> mergeDependencies(const QList<PackageClaim>& packages, const QList<LockedPackage>& locked) {
    QHash<QString, qsizetype> index;
    QList<Row> rows;
    QSet<QString> declared;
    for (const PackageClaim& claim : packages) {
        if (claim.dependency.origin != Origin::Imported && claim.role != Role::Constraint)
            declared.insert(keyOf(claim.dependency.name));
    }
    for (const PackageClaim& claim : packages) {
        const QString key = keyOf(claim, declared);
        auto known = index.constFind(key);
        if (known == index.constEnd()) {
            known = index.insert(key, rows.size());
            rows.append(Row());
        }
        rows[*known].add(claim);
    }
    QHash<QString, QString> releases;
    for (const LockedPackage& package : locked) {
        const QString key = normalizedName(package.conda ? indexNameOfConda(package.name) : package.name);
        if (!package.version.isEmpty() && !releases.contains(key))
            releases.insert(key, package.version);
    }
    // jax runs only with its other half, which no code imports.
    const auto jax = index.constFind(QStringLiteral("jax"));
    const auto jaxlib = index.constFind(QStringLiteral("jaxlib"));
    if (jax != index.constEnd() && jaxlib != index.constEnd() && rows.at(*jax).isNeeded())
        rows[*jaxlib].need();
    // Where an install command only brings it along with jax, it is a part of that wish.
    const bool broughtAlong =
        jax != index.constEnd() && jaxlib != index.constEnd() && rows.at(*jaxlib).isOnlyInstalled();
    QList<Dependency> merged;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (broughtAlong && i == *jaxlib)
            continue;
        if (std::optional<Dependency> dependency = rows.at(i).merged()) {
            dependency->locked = releases.value(normalizedName(dependency->name));
            merged.append(*dependency);
        }
    }
    return merged;
}

} // namespace reberth::analysis
