#include "core/analysis/marker.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace reberth::analysis {

namespace {

QStringList tokens(const QString& marker) {
    QStringList found;
    static const QRegularExpression token(
        QStringLiteral("\\(|\\)|'[^']*'|\"[^\"]*\"|===|==|!=|<=|>=|~=|<|>|not\\s+in\\b|[\\w.]+"));
    for (auto it = token.globalMatch(marker); it.hasNext() && found.size() < 400;)
        found.append(it.next().captured());
    return found;
}

bool isText(const QString& token) {
    return token.startsWith(QLatin1Char('\'')) || token.startsWith(QLatin1Char('"'));
}

/// Three-valued: unknown where the marker asks for what is not known yet.
class Evaluator {
public:
    explicit Evaluator(QStringList tokenList)
        : m_tokens(std::move(tokenList)) {}

    std::optional<bool> run() {
        const std::optional<bool> value = either(0);
        return m_broken || m_at != m_tokens.size() ? std::nullopt : value;
    }

private:
    using Truth = std::optional<bool>;

    QString next() { return m_at < m_tokens.size() ? m_tokens.at(m_at++) : QString(); }
    bool accept(QLatin1String word) {
        if (m_at >= m_tokens.size() || m_tokens.at(m_at) != word)
            return false;
        ++m_at;
        return true;
    }

    Truth either(int depth) {
        Truth value = both(depth);
        while (!m_broken && accept(QLatin1String("or"))) {
            const Truth other = both(depth);
            if (value == true || other == true)
                value = true;
            else if (!value || !other)
                value = std::nullopt;
        }
        return value;
    }

    Truth both(int depth) {
        Truth value = one(depth);
        while (!m_broken && accept(QLatin1String("and"))) {
            const Truth other = one(depth);
            if (value == false || other == false)
                value = false;
            else if (!value || !other)
                value = std::nullopt;
        }
        return value;
    }

    Truth one(int depth) {
        if (depth > 50) {
            m_broken = true;
            return std::nullopt;
        }
        if (accept(QLatin1String("("))) {
            const Truth value = either(depth + 1);
            m_broken = m_broken || !accept(QLatin1String(")"));
            return value;
        }
        QString left = next();
        const QString sign = next().simplified();
        QString right = next();
        if (right.isEmpty()) {
            m_broken = true;
            return std::nullopt;
        }
        if (isText(left))
            std::swap(left, right);
        return compare(left, sign, isText(right) ? right.mid(1, right.size() - 2) : right);
    }

    static Truth compare(const QString& variable, const QString& sign, const QString& text) {
        static const QHash<QString, QString> linux{{QStringLiteral("sys_platform"), QStringLiteral("linux")},
                                                   {QStringLiteral("sys.platform"), QStringLiteral("linux")},
                                                   {QStringLiteral("platform_system"), QStringLiteral("Linux")},
                                                   {QStringLiteral("os_name"), QStringLiteral("posix")},
                                                   {QStringLiteral("os.name"), QStringLiteral("posix")},
                                                   {QStringLiteral("platform_machine"), QStringLiteral("x86_64")}};
        const QString value = linux.value(variable);
        if (value.isEmpty())
            return std::nullopt;
        if (sign == QLatin1String("==") || sign == QLatin1String("==="))
            return value == text || (value == QLatin1String("linux") && text == QLatin1String("linux2"));
        if (sign == QLatin1String("!="))
            return value != text;
        if (sign == QLatin1String("in"))
            return text.contains(value);
        if (sign == QLatin1String("not in"))
            return !text.contains(value);
        return std::nullopt;
    }

    QStringList m_tokens;
    qsizetype m_at = 0;
    bool m_broken = false;
};

} // namespace

bool mayHoldOnLinux(const QString& marker) {
    return marker.isEmpty() || Evaluator(tokens(marker)).run().value_or(true);
}

QString extraOfMarker(const QString& marker) {
    static const QRegularExpression extra(QStringLiteral("\\bextra\\s*==\\s*(?:'([^']*)'|\"([^\"]*)\")"));
    const auto match = extra.match(marker);
    return match.captured(1) + match.captured(2);
}

} // namespace reberth::analysis
