#include "core/analysis/detectors.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/packagenames.h"
#include "core/analysis/pixi.h"
#include "core/analysis/tomldependencies.h"

namespace reberth::analysis {

namespace {

const QString pyprojectSource = QStringLiteral("pyproject");
const QString extraIndex = QStringLiteral("extra-index");

/// Reads a pyproject.toml by the standard's tables (PEP 621, PEP 735) and those of the tools that have their own.
class PyprojectReader {
public:
    PyprojectReader(const SourceTree& tree, const QString& path, const TomlValue& root, const ManifestContext& context,
                    Draft& draft)
        : m_tree(tree)
        , m_path(path)
        , m_folder(folderOf(path))
        , m_root(root)
        , m_tool(root["tool"])
        , m_context(context)
        , m_reader(path, context, draft)
        , m_draft(draft) {}

    void read() {
        m_reader.setSources(m_tool["uv"]["sources"]);
        readIndexes();
        readProject(m_root["project"]);
        readGroups(m_root["dependency-groups"]);
        readSetuptools(m_tool["setuptools"]["dynamic"]);
        readPoetry(m_tool["poetry"]);
        readPdm(m_tool["pdm"]);
        readHatch(m_tool["hatch"]);
        readFlit(m_tool["flit"]["metadata"]);
        m_reader.requirements(m_tool["uv"]["dev-dependencies"], QStringLiteral("dev"));
        m_reader.requirements(m_tool["rye"]["dev-dependencies"], QStringLiteral("dev"));
        if (m_tool["pixi"].isTable())
            readPixi(m_tool["pixi"], m_reader, m_draft);
        // What is needed to build it is needed, but for the tools of every build.
        m_reader.requirements(m_root["build-system"]["requires"], QStringLiteral("build"));
    }

private:
    bool isRoot() const { return m_folder.isEmpty(); }

    void claimPython(const TomlValue& value, const QString& range) {
        if (value.isString())
            m_draft.claimPython(range, pyprojectSource, m_reader.at(value, value.text), isRoot() ? 1 : 0.8);
    }

    void setName(const TomlValue& name) {
        if (name.isString() && isRoot())
            m_draft.ownName = name.text;
    }

    void scripts(const TomlValue& table) {
        for (const auto& [name, target] : table.entries) {
            const QString call = target.isTable() ? target["reference"].text + target["callable"].text : target.text;
            if (isRoot() && !call.isEmpty())
                m_draft.consoleScripts.insert(name, call);
        }
    }

    /// Files that hold the list instead ("dynamic").
    void files(const TomlValue& names, bool optional) {
        for (const QString& name : names.strings()) {
            const std::optional<QString> path = joinInside(m_folder, name);
            if (path && m_tree.contains(*path))
                readRequirementsFile(m_tree, *path, QStringLiteral("requirements"), optional || m_context.optional,
                                     m_draft);
        }
    }

    void readProject(const TomlValue& project) {
        setName(project["name"]);
        claimPython(project["requires-python"], project["requires-python"].text);
        m_reader.requirements(project["dependencies"]);
        for (const auto& [extra, list] : project["optional-dependencies"].entries)
            m_reader.requirements(list, extra);
        scripts(project["scripts"]);
    }

    /// PEP 735; { include-group = "test" } names one that is read anyway.
    void readGroups(const TomlValue& groups) {
        for (const auto& [group, list] : groups.entries)
            m_reader.requirements(list, group);
    }

    void readSetuptools(const TomlValue& dynamic) {
        files(dynamic["dependencies"]["file"], false);
        for (const auto& [extra, value] : dynamic["optional-dependencies"].entries)
            files(value["file"], true);
    }

    void readPoetry(const TomlValue& poetry) {
        if (!poetry.isTable())
            return;
        setName(poetry["name"]);
        QHash<QString, QString> extras;
        for (const auto& [extra, names] : poetry["extras"].entries) {
            for (const QString& name : names.strings())
                extras.insert(normalizedName(name.section(QLatin1Char('['), 0, 0)), extra);
        }
        m_reader.packages(poetry["dependencies"], {}, extras);
        m_reader.packages(poetry["dev-dependencies"], QStringLiteral("dev"));
        for (const auto& [group, value] : poetry["group"].entries)
            m_reader.packages(value["dependencies"], group);
        scripts(poetry["scripts"]);
    }

    void readPdm(const TomlValue& pdm) {
        for (const auto& [group, list] : pdm["dev-dependencies"].entries)
            m_reader.requirements(list, group);
        if (pdm["dependencies"].isTable())
            m_reader.packages(pdm["dependencies"]);
    }

    void readHatch(const TomlValue& hatch) {
        const TomlValue& hook = hatch["metadata"]["hooks"]["requirements_txt"];
        files(hook["files"], false);
        for (const auto& [extra, value] : hook["optional-dependencies"].entries)
            files(value, true);
        for (const auto& [name, environment] : hatch["envs"].entries) {
            m_reader.requirements(environment["dependencies"], name);
            m_reader.requirements(environment["extra-dependencies"], name);
            if (name == QLatin1String("default") && environment["python"].isString())
                m_draft.claimPython(QLatin1String("==") + environment["python"].text, pyprojectSource,
                                    m_reader.at(environment["python"], environment["python"].text), 0.8);
        }
    }

    /// Flit's tables of before PEP 621.
    void readFlit(const TomlValue& metadata) {
        setName(metadata["dist-name"].isString() ? metadata["dist-name"] : metadata["module"]);
        claimPython(metadata["requires-python"], metadata["requires-python"].text);
        m_reader.requirements(metadata["requires"]);
        for (const auto& [extra, list] : metadata["requires-extra"].entries)
            m_reader.requirements(list, extra);
    }

    void readIndexes() {
        for (const TomlValue& source : m_tool["poetry"]["source"].items)
            m_reader.index(extraIndex, source["url"]);
        for (const TomlValue& source : m_tool["pdm"]["source"].items)
            m_reader.index(source["type"].text == QLatin1String("find_links") ? QStringLiteral("find-links")
                                                                              : extraIndex,
                           source["url"]);
        const TomlValue& uv = m_tool["uv"];
        for (const TomlValue& source : uv["index"].items)
            m_reader.index(source["default"].isTrue() ? QStringLiteral("index") : extraIndex, source["url"]);
        m_reader.index(QStringLiteral("index"), uv["index-url"]);
        for (const TomlValue& url : uv["extra-index-url"].items)
            m_reader.index(extraIndex, url);
        for (const TomlValue& url : uv["find-links"].items)
            m_reader.index(QStringLiteral("find-links"), url);
    }

    const SourceTree& m_tree;
    QString m_path;
    QString m_folder;
    const TomlValue& m_root;
    const TomlValue& m_tool;
    ManifestContext m_context;
    TomlDependencies m_reader;
    Draft& m_draft;
};

} // namespace

void detectPyproject(const SourceTree& tree, Draft& draft) {
    const bool rooted = rootDeclares(tree);
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.depth() <= 2 && candidate.name() == QLatin1String("pyproject.toml");
         })) {
        const std::optional<TomlValue> root = readToml(tree, file.path, draft);
        if (!root)
            continue;
        ManifestContext context;
        context.source = pyprojectSource;
        context.factor = file.depth() > 0 ? 0.85 : 1.0;
        context.optional = file.depth() > 0 && (rooted || isSideManifest(file.folder()));
        context.group = context.optional ? file.folder() : QString();
        PyprojectReader(tree, file.path, *root, context, draft).read();
    }
}

} // namespace reberth::analysis
