#include "core/analysis/detectors.h"
#include "core/analysis/literals.h"
#include "core/analysis/requirement.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

const QString source = QStringLiteral("setup");

class SetupReader {
public:
    SetupReader(const SourceTree& tree, QString path, Draft& draft)
        : m_files(tree)
        , m_path(std::move(path))
        , m_draft(draft)
        , m_folder(m_path.contains(QLatin1Char('/')) ? m_path.left(m_path.lastIndexOf(QLatin1Char('/'))) : QString())
        , m_tree(tree.bytes(m_path).value_or(QByteArray()))
        , m_literals(m_tree, [this](const QString& name) { return openBeside(name); }) {}

    void read() {
        if (m_tree.isNull())
            return;
        m_literals.readAssignments();
        const TSNode call = findSetup(m_tree.root(), 0);
        if (ts_node_is_null(call))
            return;
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
        m_opened = *path;
        return m_files.text(*path);
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
    Evidence place(const QString& text, TSNode fallback) const {
        const qsizetype at = m_tree.source().indexOf(text.toUtf8());
        if (at >= 0)
            return evidenceAt(m_path, int(m_tree.source().left(at).count('\n')) + 1, text);
        return evidenceAt(m_path, PythonTree::line(fallback), text);
    }

    void requirements(const QVariant& value, TSNode node, bool optional) {
        const QStringList lines = LiteralEvaluator::strings(value);
        if (!m_opened.isEmpty() && !lines.isEmpty()) {
            // The list is a requirements file that is read on its own.
            if (!m_draft.manifests.contains(m_opened))
                readRequirementsFile(m_files, m_opened, QStringLiteral("requirements"), optional, m_draft);
            m_opened.clear();
            return;
        }
        for (const QString& line : lines) {
            std::optional<Requirement> requirement = parseRequirement(line);
            if (!requirement || requirement->self || requirement->dependency.name.isEmpty())
                continue;
            requirement->dependency.optional = optional;
            requirement->dependency.evidence = {place(line, node)};
            m_draft.addPackage(requirement->dependency, source, m_folder.isEmpty() ? 1.0 : 0.9);
            m_draft.addManifest(m_path);
        }
    }

    void keyword(const QString& name, TSNode node, const QVariant& value) {
        const bool root = m_folder.isEmpty();
        if (name == QLatin1String("name") && root) {
            m_draft.ownName = value.toString();
        } else if (name == QLatin1String("python_requires") && root) {
            m_draft.claimPython(value.toString(), source, place(value.toString(), node));
        } else if (name == QLatin1String("install_requires")) {
            m_opened.clear();
            requirements(value.isValid() ? value : m_literals.evaluate(node), node, !root);
        } else if (name == QLatin1String("extras_require")) {
            const QVariantMap extras = value.toMap();
            for (auto it = extras.begin(); it != extras.end(); ++it)
                requirements(it.value(), node, true);
        } else if (name == QLatin1String("entry_points") && root) {
            const QStringList scripts =
                LiteralEvaluator::strings(value.toMap().value(QStringLiteral("console_scripts")));
            for (const QString& script : scripts)
                m_draft.consoleScripts.insert(script.section(QLatin1Char('='), 0, 0).trimmed(),
                                              script.section(QLatin1Char('='), 1).trimmed());
        }
    }

    const SourceTree& m_files;
    QString m_path;
    Draft& m_draft;
    QString m_folder;
    PythonTree m_tree;
    LiteralEvaluator m_literals;
    QString m_opened;
};

} // namespace

void detectSetupScripts(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    for (const PythonFacts& facts : python) {
        if (facts.callsSetup && !facts.vendored && facts.path.count(QLatin1Char('/')) <= 3 &&
            !facts.path.contains(QLatin1String("test")))
            SetupReader(tree, facts.path, draft).read();
    }
}

} // namespace reberth::analysis
