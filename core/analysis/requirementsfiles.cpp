#include "core/analysis/detectors.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/requirementlines.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

using Kind = RequirementLine::Kind;
using Role = PackageClaim::Role;

constexpr int maxIncludes = 64;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

class Reader {
public:
    Reader(const SourceTree& tree, QString source, Draft& draft)
        : m_tree(tree)
        , m_source(std::move(source))
        , m_draft(draft) {}

    void read(const QString& path, const ManifestContext& context) {
        if (m_seen.contains(path)) {
            if (m_open.contains(path))
                m_draft.addNote(tr("%1 includes itself; the second time was left out.").arg(path), {{path, 0, {}}});
            return;
        }
        if (m_seen.size() >= maxIncludes) {
            m_draft.addNote(
                tr("More than %1 requirements files include each other; %2 was left out.").arg(maxIncludes).arg(path),
                {{path, 0, {}}});
            return;
        }
        const std::optional<QString> text = m_tree.text(path);
        if (!text) {
            m_draft.addNote(tr("%1 could not be read or is too large.").arg(path), {{path, 0, {}}});
            return;
        }
        m_seen.insert(path);
        m_open.insert(path);
        m_draft.addManifest(path);
        const RequirementsText parsed = readRequirementsText(*text);
        if (parsed.isTruncated)
            m_draft.addNote(tr("%1 is too long; a part of it was left out.").arg(path), {{path, 0, {}}});
        ManifestContext own = context;
        if (context.role == Role::Need && (isFrozenList(parsed) || parsed.isCompiled)) {
            own.role = Role::Frozen;
            m_draft.addNote(
                tr("%1 lists everything of an environment; what the code or another file asks for was taken from it.")
                    .arg(path),
                {{path, 0, {}}});
        }
        own.writtenByHand = own.role == Role::Need;
        own.locks = own.role == Role::Frozen;
        for (const RequirementLine& line : parsed.lines)
            readLine(path, line, own, parsed);
        m_open.remove(path);
    }

    bool hasRead(const QString& path) const { return m_seen.contains(path); }

private:
    void readLine(const QString& path, const RequirementLine& line, ManifestContext context,
                  const RequirementsText& file) {
        const Evidence evidence = evidenceAt(path, line.line, line.text);
        switch (line.kind) {
        case Kind::Include:
        case Kind::Constraint:
            return include(path, line, evidence, context);
        case Kind::Index:
            return index(QStringLiteral("index"), line.value, evidence, context);
        case Kind::ExtraIndex:
            return index(QStringLiteral("extra-index"), line.value, evidence, context);
        case Kind::FindLinks:
            return index(QStringLiteral("find-links"), line.value, evidence, context);
        case Kind::Option:
            return;
        case Kind::Requirement:
            break;
        }
        for (const QString& hint : line.hints)
            index(QStringLiteral("extra-index"), hint, evidence, context);
        if (context.role == Role::Frozen &&
            ((file.isCompiled && isAskedFor(line)) || (file.transitiveFrom > 0 && line.line < file.transitiveFrom)))
            context.role = Role::Need;
        // `conda list --export` writes name=version=build.
        static const QRegularExpression exported(QStringLiteral("^[\\w.-]+=[^=\\s]+=\\S+$"));
        std::optional<Requirement> requirement;
        if (!exported.match(line.value).hasMatch())
            requirement = parseRequirement(line.value);
        if (!requirement) {
            if (const std::optional<CondaSpec> spec = parseCondaSpec(line.value))
                return addManifestEntry(*spec, evidence, context, m_draft);
            m_draft.addNote(tr("%1, line %2 is no requirement that pip would take: %3")
                                .arg(path)
                                .arg(line.line)
                                .arg(line.value.left(80)),
                            {evidence});
            return;
        }
        static const QRegularExpression variable(QStringLiteral("\\$\\{([A-Z0-9_]+)\\}"));
        if (const auto match = variable.match(line.value); match.hasMatch())
            m_draft.addNote(
                tr("%1, line %2 needs the environment variable %3.").arg(path).arg(line.line).arg(match.captured(1)),
                {evidence});
        if (line.editable && requirement->dependency.url.startsWith(QLatin1Char('.')))
            return;
        addManifestEntry(*requirement, evidence, context, m_draft);
    }

    /// pip-compile notes what stands in the list that it was given: "# via -r requirements.in".
    static bool isAskedFor(const RequirementLine& line) {
        static const QRegularExpression input(
            QStringLiteral("(?:^|\\s)-r\\s+\\S|\\((?:pyproject\\.toml|setup\\.py|setup\\.cfg)\\)"));
        return std::any_of(line.via.begin(), line.via.end(),
                           [](const QString& via) { return input.match(via).hasMatch(); });
    }

    void include(const QString& path, const RequirementLine& line, const Evidence& evidence, ManifestContext context) {
        const std::optional<QString> target = joinInside(folderOf(path), line.value);
        if (!target || !m_tree.contains(*target)) {
            if (!line.value.contains(QLatin1String("://")))
                m_draft.addNote(tr("%1 includes %2, which is not in the repository.").arg(path, line.value),
                                {evidence});
            return;
        }
        // Constraints choose versions; they install nothing by themselves.
        if (line.kind == Kind::Constraint)
            context.role = Role::Constraint;
        static const QRegularExpression side(
            QStringLiteral("(?:^|[_.-])(?:dev|tests?|testing|docs?|optional|lint|readthedocs)(?:[_.-]|$)"));
        const QString name = target->section(QLatin1Char('/'), -1);
        if (!context.optional && side.match(name).hasMatch()) {
            context.optional = true;
            context.group = groupOfManifest(*target);
        }
        read(*target, context);
    }

    void index(const QString& kind, const QString& url, const Evidence& evidence, const ManifestContext& context) {
        m_draft.addIndex(kind, url, evidence);
        if (const QString cuda = cudaOfIndex(url); !cuda.isEmpty() && !context.optional)
            m_draft.claimCuda(QLatin1String("==") + cuda, m_source, evidence, context.factor);
    }

    const SourceTree& m_tree;
    QString m_source;
    Draft& m_draft;
    QSet<QString> m_seen;
    QSet<QString> m_open;
};

bool isRequirementsFile(const SourceFile& file) {
    static const QRegularExpression name(
        QStringLiteral(
            "^(?:requirements?|req|reqs|pip[-_]?requirements?|requires|packages|dependencies)"
            "(?:[-_.][\\w.-]*)?\\.(?:txt|in|pip)$|^[\\w-]*[-_.]?(?:requirements?|reqs)[\\w-]*\\.(?:txt|in|pip)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression suffix(QStringLiteral("\\.(?:txt|in|pip)$"),
                                           QRegularExpression::CaseInsensitiveOption);
    if (file.depth() > 3 || !suffix.match(file.path).hasMatch())
        return false;
    return name.match(file.name()).hasMatch() ||
           file.folder().section(QLatin1Char('/'), -1) == QLatin1String("requirements");
}

/// Among the lists of one folder: 0 for the one that everybody installs, 1 for one of several, 2 for a variant.
int rankInFolder(const QString& path) {
    const QString name = path.section(QLatin1Char('/'), -1).toLower();
    static const QRegularExpression plain(
        QStringLiteral("^(?:requirements?|reqs?|pip[-_]requirements?)\\.(?:txt|in|pip)$"));
    static const QRegularExpression base(
        QStringLiteral("^(?:base|main|common|core|default|runtime|install|prod)\\.(?:txt|in)$"));
    static const QRegularExpression variant(
        QStringLiteral("(?:^|[-_.])(?:cpu|full|frozen|lock|minimal|min|latest|py2|all)(?:[-_.]|$)"));
    if (plain.match(name).hasMatch() || (path.contains(QLatin1String("requirements/")) && base.match(name).hasMatch()))
        return 0;
    return variant.match(name).hasMatch() ? 2 : 1;
}

} // namespace

void readRequirementsFile(const SourceTree& tree, const QString& path, const QString& source, bool optional,
                          Draft& draft) {
    ManifestContext context;
    context.source = source;
    context.optional = optional;
    context.group = optional ? groupOfManifest(path) : QString();
    context.factor = path.contains(QLatin1Char('/')) ? 0.95 : 1.0;
    Reader(tree, source, draft).read(path, context);
}

void detectRequirements(const SourceTree& tree, Draft& draft) {
    const QList<SourceFile> files = tree.matching(isRequirementsFile);
    QHash<QString, int> best; // the best rank of each folder
    QSet<QString> names;
    for (const SourceFile& file : files) {
        names.insert(file.path);
        if (isSideManifest(file.name()))
            continue;
        const QString folder = file.folder();
        best.insert(folder, std::min(best.value(folder, 2), rankInFolder(file.path)));
    }
    const bool rooted = rootDeclares(tree);
    Reader reader(tree, QStringLiteral("requirements"), draft);
    for (const SourceFile& file : files) {
        const QString stem = file.path.section(QLatin1Char('.'), 0, -2);
        const QString compiled = stem + QLatin1String(".txt");
        // The source of a compiled list beside it says what is asked for; of a list that is kept by hand it is a copy.
        if (file.path.endsWith(QLatin1String(".in")) && names.contains(compiled) &&
            !readRequirementsText(tree.text(compiled).value_or(QString())).isCompiled)
            continue;
        ManifestContext context;
        context.source = QStringLiteral("requirements");
        context.factor = file.depth() > 0 ? 0.95 : 1.0;
        if (file.path.endsWith(QLatin1String(".txt")) && names.contains(stem + QLatin1String(".in")) &&
            readRequirementsText(tree.text(file.path).value_or(QString())).isCompiled)
            context.role = Role::Frozen;
        context.optional = isSideManifest(file.path) || (rooted && file.depth() > 0) ||
                           rankInFolder(file.path) > best.value(file.folder(), 2);
        if (context.optional)
            context.group = groupOfManifest(file.path);
        reader.read(file.path, context);
    }
}

} // namespace reberth::analysis
