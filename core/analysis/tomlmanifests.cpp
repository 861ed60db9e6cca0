#include "core/analysis/detectors.h"
#include "core/analysis/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <toml++/toml.h>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString stringOf(const toml::node& node) {
    if (const auto* text = node.as_string())
        return toQString(text->get());
    return {};
}

/// toml++ parses values by recursion; a bomb of brackets is no manifest.
bool isTooNested(const QByteArray& bytes) {
    int depth = 0, deepest = 0;
    for (char c : bytes) {
        if (c == '[' || c == '{')
            deepest = std::max(deepest, ++depth);
        else if (c == ']' || c == '}' || c == '\n')
            depth = c == '\n' ? depth : depth - 1;
    }
    return deepest > 200;
}

std::optional<toml::table> parse(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<QByteArray> bytes = tree.bytes(path);
    if (!bytes)
        return std::nullopt;
    if (isTooNested(*bytes)) {
        draft.addNote(tr("%1 is nested too deeply to be read.").arg(path), {{path, 0, {}}});
        return std::nullopt;
    }
    const QByteArray utf8 = SourceTree::decode(*bytes).toUtf8();
    try {
        return toml::parse(std::string_view(utf8.constData(), size_t(utf8.size())));
    } catch (const toml::parse_error& error) {
        const int line = int(error.source().begin.line);
        draft.addNote(tr("%1 is not valid TOML (line %2): %3").arg(path).arg(line).arg(toQString(error.description())),
                      {{path, line, {}}});
    }
    return std::nullopt;
}

class TomlReader {
public:
    TomlReader(QString path, QString source, Draft& draft)
        : m_path(std::move(path))
        , m_source(std::move(source))
        , m_draft(draft) {}

    Evidence at(const toml::node& node, const QString& text) const {
        return evidenceAt(m_path, int(node.source().begin.line), text);
    }

    void requirements(const toml::array* list, bool optional) {
        if (!list)
            return;
        for (const toml::node& node : *list) {
            const QString text = stringOf(node);
            std::optional<Requirement> requirement = parseRequirement(text);
            if (!requirement || requirement->self || requirement->dependency.name.isEmpty())
                continue;
            requirement->dependency.optional = optional;
            requirement->dependency.evidence = {at(node, text)};
            m_draft.addPackage(requirement->dependency, m_source, factor());
            m_draft.addManifest(m_path);
        }
    }

    /// Poetry's and Pipfile's tables: name = "^1.2" | { version = …, git = …, extras = […] } | [ {…}, … ].
    void packages(const toml::table* table, bool optional) {
        if (!table)
            return;
        for (const auto& [key, node] : *table) {
            const QString name = toQString(key.str());
            if (name == QLatin1String("python")) {
                m_draft.claimPython(poetryRange(stringOf(node)), m_source, at(node, stringOf(node)), factor());
                continue;
            }
            Dependency dependency;
            dependency.name = name;
            dependency.optional = optional;
            QString shown = stringOf(node);
            if (node.is_string()) {
                dependency.specifier = poetryRange(shown);
            } else if (const toml::table* details = node.as_table()) {
                describe(*details, dependency);
                shown = dependency.specifier.isEmpty() ? dependency.url : dependency.specifier;
            } else if (const toml::array* alternatives = node.as_array(); alternatives && !alternatives->empty()) {
                // Several markers, several ranges: the last is for the newest Python. Any of them may be meant.
                if (const toml::table* last = alternatives->get(alternatives->size() - 1)->as_table())
                    describe(*last, dependency);
                dependency.specifier.clear();
            }
            dependency.evidence = {at(node, name + QLatin1String(" = ") + shown)};
            m_draft.addPackage(dependency, m_source, factor());
            m_draft.addManifest(m_path);
        }
    }

private:
    void describe(const toml::table& details, Dependency& dependency) const {
        if (const auto* version = details.get("version"))
            dependency.specifier = poetryRange(stringOf(*version));
        for (const char* key : {"git", "url", "path", "file"}) {
            if (const auto* url = details.get(key))
                dependency.url = stringOf(*url);
        }
        if (const auto* revision = details.get("rev"); revision && !dependency.url.isEmpty())
            dependency.url += QLatin1Char('@') + stringOf(*revision);
        if (const auto* markers = details.get("markers"))
            dependency.marker = stringOf(*markers);
        if (const auto* flag = details.get("optional"); flag && flag->is_boolean())
            dependency.optional = dependency.optional || flag->as_boolean()->get();
        if (const auto* extras = details.get("extras"); extras && extras->is_array()) {
            for (const toml::node& extra : *extras->as_array())
                dependency.extras.append(stringOf(extra));
        }
    }

    double factor() const { return m_path.contains(QLatin1Char('/')) ? 0.85 : 1.0; }

    QString m_path;
    QString m_source;
    Draft& m_draft;
};

void readPyproject(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<toml::table> root = parse(tree, path, draft);
    if (!root)
        return;
    const bool nested = path.contains(QLatin1Char('/'));
    TomlReader reader(path, QStringLiteral("pyproject"), draft);
    if (const toml::table* project = (*root)["project"].as_table()) {
        if (const auto* name = project->get("name"); name && !nested)
            draft.ownName = stringOf(*name);
        if (const auto* python = project->get("requires-python"))
            draft.claimPython(stringOf(*python), QStringLiteral("pyproject"), reader.at(*python, stringOf(*python)),
                              nested ? 0.8 : 1);
        reader.requirements((*project)["dependencies"].as_array(), nested);
        if (const toml::table* extras = (*project)["optional-dependencies"].as_table()) {
            for (const auto& [key, list] : *extras)
                reader.requirements(list.as_array(), true);
        }
        if (const toml::table* scripts = (*project)["scripts"].as_table()) {
            for (const auto& [key, target] : *scripts)
                draft.consoleScripts.insert(toQString(key.str()), stringOf(target));
        }
    }
    if (const toml::table* poetry = (*root)["tool"]["poetry"].as_table()) {
        if (const auto* name = poetry->get("name"); name && !nested)
            draft.ownName = stringOf(*name);
        reader.packages((*poetry)["dependencies"].as_table(), nested);
        if (const toml::table* groups = (*poetry)["group"].as_table()) {
            for (const auto& [key, group] : *groups) {
                if (const toml::table* table = group.as_table())
                    reader.packages((*table)["dependencies"].as_table(), true);
            }
        }
        if (const toml::table* scripts = (*poetry)["scripts"].as_table()) {
            for (const auto& [key, target] : *scripts)
                draft.consoleScripts.insert(toQString(key.str()), stringOf(target));
        }
    }
}

} // namespace

void detectPyproject(const SourceTree& tree, Draft& draft) {
    for (const QString& path : tree.named(QStringLiteral("pyproject.toml"))) {
        if (path.count(QLatin1Char('/')) <= 2)
            readPyproject(tree, path, draft);
    }
}

void detectPipfile(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral("Pipfile");
    if (!tree.contains(path))
        return;
    const std::optional<toml::table> root = parse(tree, path, draft);
    if (!root)
        return;
    TomlReader reader(path, QStringLiteral("pipfile"), draft);
    reader.packages((*root)["packages"].as_table(), false);
    reader.packages((*root)["dev-packages"].as_table(), true);
    for (const char* key : {"python_full_version", "python_version"}) {
        const auto version = (*root)["requires"][key];
        if (version.is_string()) {
            const QString text = stringOf(*version.node());
            draft.claimPython(QLatin1String("==") + text, QStringLiteral("pipfile"), reader.at(*version.node(), text));
            break;
        }
    }
}

void detectPythonVersionFiles(const SourceTree& tree, Draft& draft) {
    for (const char* name : {".python-version", "runtime.txt"}) {
        const QString path = QString::fromLatin1(name);
        const std::optional<QString> text = tree.contains(path) ? tree.text(path) : std::nullopt;
        static const QRegularExpression version(QStringLiteral("^(?:python-|cpython-)?(\\d\\.\\d+(?:\\.\\d+)?)\\s*$"));
        if (!text)
            continue;
        const QString first = text->section(QLatin1Char('\n'), 0, 0);
        if (const auto match = version.match(first); match.hasMatch())
            draft.claimPython(QLatin1String("==") + match.captured(1), QStringLiteral("python-version"),
                              evidenceAt(path, 1, first));
    }
}

} // namespace reberth::analysis
