#include "core/analysis/shellwords.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxWords = 2000;

/// Takes the longer prompts off, line by line: "(env) me@box:~/net$ ", "C:\\net> ", "In [3]: ".
QString withoutPrompts(const QString& text) {
    static const QRegularExpression prompt(
        QStringLiteral(
            "^[ \\t]*(?:\\([\\w.-]+\\)[ \\t]*)?(?:\\[?[\\w.-]+@[\\w.-]+(?:[: ][^\\s$#>\\]]*)?\\]?[ \\t]*[$#%]|"
            "[A-Za-z]:[\\\\/][^>\\s]*>|~[\\w/.-]*[ \\t]*\\$|In ?\\[\\d*\\]:|\\([\\w.-]+\\)[ \\t]*[$%>])[ \\t]+"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression likely(QStringLiteral("[@~:)]"));
    if (!text.contains(likely))
        return text;
    return QString(text).remove(prompt);
}

class Splitter {
public:
    Splitter(const QString& text, int firstLine)
        : m_text(withoutPrompts(text))
        , m_line(firstLine) {}

    QList<ShellCommand> run() {
        while (m_at < m_text.size())
            step();
        finish();
        return m_commands;
    }

private:
    void step() {
        const QChar c = m_text.at(m_at);
        const QChar next = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar();
        if (c == QLatin1Char('\\')) {
            // A blank after the backslash is a common slip; people mean the line to go on.
            qsizetype end = m_at + 1;
            while (end < m_text.size() && (m_text.at(end) == QLatin1Char(' ') || m_text.at(end) == QLatin1Char('\t')))
                ++end;
            if (end < m_text.size() && m_text.at(end) == QLatin1Char('\n')) {
                endWord();
                m_raw += QLatin1Char(' ');
                ++m_line;
                m_at = end + 1;
                return;
            }
            begin();
            // No shell needs a letter escaped: this is a path written on Windows.
            if (next.isLetterOrNumber()) {
                m_word += QLatin1Char('/');
                m_raw += QLatin1Char('/');
                ++m_at;
                return;
            }
            m_raw += c;
            if (!next.isNull()) {
                m_word += next;
                m_raw += next;
            }
            m_at += 2;
            return;
        }
        if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            quoted(c);
            return;
        }
        if (c == QLatin1Char('#') && !m_inWord) {
            while (m_at < m_text.size() && m_text.at(m_at) != QLatin1Char('\n'))
                ++m_at;
            return;
        }
        // "2>&1" and "&> log" are redirections, no end of the command.
        if (c == QLatin1Char('&') && (m_raw.endsWith(QLatin1Char('>')) || next == QLatin1Char('>'))) {
            begin();
            m_word += c;
            m_raw += c;
            ++m_at;
            return;
        }
        if (c == QLatin1Char('<') && next == QLatin1Char('<') && skipHereDocument())
            return;
        if (c == QLatin1Char('\n') || c == QLatin1Char(';') || c == QLatin1Char('&') || c == QLatin1Char('|')) {
            finish();
            if (c == QLatin1Char('\n'))
                ++m_line;
            ++m_at;
            return;
        }
        if (c.isSpace()) {
            endWord();
            if (!m_raw.isEmpty())
                m_raw += QLatin1Char(' ');
            ++m_at;
            return;
        }
        begin();
        m_word += c;
        m_raw += c;
        ++m_at;
    }

    /// `cat > file << EOF`: what follows is a file's text. `RUN <<EOF` alone gives commands, and stays.
    bool skipHereDocument() {
        static const QRegularExpression mark(QStringLiteral("<<-?\\s*(['\"]?)([A-Za-z_]\\w*)\\1"));
        const auto match =
            mark.match(m_text, m_at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch() || (m_words.isEmpty() && !m_inWord) || m_words.value(0) == QLatin1String("RUN"))
            return false;
        const QRegularExpression close(QStringLiteral("\\n[ \\t]*%1[ \\t]*(?=\\n|$)").arg(match.captured(2)));
        const auto end = close.match(m_text, match.capturedEnd());
        if (!end.hasMatch())
            return false;
        m_line += int(QStringView(m_text).mid(m_at, end.capturedEnd() - m_at).count(QLatin1Char('\n')));
        m_at = end.capturedEnd();
        finish();
        return true;
    }

    void quoted(QChar quote) {
        const qsizetype close = m_text.indexOf(quote, m_at + 1);
        const qsizetype newline = m_text.indexOf(QLatin1Char('\n'), m_at + 1);
        begin();
        // An apostrophe in prose has no partner on its line, and a forgotten mark none for many lines.
        if (close < 0 || QStringView(m_text).mid(m_at, close - m_at).count(QLatin1Char('\n')) > 40 ||
            (newline >= 0 && newline < close && quote == QLatin1Char('\''))) {
            m_word += quote;
            m_raw += quote;
            ++m_at;
            return;
        }
        const QString inner = m_text.mid(m_at + 1, close - m_at - 1);
        m_word += inner;
        m_raw += quote + inner + quote;
        m_line += int(inner.count(QLatin1Char('\n')));
        m_at = close + 1;
    }

    void begin() {
        if (m_start == 0)
            m_start = m_line;
        m_inWord = true;
    }

    void endWord() {
        if (!m_inWord)
            return;
        if (m_words.size() < maxWords)
            m_words.append(m_word);
        m_word.clear();
        m_inWord = false;
    }

    void finish() {
        endWord();
        ShellCommand command;
        command.line = m_start;
        command.text = m_raw.simplified();
        static const QRegularExpression prompt(
            QStringLiteral("^(?:\\$|>{1,3}|%|!|RUN|\\(\\w[\\w.-]*\\)\\$?|then|do|else|\\{|\\()$"));
        while (!m_words.isEmpty() && prompt.match(m_words.first()).hasMatch()) {
            command.text = command.text.mid(m_words.first().size()).trimmed();
            m_words.removeFirst();
        }
        if (!m_words.isEmpty() && m_words.first().size() > 1 &&
            (m_words.first().startsWith(QLatin1Char('!')) || m_words.first().startsWith(QLatin1Char('$')) ||
             m_words.first().startsWith(QLatin1Char('%'))) &&
            m_words.first().at(1).isLower()) {
            m_words.first().remove(0, 1);
            command.text.remove(0, 1);
        }
        // "(cd ops && python setup.py)": the brackets of a sub-shell.
        if (!m_words.isEmpty() && m_words.first().size() > 1 && m_words.first().startsWith(QLatin1Char('(')) &&
            !command.text.contains(QLatin1Char(')'))) {
            m_words.first().remove(0, 1);
            command.text.remove(0, 1);
        }
        if (!m_words.isEmpty() && m_words.last().size() > 1 && m_words.last().endsWith(QLatin1Char(')')) &&
            !command.text.contains(QLatin1Char('('))) {
            m_words.last().chop(1);
            command.text.chop(1);
        }
        static const QRegularExpression assignment(QStringLiteral("^[A-Za-z_]\\w*=.*"));
        while (!m_words.isEmpty() && assignment.match(m_words.first()).hasMatch()) {
            command.assignments.append(m_words.first());
            m_words.removeFirst();
        }
        command.words = m_words;
        if (!command.words.isEmpty() || !command.assignments.isEmpty())
            m_commands.append(command);
        m_words.clear();
        m_raw.clear();
        m_start = 0;
    }

    const QString m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_start = 0;
    bool m_inWord = false;
    QString m_word;
    QString m_raw;
    QStringList m_words;
    QList<ShellCommand> m_commands;
};

} // namespace

QList<ShellCommand> splitShell(const QString& text, int firstLine) {
    return Splitter(text, firstLine).run();
}

} // namespace reberth::analysis
