#include "core/dockerfile/shellscript.h"

#include <QSet>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

/// `$($($(…` deeper than this is not read.
constexpr int maxNesting = 20;

bool isMeta(QChar c) {
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u';' || c == u'&' || c == u'|' || c == u'(' ||
           c == u')' || c == u'<' || c == u'>';
}

bool isAssignment(const QString& word) {
    const qsizetype equals = word.indexOf(u'=');
    if (equals <= 0 || word.front().isDigit()) {
        return false;
    }
    return std::all_of(word.cbegin(), word.cbegin() + equals,
                       [](QChar c) { return c.isLetterOrNumber() || c == u'_'; });
}

class ShellReader {
public:
    ShellReader(const LogicalText& logical, ShellScript& script)
        : m_logical(logical)
        , m_text(logical.text())
        , m_script(script) {}

    void read(qsizetype start, qsizetype end, bool nested);

private:
    struct Context {
        ShellCommand command;
        qsizetype start = -1; ///< of the command, in the logical text
        qsizetype end = 0;
        Joint joint = Joint::Start;
        bool redirect = false; ///< the next word is the target of a redirection
        bool heredoc = false;
        QStringList heredocs;
        int group = 0;
        bool nested = false;
        bool condition = false;
    };

    QChar at(qsizetype i) const { return i < m_end ? m_text.at(i) : QChar(); }
    void finish(Context& context, Joint next);
    void addWord(Context& context, qsizetype start, qsizetype end, ShellWord word);
    qsizetype readWord(qsizetype i, ShellWord& word);
    qsizetype readDoubleQuoted(qsizetype i, ShellWord& word);
    qsizetype readDollar(qsizetype i, ShellWord& word, bool bare);
    qsizetype readBackticks(qsizetype i, ShellWord& word, bool bare);
    void noteBare(ShellWord& word, qsizetype start, qsizetype end) const;
    qsizetype skipHeredocs(qsizetype i, Context& context) const;
    qsizetype closing(qsizetype i) const;
    void readNested(qsizetype start, qsizetype end);

    const LogicalText& m_logical;
    const QString& m_text;
    ShellScript& m_script;
    qsizetype m_end = 0;
    int m_depth = 0;
};

void ShellReader::finish(Context& context, Joint next) {
    if (!context.command.words.isEmpty() || !context.command.assignments.isEmpty()) {
        context.command.joint = context.joint;
        context.command.nested = context.nested;
        context.command.group = context.group;
        context.command.after = next;
        context.command.isCondition = context.condition;
        context.command.range = m_logical.range(context.start, context.end);
        context.command.settle();
        m_script.commands.append(std::move(context.command));
        context.joint = next;
    } else if (context.joint == Joint::Start || next == Joint::Start) {
        context.joint = next;
    }
    context.command = ShellCommand();
    context.start = -1;
    context.redirect = false;
}

void ShellReader::addWord(Context& context, qsizetype start, qsizetype end, ShellWord word) {
    word.range = m_logical.range(start, end);
    if (context.redirect) {
        context.redirect = false;
        if (context.heredoc) {
            context.heredocs.append(word.text);
            context.heredoc = false;
        }
        context.command.redirects.append(word);
        context.end = end;
        return;
    }
    static const QSet<QString> openers{QStringLiteral("if"),   QStringLiteral("then"),  QStringLiteral("else"),
                                       QStringLiteral("elif"), QStringLiteral("fi"),    QStringLiteral("do"),
                                       QStringLiteral("done"), QStringLiteral("while"), QStringLiteral("until"),
                                       QStringLiteral("esac"), QStringLiteral("{"),     QStringLiteral("}"),
                                       QStringLiteral("!"),    QStringLiteral("time")};
    static const QSet<QString> control{QStringLiteral("if"),    QStringLiteral("for"),  QStringLiteral("while"),
                                       QStringLiteral("until"), QStringLiteral("case"), QStringLiteral("function")};
    if (context.command.words.isEmpty() && context.command.assignments.isEmpty() && !word.quoted) {
        if (control.contains(word.text)) {
            m_script.usesControlFlow = true;
        }
        if (word.text == QLatin1String("if") || word.text == QLatin1String("elif") ||
            word.text == QLatin1String("while") || word.text == QLatin1String("until")) {
            context.condition = true;
        } else if (word.text == QLatin1String("then") || word.text == QLatin1String("do")) {
            context.condition = false;
        }
        if (openers.contains(word.text)) {
            return;
        }
    }
    if (context.start < 0) {
        context.start = start;
    }
    context.end = end;
    if (context.command.words.size() == 1 && context.command.words.front().text == QLatin1String("for")) {
        m_script.loopVariables.append(word.text);
    }
    if (context.command.words.isEmpty() && isAssignment(m_text.mid(start, end - start))) {
        context.command.assignments.append(word);
    } else {
        context.command.words.append(word);
    }
}

void ShellReader::read(qsizetype start, qsizetype end, bool nested) {
    if (++m_depth > maxNesting) {
        --m_depth;
        return;
    }
    const qsizetype outerEnd = std::exchange(m_end, end);
    Context context;
    context.nested = nested;
    qsizetype i = start;
    while (i < end) {
        const QChar c = at(i);
        const QChar next = at(i + 1);
        if (c == u' ' || c == u'\t' || c == u'\r') {
            ++i;
        } else if (c == u'\n') {
            finish(context, Joint::Semicolon);
            i = skipHeredocs(i + 1, context);
        } else if (c == u'#') {
            while (i < end && at(i) != u'\n') {
                ++i;
            }
        } else if (c == u';') {
            finish(context, Joint::Semicolon);
            ++i;
        } else if (c == u'&' && (next == u'>')) {
            context.redirect = true;
            i += at(i + 2) == u'>' ? 3 : 2;
        } else if (c == u'&') {
            finish(context, next == u'&' ? Joint::And : Joint::Background);
            i += next == u'&' ? 2 : 1;
        } else if (c == u'|') {
            finish(context, next == u'|' ? Joint::Or : Joint::Pipe);
            i += next == u'|' || next == u'&' ? 2 : 1;
        } else if (c == u'(') {
            finish(context, context.joint);
            ++context.group;
            ++i;
        } else if (c == u')') {
            finish(context, Joint::Semicolon);
            context.group = std::max(0, context.group - 1);
            ++i;
        } else if (c == u'<' || c == u'>') {
            if (next == u'(') { // process substitution
                const qsizetype close = closing(i + 2);
                readNested(i + 2, close);
                i = close + 1;
                continue;
            }
            context.redirect = true;
            context.heredoc = c == u'<' && next == u'<' && at(i + 2) != u'<';
            ++i;
            while (at(i) == u'<' || at(i) == u'>' || at(i) == u'&' || at(i) == u'|' ||
                   (context.heredoc && at(i) == u'-')) {
                ++i;
            }
        } else {
            ShellWord word;
            const qsizetype stop = readWord(i, word);
            const bool descriptor =
                (at(stop) == u'<' || at(stop) == u'>') && !word.text.isEmpty() && !word.quoted &&
                std::all_of(word.text.cbegin(), word.text.cend(), [](QChar d) { return d.isDigit(); });
            if (!descriptor) {
                addWord(context, i, stop, word);
            }
            i = stop;
        }
    }
    finish(context, Joint::Start);
    m_end = outerEnd;
    --m_depth;
}

qsizetype ShellReader::readWord(qsizetype i, ShellWord& word) {
    while (i < m_end && !isMeta(at(i))) {
        const QChar c = at(i);
        if (c == u'\\') {
            if (at(i + 1) != u'\n' && i + 1 < m_end) {
                word.text += at(i + 1);
            }
            word.quoted = true;
            i += 2;
        } else if (c == u'\'') {
            qsizetype close = m_text.indexOf(u'\'', i + 1);
            close = close < 0 || close > m_end ? m_end : close;
            word.text += QStringView(m_text).sliced(i + 1, close - i - 1);
            word.quoted = true;
            i = close + 1;
        } else if (c == u'"') {
            word.quoted = true;
            i = readDoubleQuoted(i + 1, word);
        } else if (c == u'$') {
            i = readDollar(i, word, true);
        } else if (c == u'`') {
            i = readBackticks(i, word, true);
        } else {
            word.text += c;
            ++i;
        }
    }
    return std::min(i, m_end);
}

qsizetype ShellReader::readDoubleQuoted(qsizetype i, ShellWord& word) {
    while (i < m_end && at(i) != u'"') {
        if (at(i) == u'\\' && i + 1 < m_end) {
            const QChar next = at(i + 1);
            if (next != u'"' && next != u'\\' && next != u'$' && next != u'`') {
                word.text += u'\\';
            }
            word.text += next;
            i += 2;
        } else if (at(i) == u'$') {
            i = readDollar(i, word, false);
        } else if (at(i) == u'`') {
            i = readBackticks(i, word, false);
        } else {
            word.text += at(i++);
        }
    }
    return i + 1;
}

qsizetype ShellReader::closing(qsizetype i) const {
    int depth = 1;
    QChar quote;
    for (; i < m_end; ++i) {
        const QChar c = at(i);
        if (c == u'\\' && quote != u'\'') {
            ++i;
        } else if (!quote.isNull()) {
            quote = c == quote ? QChar() : quote;
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')' && --depth == 0) {
            return i;
        }
    }
    return m_end;
}

void ShellReader::noteBare(ShellWord& word, qsizetype start, qsizetype end) const {
    ShellExpansion out;
    out.range = m_logical.range(start, end);
    const QChar first = at(start + 1);
    if (at(start) == u'$' && first != u'(') {
        const bool braced = first == u'{';
        qsizetype i = start + (braced ? 2 : 1);
        const qsizetype from = i;
        while (i < end && (at(i).isLetterOrNumber() || at(i) == u'_')) {
            ++i;
        }
        out.name = m_text.mid(from, i - from);
        out.isPlain = !braced || at(i) == u'}';
        if (out.name.isEmpty()) {
            return; // $?, $#, a lone dollar sign: nothing that could be split
        }
    } else if (at(start + 2) == u'(') {
        return; // arithmetic
    }
    word.bare.append(out);
}

qsizetype ShellReader::readDollar(qsizetype i, ShellWord& word, bool bare) {
    word.expands = true;
    qsizetype end = i + 1;
    if (at(i + 1) == u'(') {
        const qsizetype close = closing(i + 2);
        if (at(i + 2) != u'(') {
            readNested(i + 2, close);
        }
        end = std::min(close + 1, m_end);
    } else if (at(i + 1) == u'{') {
        int depth = 1;
        for (end = i + 2; end < m_end && depth > 0; ++end) {
            depth += at(end) == u'{' ? 1 : at(end) == u'}' ? -1 : 0;
        }
    } else if (bare) {
        qsizetype name = end;
        while (name < m_end && (at(name).isLetterOrNumber() || at(name) == u'_')) {
            ++name;
        }
        noteBare(word, i, name);
        bare = false;
    }
    if (bare) {
        noteBare(word, i, end);
    }
    word.text += QStringView(m_text).sliced(i, end - i);
    return end;
}

qsizetype ShellReader::readBackticks(qsizetype i, ShellWord& word, bool bare) {
    word.expands = true;
    qsizetype end = i + 1;
    while (end < m_end && at(end) != u'`') {
        end += at(end) == u'\\' ? 2 : 1;
    }
    end = std::min(end, m_end);
    readNested(i + 1, end);
    const qsizetype stop = std::min(end + 1, m_end);
    if (bare) {
        noteBare(word, i, stop);
    }
    word.text += QStringView(m_text).sliced(i, stop - i);
    return stop;
}

void ShellReader::readNested(qsizetype start, qsizetype end) {
    read(start, std::min(end, m_end), true);
}

qsizetype ShellReader::skipHeredocs(qsizetype i, Context& context) const {
    for (const QString& name : std::as_const(context.heredocs)) {
        while (i < m_end) {
            const qsizetype newline = m_text.indexOf(u'\n', i);
            const qsizetype end = newline < 0 || newline > m_end ? m_end : newline;
            const QStringView line = QStringView(m_text).sliced(i, end - i);
            i = std::min(end + 1, m_end);
            if (line.trimmed() == name) {
                break;
            }
        }
    }
    context.heredocs.clear();
    return i;
}

} // namespace

void ShellCommand::settle() {
    static const QSet<QString> wrappers{QStringLiteral("sudo"),    QStringLiteral("env"),  QStringLiteral("exec"),
                                        QStringLiteral("command"), QStringLiteral("nice"), QStringLiteral("eatmydata"),
                                        QStringLiteral("nohup"),   QStringLiteral("time"), QStringLiteral("builtin")};
    qsizetype i = 0;
    while (i < words.size() && wrappers.contains(words.at(i).text)) {
        const bool isSudo = words.at(i).text == QLatin1String("sudo");
        ++i;
        while (i < words.size() && (words.at(i).text.startsWith(u'-') || isAssignment(words.at(i).text))) {
            const bool takesValue =
                isSudo && (words.at(i).text == QLatin1String("-u") || words.at(i).text == QLatin1String("-g"));
            i += takesValue ? 2 : 1;
        }
    }
    m_program = std::min(i, words.size());
    if (i < words.size()) {
        m_name = words.at(i).text.mid(words.at(i).text.lastIndexOf(u'/') + 1);
    }
    m_arguments = words.mid(std::min(m_program + 1, words.size()));
    m_operands.clear();
    std::copy_if(m_arguments.cbegin(), m_arguments.cend(), std::back_inserter(m_operands),
                 [](const ShellWord& word) { return !word.text.startsWith(u'-'); });
}

const ShellWord* ShellCommand::program() const {
    return m_program < words.size() ? &words.at(m_program) : nullptr;
}

bool ShellCommand::hasOption(const QStringList& options) const {
    const QList<ShellWord>& all = arguments();
    return std::any_of(all.cbegin(), all.cend(), [&](const ShellWord& word) {
        const qsizetype equals = word.text.indexOf(u'=');
        const QString name =
            word.text.startsWith(QLatin1String("--")) && equals > 0 ? word.text.left(equals) : word.text;
        if (options.contains(word.text) || options.contains(name)) {
            return true;
        }
        // "-qy" is -q and -y
        const bool bundle = word.text.size() > 2 && word.text.at(0) == u'-' && word.text.at(1).isLetter();
        return bundle && std::any_of(options.cbegin(), options.cend(), [&](const QString& option) {
                   if (option.size() != 2 || option.at(0) != u'-') {
                       return false;
                   }
                   // "-qO-": what stands behind the letters is the value of the last one
                   const auto rest =
                       std::find_if(word.text.cbegin() + 1, word.text.cend(), [](QChar c) { return !c.isLetter(); });
                   return std::find(word.text.cbegin() + 1, rest, option.at(1)) != rest;
               });
    });
}

QString ShellCommand::verb() const {
    const QList<ShellWord>& all = operands();
    return all.isEmpty() ? QString() : all.front().text;
}

ShellScript readShell(const LogicalText& text, qsizetype start, qsizetype end) {
    ShellScript script;
    ShellReader(text, script).read(start, end, false);
    return script;
}

} // namespace reberth::dockerfile
