#include "core/analysis/pythonfacts.h"

#include "core/analysis/pythonparameters.h"
#include "core/analysis/pythontree.h"

#include <array>
#include <vector>

namespace reberth::analysis {

namespace {

enum class NodeKind : quint8 {
    Other,
    Import,
    ImportFrom,
    FutureImport,
    Try,
    Attribute,
    Call,
    If,
    FString,
    Walrus,
    Match,
    Print,
    Exec,
    Decorated,
    Function,
    TypeAlias,
    ExceptGroup,
    AnnotatedAssignment,
    PositionalOnly,
};

/// Grammar symbol → kind, so that the walk compares numbers.
const std::vector<NodeKind>& kinds() {
    static const std::vector<NodeKind> table = [] {
        const TSLanguage* language = pythonLanguage();
        std::vector<NodeKind> made(ts_language_symbol_count(language) + 1, NodeKind::Other);
        static constexpr std::array<std::pair<const char*, NodeKind>, 18> names{{
            {"import_statement", NodeKind::Import},
            {"import_from_statement", NodeKind::ImportFrom},
            {"future_import_statement", NodeKind::FutureImport},
            {"try_statement", NodeKind::Try},
            {"attribute", NodeKind::Attribute},
            {"call", NodeKind::Call},
            {"if_statement", NodeKind::If},
            {"interpolation", NodeKind::FString},
            {"named_expression", NodeKind::Walrus},
            {"match_statement", NodeKind::Match},
            {"print_statement", NodeKind::Print},
            {"exec_statement", NodeKind::Exec},
            {"decorated_definition", NodeKind::Decorated},
            {"function_definition", NodeKind::Function},
            {"type_alias_statement", NodeKind::TypeAlias},
            {"except_group_clause", NodeKind::ExceptGroup},
            {"assignment", NodeKind::AnnotatedAssignment},
            {"positional_separator", NodeKind::PositionalOnly},
        }};
        for (uint32_t symbol = 0; symbol < ts_language_symbol_count(language); ++symbol) {
            const char* name = ts_language_symbol_name(language, TSSymbol(symbol));
            for (const auto& [wanted, kind] : names) {
                if (qstrcmp(name, wanted) == 0 &&
                    ts_language_symbol_type(language, TSSymbol(symbol)) == TSSymbolTypeRegular)
                    made[symbol] = kind;
            }
        }
        return made;
    }();
    return table;
}

QByteArrayView lastPart(QByteArrayView dotted) {
    const qsizetype dot = dotted.lastIndexOf('.');
    return dot < 0 ? dotted : dotted.sliced(dot + 1);
}

bool isSourceName(const QString& text) {
    static const QStringList endings{QStringLiteral(".cu"), QStringLiteral(".cpp"), QStringLiteral(".cc"),
                                     QStringLiteral(".c"),  QStringLiteral(".pyx"), QStringLiteral(".cxx")};
    if (text.size() > 200 || text.contains(QLatin1Char('\n')))
        return false;
    return std::any_of(endings.begin(), endings.end(),
                       [&text](const QString& ending) { return text.endsWith(ending); });
}

struct AttributeUse {
    QByteArrayView text;
    int line;
};

class Walker {
public:
    Walker(PythonFacts& facts, const PythonTree& tree, const QSet<QString>& watched)
        : m_facts(facts)
        , m_tree(tree)
        , m_watched(watched) {}

    void run() {
        const std::vector<NodeKind>& table = kinds();
        TSTreeCursor cursor = ts_tree_cursor_new(m_tree.root());
        bool descend = true;
        int depth = 0;
        while (true) {
            if (descend) {
                const TSNode node = ts_tree_cursor_current_node(&cursor);
                const TSSymbol symbol = ts_node_symbol(node);
                const NodeKind kind = symbol < table.size() ? table[symbol] : NodeKind::Other;
                bool inner = true;
                if (kind != NodeKind::Other)
                    inner = visit(node, kind, depth);
                if (inner && ts_tree_cursor_goto_first_child(&cursor)) {
                    ++depth;
                    continue;
                }
            }
            if (ts_tree_cursor_goto_next_sibling(&cursor)) {
                descend = true;
                leave(depth);
                continue;
            }
            if (!ts_tree_cursor_goto_parent(&cursor))
                break;
            --depth;
            leave(depth + 1);
            descend = false;
        }
        ts_tree_cursor_delete(&cursor);
        resolveSymbols();
        readCalls();
    }

private:
    void leave(int depth) {
        while (!m_guards.empty() && depth <= m_guards.back())
            m_guards.pop_back();
    }

    QString lineText(TSNode node) const {
        const QByteArray& source = m_tree.source();
        qsizetype start = ts_node_start_byte(node);
        while (start > 0 && source.at(start - 1) != '\n' && qsizetype(ts_node_start_byte(node)) - start < 300)
            --start;
        qsizetype end = source.indexOf('\n', start);
        if (end < 0)
            end = source.size();
        return QString::fromUtf8(source.mid(start, std::min<qsizetype>(end - start, 400))).trimmed().left(200);
    }

    void syntax(const char* range, const char* what, TSNode node) {
        for (const SyntaxUse& known : std::as_const(m_facts.syntax)) {
            if (known.what == QLatin1String(what))
                return;
        }
        m_facts.syntax.append(
            {QString::fromLatin1(range), QString::fromLatin1(what), PythonTree::line(node), lineText(node)});
    }

    /// False when the children need no visit.
    bool visit(TSNode node, NodeKind kind, int depth) {
        switch (kind) {
        case NodeKind::Import:
            readImport(node);
            return false;
        case NodeKind::ImportFrom:
            readImportFrom(node);
            return false;
        case NodeKind::FutureImport:
            return false;
        case NodeKind::Try:
            m_guards.push_back(depth);
            return true;
        case NodeKind::Attribute:
            return readAttribute(node);
        case NodeKind::Call:
            m_calls.push_back(node);
            return true;
        case NodeKind::If:
            readIf(node);
            return true;
        case NodeKind::FString:
            syntax(">=3.6", "f-string", node);
            return true;
        case NodeKind::Walrus:
            syntax(">=3.8", "assignment expression (:=)", node);
            return true;
        case NodeKind::Match:
            if (!ts_node_has_error(node))
                syntax(">=3.10", "match statement", node);
            return true;
        case NodeKind::Print:
            // `print >>f, x` and `print "x"`; the grammar reads print(x) as a call.
            if (!ts_node_has_error(node))
                syntax("<3", "print statement", node);
            return true;
        case NodeKind::Exec:
            if (!ts_node_has_error(node))
                syntax("<3", "exec statement", node);
            return true;
        case NodeKind::TypeAlias:
            if (!ts_node_has_error(node))
                syntax(">=3.12", "type statement", node);
            return true;
        case NodeKind::ExceptGroup:
            syntax(">=3.11", "except*", node);
            return true;
        case NodeKind::AnnotatedAssignment:
            if (!ts_node_is_null(PythonTree::field(node, "type")))
                syntax(">=3.6", "variable annotation", node);
            return true;
        case NodeKind::PositionalOnly:
            syntax(">=3.8", "positional-only parameters", node);
            return true;
        case NodeKind::Function:
            m_functions.insert(m_tree.text(PythonTree::field(node, "name")), node);
            return true;
        default:
            return true;
        }
    }

    void readImport(TSNode node) {
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 50); ++i) {
            const TSNode item = ts_node_named_child(node, i);
            QString module, alias;
            if (PythonTree::is(item, "aliased_import")) {
                module = m_tree.text(PythonTree::field(item, "name"));
                alias = m_tree.text(PythonTree::field(item, "alias"));
            } else if (PythonTree::is(item, "dotted_name")) {
                module = m_tree.text(item);
                alias.clear();
            } else {
                continue;
            }
            module.remove(QLatin1Char(' '));
            if (!alias.isEmpty())
                m_aliases.insert(alias.toUtf8(), module);
            else
                m_aliases.insert(module.section(QLatin1Char('.'), 0, 0).toUtf8(),
                                 module.section(QLatin1Char('.'), 0, 0));
            m_facts.imports.append({module, {}, PythonTree::line(node), !m_guards.empty()});
            watch(module, node, true);
        }
    }

    void readImportFrom(TSNode node) {
        const TSNode module = PythonTree::field(node, "module_name");
        if (ts_node_is_null(module) || !PythonTree::is(module, "dotted_name"))
            return;
        ImportUse use{m_tree.text(module).remove(QLatin1Char(' ')), {}, PythonTree::line(node), !m_guards.empty()};
        watch(use.module, node, true);
        for (uint32_t i = 1; i < std::min<uint32_t>(ts_node_named_child_count(node), 200); ++i) {
            const TSNode item = ts_node_named_child(node, i);
            QString name, alias;
            if (PythonTree::is(item, "aliased_import")) {
                name = m_tree.text(PythonTree::field(item, "name"));
                alias = m_tree.text(PythonTree::field(item, "alias"));
            } else if (PythonTree::is(item, "dotted_name")) {
                name = alias = m_tree.text(item);
            } else {
                continue;
            }
            use.names.append(name);
            m_aliases.insert(alias.toUtf8(), use.module + QLatin1Char('.') + name);
            watch(use.module + QLatin1Char('.') + name, node, true);
        }
        m_facts.imports.append(use);
    }

    bool readAttribute(TSNode node) {
        // Only whole chains of names: a.b.c; the walk doesn't go into them again.
        TSNode object = PythonTree::field(node, "object");
        int steps = 0;
        while (!ts_node_is_null(object) && PythonTree::is(object, "attribute") && ++steps < 30)
            object = PythonTree::field(object, "object");
        if (ts_node_is_null(object) || !PythonTree::is(object, "identifier"))
            return true;
        m_attributes.push_back({m_tree.view(node), PythonTree::line(node)});
        m_attributeNodes.push_back(node);
        return false;
    }

    void readIf(TSNode node) {
        if (m_facts.mainLine > 0)
            return;
        const QByteArrayView condition = m_tree.view(PythonTree::field(node, "condition"));
        if (condition.startsWith("__name__") && condition.indexOf("__main__") > 0)
            m_facts.mainLine = PythonTree::line(node);
    }

    void watch(const QString& dotted, TSNode node, bool imported) {
        QString name = dotted;
        while (!name.isEmpty()) {
            if (m_watched.contains(name) && !m_found.contains(name)) {
                m_found.insert(name);
                m_facts.symbols.append({name, PythonTree::line(node), lineText(node), imported});
            }
            const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
            name.truncate(std::max<qsizetype>(dot, 0));
        }
    }

    void resolveSymbols() {
        QSet<QByteArrayView> seen;
        for (size_t i = 0; i < m_attributes.size(); ++i) {
            const QByteArrayView text = m_attributes[i].text;
            if (text.size() > 300 || seen.contains(text))
                continue;
            seen.insert(text);
            if (text == "torch.device" || text.endsWith(".cuda") || text.startsWith("torch.cuda"))
                m_facts.usesGpu = true;
            const qsizetype dot = text.indexOf('.');
            const auto alias = m_aliases.constFind(QByteArray::fromRawData(text.data(), dot));
            if (alias == m_aliases.constEnd())
                continue;
            watch(*alias + QString::fromUtf8(text.sliced(dot)).remove(QLatin1Char(' ')), m_attributeNodes[i], false);
        }
    }

    void readCalls() {
        std::unique_ptr<LiteralEvaluator> literals;
        const auto evaluator = [&]() -> const LiteralEvaluator& {
            if (!literals) {
                literals = std::make_unique<LiteralEvaluator>(m_tree);
                literals->readAssignments();
            }
            return *literals;
        };
        for (TSNode call : m_calls) {
            const TSNode function = PythonTree::field(call, "function");
            const QByteArrayView full = m_tree.view(function);
            if (full.size() > 200)
                continue;
            const QByteArrayView name = lastPart(full);
            if (name == "add_argument") {
                if (m_facts.parameters.size() < 500) {
                    if (auto parameter = readArgparseCall(m_tree, call, evaluator()))
                        m_facts.parameters.append(*parameter);
                }
                m_facts.parser = QStringLiteral("argparse");
            } else if (full.startsWith("click.") && (name == "option" || name == "argument")) {
                if (auto parameter = readClickCall(m_tree, call, name == "argument", evaluator()))
                    m_facts.parameters.append(*parameter);
                m_facts.parser = QStringLiteral("click");
            } else if (name.startsWith("DEFINE_")) {
                if (auto parameter = readAbslCall(m_tree, call, QString::fromUtf8(name.sliced(7)), evaluator()))
                    m_facts.parameters.append(*parameter);
                m_facts.parser = QStringLiteral("absl");
            } else if (full == "fire.Fire" || full == "Fire") {
                readFire(call, evaluator());
            } else if (full == "hydra.main") {
                m_facts.parser = QStringLiteral("hydra");
            } else if (full == "tyro.cli") {
                m_facts.parser = QStringLiteral("tyro");
            } else if (name == "setup" && (full == "setup" || full == "setuptools.setup" || full == "core.setup" ||
                                           full == "distutils.core.setup")) {
                m_facts.callsSetup = true;
            } else if (name == "backward" || name == "apply_gradients" || name == "fit" || name == "minimize" ||
                       name == "train_on_batch" || name == "fit_generator" || name == "manual_backward") {
                m_facts.trains = true;
            } else {
                readBuildCall(call, full, name);
            }
        }
    }

    void readFire(TSNode call, const LiteralEvaluator& literals) {
        m_facts.parser = QStringLiteral("fire");
        const TSNode arguments = PythonTree::field(call, "arguments");
        if (ts_node_is_null(arguments) || ts_node_named_child_count(arguments) == 0)
            return;
        const auto function = m_functions.constFind(m_tree.text(ts_node_named_child(arguments, 0)));
        if (function != m_functions.constEnd())
            m_facts.parameters += readSignature(m_tree, *function, literals);
    }

    void readBuildCall(TSNode call, QByteArrayView full, QByteArrayView name) {
        static const QSet<QByteArrayView> builders{"CUDAExtension",     "CppExtension",  "Extension",
                                                   "create_extension",  "cythonize",     "CMakeExtension",
                                                   "Pybind11Extension", "make_cuda_ext", "load_inline"};
        bool builds = builders.contains(name);
        if (name == "load")
            builds = resolved(full).startsWith(QLatin1String("torch.utils.cpp_extension"));
        if (!builds)
            return;
        BuildCall made{QString::fromUtf8(name), moduleName(call), {}, PythonTree::line(call), lineText(call)};
        collectSources(PythonTree::field(call, "arguments"), made.sources, 0);
        m_facts.buildCalls.append(made);
    }

    /// The first argument, or name=, of CUDAExtension('correlation_cuda', …).
    QString moduleName(TSNode call) const {
        const TSNode arguments = PythonTree::field(call, "arguments");
        for (uint32_t i = 0;
             !ts_node_is_null(arguments) && i < std::min<uint32_t>(ts_node_named_child_count(arguments), 20); ++i) {
            TSNode argument = ts_node_named_child(arguments, i);
            if (PythonTree::is(argument, "keyword_argument")) {
                if (m_tree.view(PythonTree::field(argument, "name")) != "name")
                    continue;
                argument = PythonTree::field(argument, "value");
            } else if (i > 0) {
                continue;
            }
            if (PythonTree::is(argument, "string"))
                return LiteralEvaluator(m_tree).evaluate(argument).toString();
        }
        return {};
    }

    QString resolved(QByteArrayView full) const {
        const qsizetype dot = full.indexOf('.');
        const QByteArrayView head = dot < 0 ? full : full.first(dot);
        const QString target = m_aliases.value(QByteArray::fromRawData(head.data(), head.size()));
        return dot < 0 ? target : target + QString::fromUtf8(full.sliced(dot));
    }

    void collectSources(TSNode node, QStringList& sources, int depth) const {
        if (ts_node_is_null(node) || depth > 12 || sources.size() > 200)
            return;
        if (PythonTree::is(node, "string")) {
            QString text = m_tree.text(node);
            while (!text.isEmpty() && text.front().isLetter() && text.size() > 1 &&
                   (text.at(1) == QLatin1Char('\'') || text.at(1) == QLatin1Char('"')))
                text.remove(0, 1);
            text.remove(QLatin1Char('"')).remove(QLatin1Char('\''));
            if (isSourceName(text))
                sources.append(text);
            return;
        }
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 200); ++i)
            collectSources(ts_node_named_child(node, i), sources, depth + 1);
    }

    PythonFacts& m_facts;
    const PythonTree& m_tree;
    const QSet<QString>& m_watched;
    QHash<QByteArray, QString> m_aliases;
    QSet<QString> m_found;
    std::vector<int> m_guards;
    std::vector<AttributeUse> m_attributes;
    std::vector<TSNode> m_attributeNodes;
    std::vector<TSNode> m_calls;
    QHash<QString, TSNode> m_functions;
};

} // namespace

PythonFacts readPython(const QString& path, const QByteArray& source, const QSet<QString>& watched) {
    PythonFacts facts;
    facts.path = path;
    const PythonTree tree(source);
    if (!tree.isNull())
        Walker(facts, tree, watched).run();
    return facts;
}

} // namespace reberth::analysis
