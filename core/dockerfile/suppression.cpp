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

bool contains(const QSet<QString>& set, const QString& id, const QStringList& aliases) {
    return set.contains(id) || std::any_of(aliases.cbegin(), aliases.cend(),
                                           [&](const QString& alias) { return set.contains(alias.toLower()); });
}

bool names(const QSet<QString>& set, const diagnostics::Diagnostic& diagnostic) {
    return !set.isEmpty() && contains(set, diagnostic.ruleId, diagnostic.aliases);
}

bool namesOrAll(const QSet<QString>& set, const diagnostics::Diagnostic& diagnostic) {
    return set.contains(QStringLiteral("all")) || names(set, diagnostic);
}

const QRegularExpression& pragmaPattern() {
    static const QRegularExpression pragma(
        QStringLiteral("^(hadolint|reberth)\\s+(?:(global|stage)\\s+)?ignore\\s*=\\s*([^#]*)"),
        QRegularExpression::CaseInsensitiveOption);
    return pragma;
}

/// Most comments are none of ours; the pattern is for the others.
QRegularExpressionMatch pragmaOf(const Comment& comment) {
    const bool likely = comment.text.contains(QLatin1String("ignore"), Qt::CaseInsensitive);
    return likely ? pragmaPattern().match(comment.text) : QRegularExpressionMatch();
}

bool isHadolint(const QRegularExpressionMatch& match) {
    return match.captured(1).compare(QLatin1String("hadolint"), Qt::CaseInsensitive) == 0;
}

} // namespace

Suppressions::Suppressions(const Document& document, const LintSettings& settings)
    : m_document(document) {
    if (!settings.checkOption.isEmpty()) { // replaces the directive, as BuildKit has it
        readCheck(settings.checkOption, {0, 0}, m_file, true);
    } else {
        for (const Directive& directive : document.directives) {
            if (directive.name == QLatin1String("check")) {
                readCheck(directive.value, directive.valueRange, m_file, true);
            }
        }
    }
    for (auto it = settings.off.cbegin(); it != settings.off.cend(); ++it) {
        m_file.insert(it.key().toLower());
    }
    for (const QString& rule : settings.on) {
        m_on.insert(rule.toLower());
    }
    for (const Comment& comment : document.comments) {
        const QRegularExpressionMatch match = pragmaOf(comment);
        if (match.hasMatch() && match.captured(2).toLower() == QLatin1String("global")) {
            m_file |= nameSet(match.captured(3));
            if (isHadolint(match)) {
                m_hadolint |= nameSet(match.captured(3));
            }
        }
    }
    for (qsizetype i = 0; i < document.instructions.size(); ++i) {
        readComments(document.instructions.at(i), i);
    }
}

void Suppressions::readComments(const Instruction& instruction, qsizetype index) {
    static const QRegularExpression checkComment(QStringLiteral("^check\\s*=\\s*(skip\\s*=.*?)\\s*(?://.*)?$"));
    for (const qsizetype above : instruction.commentsAbove) {
        const Comment& comment = m_document.comments.at(above);
        const QRegularExpressionMatch match = pragmaOf(comment);
        if (match.hasMatch()) {
            const bool stage = match.captured(2).toLower() == QLatin1String("stage");
            (stage ? m_stages[instruction.stage] : m_instructions[index]) |= nameSet(match.captured(3));
            if (isHadolint(match)) {
                (stage ? m_hadolintStages[instruction.stage] : m_hadolintInstructions[index]) |=
                    nameSet(match.captured(3));
            }
        } else if (comment.text.startsWith(QLatin1String("check"))) {
            if (const QRegularExpressionMatch check = checkComment.match(comment.text); check.hasMatch()) {
                readCheck(check.captured(1), comment.range, m_instructions[index], false);
            }
        } else if (comment.text == QLatin1String("dockerfile-utils: ignore")) {
            m_instructions[index].insert(QStringLiteral("all"));
        }
    }
}

void Suppressions::readCheck(const QString& value, TextRange range, Names& skip, bool directive) {
    for (const QString& part : value.split(u';')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString key = part.left(equals).trimmed().toLower();
        const QString list = equals < 0 ? QString() : part.mid(equals + 1).trimmed();
        if (equals >= 0 && key == QLatin1String("skip")) {
            skip |= nameSet(list);
        } else if (equals >= 0 && key == QLatin1String("experimental") && directive) {
            m_on |= nameSet(list);
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

bool Suppressions::isOn(const QString& id, const QStringList& aliases) const {
    return m_on.contains(QStringLiteral("all")) || contains(m_on, id, aliases);
}

qsizetype Suppressions::instructionAt(qsizetype offset) const {
    const auto it = std::upper_bound(
        m_document.instructions.cbegin(), m_document.instructions.cend(), offset,
        [](qsizetype place, const Instruction& instruction) { return place < instruction.range.start; });
    return std::distance(m_document.instructions.cbegin(), it) - 1;
}

bool Suppressions::hides(const diagnostics::Diagnostic& diagnostic) const {
    if (namesOrAll(m_file, diagnostic)) {
        return true;
    }
    if (m_instructions.isEmpty() && m_stages.isEmpty()) {
        return false;
    }
    const qsizetype index = instructionAt(diagnostic.range.start);
    return index >= 0 && (namesOrAll(m_instructions.value(index), diagnostic) ||
                          namesOrAll(m_stages.value(m_document.instructions.at(index).stage), diagnostic));
}

bool Suppressions::hidesError(const diagnostics::Diagnostic& diagnostic) const {
    if (names(m_hadolint, diagnostic)) {
        return true;
    }
    if (m_hadolintInstructions.isEmpty() && m_hadolintStages.isEmpty()) {
        return false;
    }
    const qsizetype index = instructionAt(diagnostic.range.start);
    return index >= 0 && (names(m_hadolintInstructions.value(index), diagnostic) ||
                          names(m_hadolintStages.value(m_document.instructions.at(index).stage), diagnostic));
}

} // namespace reberth::dockerfile
