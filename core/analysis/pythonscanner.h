#pragma once

#include "core/analysis/pythonfacts.h"
#include "core/analysis/pythonlexer.h"
#include "core/analysis/pythonsyntax.h"
#include "core/analysis/watchednames.h"

#include <QHash>

#include <vector>

namespace reberth::analysis {

/// Reads a file's facts from its tokens alone: imports and what guards them, watched names through their aliases,
/// syntax that bounds the Python, what the file does. Calls whose arguments matter are left to the syntax tree.
class PythonScanner {
public:
    /// `source` and `tokens` (of that source) must outlive the scanner.
    PythonScanner(QByteArrayView source, const std::vector<Token>& tokens, const WatchedNames& watched,
                  PythonFacts& facts);
    void run();

    /// Where the names of the called functions begin, ascending, of the calls that need the tree.
    const std::vector<quint32>& treeCalls() const { return m_treeCalls; }
    /// The dotted name that a name of the file stands for, "" when it is none.
    QByteArray target(const QByteArray& name) const { return m_aliases.value(name); }

private:
    /// A stretch of code with one answer to "is this always run?".
    struct Region {
        int parent = -1;
        bool tries = false;    ///< the body of a try …
        bool forgives = false; ///< … whose handlers go on when a name is missing
        bool handler = false;  ///< of an except clause
        bool version = false;  ///< asks which release it runs on
        bool conditional = false;
        bool function = false;
    };
    struct Block {
        int indent;
        int region;
        Keyword keyword;
        int tries;         ///< the try that an except, else or finally belongs to; -1
        size_t begin, end; ///< tokens of its header
    };
    struct Chain {
        size_t first, last;
        int region;
    };
    struct Import {
        qsizetype index; ///< in m_facts.imports
        int region;
    };

    void line(size_t begin, size_t end, int indent);
    void statements(size_t begin, size_t end);
    void statement(size_t begin, size_t end);
    Block header(Keyword keyword, size_t begin, size_t end, const Block* previous);
    void condition(size_t begin, size_t end, Region& region);
    void import(size_t begin, size_t end);
    void importFrom(size_t begin, size_t end);
    void importRelative(size_t begin, size_t end);
    void addImport(const QByteArray& module, const QStringList& names, size_t at);
    void alias(const QByteArray& name, const QByteArray& target);
    void assign(size_t begin, size_t end);
    void scan(size_t begin, size_t end);
    void called(size_t chainFirst, size_t name);
    bool fetches(size_t chainFirst, size_t nameAt) const;
    void namedImport(size_t at);
    void watch(const QByteArray& dotted, size_t at, int region, bool imported);
    void resolve();
    void hints();
    bool isForgiven(int region) const;
    bool any(int region, bool Region::*flag) const;
    size_t dotted(size_t at, size_t end, QByteArray& name) const;
    bool is(size_t at, const char* op) const {
        return m_tokens[at].kind == TokenKind::Operator && m_tokens[at].op == opcode(op);
    }
    QByteArrayView text(size_t at) const {
        return m_source.sliced(m_tokens[at].start, m_tokens[at].end - m_tokens[at].start);
    }
    QByteArray chainText(const Chain& chain) const;

    QByteArrayView m_source;
    const std::vector<Token>& m_tokens;
    const WatchedNames& m_watched;
    PythonFacts& m_facts;
    PythonSyntax m_syntax;
    std::vector<Region> m_regions;
    std::vector<Block> m_blocks;
    std::vector<Chain> m_chains;
    std::vector<Import> m_imports;
    std::vector<quint32> m_treeCalls;
    QHash<QByteArray, QByteArray> m_aliases;
    QHash<QByteArray, qsizetype> m_found; ///< watched name → index in m_facts.symbols
    int m_region = 0;
};

} // namespace reberth::analysis
