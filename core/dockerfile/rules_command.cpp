#include "core/dockerfile/rule.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

QString asJson(const QList<Word>& words) {
    QStringList items;
    for (const Word& word : words) {
        QJsonArray one{word.text};
        QString text = QString::fromUtf8(QJsonDocument(one).toJson(QJsonDocument::Compact));
        items.append(text.mid(1, text.size() - 2));
    }
    return QLatin1Char('[') + items.join(QLatin1String(", ")) + QLatin1Char(']');
}

void shellForm(const Subject& subject, Findings& findings) {
    QList<bool> hasShell(subject.document.stages.size() + 1, false);
    for (const Instruction* instruction : subject.instructions) {
        const qsizetype slot = instruction->stage + 1;
        if (instruction->is(Keyword::From)) {
            const qsizetype parent = subject.document.stages.at(instruction->stage).parent;
            hasShell[slot] = parent >= 0 && hasShell.at(parent + 1);
        } else if (instruction->is(Keyword::Shell)) {
            hasShell[slot] = true;
        }
        const bool command = instruction->is(Keyword::Cmd) || instruction->is(Keyword::Entrypoint);
        if (!command || instruction->isJson || instruction->words.isEmpty() || hasShell.at(slot)) {
            continue;
        }
        const QString text = instruction->arguments();
        static const QRegularExpression shellSyntax(QStringLiteral("[$`\"'\\\\|&;<>()*?\\[\\]{}~#!=]"));
        QList<diagnostics::Fix> fixes;
        if (!text.contains(shellSyntax)) {
            fixes.append(
                safeFix(translated("Write a JSON list"), instruction->argumentsRange(), asJson(instruction->words)));
        }
        findings.add(
            instruction->argumentsRange(),
            translated(
                "In this form a shell runs the command and keeps signals from it, so docker stop has to kill it."),
            fixes);
    }
}

void singleQuotedJson(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QString text = instruction->arguments();
        static const QRegularExpression list(QStringLiteral("^\\[\\s*'[^\"]*'\\s*\\]$"));
        const bool takesJson = instruction->is(Keyword::Run) || instruction->is(Keyword::Cmd) ||
                               instruction->is(Keyword::Entrypoint) || instruction->is(Keyword::Copy) ||
                               instruction->is(Keyword::Add) || instruction->is(Keyword::Volume);
        if (takesJson && !instruction->isJson && text.size() < 4096 && text.contains(list)) {
            findings.add(
                instruction->argumentsRange(),
                translated("JSON takes double quotes; with single ones this is no list but a command of the shell."),
                {suggestion(translated("Use double quotes"), instruction->argumentsRange(),
                            QString(text).replace(u'\'', u'"'))});
        }
    }
}

} // namespace

QList<Rule> commandRules() {
    return {
        {"json-command",
         {QStringLiteral("JSONArgsRecommended"), QStringLiteral("DL3025")},
         Severity::Warning,
         "CMD or ENTRYPOINT in shell form",
         "As a JSON list the program is started directly and gets the signals of docker stop.",
         shellForm},
        {"json-single-quotes",
         {},
         Severity::Warning,
         "JSON list with single quotes",
         "The builder reads it as a shell command, silently.",
         singleQuotedJson},
    };
}

} // namespace reberth::dockerfile
