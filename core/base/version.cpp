#include "core/base/version.h"

#include <QRegularExpression>

namespace reberth {

std::optional<Version> Version::parse(QStringView input) {
    static const QRegularExpression expression(
        QStringLiteral(R"(^\s*[vV]?(?:\d+!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?(\d*))?)"
                       R"((?:[-_.]?post[-_.]?\d*|-\d+)?(?:[-_.]?dev\d*)?(?:\+[A-Za-z0-9._-]+)?\s*$)"),
        QRegularExpression::CaseInsensitiveOption);
    const QString text = input.toString();
    const auto match = expression.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    Version version;
    version.m_text = text.trimmed();
    const auto parts = match.capturedView(1).split(u'.');
    for (const QStringView part : parts) {
        bool ok = false;
        version.m_numbers.append(part.toInt(&ok));
        if (!ok) {
            return std::nullopt;
        }
    }
    if (match.capturedLength(2) > 0) {
        QString kind = match.captured(2).toLower();
        if (kind == u"alpha") {
            kind = QStringLiteral("a");
        } else if (kind == u"beta") {
            kind = QStringLiteral("b");
        } else if (kind == u"c" || kind == u"pre" || kind == u"preview") {
            kind = QStringLiteral("rc");
        } else if (kind == u"dev") {
            kind = QStringLiteral(" dev"); // sorts before a
        }
        version.m_pre = kind + match.captured(3).rightJustified(6, u'0');
    }
    return version;
}

Version Version::of(const char* text) {
    const auto version = parse(QString::fromLatin1(text));
    Q_ASSERT_X(version, "Version::of", text);
    return version.value_or(Version());
}

bool Version::startsWith(const Version& prefix) const {
    for (qsizetype i = 0; i < prefix.m_numbers.size(); ++i) {
        if (part(i) != prefix.m_numbers.at(i)) {
            return false;
        }
    }
    return true;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
    const qsizetype count = std::max(m_numbers.size(), other.m_numbers.size());
    for (qsizetype i = 0; i < count; ++i) {
        if (const auto order = part(i) <=> other.part(i); order != 0) {
            return order;
        }
    }
    if (m_pre.isEmpty() != other.m_pre.isEmpty()) {
        return m_pre.isEmpty() ? std::strong_ordering::greater : std::strong_ordering::less;
    }
    const int order = m_pre.compare(other.m_pre);
    return order < 0   ? std::strong_ordering::less
           : order > 0 ? std::strong_ordering::greater
                       : std::strong_ordering::equal;
}

std::optional<VersionRange> VersionRange::parse(QStringView text) {
    static const QRegularExpression clauseExpression(QStringLiteral(R"(^\s*(===?|!=|<=|>=|~=|<|>|=)?\s*(.+?)\s*$)"));
    VersionRange range;
    const auto parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QStringView part : parts) {
        if (part.trimmed().isEmpty() || part.trimmed() == u"*") {
            continue;
        }
        const auto match = clauseExpression.match(part.toString());
        if (!match.hasMatch()) {
            return std::nullopt;
        }
        const QString op = match.captured(1);
        QString number = match.captured(2);
        bool wildcard = false;
        if (number.endsWith(u".*")) {
            wildcard = true;
            number.chop(2);
        } else if (number.endsWith(u'*')) {
            wildcard = true;
            number.chop(1);
        }
        const auto version = Version::parse(number);
        if (!version) {
            return std::nullopt;
        }
        if (op == u"=" || (wildcard && (op == u"==" || op.isEmpty()))) {
            range.add(Op::Prefix, *version);
        } else if (op == u"==" || op == u"===" || op.isEmpty()) {
            range.add(Op::Equal, *version);
        } else if (op == u"!=") {
            range.add(wildcard ? Op::NotPrefix : Op::NotEqual, *version);
        } else if (op == u"<") {
            range.add(Op::Less, *version);
        } else if (op == u"<=") {
            range.add(Op::LessEqual, *version);
        } else if (op == u">") {
            range.add(Op::Greater, *version);
        } else if (op == u">=") {
            range.add(Op::GreaterEqual, *version);
        } else {
            range.add(Op::Compatible, *version);
        }
    }
    return range;
}

bool VersionRange::contains(const Version& version) const {
    for (const Clause& clause : m_clauses) {
        bool ok = false;
        switch (clause.op) {
        case Op::Equal: ok = version == clause.version; break;
        case Op::NotEqual: ok = !(version == clause.version); break;
        case Op::Less: ok = version < clause.version; break;
        case Op::LessEqual: ok = version <= clause.version; break;
        case Op::Greater: ok = version > clause.version; break;
        case Op::GreaterEqual: ok = version >= clause.version; break;
        case Op::Prefix: ok = version.startsWith(clause.version); break;
        case Op::NotPrefix: ok = !version.startsWith(clause.version); break;
        case Op::Compatible: {
            ok = version >= clause.version;
            for (qsizetype i = 0; ok && i + 1 < clause.version.size(); ++i) {
                ok = version.part(i) == clause.version.part(i);
            }
            break;
        }
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

std::optional<Version> VersionRange::exact() const {
    if (m_clauses.size() == 1 && m_clauses.first().op == Op::Equal) {
        return m_clauses.first().version;
    }
    return std::nullopt;
}

VersionRange VersionRange::intersected(const VersionRange& other) const {
    VersionRange result = *this;
    for (const Clause& clause : other.m_clauses) {
        if (!result.m_clauses.contains(clause)) {
            result.m_clauses.append(clause);
        }
    }
    return result;
}

QString VersionRange::toString() const {
    QStringList parts;
    for (const Clause& clause : m_clauses) {
        const QString number = clause.version.toString();
        switch (clause.op) {
        case Op::Equal: parts << QLatin1String("==") + number; break;
        case Op::NotEqual: parts << QLatin1String("!=") + number; break;
        case Op::Less: parts << QLatin1String("<") + number; break;
        case Op::LessEqual: parts << QLatin1String("<=") + number; break;
        case Op::Greater: parts << QLatin1String(">") + number; break;
        case Op::GreaterEqual: parts << QLatin1String(">=") + number; break;
        case Op::Compatible: parts << QLatin1String("~=") + number; break;
        case Op::Prefix: parts << QLatin1String("==") + number + QLatin1String(".*"); break;
        case Op::NotPrefix: parts << QLatin1String("!=") + number + QLatin1String(".*"); break;
        }
    }
    return parts.join(u',');
}

} // namespace reberth
