#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"

#include <QRegularExpression>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

bool isUpper(const QString& text) {
    return text == text.toUpper();
}

bool isLower(const QString& text) {
    return text == text.toLower();
}

void instructionCasing(const Subject& subject, Findings& findings) {
    qsizetype upper = 0;
    qsizetype lower = 0;
    for (const Instruction& instruction : subject.document.instructions) {
        upper += isUpper(instruction.name) ? 1 : 0;
        lower += isLower(instruction.name) ? 1 : 0;
    }
    const bool wantLower = lower > upper;
    for (const Instruction& instruction : subject.document.instructions) {
        const QString wanted = wantLower ? instruction.name.toLower() : instruction.name.toUpper();
        if (!instruction.is(Keyword::Unknown) && instruction.name != wanted) {
            findings.add(instruction.nameRange,
                         translated("“%1” is written in another case than most instructions of this file.")
                             .arg(instruction.name),
                         {safeFix(translated("Write %1").arg(wanted), instruction.nameRange, wanted)});
        }
    }
}

void asCasing(const Subject& subject, Findings& findings) {
    for (const Instruction& from : subject.document.instructions) {
        if (!from.is(Keyword::From) || from.words.size() != 3) {
            continue;
        }
        const Word& as = from.words.at(1);
        const bool mixed = !isUpper(from.name) && !isLower(from.name);
        const QString wanted = isLower(from.name) ? QStringLiteral("as") : QStringLiteral("AS");
        if (!mixed && as.text != wanted && as.text.toUpper() == QLatin1String("AS")) {
            findings.add(as.range, translated("“%1” is written in another case than “%2”.").arg(as.text, from.name),
                         {safeFix(translated("Write %1").arg(wanted), as.range, wanted)});
        }
    }
}

void emptyContinuation(const Subject& subject, Findings& findings) {
    for (const Instruction& instruction : subject.document.instructions) {
        if (instruction.emptyContinuations.isEmpty()) {
            continue;
        }
        diagnostics::Fix fix{translated("Remove the blank lines"), {}, true};
        for (const TextRange& line : instruction.emptyContinuations) {
            fix.edits.append({line, QString()});
        }
        // The place that the builder names is the instruction's last line.
        const qsizetype lineStart =
            subject.source().lastIndexOf(u'\n', std::max<qsizetype>(0, instruction.range.end - 1)) + 1;
        findings.add(
            {std::max(lineStart, instruction.range.start), instruction.range.end},
            translated("A blank line stands inside this instruction; a later version of the builder will refuse it."),
            {fix});
    }
}

void maintainer(const Subject& subject, Findings& findings) {
    for (const Instruction& instruction : subject.document.instructions) {
        if (instruction.is(Keyword::Maintainer)) {
            QString value = instruction.arguments();
            const bool quoted = value.size() > 1 && value.startsWith(u'"') && value.endsWith(u'"');
            value = quoted ? value
                           : QLatin1Char('"') +
                                 value.replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\"")) +
                                 QLatin1Char('"');
            findings.add(instruction.range, translated("MAINTAINER is deprecated."),
                         {safeFix(translated("Use a label"), instruction.range,
                                  QStringLiteral("LABEL org.opencontainers.image.authors=") + value)});
        }
    }
}

void legacyKeyValue(const Subject& subject, Findings& findings) {
    for (const Instruction& instruction : subject.document.instructions) {
        if (!instruction.is(Keyword::Env) && !instruction.is(Keyword::Label)) {
            continue;
        }
        for (const Assignment& assignment : assignmentsOf(instruction)) {
            if (!assignment.legacy) {
                continue;
            }
            QList<diagnostics::Fix> fixes;
            static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:$@%+,{}-]+$"));
            const QString value = assignment.value.value_or(QString());
            if (!value.contains(u'"') && !value.contains(u'\'') && !value.contains(u'\\')) {
                const QString written =
                    plain.match(value).hasMatch() ? value : QLatin1Char('"') + value + QLatin1Char('"');
                fixes.append(safeFix(translated("Write name=value"), assignment.range,
                                     assignment.name + QLatin1Char('=') + written));
            }
            findings.add(assignment.range,
                         translated("“%1 name value” is the old form; write %1 %2=….")
                             .arg(keywordName(instruction.keyword), assignment.name),
                         fixes);
        }
    }
}

void definitionDescription(const Subject& subject, Findings& findings) {
    for (const Instruction& instruction : subject.document.instructions) {
        const bool from = instruction.is(Keyword::From);
        if ((!from && !instruction.is(Keyword::Arg)) || instruction.commentsAbove.isEmpty()) {
            continue;
        }
        const Comment& comment = subject.document.comments.at(instruction.commentsAbove.back());
        QString name;
        if (from) {
            name = subject.document.stages.at(instruction.stage).name;
        } else if (const QList<Assignment> all = assignmentsOf(instruction); all.size() == 1) {
            name = all.front().name;
        }
        if (!name.isEmpty() && comment.text.section(u' ', 0, 0) != name &&
            !comment.text.startsWith(QLatin1String("check="))) {
            findings.add(instruction.range, translated("The comment above should begin with “%1”.").arg(name));
        }
    }
}

void trailingComment(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const bool words = instruction->is(Keyword::Copy) || instruction->is(Keyword::Add);
        const bool whole = instruction->is(Keyword::Workdir) || instruction->is(Keyword::User);
        if ((!words && !whole) || instruction->isJson) {
            continue;
        }
        for (const Word& word : instruction->words) {
            if (word.text.startsWith(u'#') && word.start > instruction->argumentsStart) {
                findings.add(instruction->logical.range(word.start, instruction->argumentsEnd),
                             translated("This is no comment: %1 takes it as part of its arguments.")
                                 .arg(keywordName(instruction->keyword)));
                break;
            }
        }
    }
}

void labelKey(const Subject& subject, Findings& findings) {
    static const QRegularExpression good(QStringLiteral("^[a-z0-9]+([.-][a-z0-9]+)*$"));
    static const QRegularExpression reserved(QStringLiteral("^(com\\.docker|io\\.docker|org\\.dockerproject)\\."));
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::Label)) {
            continue;
        }
        for (const Assignment& assignment : assignmentsOf(*instruction)) {
            const QString key = QString(assignment.name).remove(u'"').remove(u'\'');
            if (key.contains(reserved)) {
                findings.add(assignment.nameRange, translated("Labels that begin so are kept for Docker's own."));
            } else if (!key.contains(u'$') && !key.contains(good)) {
                findings.add(assignment.nameRange,
                             translated("A label's key has small letters and digits, with “.” and “-” between them."));
            }
        }
    }
}

} // namespace

QList<Rule> styleRules() {
    return {
        {"instruction-casing",
         {QStringLiteral("ConsistentInstructionCasing")},
         Severity::Warning,
         "Instructions in one case",
         "A file that writes its instructions in one way is easier to read.",
         instructionCasing},
        {"as-casing",
         {QStringLiteral("FromAsCasing")},
         Severity::Warning,
         "AS in the case of FROM",
         "FROM and AS belong together and should look so.",
         asCasing},
        {"empty-continuation",
         {QStringLiteral("NoEmptyContinuation")},
         Severity::Warning,
         "Blank line in an instruction",
         "The builder still skips blank lines inside an instruction, but says that it will stop doing so.",
         emptyContinuation},
        {"maintainer",
         {QStringLiteral("MaintainerDeprecated"), QStringLiteral("DL4000")},
         Severity::Warning,
         "MAINTAINER is deprecated",
         "A label says the same and can be read with docker inspect.",
         maintainer},
        {"legacy-key-value",
         {QStringLiteral("LegacyKeyValueFormat")},
         Severity::Warning,
         "Old form of ENV and LABEL",
         "The form without “=” takes the whole line as one value and may be removed.",
         legacyKeyValue},
        {"definition-description",
         {QStringLiteral("InvalidDefinitionDescription")},
         Severity::Warning,
         "Comment above ARG or FROM",
         "docker build --call=outline shows such comments as descriptions when they begin with the name.",
         definitionDescription,
         false},
        {"label-key",
         {QStringLiteral("DL3048")},
         Severity::Info,
         "Key of a label",
         "Tools may refuse other keys.",
         labelKey},
        {"comment-in-arguments",
         {},
         Severity::Warning,
         "A comment that is none",
         "Only whole lines are comments. Behind an instruction, “#” is part of a path or name.",
         trailingComment},
    };
}

} // namespace reberth::dockerfile
