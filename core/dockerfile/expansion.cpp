#include "core/dockerfile/expansion.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <utility>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

/// A hostile `${a:-${a:-${…` nests; no honest one goes this deep.
constexpr int maxNesting = 50;

bool isSpecialParameter(QChar c) {
    return QStringView(u"@*#?-$!0").contains(c);
}

/// The builder's globs know * and ? only; a backslash makes the next character literal.
QRegularExpression globPattern(const QString& glob, bool greedy, bool atStart, bool atEnd) {
    QString pattern = atStart ? QStringLiteral("^") : QString();
    for (qsizetype i = 0; i < glob.size(); ++i) {
        const QChar c = glob.at(i);
        if (c == u'*') {
            pattern += greedy ? QLatin1String(".*") : QLatin1String(".*?");
        } else if (c == u'?') {
            pattern += u'.';
        } else {
            const bool escaped = c == u'\\' && i + 1 < glob.size();
            pattern += QRegularExpression::escape(QString(escaped ? glob.at(++i) : c));
        }
    }
    return QRegularExpression(atEnd ? pattern + QLatin1String("$") : pattern,
                              QRegularExpression::DotMatchesEverythingOption);
}

QString trimmedPrefix(const QString& value, const QString& glob, bool greedy) {
    const QRegularExpressionMatch match = globPattern(glob, greedy, true, false).match(value);
    return match.hasMatch() ? value.mid(match.capturedLength()) : value;
}

QString trimmedSuffix(const QString& value, const QString& glob, bool greedy) {
    const QRegularExpression whole = globPattern(glob, true, true, true);
    // The longest suffix starts first, the shortest last.
    for (qsizetype i = 0; i <= value.size(); ++i) {
        const qsizetype start = greedy ? i : value.size() - i;
        if (whole.match(value.mid(start)).hasMatch()) {
            return value.left(start);
        }
    }
    return value;
}

class Expander {
public:
    Expander(const QString& word, QChar escape, const VariableLookup& lookup)
        : m_word(word)
        , m_escape(escape)
        , m_lookup(lookup) {}

    Expansion run() {
        m_out.value = until(QChar(), false);
        if (!m_current.isEmpty()) {
            m_out.words.append(m_current);
        }
        return std::move(m_out);
    }

private:
    bool atEnd() const { return m_at >= m_word.size(); }
    QChar peek() const { return atEnd() ? QChar() : m_word.at(m_at); }
    bool failed() const { return !m_out.error.isEmpty(); }
    void fail(const QString& message, qsizetype at) {
        if (!failed()) {
            m_out.error = message;
            m_out.errorAt = at;
        }
    }

    /// Reads up to `stop` (which is eaten), or to the end when it is null. `rawEscapes` keeps escapes for a pattern.
    QString until(QChar stop, bool rawEscapes);
    /// Text outside quotes ends a word at each blank.
    void addSplit(QStringView text);
    QString singleQuoted();
    QString doubleQuoted();
    QString dollar();
    QString braced(qsizetype start);
    QString name();
    std::optional<QString> use(const QString& variable, qsizetype start, bool hasDefault);

    const QString& m_word;
    QChar m_escape;
    const VariableLookup& m_lookup;
    qsizetype m_at = 0;
    int m_nesting = 0;
    Expansion m_out;
    QString m_current; ///< the word that is being put together
};

void Expander::addSplit(QStringView text) {
    for (const QChar c : text) {
        if (!c.isSpace()) {
            m_current += c;
        } else if (!m_current.isEmpty()) {
            m_out.words.append(std::exchange(m_current, QString()));
        }
    }
}

QString Expander::until(QChar stop, bool rawEscapes) {
    QString out;
    const qsizetype begin = m_at;
    const bool outermost = stop.isNull();
    while (!atEnd() && !failed()) {
        const QChar c = peek();
        if (!stop.isNull() && c == stop) {
            ++m_at;
            return out;
        }
        const qsizetype before = out.size();
        bool splits = false;
        if (c == u'\'') {
            out += singleQuoted();
        } else if (c == u'"') {
            out += doubleQuoted();
        } else if (c == u'$') {
            out += dollar();
            splits = true;
        } else if (c == m_escape) {
            ++m_at;
            if (rawEscapes) {
                out += u'\\';
            }
            if (atEnd()) {
                break;
            }
            out += m_word.at(m_at++);
        } else {
            out += c;
            ++m_at;
            splits = true;
        }
        if (outermost && splits) {
            addSplit(QStringView(out).sliced(before));
        } else if (outermost) {
            m_current += QStringView(out).sliced(before);
        }
    }
    if (!stop.isNull()) {
        fail(tr("A “%1” is missing.").arg(stop), begin);
    }
    return out;
}

QString Expander::singleQuoted() {
    const qsizetype open = m_at++;
    const qsizetype close = m_word.indexOf(u'\'', m_at);
    if (close < 0) {
        fail(tr("The single quote that opens here is never closed."), open);
        m_at = m_word.size();
        return {};
    }
    const QString out = m_word.mid(m_at, close - m_at);
    m_at = close + 1;
    return out;
}

QString Expander::doubleQuoted() {
    const qsizetype open = m_at++;
    QString out;
    while (!atEnd() && !failed()) {
        const QChar c = peek();
        if (c == u'"') {
            ++m_at;
            return out;
        }
        if (c == u'$') {
            out += dollar();
        } else if (c == m_escape && m_at + 1 < m_word.size()) {
            const QChar next = m_word.at(m_at + 1);
            if (next != u'"' && next != u'$' && next != m_escape) {
                out += c;
            }
            out += next;
            m_at += 2;
        } else {
            out += c;
            ++m_at;
        }
    }
    fail(tr("The double quote that opens here is never closed."), open);
    return out;
}

QString Expander::name() {
    if (!atEnd() && peek().isDigit()) {
        const qsizetype start = m_at;
        while (!atEnd() && peek().isDigit()) {
            ++m_at;
        }
        return m_word.mid(start, m_at - start);
    }
    if (!atEnd() && isSpecialParameter(peek())) {
        return QString(m_word.at(m_at++));
    }
    const qsizetype start = m_at;
    while (!atEnd() && (peek().isLetterOrNumber() || peek() == u'_')) {
        ++m_at;
    }
    return m_word.mid(start, m_at - start);
}

std::optional<QString> Expander::use(const QString& variable, qsizetype start, bool hasDefault) {
    m_out.uses.append({variable, start, m_at, hasDefault});
    return m_lookup ? m_lookup(variable) : std::nullopt;
}

QString Expander::dollar() {
    const qsizetype start = m_at++;
    if (peek() != u'{') {
        const QString variable = name();
        return variable.isEmpty() ? QStringLiteral("$") : use(variable, start, false).value_or(QString());
    }
    ++m_at;
    if (++m_nesting > maxNesting) {
        fail(tr("Variables nest too deep here."), start);
        return {};
    }
    const QString out = braced(start);
    --m_nesting;
    return out;
}

QString Expander::braced(qsizetype start) {
    if (atEnd()) {
        fail(tr("A “}” is missing."), start);
        return {};
    }
    if (peek() == u'{' || peek() == u'}' || peek() == u':') {
        fail(tr("“${” needs the name of a variable behind it."), start);
        return {};
    }
    const QString variable = name();
    if (atEnd()) {
        fail(tr("The “${” that opens here is never closed."), start);
        return {};
    }
    QString modifier(m_word.at(m_at++));
    if (modifier == QLatin1String("}")) {
        return use(variable, start, false).value_or(QString());
    }
    const bool emptyIsUnset = modifier == QLatin1String(":");
    if (emptyIsUnset && !atEnd()) {
        modifier += m_word.at(m_at++);
    }
    const QChar kind = modifier.back();
    const bool known = emptyIsUnset ? QStringView(u"-+?").contains(kind) && modifier.size() == 2
                                    : QStringView(u"-+?#%/").contains(kind);
    if (!known) {
        fail(tr("The builder does not know “%1” inside “${…}”; only a shell does.").arg(modifier), start);
        return {};
    }
    if (kind == u'/') {
        const bool all = peek() == u'/';
        m_at += all ? 1 : 0;
        const QString pattern = until(u'/', true);
        const QString replacement = until(u'}', true);
        QString value = use(variable, start, false).value_or(QString());
        const QRegularExpression regex = globPattern(pattern, true, false, false);
        if (all) {
            return value.replace(regex, QString(replacement).replace(u'\\', QLatin1String("\\\\")));
        }
        const QRegularExpressionMatch match = regex.match(value);
        return match.hasMatch() ? value.replace(match.capturedStart(), match.capturedLength(), replacement) : value;
    }
    const bool pattern = kind == u'#' || kind == u'%';
    const QString word = until(u'}', pattern);
    const std::optional<QString> value = use(variable, start, kind == u'-' || kind == u'+' || kind == u'?');
    const bool unset = !value || (emptyIsUnset && value->isEmpty());
    if (kind == u'-') {
        return unset ? word : *value;
    }
    if (kind == u'+') {
        return unset ? QString() : word;
    }
    if (!pattern) {
        if (unset && !failed()) {
            m_out.lacksValue = true;
            fail(word.isEmpty() ? tr("“%1” is not set.").arg(variable) : tr("“%1”: %2").arg(variable, word), start);
        }
        return value.value_or(QString());
    }
    const bool greedy = word.startsWith(kind);
    const QString glob = greedy ? word.mid(1) : word;
    return kind == u'#' ? trimmedPrefix(value.value_or(QString()), glob, greedy)
                        : trimmedSuffix(value.value_or(QString()), glob, greedy);
}

} // namespace

Expansion expand(const QString& word, QChar escape, const VariableLookup& lookup) {
    return Expander(word, escape, lookup).run();
}

} // namespace reberth::dockerfile
