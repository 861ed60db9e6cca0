#include "core/analysis/detectors.h"
#include "core/analysis/literals.h"
#include "core/analysis/pythonfiles.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/packagenames.h"
#include "core/analysis/requirement.h"

#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

const QString source = QStringLiteral("setup");

class SetupReader {
public:
    SetupReader(const SourceTree& tree, const PythonFacts& facts, Draft& draft)
        : m_files(tree)
        , m_facts(facts)
        , m_path(facts.path)
        , m_draft(draft)
        , m_folder(m_path.contains(QLatin1Char('/')) ? m_path.left(m_path.lastIndexOf(QLatin1Char('/'))) : QString())
        , m_tree(pythonSource(tree, m_path).value_or(QByteArray()))
        , m_literals(m_tree, [this](const QString& name) { return openBeside(name); }) {}

    void read() {
        if (m_tree.isNull())
            return;
        m_literals.readAssignments();
        const TSNode call = findSetup(m_tree.root(), 0);
        if (ts_node_is_null(call))
            return;
        // Names of the function that the call stands in: def main(): requires = […]; setup(…)
        for (TSNode around = ts_node_parent(call); !ts_node_is_null(around); around = ts_node_parent(around)) {
            if (PythonTree::is(around, "function_definition")) {
                m_literals.readBlock(PythonTree::field(around, "body"));
                break;
            }
        }
        const TSNode arguments = PythonTree::field(call, "arguments");
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(arguments), 100); ++i) {
            const TSNode argument = ts_node_named_child(arguments, i);
            if (PythonTree::is(argument, "keyword_argument")) {
                keyword(m_tree.text(PythonTree::field(argument, "name")), PythonTree::field(argument, "value"),
                        m_literals.evaluate(PythonTree::field(argument, "value")));
            } else if (PythonTree::is(argument, "dictionary_splat")) {
                const QVariantMap map = m_literals.evaluate(ts_node_named_child(argument, 0)).toMap();
                for (auto it = map.begin(); it != map.end(); ++it)
                    keyword(it.key(), argument, it.value());
            }
        }
    }

private:
    std::optional<QString> openBeside(const QString& name) {
        std::optional<QString> path = joinInside(m_folder, name);
        if (!path || !m_files.contains(*path))
            return std::nullopt;
        const std::optional<QString> text = m_files.text(*path);
        if (text && m_opened.size() < 50)
            m_opened.insert(*path, *text);
        return text;
    }

    TSNode findSetup(TSNode node, int depth) const {
        if (ts_node_is_null(node) || depth > 8)
            return {};
        if (PythonTree::is(node, "call")) {
            const QByteArrayView function = m_tree.view(PythonTree::field(node, "function"));
            if (function == "setup" || function.endsWith(".setup"))
                return node;
        }
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 400);
        for (uint32_t i = 0; i < count; ++i) {
            const TSNode found = findSetup(ts_node_named_child(node, i), depth + 1);
            if (!ts_node_is_null(found))
                return found;
        }
        return {};
    }

    /// The line on which a requirement is written, for lists that stand in the script.
    Evidence place(const QString& name, const QString& text, TSNode fallback) const {
        const QByteArray& script = m_tree.source();
        for (const QByteArray& wanted : {text.toUtf8(), text.section(QLatin1Char(';'), 0, 0).trimmed().toUtf8(),
                                         '\'' + name.toUtf8(), '"' + name.toUtf8()}) {
            const qsizetype at = wanted.isEmpty() ? -1 : script.indexOf(wanted);
            if (at >= 0)
                return evidenceAt(m_path, int(QByteArrayView(script).first(at).count('\n')) + 1, text);
        }
        return evidenceAt(m_path, PythonTree::line(fallback), text);
    }

    /// Does the script import what this requirement names? setuptools is there anyway.
    bool isImported(const QString& requirement) const {
        static const QRegularExpression name(QStringLiteral("^\\s*([\\w.-]+)"));
        const QString wanted = normalizedName(name.match(requirement).captured(1));
        return wanted != QLatin1String("setuptools") &&
               std::any_of(m_facts.imports.begin(), m_facts.imports.end(), [&](const ImportUse& use) {
                   return normalizedName(use.module.section(QLatin1Char('.'), 0, 0)) == wanted;
               });
    }

    /// The file that the script has read this line from, where it does not stand in the script itself.
    QString fileOf(const QString& line) const {
        if (m_tree.source().contains(line.toUtf8()))
            return {};
        for (auto it = m_opened.cbegin(); it != m_opened.cend(); ++it) {
            for (const QString& written : it->split(QLatin1Char('\n'))) {
                if (written.startsWith(line) || written.trimmed() == line)
                    return it.key();
            }
        }
        return {};
    }

    void requirements(const QVariant& value, TSNode node, bool optional, const QString& group = {}) {
        QSet<QString> files;
        for (QString line : LiteralEvaluator::strings(value)) {
            line = line.section(QLatin1Char('#'), 0, 0).trimmed();
            if (line.isEmpty())
                continue;
            const QString file = fileOf(line);
            if (!file.isEmpty()) {
                files.insert(file);
                continue;
            }
            std::optional<Requirement> requirement = parseRequirement(line);
            if (!requirement || requirement->self || requirement->dependency.name.isEmpty())
                continue;
            ManifestContext context;
            context.source = source;
            context.factor = m_folder.isEmpty() ? 1.0 : 0.9;
            context.optional = optional;
            context.group = group;
            addManifestEntry(*requirement, place(requirement->dependency.name, line, node), context, m_draft);
            m_draft.addManifest(m_path);
        }
        // A list that is a requirements file is read as one: with its includes and options.
        for (const QString& file : std::as_const(files)) {
            if (!m_draft.manifests.contains(file))
                readRequirementsFile(m_files, file, QStringLiteral("requirements"), optional, m_draft);
        }
    }

    void consoleScript(const QString& line) {
        const QString name = line.section(QLatin1Char('='), 0, 0).trimmed();
        if (!name.isEmpty() && line.contains(QLatin1Char('=')))
            m_draft.consoleScripts.insert(name, line.section(QLatin1Char('='), 1).trimmed());
    }

    void entryPoints(const QVariant& value) {
        if (value.typeId() == QMetaType::QString) { // as in an ini file
            bool inside = false;
            for (const QString& line : value.toString().split(QLatin1Char('\n'))) {
                if (line.trimmed().startsWith(QLatin1Char('[')))
                    inside = line.contains(QLatin1String("console_scripts"));
                else if (inside)
                    consoleScript(line);
            }
            return;
        }
        for (const QString& text : LiteralEvaluator::strings(value.toMap().value(QStringLiteral("console_scripts")))) {
            for (const QString& line : text.split(QLatin1Char('\n')))
                consoleScript(line);
        }
    }

    void keyword(const QString& name, TSNode node, const QVariant& value) {
        const bool root = m_folder.isEmpty();
        if (name == QLatin1String("name") && root) {
            m_draft.ownName = value.toString();
        } else if (name == QLatin1String("python_requires") && root) {
            m_draft.claimPython(value.toString(), source, place(value.toString(), value.toString(), node));
        } else if (name == QLatin1String("install_requires") || name == QLatin1String("requires")) {
            requirements(value, node, !root);
        } else if (name == QLatin1String("setup_requires")) {
            // What the script itself imports is needed to build; the rest setuptools fetches or nobody misses.
            for (const QString& line : LiteralEvaluator::strings(value)) {
                const bool needed = root && isImported(line);
                requirements(line, node, !needed, needed ? QString() : QStringLiteral("build"));
            }
        } else if (name == QLatin1String("tests_require")) {
            requirements(value, node, true, QStringLiteral("test"));
        } else if (name == QLatin1String("extras_require")) {
            const QVariantMap extras = value.toMap();
            for (auto it = extras.begin(); it != extras.end(); ++it)
                requirements(it.value(), node, true, it.key());
        } else if (name == QLatin1String("entry_points") && root) {
            entryPoints(value);
        }
    }

    const SourceTree& m_files;
    const PythonFacts& m_facts;
    QString m_path;
    Draft& m_draft;
    QString m_folder;
    PythonTree m_tree;
    LiteralEvaluator m_literals;
    QMap<QString, QString> m_opened; ///< files that the script reads, with their text
};

} // namespace

void detectSetupScripts(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    for (const PythonFacts& facts : python) {
        if (facts.callsSetup && !facts.vendored && facts.path.count(QLatin1Char('/')) <= 3 &&
            !facts.path.contains(QLatin1String("test")))
            SetupReader(tree, facts, draft).read();
    }
}

} // namespace reberth::analysis
