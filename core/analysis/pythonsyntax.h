#pragma once

#include "core/analysis/pythonfacts.h"
#include "core/analysis/pythonlexer.h"

#include <QByteArrayView>

#include <bitset>

namespace reberth::analysis {

/// Finds syntax (and a few built-in names) that only some Pythons take. Each kind is told once a file, where it stands
/// first. Fed statement by statement by the PythonScanner.
class PythonSyntax {
public:
    PythonSyntax(QByteArrayView source, const std::vector<Token>& tokens)
        : m_source(source)
        , m_tokens(tokens) {}

    /// A statement [begin, end) without the body of a compound one. `evaluated` is false inside functions, whose
    /// variables' annotations are never looked at.
    void statement(size_t begin, size_t end, bool evaluated);
    /// `from __future__ import name`.
    void future(QByteArrayView name, size_t at);
    /// A module that the file imports: six and its like tell that both Pythons are meant.
    void imported(QByteArrayView module);
    /// For the header of a block whose body begins with `case`.
    void match(size_t begin, size_t end);
    /// What was found; to be called once, at the end of the file.
    QList<SyntaxUse> take();

private:
    enum Feature : quint8;
    struct Row;
    static const Row rows[];

    void add(Feature feature, size_t at);
    void expression(size_t begin, size_t end);
    void name(size_t at);
    void number(size_t at);
    void literal(const Token& token, size_t at);
    void define(size_t begin, size_t end);
    void annotation(size_t begin, size_t end);
    void printed(size_t begin, size_t end);
    void variable(size_t begin, size_t end, bool evaluated);
    bool is(size_t at, const char* op) const {
        return m_tokens[at].kind == TokenKind::Operator && m_tokens[at].op == opcode(op);
    }
    QByteArrayView text(size_t at) const {
        return m_source.sliced(m_tokens[at].start, m_tokens[at].end - m_tokens[at].start);
    }

    QByteArrayView m_source;
    const std::vector<Token>& m_tokens;
    std::bitset<64> m_seen;
    QList<SyntaxUse> m_found;
    std::vector<std::pair<Feature, size_t>> m_python2Names;
    std::vector<size_t> m_printKeywords;
    std::vector<char> m_brackets;
    bool m_printFunction = false;   ///< from __future__ import print_function
    bool m_lateAnnotations = false; ///< from __future__ import annotations
    bool m_pandas = false;
    bool m_handlesBoth = false; ///< looks which Python it runs on, or brings its own old names
};

/// The line of the text that `offset` stands on, as people read it.
QString lineOf(QByteArrayView source, qsizetype offset);

} // namespace reberth::analysis
