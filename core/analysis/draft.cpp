#include "core/analysis/draft.h"

#include "core/analysis/datalinks.h"
#include "core/analysis/packagenames.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

} // namespace

double sourceWeight(const QString& source) {
    static const QHash<QString, double> weights{
        {QStringLiteral("dockerfile"), 0.92},   {QStringLiteral("cog"), 0.90},
        {QStringLiteral("conda"), 0.90},        {QStringLiteral("pipfile"), 0.88},
        {QStringLiteral("requirements"), 0.86}, {QStringLiteral("python-version"), 0.86},
        {QStringLiteral("pyproject"), 0.84},    {QStringLiteral("setup"), 0.80},
        {QStringLiteral("readme"), 0.74},       {QStringLiteral("image"), 0.70},
        {QStringLiteral("script"), 0.62},       {QStringLiteral("ci"), 0.55},
        {QStringLiteral("docs"), 0.50},         {QStringLiteral("api"), 0.42},
        {QStringLiteral("syntax"), 0.40},       {QStringLiteral("notebook"), 0.58},
        {QStringLiteral("import"), 0.35},       {QStringLiteral("date"), 0.25},
    };
    return weights.value(source, 0.3);
}

Evidence evidenceAt(const QString& file, int line, const QString& text) {
    return {file, line, text.trimmed().left(200)};
}

void Draft::claim(QList<Claim>& claims, const QString& specifier, const QString& source, const Evidence& evidence,
                  double factor) {
    const QString text = specifier.trimmed();
    Claim made;
    made.source = source;
    made.evidence = evidence;
    made.confidence = std::clamp(sourceWeight(source) * factor, 0.0, 1.0);
    const std::optional<VersionRange> range = VersionRange::parse(text);
    if (!range || range->isEmpty())
        return;
    const QList<VersionRange::Clause>& clauses = range->clauses();
    using Op = VersionRange::Op;
    if (clauses.size() == 1 && (clauses.first().op == Op::Equal || clauses.first().op == Op::Prefix))
        made.version = clauses.first().version.toString();
    else
        made.range = range->toString();
    // One line may be read in two ways that come to the same; it speaks once, as clearly as it can.
    const auto said = std::find_if(claims.begin(), claims.end(), [&](const Claim& other) {
        return other.version == made.version && other.range == made.range && other.source == made.source &&
               other.evidence.file == made.evidence.file && other.evidence.line == made.evidence.line;
    });
    if (said == claims.end())
        claims.append(made);
    else
        said->confidence = std::max(said->confidence, made.confidence);
}

void Draft::claimPython(const QString& specifier, const QString& source, const Evidence& evidence, double factor) {
    claim(python, specifier, source, evidence, factor);
}

void Draft::claimCuda(const QString& specifier, const QString& source, const Evidence& evidence, double factor) {
    claim(cuda, specifier, source, evidence, factor);
}

void Draft::claimCudnn(const QString& specifier, const QString& source, const Evidence& evidence, double factor) {
    claim(cudnn, specifier, source, evidence, factor);
}

void Draft::claimFramework(const QString& name, const QString& specifier, const QString& source,
                           const Evidence& evidence, double factor) {
    const std::optional<QString> framework = frameworkOf(name);
    if (!framework)
        return;
    if (!frameworkOrder.contains(*framework))
        frameworkOrder.append(*framework);
    QList<Claim>& claims = frameworks[*framework];
    const qsizetype before = claims.size();
    claim(claims, specifier, source, evidence, factor);
    if (claims.size() == before) {
        Claim mention;
        mention.source = source;
        mention.evidence = evidence;
        mention.confidence = sourceWeight(source) * factor * 0.5;
        claims.append(mention);
    }
}

void Draft::addLocked(const QString& name, const QString& version, const QString& file, bool conda, int line) {
    const QString key = file + QLatin1Char('\n') + normalizedName(name);
    if (name.isEmpty() || m_lockedKeys.contains(key))
        return;
    m_lockedKeys.insert(key);
    locked.append({name, version, file, conda, line});
}

void Draft::addIndex(const QString& kind, const QString& url, const Evidence& evidence) {
    const QString key = kind + QLatin1Char('\n') + url;
    if (url.isEmpty() || url.size() > 500)
        return;
    if (const auto known = m_indexKeys.constFind(key); known != m_indexKeys.constEnd()) {
        QList<Evidence>& places = indexes[*known].evidence;
        if (!places.contains(evidence) && places.size() < 20)
            places.append(evidence);
        return;
    }
    m_indexKeys.insert(key, indexes.size());
    indexes.append({kind, url, {evidence}});
}

void Draft::addPackage(Dependency dependency, const QString& source, double factor, PackageClaim::Role role,
                       bool writtenByHand) {
    const QString name = normalizedName(dependency.name);
    const Evidence evidence = dependency.evidence.value(0);
    // A bound on setuptools is there because something breaks without it.
    const bool wanted =
        name == QLatin1String("setuptools") && !dependency.conda && (!dependency.specifier.isEmpty() || writtenByHand);
    if (name.isEmpty() || (isInstallTool(name) && !wanted) || (!ownName.isEmpty() && name == normalizedName(ownName)))
        return;
    if (dependency.conda) {
        if (name == QLatin1String("python"))
            return claimPython(dependency.specifier, source, evidence, factor);
        if (name == QLatin1String("cudatoolkit") || name == QLatin1String("pytorch-cuda") ||
            name == QLatin1String("cuda-toolkit") || name == QLatin1String("cuda") ||
            name == QLatin1String("cuda-version"))
            return claimCuda(dependency.specifier, source, evidence, factor);
        static const QRegularExpression cudaMeta(QStringLiteral("^cuda(\\d+)(\\d)$"));
        if (const auto match = cudaMeta.match(name); match.hasMatch())
            return claimCuda(match.captured(1) + QLatin1Char('.') + match.captured(2), source, evidence, factor);
        if (name == QLatin1String("cudnn"))
            return claimCudnn(dependency.specifier, source, evidence, factor);
        if (isNativeConda(dependency.name)) {
            // What a person asks for is a program; in an export it came along with a library.
            if (isProgram(name) && role == PackageClaim::Role::Need)
                addSystemPackage(name, QStringLiteral("conda package %1").arg(name), evidence);
            return;
        }
        dependency.name = indexNameOfConda(dependency.name);
    }
    static const QRegularExpression mxnetCuda(QStringLiteral("^mxnet-cu(\\d+)(\\d)(?:mkl)?$"));
    if (const auto match = mxnetCuda.match(name); match.hasMatch())
        claimCuda(match.captured(1) + QLatin1Char('.') + match.captured(2), source, evidence, factor);
    // A wheel's local label tells its CUDA: torch==1.7.1+cu110.
    static const QRegularExpression label(QStringLiteral("\\+cu(\\d{1,2})(\\d)\\b"));
    if (const auto match = label.match(dependency.specifier + dependency.url); match.hasMatch())
        claimCuda(match.captured(1) + QLatin1Char('.') + match.captured(2), source, evidence, factor);
    // jaxlib's is written in words: jaxlib==0.4.7+cuda11.cudnn86.
    static const QRegularExpression words(QStringLiteral("\\+cuda(\\d{1,2})(\\d)?(?:\\.cudnn(\\d)(\\d*))?"));
    if (const auto match = words.match(dependency.specifier); match.hasMatch()) {
        const QString minor = match.captured(2);
        claimCuda(QLatin1String("==") + match.captured(1) + (minor.isEmpty() ? minor : QLatin1Char('.') + minor),
                  source, evidence, minor.isEmpty() ? factor * 0.8 : factor);
        if (!match.captured(3).isEmpty())
            claimCudnn(QLatin1String("==") + match.captured(3) +
                           (match.captured(4).isEmpty() ? QString() : QLatin1Char('.') + match.captured(4)),
                       source, evidence, factor);
    }
    // jax names it as an extra: jax[cuda11_cudnn86], jax[cuda12].
    static const QRegularExpression extraCuda(QStringLiteral("^cuda(\\d{1,2})(?:[_-]|$)"));
    for (const QString& extra : name == QLatin1String("jax") ? std::as_const(dependency.extras) : QStringList()) {
        if (const auto match = extraCuda.match(extra); match.hasMatch())
            claimCuda(QLatin1String("==") + match.captured(1), source, evidence, factor * 0.8);
    }
    if (!dependency.specifier.isEmpty() && !VersionRange::parse(dependency.specifier)) {
        addNote(tr("The version of %1 can't be understood, so any is taken: %2")
                    .arg(dependency.name.left(60), dependency.specifier.left(60)),
                dependency.evidence);
        dependency.specifier.clear();
    }
    if (!hasRoom(packages.size(), maxPackages, tr("mentions of packages")))
        return;
    // What a side file says of a framework is still a word on it, only a weaker one.
    if (role != PackageClaim::Role::Constraint && (!dependency.optional || !dependency.specifier.isEmpty()))
        claimFramework(dependency.name, dependency.specifier, source, evidence, dependency.optional ? factor * 0.6 : factor);
    const double weight = sourceWeight(source) * factor;
    dependency.confidence = weight;
    packages.append({std::move(dependency), source, weight, role, {}});
}

void Draft::addSystemPackage(const QString& name, const QString& reason, const Evidence& evidence) {
    static const QRegularExpression valid(QStringLiteral("^[a-z0-9][a-z0-9.+-]+$"));
    if (!valid.match(name).hasMatch())
        return;
    for (SystemPackage& known : systemPackages) {
        if (known.name == name) {
            addEvidence(known.evidence, {evidence});
            return;
        }
    }
    if (hasRoom(systemPackages.size(), maxRows, tr("system packages")))
        systemPackages.append({name, reason, {evidence}});
}

void Draft::addManifest(const QString& path) {
    if (!manifests.contains(path) && hasRoom(manifests.size(), maxRows, tr("manifests")))
        manifests.append(path);
}

void Draft::addNote(const QString& text, const QList<Evidence>& evidence) {
    if (hasRoom(notes.size(), maxNotes, tr("notes")))
        notes.append({text, evidence});
}

void Draft::addEntryPoint(EntryPoint entry) {
    for (qsizetype i = 0; i < entryPoints.size(); ++i) {
        EntryPoint& known = entryPoints[i];
        if (known.command != entry.command || known.workdir != entry.workdir)
            continue;
        if (known.confidence >= entry.confidence) {
            known.evidence.append(entry.evidence);
            return;
        }
        // Told by a better source, it stands where that one tells it.
        entry.evidence.append(known.evidence);
        entryPoints.removeAt(i);
        break;
    }
    entryPoints.append(std::move(entry));
}

void Draft::addData(DataSource source) {
    const QString key = source.url.isEmpty() ? QLatin1String("path:") + source.path : dataKey(source.url);
    const auto at = m_dataIndex.constFind(key);
    if (at == m_dataIndex.constEnd()) {
        if (!hasRoom(data.size(), maxData, tr("data sources")))
            return;
        m_dataIndex.insert(key, data.size());
        data.append(std::move(source));
        return;
    }
    DataSource& known = data[*at];
    if (known.path.isEmpty())
        known.path = source.path;
    if (known.tool.isEmpty())
        known.tool = source.tool;
    if (known.size < 0)
        known.size = source.size;
    if (known.kind == QLatin1String("unknown"))
        known.kind = source.kind;
    for (const Evidence& evidence : std::as_const(source.evidence)) {
        const bool seen = std::any_of(known.evidence.begin(), known.evidence.end(), [&](const Evidence& other) {
            return other.file == evidence.file && other.line == evidence.line;
        });
        if (!seen && known.evidence.size() < maxEvidence)
            known.evidence.append(evidence);
    }
}

void Draft::addEvidence(QList<Evidence>& places, const QList<Evidence>& more) {
    for (const Evidence& one : more) {
        if (places.size() < maxEvidence)
            places.append(one);
    }
}

bool Draft::hasRoom(qsizetype size, qsizetype limit, const QString& what) {
    if (size < limit)
        return true;
    ++m_leftOut[what];
    return false;
}

void Draft::noteLeftOut() {
    for (auto it = m_leftOut.constBegin(); it != m_leftOut.constEnd(); ++it)
        notes.append({tr("Too many %1: %2 were left out.").arg(it.key()).arg(it.value()), {}});
}

} // namespace reberth::analysis
