#include "core/analysis/pythonsyntax.h"

#include <algorithm>
#include <cstring>

namespace reberth::analysis {

enum PythonSyntax::Feature : quint8 {
    PrintStatement,
    ExecStatement,
    Backticks,
    ExceptComma,
    Unequal,
    OldOctal,
    LongNumber,
    RawUnicode,
    RaiseComma,
    TupleParameter,
    PrintShift,
    OldBuiltin,
    DictMethod,
    AsyncName,
    PrintKeyword,
    BareSuper,
    Annotation,
    Nonlocal,
    KeywordOnly,
    RaiseFrom,
    Metaclass,
    StarTarget,
    YieldFrom,
    AsyncFunction,
    Matmul,
    Unpacking,
    FString,
    VariableAnnotation,
    Underscores,
    LateAnnotations,
    Walrus,
    PositionalOnly,
    SelfDocumenting,
    BuiltinGenerics,
    ParenthesisedWith,
    Match,
    TypeUnion,
    ExceptGroup,
    TypeStatement,
    TypeParameters,
    NestedQuotes,
    TString,
};

struct PythonSyntax::Row {
    const char* range;
    const char* what;
};

const PythonSyntax::Row PythonSyntax::rows[] = {
    {"<3", "print statement"},
    {"<3", "exec statement"},
    {"<3", "backticks"},
    {"<3", "except with a comma"},
    {"<3", "<>"},
    {"<3", "octal number without 0o"},
    {"<3", "long number"},
    {"<3", "ur string"},
    {"<3", "raise with a comma"},
    {"<3", "tuple parameter"},
    {"<3", "print >>"},
    {"<3", "Python 2 built-in"},
    {"<3", "Python 2 dictionary method"},
    {"<3.7", "async as a name"},
    {">=3", "print with a keyword"},
    {">=3", "super() without arguments"},
    {">=3", "function annotation"},
    {">=3", "nonlocal"},
    {">=3", "keyword-only parameters"},
    {">=3", "raise … from"},
    {">=3", "metaclass keyword"},
    {">=3", "starred target"},
    {">=3.3", "yield from"},
    {">=3.5", "async function"},
    {">=3.5", "matrix multiplication (@)"},
    {">=3.5", "unpacking in a display"},
    {">=3.6", "f-string"},
    {">=3.6", "variable annotation"},
    {">=3.6", "underscores in a number"},
    {">=3.7", "from __future__ import annotations"},
    {">=3.8", "assignment expression (:=)"},
    {">=3.8", "positional-only parameters"},
    {">=3.8", "f-string with ="},
    {">=3.9", "generic built-in type"},
    {">=3.9", "parenthesised with"},
    {">=3.10", "match statement"},
    {">=3.10", "type union (X | Y)"},
    {">=3.11", "except*"},
    {">=3.12", "type statement"},
    {">=3.12", "type parameters"},
    {">=3.12", "same quotes inside an f-string"},
    {">=3.14", "template string"},
};

namespace {

bool isCompound(Keyword keyword) {
    switch (keyword) {
    case Keyword::If:
    case Keyword::Elif:
    case Keyword::Else:
    case Keyword::For:
    case Keyword::While:
    case Keyword::Try:
    case Keyword::Except:
    case Keyword::Finally:
    case Keyword::With:
    case Keyword::Class:
    case Keyword::Def:
    case Keyword::Lambda:
    case Keyword::Case:
    case Keyword::Match:
        return true;
    default:
        return false;
    }
}

} // namespace

QString lineOf(QByteArrayView source, qsizetype offset) {
    qsizetype start = offset;
    while (start > 0 && source.at(start - 1) != '\n' && offset - start < 300)
        --start;
    qsizetype end = offset;
    while (end < source.size() && source.at(end) != '\n' && end - start < 400)
        ++end;
    return QString::fromUtf8(source.sliced(start, end - start)).trimmed().left(200);
}

void PythonSyntax::add(Feature feature, size_t at) {
    if (m_seen.test(feature))
        return;
    m_seen.set(feature);
    const Token& token = m_tokens[at];
    m_found.append({QString::fromLatin1(rows[feature].range), QString::fromUtf8(rows[feature].what), int(token.line),
                    lineOf(m_source, token.start)});
}

void PythonSyntax::future(QByteArrayView name, size_t at) {
    if (name == "print_function")
        m_printFunction = true;
    if (name == "annotations") {
        m_lateAnnotations = true;
        add(LateAnnotations, at);
    }
}

void PythonSyntax::imported(QByteArrayView module) {
    const qsizetype dot = module.indexOf('.');
    const QByteArrayView top = dot < 0 ? module : module.first(dot);
    m_handlesBoth = m_handlesBoth || top == "six" || top == "past" || top == "future" || top == "builtins";
    m_pandas = m_pandas || top == "pandas"; // whose frames had iteritems() too
}

void PythonSyntax::match(size_t begin, size_t end) {
    // `match x:` with `case` below it; as a name it is followed by what a name is followed by.
    if (end - begin < 3 || !is(end - 1, ":") || is(begin + 1, "=") || is(begin + 1, ".") || is(begin + 1, ":"))
        return;
    add(Match, begin);
}

void PythonSyntax::statement(size_t begin, size_t end, bool evaluated) {
    size_t first = begin;
    if (m_tokens[first].keyword == Keyword::Async && first + 1 < end) {
        const Keyword next = m_tokens[first + 1].keyword;
        if (next == Keyword::Def || next == Keyword::For || next == Keyword::With) {
            add(AsyncFunction, first);
            ++first;
        }
    }
    const Keyword keyword = m_tokens[first].keyword;
    switch (keyword) {
    case Keyword::Print:
        printed(first, end);
        break;
    case Keyword::Exec:
        if (first + 1 < end &&
            (m_tokens[first + 1].kind == TokenKind::String ||
             (m_tokens[first + 1].kind == TokenKind::Name && m_tokens[first + 1].keyword == Keyword::None)))
            add(ExecStatement, first);
        break;
    case Keyword::Nonlocal:
        if (first + 1 < end && m_tokens[first + 1].kind == TokenKind::Name)
            add(Nonlocal, first);
        break;
    case Keyword::Type:
        if (first + 2 < end && m_tokens[first + 1].kind == TokenKind::Name &&
            m_tokens[first + 1].keyword == Keyword::None && (is(first + 2, "=") || is(first + 2, "[")))
            add(TypeStatement, first);
        break;
    case Keyword::Class:
    case Keyword::Def:
        if (first + 2 < end && is(first + 2, "["))
            add(TypeParameters, first);
        if (keyword == Keyword::Def)
            define(first, end);
        else
            for (size_t i = first; i + 1 < end; ++i) {
                if (m_tokens[i].kind == TokenKind::Name && is(i + 1, "=") && text(i) == "metaclass")
                    add(Metaclass, i);
            }
        break;
    case Keyword::Except:
        if (first + 1 < end && is(first + 1, "*"))
            add(ExceptGroup, first);
        break;
    case Keyword::With: {
        int depth = 0;
        bool open = first + 1 < end && is(first + 1, "(");
        for (size_t i = first + 1; open && i < end; ++i) {
            depth += is(i, "(") || is(i, "[") ? 1 : is(i, ")") || is(i, "]") ? -1 : 0;
            if (depth == 0)
                open = false;
            else if (depth == 1 && m_tokens[i].keyword == Keyword::As)
                add(ParenthesisedWith, first);
        }
        break;
    }
    default:
        break;
    }
    if (keyword == Keyword::Except || keyword == Keyword::Raise) {
        int depth = 0;
        for (size_t i = first + 1; i < end; ++i) {
            if (is(i, "(") || is(i, "[") || is(i, "{"))
                ++depth;
            else if (is(i, ")") || is(i, "]") || is(i, "}"))
                --depth;
            else if (depth == 0 && is(i, ",") && i > first + 1)
                add(keyword == Keyword::Except ? ExceptComma : RaiseComma, first);
            else if (depth == 0 && keyword == Keyword::Raise && m_tokens[i].keyword == Keyword::From)
                add(RaiseFrom, first);
        }
    }
    if (m_tokens[first].kind == TokenKind::Name && !isCompound(keyword))
        variable(first, end, evaluated);
    expression(first, end);
}

void PythonSyntax::printed(size_t begin, size_t end) {
    if (begin + 1 >= end)
        return;
    const Token& next = m_tokens[begin + 1];
    if (next.kind == TokenKind::String || next.kind == TokenKind::Number || is(begin + 1, "`") || is(begin + 1, "{"))
        return add(PrintStatement, begin);
    if (next.kind == TokenKind::Name) {
        switch (next.keyword) {
        case Keyword::In:
        case Keyword::Is:
        case Keyword::If:
        case Keyword::Or:
        case Keyword::And:
        case Keyword::Not: // `print not in`
        case Keyword::For:
        case Keyword::Else:
            return;
        default:
            return add(PrintStatement, begin);
        }
    }
    if (is(begin + 1, ">>"))
        return add(PrintShift, begin);
    if (!is(begin + 1, "("))
        return;
    // print("a") % b and print("a"), b can be read by both, and only mean something in Python 2.
    size_t i = begin + 1;
    int depth = 0;
    for (; i < end; ++i) {
        if (is(i, "(") || is(i, "[") || is(i, "{"))
            ++depth;
        else if ((is(i, ")") || is(i, "]") || is(i, "}")) && --depth == 0)
            break;
        else if (depth == 1 && is(i, "=") && m_tokens[i - 1].kind == TokenKind::Name) {
            const QByteArrayView name = text(i - 1);
            if (name == "end" || name == "file" || name == "flush" || name == "sep")
                m_printKeywords.push_back(begin);
        }
    }
    if (i + 1 < end && is(i + 1, "%"))
        add(PrintStatement, begin);
}

/// `name: type = value`, `a.b: type`, `*rest` among the targets.
void PythonSyntax::variable(size_t begin, size_t end, bool evaluated) {
    int depth = 0;
    for (size_t i = begin; i < end; ++i) {
        const Token& token = m_tokens[i];
        if (token.kind == TokenKind::String || (token.keyword == Keyword::Lambda))
            return;
        if (token.kind != TokenKind::Operator)
            continue;
        if (is(i, "(") || is(i, "[") || is(i, "{"))
            ++depth;
        else if (is(i, ")") || is(i, "]") || is(i, "}"))
            --depth;
        else if (depth > 0)
            continue;
        else if (is(i, ":")) {
            if (i > begin && i + 1 < end) {
                add(VariableAnnotation, begin);
                if (evaluated)
                    annotation(i + 1, end);
            }
            return;
        } else if (is(i, "*") && i > begin && is(i - 1, ",")) {
            // `a, *b = c`; `return 1, *x` and the like came with 3.8 and are not told apart from it
            const bool assigned =
                std::any_of(m_tokens.begin() + qsizetype(i), m_tokens.begin() + qsizetype(end), [](const Token& other) {
                    return other.kind == TokenKind::Operator && other.op == opcode("=");
                });
            if (assigned)
                add(StarTarget, begin);
        } else if (!is(i, ".") && !is(i, ",")) {
            return;
        }
    }
}

void PythonSyntax::define(size_t begin, size_t end) {
    int depth = 0;
    bool inDefault = false;
    size_t annotated = 0;
    for (size_t i = begin; i < end; ++i) {
        if (is(i, "(") || is(i, "[") || is(i, "{")) {
            if (depth == 1 && is(i, "(") && (is(i - 1, "(") || is(i - 1, ",")) && !inDefault && !annotated)
                add(TupleParameter, begin);
            ++depth;
            continue;
        }
        if (is(i, ")") || is(i, "]") || is(i, "}")) {
            --depth;
            if (depth == 0 && annotated) {
                annotation(annotated, i);
                annotated = 0;
            }
            continue;
        }
        if (is(i, "->")) {
            add(Annotation, begin);
            annotation(i + 1, end);
        }
        if (depth != 1)
            continue;
        if (is(i, ",")) {
            if (annotated)
                annotation(annotated, i);
            annotated = 0;
            inDefault = false;
        } else if (is(i, "=")) {
            if (annotated)
                annotation(annotated, i);
            annotated = 0;
            inDefault = true;
        } else if (is(i, ":") && !inDefault && !annotated) {
            add(Annotation, begin);
            annotated = i + 1;
        } else if (is(i, "/") && is(i - 1, ",") && !inDefault) {
            add(PositionalOnly, begin);
        } else if (is(i, "*") && i + 1 < end && is(i + 1, ",") && (is(i - 1, ",") || is(i - 1, "("))) {
            add(KeywordOnly, begin);
        }
    }
}

void PythonSyntax::annotation(size_t begin, size_t end) {
    if (m_lateAnnotations)
        return;
    for (size_t i = begin; i < end; ++i) {
        if (is(i, "="))
            return;
        if (is(i, "|")) {
            add(TypeUnion, begin);
        } else if (is(i, "[") && i > begin && m_tokens[i - 1].kind == TokenKind::Name && (i < 2 || !is(i - 2, "."))) {
            const QByteArrayView name = text(i - 1);
            if (name == "list" || name == "dict" || name == "tuple" || name == "set" || name == "frozenset" ||
                name == "type")
                add(BuiltinGenerics, begin);
        }
    }
}

void PythonSyntax::expression(size_t begin, size_t end) {
    m_brackets.clear();
    char quote = '\0'; // of the f-string around the fields
    for (size_t i = begin; i < end; ++i) {
        const Token& token = m_tokens[i];
        switch (token.kind) {
        case TokenKind::Name:
            name(i);
            break;
        case TokenKind::Number:
            number(i);
            break;
        case TokenKind::String:
            literal(token, i);
            break;
        case TokenKind::FieldOpen:
            quote = '\0';
            for (size_t k = i; k-- > begin && m_brackets.empty();) {
                if (m_tokens[k].kind == TokenKind::String && m_tokens[k].end > token.end) {
                    const QByteArrayView whole = text(k);
                    const qsizetype at = whole.indexOf('"'), other = whole.indexOf('\'');
                    const qsizetype first = at < 0 ? other : other < 0 ? at : std::min(at, other);
                    if (first >= 0 && !whole.sliced(first).startsWith("\"\"\"") &&
                        !whole.sliced(first).startsWith("'''"))
                        quote = whole.at(first);
                    break;
                }
                if (i - k > 60)
                    break;
            }
            m_brackets.push_back('f');
            break;
        case TokenKind::FieldClose:
            if (!m_brackets.empty())
                m_brackets.pop_back();
            if (is(i - 1, "="))
                add(SelfDocumenting, i);
            quote = '\0';
            break;
        case TokenKind::Operator:
            if (is(i, "(") || is(i, "[") || is(i, "{")) {
                m_brackets.push_back(char(token.op));
            } else if (is(i, ")") || is(i, "]") || is(i, "}")) {
                if (!m_brackets.empty())
                    m_brackets.pop_back();
            } else if (is(i, "<>")) {
                add(Unequal, i);
            } else if (is(i, "`")) {
                add(Backticks, i);
            } else if (is(i, ":=")) {
                add(Walrus, i);
            } else if (is(i, "@") && i > begin) {
                add(Matmul, i);
            } else if ((is(i, "*") || is(i, "**")) && !m_brackets.empty() && i > begin) {
                const char inner = m_brackets.back();
                const bool leads =
                    is(i - 1, "{") || is(i - 1, "[") || (is(i - 1, ",") && (inner == '{' || inner == '['));
                if (leads)
                    add(Unpacking, i);
            }
            break;
        default:
            break;
        }
        if (token.kind == TokenKind::String && quote != '\0' && text(i).contains(quote))
            add(NestedQuotes, i);
    }
}

void PythonSyntax::name(size_t at) {
    const Token& token = m_tokens[at];
    const Token& next = m_tokens[at + 1]; // there is always an End
    const bool member = at > 0 && is(at - 1, ".");
    if (token.keyword == Keyword::Async) {
        if (next.keyword != Keyword::Def && next.keyword != Keyword::For && next.keyword != Keyword::With)
            add(AsyncName, at);
        return;
    }
    if (token.keyword == Keyword::Await) {
        if (is(at + 1, "=") || is(at + 1, ")") || is(at + 1, ",") || is(at + 1, ".") || member)
            add(AsyncName, at);
        return;
    }
    if (token.keyword == Keyword::Yield && next.keyword == Keyword::From)
        return add(YieldFrom, at);
    if (token.keyword == Keyword::Lambda && is(at + 1, "(") && !is(at + 2, ")"))
        return add(TupleParameter, at);
    const quint32 size = token.end - token.start;
    if (token.keyword != Keyword::None || size < 3 || size > 14)
        return;
    const char first = m_source.at(token.start);
    if (!std::strchr("xrublsivhPnNcdf", first))
        return;
    const QByteArrayView word = text(at);
    const bool called = is(at + 1, "(");
    if (word == "super" && called && is(at + 2, ")") && !member)
        return add(BareSuper, at);
    if (word == "six" || word == "version_info" || word == "PY2" || word == "PY3" || word == "past" ||
        word == "builtins" || word == "NameError" || word == "future" || word == "python_2_unicode_compatible") {
        m_handlesBoth = true;
        return;
    }
    if (!member && (word == "xrange" || word == "raw_input" || word == "unicode" || word == "basestring" ||
                    word == "unichr" || word == "reduce" || word == "long" || word == "cmp")) {
        if (is(at + 1, "=") || (at > 0 && m_tokens[at - 1].keyword == Keyword::Def))
            m_handlesBoth = true;
        else if (called && (word == "xrange" || word == "raw_input" || word == "unicode" || word == "unichr") &&
                 m_python2Names.empty())
            m_python2Names.push_back({OldBuiltin, at});
        return;
    }
    if (member && called && (word == "iteritems" || word == "has_key" || word == "itervalues" || word == "iterkeys") &&
        m_python2Names.size() < 2)
        m_python2Names.push_back({DictMethod, at});
}

void PythonSyntax::number(size_t at) {
    const QByteArrayView digits = text(at);
    if (digits.size() < 2)
        return;
    const char last = digits.back();
    if (last == 'L' || last == 'l')
        return add(LongNumber, at);
    if (digits.contains('_'))
        return add(Underscores, at);
    if (digits.front() == '0' &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; }) &&
        std::any_of(digits.begin(), digits.end(), [](char c) { return c != '0'; }))
        add(OldOctal, at);
}

void PythonSyntax::literal(const Token& token, size_t at) {
    const char first = m_source.at(token.start);
    if (first == '"' || first == '\'')
        return;
    const char second = token.start + 1 < token.end ? m_source.at(token.start + 1) : '\0';
    const auto has = [&](char lower) {
        const char upper = char(lower - 32);
        return first == lower || first == upper || second == lower || second == upper;
    };
    if (has('f'))
        add(FString, at);
    else if (has('t'))
        add(TString, at);
    else if ((first == 'u' || first == 'U') && (second == 'r' || second == 'R'))
        add(RawUnicode, at);
}

QList<SyntaxUse> PythonSyntax::take() {
    if (!m_handlesBoth) {
        for (const auto& [feature, at] : m_python2Names) {
            if (feature != DictMethod || !m_pandas)
                add(feature, at);
        }
    }
    if (!m_printFunction && !m_printKeywords.empty())
        add(PrintKeyword, m_printKeywords.front());
    return std::move(m_found);
}

} // namespace reberth::analysis
