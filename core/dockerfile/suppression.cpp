#include "core/dockerfile/suppression.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

QSet<QString> nameSet(const QString& list) {
    QSet<QString> out;
    for (const QString& part : list.split(u',', Qt::SkipEmptyParts)) {
        out.insert(part.trimmed().toLower());
    }
    return out;
}

} // namespace

Suppressions::Suppressions(const Document& document)
    : m_document(document) {
    for (const Directive& directive : document.directives) {
        if (directive.name == QLatin1String("check")) {
            readCheck(directive.value, directive.valueRange, m_file, true);
        }
    }
    static const QRegularExpression pragma(
        QStringLiteral("^(?:hadolint|reberth)\\s+(?:(global|stage)\\s+)?ignore\\s*=\\s*([^#]*)"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression checkComment(QStringLiteral("^check\\s*=\\s*(skip\\s*=.*?)\\s*(?://.*)?$"));
    for (const Comment& comment : document.comments) {
        const QRegularExpressionMatch match = pragma.match(comment.text);
        if (match.hasMatch() && match.captured(1).toLower() == QLatin1String("global")) {
            m_file |= nameSet(match.captured(2));
        }
    }
    for (qsizetype i = 0; i < document.instructions.size(); ++i) {
        const Instruction& instruction = document.instructions.at(i);
        for (const qsizetype above : instruction.commentsAbove) {
            const Comment& comment = document.comments.at(above);
            const QRegularExpressionMatch match = pragma.match(comment.text);
            if (match.hasMatch() && match.captured(1).toLower() == QLatin1String("stage")) {
                m_stages[instruction.stage] |= nameSet(match.captured(2));
            } else if (match.hasMatch()) {
                m_instructions[i] |= nameSet(match.captured(2));
            } else if (const QRegularExpressionMatch check = checkComment.match(comment.text); check.hasMatch()) {
                readCheck(check.captured(1), comment.range, m_instructions[i], false);
            } else if (comment.text == QLatin1String("dockerfile-utils: ignore")) {
                m_instructions[i].insert(QStringLiteral("all"));
            }
        }
    }
}

void Suppressions::readCheck(const QString& value, TextRange range, QSet<QString>& skip, bool directive) {
    for (const QString& part : value.split(u';')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString key = part.left(equals).trimmed().toLower();
        const QString list = equals < 0 ? QString() : part.mid(equals + 1).trimmed();
        if (equals >= 0 && key == QLatin1String("skip")) {
            skip |= nameSet(list);
        } else if (equals >= 0 && key == QLatin1String("experimental") && directive) {
            m_experimental |= nameSet(list);
        } else if (equals >= 0 && key == QLatin1String("error") && directive) {
            const QString lower = list.toLower();
            static const QStringList yes{QStringLiteral("true"), QStringLiteral("1"), QStringLiteral("t")};
            static const QStringList no{QStringLiteral("false"), QStringLiteral("0"), QStringLiteral("f")};
            m_errors = yes.contains(lower);
            if (!m_errors && !no.contains(lower)) {
                m_problems.append(
                    {QStringLiteral("syntax"), tr("“error” of a check is either true or false."), range, {}});
            }
        } else if (directive) {
            m_problems.append({QStringLiteral("syntax"),
                               tr("A check is written skip=NAME,NAME;error=true;experimental=NAME."),
                               range,
                               {}});
        }
    }
}

bool Suppressions::names(const QSet<QString>& set, const diagnostics::Diagnostic& diagnostic) {
    return set.contains(QStringLiteral("all")) || set.contains(diagnostic.ruleId) ||
           std::any_of(diagnostic.aliases.cbegin(), diagnostic.aliases.cend(),
                       [&](const QString& alias) { return set.contains(alias.toLower()); });
}

bool Suppressions::isExperimental(const QStringList& ruleNames) const {
    return m_experimental.contains(QStringLiteral("all")) ||
           std::any_of(ruleNames.cbegin(), ruleNames.cend(),
                       [&](const QString& name) { return m_experimental.contains(name.toLower()); });
}

bool Suppressions::hides(const diagnostics::Diagnostic& diagnostic) const {
    if (names(m_file, diagnostic)) {
        return true;
    }
    if (m_instructions.isEmpty() && m_stages.isEmpty()) {
        return false;
    }
    const auto it = std::upper_bound(
        m_document.instructions.cbegin(), m_document.instructions.cend(), diagnostic.range.start,
        [](qsizetype offset, const Instruction& instruction) { return offset < instruction.range.start; });
    if (it == m_document.instructions.cbegin()) {
        return false;
    }
    const qsizetype index = std::distance(m_document.instructions.cbegin(), it) - 1;
    return names(m_instructions.value(index), diagnostic) ||
           names(m_stages.value(m_document.instructions.at(index).stage), diagnostic);
}

} // namespace reberth::dockerfile
