#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <vector>

namespace reberth::analysis {

/// Words that begin a statement or bind differently in some Python; None for every other name.
enum class Keyword : quint8 {
    None,
    And,
    As,
    Async,
    Await,
    Case,
    Class,
    Def,
    Elif,
    Else,
    Except,
    Exec,
    Finally,
    For,
    From,
    If,
    Import,
    In,
    Is,
    Lambda,
    Match,
    Nonlocal,
    Not,
    Or,
    Print,
    Raise,
    Return,
    Try,
    Type,
    While,
    With,
    Yield,
};

enum class TokenKind : quint8 {
    Line, ///< a logical line begins; `op` is its indentation in columns
    Name,
    Number,
    String,    ///< whole literal with prefix and quotes; the fields of an f-string follow it
    Operator,  ///< `op` holds its up to two characters
    FieldOpen, ///< '{' of an f-string: expression tokens follow
    FieldClose,
    End,
};

struct Token {
    quint32 start = 0; ///< byte offset
    quint32 end = 0;
    quint32 line = 0; ///< 1-based
    quint16 op = 0;
    TokenKind kind = TokenKind::End;
    Keyword keyword = Keyword::None;
};

/// `op` of an operator: opcode("("), opcode(":=").
constexpr quint16 opcode(const char* text) {
    return text[1] == '\0' ? quint16(quint8(text[0])) : quint16(quint8(text[0]) | (quint16(quint8(text[1])) << 8));
}

/// Cuts Python text (2 and 3) into tokens in one pass, in time that grows with its bytes. Text that is no Python gives
/// tokens too: a line that starts with `def`, `class` or `import` closes brackets that somebody left open.
class PythonLexer {
public:
    /// Fills `tokens`, whose memory is kept between calls; the last one is End.
    static void read(QByteArrayView source, std::vector<Token>& tokens);

private:
    PythonLexer(QByteArrayView source, std::vector<Token>& tokens);

    void run();
    bool skipBlank();
    void beginLine();
    void token();
    void string(qsizetype start);
    bool field(char quote, bool triple, int depth);
    bool formatted(char quote, bool triple, int depth);
    void plain(char quote, bool triple);
    void number();
    bool closesOpenBrackets() const;
    void push(TokenKind kind, qsizetype start, quint32 line, quint16 op = 0, Keyword keyword = Keyword::None);
    char at(qsizetype index) const { return index < m_size ? m_text[index] : '\0'; }

    const char* m_text;
    qsizetype m_size;
    std::vector<Token>& m_tokens;
    qsizetype m_at = 0;
    quint32 m_line = 1;
    int m_fields = 0;     ///< of f-strings, that are open
    qsizetype m_vain = 0; ///< bytes of f-strings that turned out to be none
    int m_depth = 0;      ///< open brackets
    int m_nesting = 0;    ///< f-strings within f-strings
    bool m_lineStart = true;
};

} // namespace reberth::analysis
