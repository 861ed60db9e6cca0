#include "core/compose/variables.h"

#include "core/compose/configproblem.h"
#include "core/compose/report.h"

#include <QRegularExpression>

namespace reberth::compose {

namespace {

constexpr int maxNesting = 30;

bool isNameStart(QChar c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

bool isNamePart(QChar c) {
    return isNameStart(c) || (c >= u'0' && c <= u'9');
}

class Expander {
public:
    Expander(const Variables& variables, QStringList* unset)
        : m_variables(variables)
        , m_unset(unset) {}

    QString expand(QStringView text, int nesting) const;

private:
    QString braced(QStringView text, qsizetype& at, int nesting) const;
    QString value(const QString& name) const;
    [[noreturn]] static void bad(QStringView text) {
        throw ConfigProblem{ErrorCode::InvalidInput,
                            translated("“%1” is no variable that compose can read; a dollar sign itself is written $$.")
                                .arg(text.left(60))};
    }

    const Variables& m_variables;
    QStringList* m_unset;
};

QString Expander::value(const QString& name) const {
    const auto found = m_variables.constFind(name);
    if (found == m_variables.cend()) {
        if (m_unset && !m_unset->contains(name)) {
            m_unset->append(name);
        }
        return {};
    }
    return *found;
}

/// `at` is behind "${"; it is left behind the closing brace.
QString Expander::braced(QStringView text, qsizetype& at, int nesting) const {
    const qsizetype start = at;
    if (nesting > maxNesting || at >= text.size() || !isNameStart(text.at(at))) {
        bad(text.sliced(start - 2));
    }
    while (at < text.size() && isNamePart(text.at(at))) {
        ++at;
    }
    const QString name = text.sliced(start, at - start).toString();
    if (at < text.size() && text.at(at) == u'}') {
        ++at;
        return value(name);
    }
    const bool colon = at < text.size() && text.at(at) == u':';
    at += colon ? 1 : 0;
    if (at >= text.size() || !QStringView(u"-?+").contains(text.at(at))) {
        bad(text.sliced(start - 2));
    }
    const QChar action = text.at(at++);
    const qsizetype wordStart = at;
    int depth = 1;
    for (; at < text.size(); ++at) {
        if (text.at(at) == u'$' && at + 1 < text.size() && text.at(at + 1) == u'{') {
            ++depth;
            ++at;
        } else if (text.at(at) == u'}' && --depth == 0) {
            break;
        }
    }
    if (at >= text.size()) {
        bad(text.sliced(start - 2));
    }
    const QStringView word = text.sliced(wordStart, at - wordStart);
    ++at;
    const auto found = m_variables.constFind(name);
    const bool given = found != m_variables.cend() && (!colon || !found->isEmpty());
    if (action == u'+') {
        return given ? expand(word, nesting + 1) : QString();
    }
    if (given) {
        return *found;
    }
    if (action == u'?') {
        throw ConfigProblem{ErrorCode::InvalidInput, translated("The variable “%1” must be set: %2")
                                                         .arg(name, expand(word, nesting + 1))};
    }
    return expand(word, nesting + 1);
}

QString Expander::expand(QStringView text, int nesting) const {
    QString out;
    for (qsizetype i = 0; i < text.size();) {
        if (text.at(i) != u'$') {
            out += text.at(i++);
            continue;
        }
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        if (next == u'$') {
            out += u'$';
            i += 2;
        } else if (next == u'{') {
            i += 2;
            out += braced(text, i, nesting);
        } else if (isNameStart(next)) {
            const qsizetype start = ++i;
            while (i < text.size() && isNamePart(text.at(i))) {
                ++i;
            }
            out += value(text.sliced(start, i - start).toString());
        } else if (next.isNull()) {
            bad(text.sliced(i));
        } else {
            out += text.at(i++);
        }
    }
    return out;
}

QString unescaped(QStringView text) {
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != u'\\' || i + 1 == text.size()) {
            out += text.at(i);
            continue;
        }
        const QChar next = text.at(++i);
        out += next == u'n' ? QChar(u'\n') : next == u't' ? QChar(u'\t') : next == u'r' ? QChar(u'\r') : next;
    }
    return out;
}

} // namespace

QString expand(const QString& text, const Variables& variables, QStringList* unset) {
    return text.contains(u'$') ? Expander(variables, unset).expand(text, 0) : text;
}

QList<std::pair<QString, QString>> readEnvironmentFile(const QString& text, const Variables& known) {
    QList<std::pair<QString, QString>> out;
    Variables seen = known;
    qsizetype number = 0;
    for (qsizetype at = 0; at < text.size();) {
        ++number;
        qsizetype end = text.indexOf(u'\n', at);
        end = end < 0 ? text.size() : end;
        QString line = text.mid(at, end - at).trimmed();
        const qsizetype lineStart = at;
        at = end + 1;
        if (line.isEmpty() || line.startsWith(u'#')) {
            continue;
        }
        if (line.startsWith(QLatin1String("export "))) {
            line = line.mid(7).trimmed();
        }
        qsizetype split = 0;
        while (split < line.size() && line.at(split) != u'=' && line.at(split) != u':') {
            ++split;
        }
        const QString name = line.left(split).trimmed();
        if (name.isEmpty() || name.contains(u' ')) {
            throw ConfigProblem{ErrorCode::InvalidInput,
                                translated("Line %1 of the environment file gives no NAME=value.").arg(number)};
        }
        if (split == line.size()) {
            if (known.contains(name)) {
                out.append({name, known.value(name)});
            }
            continue;
        }
        QString value = line.mid(split + 1).trimmed();
        const QChar quote = value.isEmpty() ? QChar() : value.front();
        if (quote == u'"' || quote == u'\'') {
            // A quoted value may run over lines.
            qsizetype i = text.indexOf(quote, text.indexOf(QRegularExpression(QStringLiteral("[=:]")), lineStart)) + 1;
            const qsizetype start = i;
            while (i < text.size() && text.at(i) != quote) {
                i += text.at(i) == u'\\' && quote == u'"' ? 2 : 1;
            }
            if (i >= text.size()) {
                throw ConfigProblem{ErrorCode::InvalidInput,
                                    translated("The quote in line %1 of the environment file is never closed.").arg(number)};
            }
            value = text.mid(start, i - start);
            number += value.count(u'\n');
            end = text.indexOf(u'\n', i);
            at = end < 0 ? text.size() : end + 1;
            if (quote == u'"') {
                value = expand(unescaped(value), seen, nullptr);
            }
        } else {
            static const QRegularExpression comment(QStringLiteral("(^|\\s+)#.*$"));
            value = expand(value.remove(comment).trimmed(), seen, nullptr);
        }
        seen.insert(name, value);
        out.append({name, value});
    }
    return out;
}

} // namespace reberth::compose
