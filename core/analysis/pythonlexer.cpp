#include "core/analysis/pythonlexer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace reberth::analysis {

namespace {

constexpr int maxNesting = 6; ///< f-strings within f-strings

enum CharClass : quint8 { Other = 0, Space = 1, Letter = 2, Digit = 4 };

constexpr std::array<quint8, 256> classes = [] {
    std::array<quint8, 256> table{};
    for (int c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\0';
        table[size_t(c)] = letter ? Letter : (c >= '0' && c <= '9') ? Digit : space ? Space : Other;
    }
    return table;
}();

quint8 classOf(char c) {
    return classes[quint8(c)];
}

struct Word {
    const char* text;
    quint8 size;
    Keyword keyword;
};

constexpr Word word(const char* text, Keyword keyword) {
    quint8 size = 0;
    while (text[size])
        ++size;
    return {text, size, keyword};
}

constexpr std::array<Word, 31> words{
    word("and", Keyword::And),       word("as", Keyword::As),         word("async", Keyword::Async),
    word("await", Keyword::Await),   word("case", Keyword::Case),     word("class", Keyword::Class),
    word("def", Keyword::Def),       word("elif", Keyword::Elif),     word("else", Keyword::Else),
    word("except", Keyword::Except), word("exec", Keyword::Exec),     word("finally", Keyword::Finally),
    word("for", Keyword::For),       word("from", Keyword::From),     word("if", Keyword::If),
    word("import", Keyword::Import), word("in", Keyword::In),         word("is", Keyword::Is),
    word("lambda", Keyword::Lambda), word("match", Keyword::Match),   word("nonlocal", Keyword::Nonlocal),
    word("not", Keyword::Not),       word("or", Keyword::Or),         word("print", Keyword::Print),
    word("raise", Keyword::Raise),   word("return", Keyword::Return), word("try", Keyword::Try),
    word("type", Keyword::Type),     word("while", Keyword::While),   word("with", Keyword::With),
    word("yield", Keyword::Yield)};

/// First index in `words` for each first letter.
constexpr std::array<quint8, 27> firstWord = [] {
    std::array<quint8, 27> table{};
    size_t next = 0;
    for (size_t letter = 0; letter < 26; ++letter) {
        while (next < words.size() && size_t(words[next].text[0] - 'a') < letter)
            ++next;
        table[letter] = quint8(next);
    }
    table[26] = quint8(words.size());
    return table;
}();

Keyword keywordOf(const char* text, qsizetype size) {
    if (size < 2 || size > 8 || text[0] < 'a' || text[0] > 'z')
        return Keyword::None;
    const auto letter = size_t(text[0] - 'a');
    for (size_t i = firstWord[letter]; i < firstWord[letter + 1]; ++i) {
        if (words[i].size == size && std::memcmp(words[i].text, text, size_t(size)) == 0)
            return words[i].keyword;
    }
    return Keyword::None;
}

} // namespace

void PythonLexer::read(QByteArrayView source, std::vector<Token>& tokens) {
    tokens.clear();
    PythonLexer(source, tokens).run();
}

PythonLexer::PythonLexer(QByteArrayView source, std::vector<Token>& tokens)
    : m_text(source.data())
    , m_size(source.size())
    , m_tokens(tokens) {
    if (source.startsWith("\xef\xbb\xbf"))
        m_at = 3;
}

void PythonLexer::push(TokenKind kind, qsizetype start, quint32 line, quint16 op, Keyword keyword) {
    m_tokens.push_back({quint32(start), quint32(m_at), line, op, kind, keyword});
}

void PythonLexer::run() {
    while (skipBlank()) {
        if (m_lineStart)
            beginLine();
        token();
    }
    push(TokenKind::End, m_at, m_line);
}

/// Skips blanks, comments and ends of line; false at the end of the text.
bool PythonLexer::skipBlank() {
    while (m_at < m_size) {
        const char c = m_text[m_at];
        if (classOf(c) == Space) {
            ++m_at;
        } else if (c == '\n') {
            ++m_at;
            ++m_line;
            if (m_depth > 0 && closesOpenBrackets())
                m_depth = 0;
            m_lineStart = m_lineStart || m_depth == 0;
        } else if (c == '#') {
            const void* end = std::memchr(m_text + m_at, '\n', size_t(m_size - m_at));
            m_at = end ? static_cast<const char*>(end) - m_text : m_size;
        } else if (c == '\\' && (at(m_at + 1) == '\n' || (at(m_at + 1) == '\r' && at(m_at + 2) == '\n'))) {
            m_at += at(m_at + 1) == '\n' ? 2 : 3;
            ++m_line;
        } else {
            return true;
        }
    }
    return false;
}

bool PythonLexer::closesOpenBrackets() const {
    qsizetype i = m_at;
    while (i < m_size && (m_text[i] == ' ' || m_text[i] == '\t'))
        ++i;
    const auto starts = [&](const char* text) {
        const auto size = qsizetype(std::strlen(text));
        return m_size - i >= size && std::memcmp(m_text + i, text, size_t(size)) == 0;
    };
    return starts("def ") || starts("class ") || starts("import ");
}

void PythonLexer::beginLine() {
    m_lineStart = false;
    qsizetype start = m_at;
    while (start > 0 && m_text[start - 1] != '\n')
        --start;
    int column = 0;
    for (qsizetype i = start; i < m_at; ++i)
        column = m_text[i] == '\t' ? (column / 8 + 1) * 8 : m_text[i] == ' ' ? column + 1 : column;
    push(TokenKind::Line, m_at, m_line, quint16(std::min(column, 0xffff)));
}

void PythonLexer::token() {
    const qsizetype start = m_at;
    const char c = m_text[m_at];
    const quint8 kind = classOf(c);
    if (kind == Letter) {
        do
            ++m_at;
        while (m_at < m_size && (classOf(m_text[m_at]) & (Letter | Digit)));
        const char next = at(m_at);
        if ((next == '"' || next == '\'') && m_at - start <= 2 &&
            std::all_of(m_text + start, m_text + m_at, [](char letter) { return std::strchr("rRbBuUfFtT", letter); }))
            return string(start);
        return push(TokenKind::Name, start, m_line, 0, keywordOf(m_text + start, m_at - start));
    }
    if (kind == Digit || (c == '.' && classOf(at(m_at + 1)) == Digit))
        return number();
    if (c == '"' || c == '\'')
        return string(start);
    if (c == '(' || c == '[' || c == '{') {
        ++m_depth;
    } else if (c == ')' || c == ']' || c == '}') {
        m_depth = std::max(0, m_depth - 1);
    } else {
        const char next = at(m_at + 1);
        const bool twice = next == c && std::strchr("*/<>=&|", c);
        const bool assigns = next == '=' && std::strchr("+-*/%@&|^<>=!:", c);
        if (twice || assigns || (c == '-' && next == '>') || (c == '<' && next == '>')) {
            m_at += 2;
            const auto op = quint16(quint8(c) | (quint16(quint8(next)) << 8));
            if (twice && at(m_at) == '=') // **=, //=, <<=: an assignment as any other
                ++m_at;
            return push(TokenKind::Operator, start, m_line, op);
        }
    }
    ++m_at;
    push(TokenKind::Operator, start, m_line, quint8(c));
}

void PythonLexer::number() {
    const qsizetype start = m_at;
    const bool hex = m_text[m_at] == '0' && (at(m_at + 1) == 'x' || at(m_at + 1) == 'X');
    while (m_at < m_size) {
        const char c = m_text[m_at];
        if ((classOf(c) & (Letter | Digit)) || c == '.')
            ++m_at;
        else if (!hex && (c == '+' || c == '-') && (m_text[m_at - 1] == 'e' || m_text[m_at - 1] == 'E') &&
                 classOf(at(m_at + 1)) == Digit)
            ++m_at;
        else
            break;
    }
    push(TokenKind::Number, start, m_line);
}

void PythonLexer::string(qsizetype start) {
    const quint32 line = m_line;
    const bool isFormatted =
        std::any_of(m_text + start, m_text + m_at, [](char c) { return c == 'f' || c == 'F' || c == 't' || c == 'T'; });
    const char quote = m_text[m_at];
    const bool triple = at(m_at + 1) == quote && at(m_at + 2) == quote;
    m_at += triple ? 3 : 1;
    const size_t index = m_tokens.size();
    push(TokenKind::String, start, line);
    const qsizetype body = m_at;
    // What was read in vain is read again as plain text; text that makes this happen all the time is plain.
    if (isFormatted && m_vain <= 2 * m_size + 100'000) {
        const int depth = m_depth;
        const int fields = m_fields;
        const quint32 bodyLine = m_line;
        ++m_nesting;
        const bool closed = m_nesting <= maxNesting && formatted(quote, triple, 0);
        --m_nesting;
        if (closed) {
            m_tokens[index].end = quint32(m_at);
            return;
        }
        m_tokens.resize(index + 1);
        m_vain += m_at - body;
        m_fields = fields;
        m_at = body;
        m_line = bodyLine;
        m_depth = depth;
        m_lineStart = false;
    }
    plain(quote, triple);
    m_tokens[index].end = quint32(m_at);
}

void PythonLexer::plain(char quote, bool triple) {
    while (m_at < m_size) {
        const char c = m_text[m_at];
        if (c == '\\') {
            if (at(m_at + 1) == '\n' || (at(m_at + 1) == '\r' && at(m_at + 2) == '\n')) {
                ++m_line;
                m_at += at(m_at + 1) == '\r' ? 1 : 0;
            }
            m_at = std::min(m_at + 2, m_size);
        } else if (c == quote && (!triple || (at(m_at + 1) == quote && at(m_at + 2) == quote))) {
            m_at += triple ? 3 : 1;
            return;
        } else if (c == '\n') {
            if (!triple)
                return; // somebody forgot the quote
            ++m_line;
            ++m_at;
        } else {
            ++m_at;
        }
    }
}

/// The inside of an f-string; false when its fields don't close, so that it is read as plain text.
bool PythonLexer::formatted(char quote, bool triple, int depth) {
    while (m_at < m_size) {
        const char c = m_text[m_at];
        if (c == '\\') {
            if (at(m_at + 1) == '\n')
                ++m_line;
            m_at = std::min(m_at + 2, m_size);
        } else if (c == quote && (!triple || (at(m_at + 1) == quote && at(m_at + 2) == quote))) {
            m_at += triple ? 3 : 1;
            return true;
        } else if (c == '{' && at(m_at + 1) != '{') {
            if (!field(quote, triple, depth + 1))
                return false;
        } else if (c == '{') {
            m_at += 2;
        } else if (c == '\n') {
            if (!triple)
                return false;
            ++m_line;
            ++m_at;
        } else {
            ++m_at;
        }
    }
    return false;
}

/// "{expression!r:format}" from its brace on.
bool PythonLexer::field(char quote, bool triple, int depth) {
    // Fields nest in format specifications, and in strings within fields.
    if (depth > maxNesting || m_fields >= maxNesting)
        return false;
    ++m_fields;
    const quint32 firstLine = m_line;
    const int outer = m_depth;
    const qsizetype start = m_at++;
    push(TokenKind::FieldOpen, start, m_line);
    m_depth = outer + 1;
    bool format = false;
    while (m_at < m_size) {
        if (format) {
            const char c = m_text[m_at];
            if (c == '{') {
                if (!field(quote, triple, depth + 1))
                    return false;
            } else if (c == '}') {
                break;
            } else if (c == '\n' && !triple) {
                return false;
            } else {
                m_line += c == '\n' ? 1 : 0;
                ++m_at;
            }
            continue;
        }
        if (!skipBlank() || (!triple && m_line != firstLine && m_depth == outer + 1))
            return false;
        const char c = m_text[m_at];
        if (m_depth == outer + 1) {
            if (c == '}')
                break;
            if (c == ':' || (c == '!' && at(m_at + 1) != '=')) {
                format = true;
                ++m_at;
                continue;
            }
            // In Pythons before 3.12 the string ended here; nothing valid goes on after an open field.
            if (c == quote && !triple && at(m_at + 1) != '\0' && std::strchr(" ,);\n", at(m_at + 1)))
                return false;
        }
        if (c == '\\')
            return false;
        token();
        if (m_depth <= outer)
            return false;
    }
    if (m_at >= m_size)
        return false;
    const qsizetype close = m_at++;
    push(TokenKind::FieldClose, close, m_line);
    m_depth = outer;
    --m_fields;
    return true;
}

} // namespace reberth::analysis
