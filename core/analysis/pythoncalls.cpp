#include "core/analysis/pythoncalls.h"

#include "core/analysis/parserreader.h"
#include "core/analysis/pythonresources.h"
#include "core/analysis/pythonscanner.h"
#include "core/analysis/pythontree.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace reberth::analysis {

namespace {

constexpr size_t maxCalls = 2000; ///< of one file

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

class CallReader {
public:
    CallReader(const PythonTree& tree, const PythonScanner& scanner, PythonFacts& facts)
        : m_facts(facts)
        , m_tree(tree)
        , m_scanner(scanner) {}

    void run() {
        findCalls();
        readCalls();
    }

private:
    /// Goes only into nodes that hold one of the wanted names, so that the walk is short.
    void findCalls() {
        const std::vector<quint32>& wanted = m_scanner.treeCalls();
        static const TSSymbol callSymbol = ts_language_symbol_for_name(pythonLanguage(), "call", 4, true);
        TSTreeCursor cursor = ts_tree_cursor_new(m_tree.root());
        const auto holdsWanted = [&wanted](TSNode node) {
            const auto first = std::lower_bound(wanted.begin(), wanted.end(), ts_node_start_byte(node));
            return first != wanted.end() && *first < ts_node_end_byte(node);
        };
        bool descend = true;
        while (m_calls.size() < maxCalls) {
            const TSNode node = ts_tree_cursor_current_node(&cursor);
            if (descend && holdsWanted(node)) {
                if (ts_node_symbol(node) == callSymbol && isWanted(node, wanted))
                    m_calls.push_back(node);
                if (ts_tree_cursor_goto_first_child(&cursor))
                    continue;
            }
            if (ts_tree_cursor_goto_next_sibling(&cursor)) {
                descend = true;
                continue;
            }
            if (!ts_tree_cursor_goto_parent(&cursor))
                break;
            descend = false;
        }
        ts_tree_cursor_delete(&cursor);
    }

    /// The name that is called, not one in an argument, is the wanted one.
    static bool isWanted(TSNode call, const std::vector<quint32>& wanted) {
        TSNode name = PythonTree::field(call, "function");
        if (!ts_node_is_null(name) && PythonTree::is(name, "attribute"))
            name = PythonTree::field(name, "attribute");
        return !ts_node_is_null(name) && std::binary_search(wanted.begin(), wanted.end(), ts_node_start_byte(name));
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
            if (!readFetchCall(m_tree, call, full, QString::fromUtf8(resolved(full)), evaluator, m_facts)) {
                readBuildCall(call, full, name);
            }
        }
    }

    void readBuildCall(TSNode call, QByteArrayView full, QByteArrayView name) {
        static const QSet<QByteArrayView> builders{"CUDAExtension",     "CppExtension",  "Extension",
                                                   "create_extension",  "cythonize",     "CMakeExtension",
                                                   "Pybind11Extension", "make_cuda_ext", "load_inline",
                                                   "get_plugin",        "RawKernel",     "RawModule",
                                                   "compile_with_cache", "SourceModule",  "set_source"};
        bool builds = builders.contains(name);
        if (name == "load")
            builds = resolved(full).startsWith("torch.utils.cpp_extension");
        if (!builds)
            return;
        BuildCall made{QString::fromUtf8(name),
                       moduleName(call),
                       {},
                       PythonTree::line(call),
                       lineOf(m_tree.source(), ts_node_start_byte(call))};
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

    QByteArray resolved(QByteArrayView full) const {
        const qsizetype dot = full.indexOf('.');
        const QByteArray target = m_scanner.target((dot < 0 ? full : full.first(dot)).toByteArray());
        return dot < 0 ? target : target + full.sliced(dot).toByteArray();
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
    const PythonScanner& m_scanner;
    std::vector<TSNode> m_calls;
};

} // namespace

void readPythonCalls(const QByteArray& source, const PythonScanner& scanner, PythonFacts& facts) {
    const PythonTree tree(source);
    facts.cut = tree.isCut();
    if (tree.isNull())
        return;
    if (!scanner.treeCalls().empty())
        CallReader(tree, scanner, facts).run();
    if (mayParseArguments(facts, source))
        readParsers(tree, facts);
}

} // namespace reberth::analysis
