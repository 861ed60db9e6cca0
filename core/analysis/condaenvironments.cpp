#include "core/analysis/detectors.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/packagenames.h"
#include "core/analysis/requirementlines.h"
#include "core/analysis/yamlfile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace reberth::analysis {

namespace {

using Role = PackageClaim::Role;

constexpr qsizetype maxYamlSize = 400'000;
constexpr int maxYamlFiles = 400;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

/// `# [win]` behind an entry: for other systems only.
bool isForOthers(const QString& line) {
    static const QRegularExpression selector(QStringLiteral("#\\s*\\[\\s*([^\\]]+?)\\s*\\]"));
    const QString condition = selector.match(line).captured(1);
    static const QRegularExpression others(
        QStringLiteral("^(?:win(?:32|64)?|osx|not\\s+linux|not\\s+unix|arm64|aarch64)\\b"));
    return others.match(condition).hasMatch();
}

/// What `conda env export` writes: releases with their builds, or the libraries under the libraries.
bool isExport(const QList<yaml::Node>& items) {
    int scalars = 0, built = 0, native = 0;
    for (const yaml::Node& item : items) {
        if (!item.isScalar())
            continue;
        const std::optional<CondaSpec> spec = parseCondaSpec(item.text());
        if (!spec)
            continue;
        ++scalars;
        built += spec->build.isEmpty() ? 0 : 1;
        const QString name = spec->dependency.name;
        native += isNativeConda(name) && !isProgram(name) ? 1 : 0;
        native += isUsuallyTransitive(name) ? 1 : 0;
    }
    // A list that somebody wrote names a few such packages too, Jupyter's above all; an export is full of them.
    return scalars >= 12 && (built * 2 > scalars || (native >= 6 && native * 5 >= scalars * 2));
}

class EnvironmentReader {
public:
    EnvironmentReader(const SourceTree& tree, const YamlFile& file, bool optional, Draft& draft)
        : m_tree(tree)
        , m_file(file)
        , m_draft(draft) {
        m_context.source = QStringLiteral("conda");
        m_context.optional = optional;
        m_context.group = optional ? groupOfManifest(file.path()) : QString();
        m_context.factor = (file.path().contains(QLatin1Char('/')) ? 0.97 : 1.0) * (optional ? 0.8 : 1.0);
    }

    void read() {
        m_draft.addManifest(m_file.path());
        for (const yaml::Node& channel : m_file.root().value(u"channels").items()) {
            if (channel.isScalar() && channel.text() != QLatin1String("defaults"))
                m_draft.addIndex(QStringLiteral("conda-channel"), channel.text(), m_file.at(channel));
        }
        for (const yaml::Entry& variable : m_file.root().value(u"variables").entries()) {
            if (variable.value.isScalar())
                m_draft.environment.append({variable.key, variable.value.text(), false, {m_file.at(variable.value)}});
        }
        const QList<yaml::Node> items = m_file.root().value(u"dependencies").items();
        if (isExport(items)) {
            m_context.role = Role::Frozen;
            m_draft.addNote(
                tr("%1 lists everything of an environment; what the code or another file asks for was taken from it.")
                    .arg(m_file.path()),
                {{m_file.path(), 0, {}}});
        }
        for (const yaml::Node& item : items) {
            if (item.isScalar())
                readPackage(item);
            for (const yaml::Entry& entry : item.entries())
                readMap(entry);
        }
    }

private:
    void readPackage(const yaml::Node& item) {
        const std::optional<CondaSpec> spec = parseCondaSpec(item.text());
        if (!spec || isForOthers(m_file.lineOf(item)))
            return;
        addManifestEntry(*spec, m_file.at(item), m_context, m_draft);
    }

    /// `pip:` with its list, or conda-devenv's and anaconda-project's `sel(linux): package`.
    void readMap(const yaml::Entry& entry) {
        static const QRegularExpression selector(QStringLiteral("^sel\\((.*)\\)$"));
        if (const auto match = selector.match(entry.key); match.hasMatch()) {
            if (match.captured(1) == QLatin1String("linux") || match.captured(1) == QLatin1String("unix"))
                readPackage(entry.value);
            return;
        }
        if (entry.key != QLatin1String("pip"))
            return;
        const QList<yaml::Node> lines = entry.value.isScalar() ? QList<yaml::Node>{entry.value} : entry.value.items();
        for (const yaml::Node& line : lines) {
            if (line.isScalar() && !isForOthers(m_file.lineOf(line)))
                readPip(line);
        }
    }

    void readPip(const yaml::Node& node) {
        const Evidence evidence = m_file.at(node);
        for (const RequirementLine& line : readRequirementsText(node.text()).lines) {
            using Kind = RequirementLine::Kind;
            QStringList links = line.hints;
            if (line.kind == Kind::Index || line.kind == Kind::ExtraIndex || line.kind == Kind::FindLinks) {
                const QString kind = line.kind == Kind::Index        ? QStringLiteral("index")
                                     : line.kind == Kind::ExtraIndex ? QStringLiteral("extra-index")
                                                                     : QStringLiteral("find-links");
                m_draft.addIndex(kind, line.value, evidence);
                links.append(line.value);
            }
            for (const QString& link : std::as_const(links)) {
                if (const QString cuda = cudaOfIndex(link); !cuda.isEmpty() && !m_context.optional)
                    m_draft.claimCuda(QLatin1String("==") + cuda, m_context.source, evidence, m_context.factor * 0.9);
            }
            if (line.kind == Kind::Include) {
                const std::optional<QString> target = joinInside(folderOf(m_file.path()), line.value);
                if (target && m_tree.contains(*target))
                    readRequirementsFile(m_tree, *target, QStringLiteral("requirements"), m_context.optional, m_draft);
                else
                    m_draft.addNote(
                        tr("%1 includes %2, which is not in the repository.").arg(m_file.path(), line.value),
                        {evidence});
            } else if (line.kind == Kind::Requirement) {
                const std::optional<Requirement> requirement = parseRequirement(line.value);
                if (requirement && !(line.editable && requirement->dependency.url.startsWith(QLatin1Char('.'))))
                    addManifestEntry(*requirement, evidence, m_context, m_draft);
            }
        }
    }

    const SourceTree& m_tree;
    const YamlFile& m_file;
    Draft& m_draft;
    ManifestContext m_context;
};

/// Among the environments of one folder: plain name, then GPU, then the rest, then what only stands in for them.
int rankInFolder(const QString& path) {
    const QString name = path.section(QLatin1Char('/'), -1).toLower();
    static const QRegularExpression plain(QStringLiteral("^(?:conda[-_]?)?(?:environment|env|conda)\\.ya?ml$"));
    static const QRegularExpression gpu(QStringLiteral("gpu|cuda|linux"));
    static const QRegularExpression lesser(
        QStringLiteral("(?:^|[-_.])(?:cpu|full|frozen|export|minimal|all)(?:[-_.]|$)"));
    if (plain.match(name).hasMatch())
        return 0;
    return lesser.match(name).hasMatch() ? 3 : gpu.match(name).hasMatch() ? 1 : 2;
}

} // namespace

void readCondaEnvironment(const SourceTree& tree, const QString& path, bool optional, Draft& draft) {
    const std::optional<YamlFile> file = YamlFile::read(tree, path, draft);
    if (file && file->root().value(u"dependencies").isSequence())
        EnvironmentReader(tree, *file, optional, draft).read();
}

void detectCondaEnvironments(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression suffix(QStringLiteral("\\.ya?ml$"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression named(QStringLiteral("^[\\w.-]*(?:env(?:ironment)?|conda)[\\w.-]*\\.ya?ml$"),
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression shape(QStringLiteral("^dependencies:[ \\t]*(?:#.*)?\\n\\s*(?:#.*\\n\\s*)*-\\s"),
                                          QRegularExpression::MultilineOption);
    QList<QString> paths;
    QHash<QString, int> best;
    int opened = 0;
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.depth() <= 3 && suffix.match(candidate.path).hasMatch() &&
                    !candidate.path.startsWith(QLatin1Char('.'));
         })) {
        // Authors name them as they like (SE3nv.yml): the list in it is what tells.
        const bool likely = named.match(file.name()).hasMatch();
        if (!likely && ++opened > maxYamlFiles)
            continue;
        const std::optional<QString> text = tree.text(file.path);
        if (!text || text->size() > maxYamlSize || !shape.match(*text).hasMatch()) {
            if (likely && text && text->contains(QLatin1String("dependencies")))
                paths.append(file.path);
            continue;
        }
        paths.append(file.path);
        if (!isSideManifest(file.name())) {
            const QString folder = file.folder();
            best.insert(folder, std::min(best.value(folder, 3), rankInFolder(file.path)));
        }
    }
    const bool rooted = rootDeclares(tree);
    // The one to follow comes first, then the shorter name.
    std::stable_sort(paths.begin(), paths.end(), [](const QString& a, const QString& b) {
        const auto key = [](const QString& path) {
            return std::tuple(path.count(QLatin1Char('/')), rankInFolder(path), path.size());
        };
        return key(a) < key(b);
    });
    for (const QString& path : std::as_const(paths)) {
        const std::optional<YamlFile> file = YamlFile::read(tree, path, draft);
        if (!file || !file->root().value(u"dependencies").isSequence())
            continue;
        const int rank = rankInFolder(path), first = best.value(folderOf(path), 3);
        const QString folder = folderOf(path);
        // environment.yml in a folder that only holds environments speaks for the whole repository.
        static const QRegularExpression shelf(
            QStringLiteral("^(?:envs?|environments?|conda|requirements|docker|install|setup)$"));
        const bool part = rooted && !folder.isEmpty() && !shelf.match(folder).hasMatch();
        const bool variant = rank > first && (first == 0 || rank == 3);
        EnvironmentReader(tree, *file, isSideManifest(path) || part || variant, draft).read();
    }
}

} // namespace reberth::analysis
