#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"

#include <QHash>
#include <QMap>

#include <algorithm>
#include <functional>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

void stageCasing(const Subject& subject, Findings& findings) {
    for (qsizetype i = 0; i < subject.document.stages.size(); ++i) {
        const Stage& stage = subject.document.stages.at(i);
        if (stage.name == stage.name.toLower()) {
            continue;
        }
        diagnostics::Fix fix{translated("Write %1 everywhere").arg(stage.name.toLower()),
                             {{stage.nameRange, stage.name.toLower()}},
                             true};
        for (const Instruction* instruction : subject.instructions) {
            const Flag* from = instruction->flag(u"from");
            if (from && from->value == stage.name && instruction->stage > i) {
                fix.edits.append({from->valueRange, stage.name.toLower()});
            }
        }
        findings.add(stage.nameRange, translated("The stage “%1” should be named in lower case.").arg(stage.name),
                     {fix});
    }
}

void duplicateStage(const Subject& subject, Findings& findings) {
    QHash<QString, qsizetype> seen;
    for (const Stage& stage : subject.document.stages) {
        const QString name = stage.name.toLower();
        if (name.isEmpty()) {
            continue;
        }
        if (seen.contains(name)) {
            findings.add(stage.nameRange,
                         translated("There is a stage named “%1” already; only the last one can be used by its name.")
                             .arg(name));
        }
        seen.insert(name, 0);
    }
}

void reservedStage(const Subject& subject, Findings& findings) {
    for (const Stage& stage : subject.document.stages) {
        const QString name = stage.name.toLower();
        if (name == QLatin1String("scratch") || name == QLatin1String("context")) {
            findings.add(
                stage.nameRange,
                translated("“%1” means something else to the builder; choose another name for the stage.").arg(name));
        }
    }
}

void reportEarlier(const Subject& subject, Findings& findings, Keyword keyword) {
    QHash<qsizetype, const Instruction*> last;
    for (const Instruction& instruction : subject.document.instructions) {
        if (!instruction.is(keyword) || instruction.stage < 0) {
            continue;
        }
        if (const Instruction* earlier = last.value(instruction.stage)) {
            // The line's end goes too, so that no blank line is left.
            TextRange whole = earlier->range;
            whole.end += whole.end < subject.source().size() ? 1 : 0;
            findings.add(earlier->range,
                         translated("A later %1 of this stage replaces this one.").arg(keywordName(keyword)),
                         {safeFix(translated("Remove it"), whole, QString())});
        }
        last.insert(instruction.stage, &instruction);
    }
}

void unknownFrom(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const Flag* from = instruction->flag(u"from");
        if (!instruction->is(Keyword::Copy) || !from || !from->value || instruction->stage < 0) {
            continue;
        }
        const QString name = *from->value;
        bool number = false;
        name.toInt(&number);
        bool known = number || name.contains(u':') || name.contains(u'@') || name.contains(u'$') || name.contains(u'/');
        known = known || subject.document.stageIndex(name, subject.document.stages.size()) >= 0;
        if (!known) {
            findings.add(from->valueRange,
                         translated("No stage is named “%1”, so this takes an image of that name.").arg(name));
        }
    }
}

void wholeFileSystem(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QList<Word>& words = instruction->isJson ? instruction->json : instruction->words;
        if (instruction->is(Keyword::Copy) && instruction->flag(u"from") && words.size() >= 2 &&
            words.front().text == QLatin1String("/") && words.back().text == QLatin1String("/")) {
            findings.add(words.front().range, translated("This copies the whole file system of the other stage."));
        }
    }
}

/// WORKDIRs that don't begin at the root; `known` tells whether an absolute one stands before.
void eachRelativeWorkdir(const Subject& subject,
                         const std::function<void(const Instruction&, const QString& path, bool known)>& visit) {
    QList<bool> absolute(subject.document.stages.size() + 1, false);
    subject.eachInstruction([&](const Instruction& outer, const Variables& variables) {
        const qsizetype slot = outer.stage + 1;
        if (outer.is(Keyword::From)) {
            const qsizetype parent = subject.document.stages.at(outer.stage).parent;
            absolute[slot] = parent >= 0 && absolute.at(parent + 1);
        }
        const Instruction& instruction = outer.trigger.isEmpty() ? outer : outer.trigger.front();
        if (!instruction.is(Keyword::Workdir) || instruction.words.isEmpty()) {
            return;
        }
        const QString written = instruction.arguments();
        const QString path = expand(written, subject.document.escape, variables.lookup()).value;
        const bool windows = path.size() > 1 && path.at(0).isLetter() && path.at(1) == u':';
        // A variable in front may hold an absolute path.
        if (path.startsWith(u'/') || path.startsWith(u'\\') || windows || written.startsWith(u'$') ||
            written.startsWith(QLatin1String("\"$"))) {
            absolute[slot] = true;
        } else {
            visit(instruction, path, absolute.at(slot));
        }
    });
}

void relativeWorkdir(const Subject& subject, Findings& findings) {
    eachRelativeWorkdir(subject, [&](const Instruction& instruction, const QString& path, bool known) {
        if (!known) {
            const TextRange range = instruction.argumentsRange();
            findings.add(
                range,
                translated("The working folder “%1” is relative, and so depends on what the base image has set.")
                    .arg(path),
                {suggestion(translated("Write /%1").arg(path), range, QLatin1Char('/') + path)});
        }
    });
}

void nestedWorkdir(const Subject& subject, Findings& findings) {
    eachRelativeWorkdir(subject, [&](const Instruction& instruction, const QString& path, bool known) {
        if (known) {
            findings.add(
                instruction.argumentsRange(),
                translated("“%1” is put behind the WORKDIR before it; a whole path can be read alone.").arg(path));
        }
    });
}

void lastUserRoot(const Subject& subject, Findings& findings) {
    QMap<qsizetype, const Instruction*> last;
    for (const Instruction* instruction : subject.instructions) {
        if (instruction->is(Keyword::User) && !instruction->words.isEmpty()) {
            last.insert(instruction->stage, instruction);
        }
    }
    for (const Instruction* user : std::as_const(last)) {
        const QString name = user->words.front().text.section(u':', 0, 0);
        if (name == QLatin1String("root") || name == QLatin1String("0")) {
            findings.add(user->argumentsRange(), user->stage + 1 < subject.document.stages.size()
                                                     ? translated("This stage ends as root.")
                                                     : translated("The container runs as root."));
        }
    }
}

void userByName(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::User) || instruction->words.isEmpty()) {
            continue;
        }
        QString name = instruction->words.front().text.section(u':', 0, 0);
        name.remove(u'"').remove(u'\'');
        const bool number = std::all_of(name.cbegin(), name.cend(), [](QChar c) { return c.isDigit(); });
        if (!number && !name.contains(u'$')) {
            findings.add(
                instruction->argumentsRange(),
                translated("“%1” is known inside the image only; who looks from outside needs the number.").arg(name));
        }
    }
}

} // namespace

QList<Rule> stageRules() {
    return {
        {"stage-casing",
         {QStringLiteral("StageNameCasing")},
         Severity::Warning,
         "Stage name in lower case",
         "Stage names are compared without regard to case, image names are not; lower case avoids surprises.",
         stageCasing},
        {"duplicate-stage",
         {QStringLiteral("DuplicateStageName"), QStringLiteral("DL3024")},
         Severity::Warning,
         "Two stages of one name",
         "COPY --from and --target find the last stage of a name only.",
         duplicateStage},
        {"reserved-stage",
         {QStringLiteral("ReservedStageName"), QStringLiteral("DL3063")},
         Severity::Warning,
         "Reserved stage name",
         "“scratch” is the empty image and “context” the build's folder.",
         reservedStage},
        {"duplicate-cmd",
         {QStringLiteral("MultipleInstructionsDisallowed"), QStringLiteral("DL4003")},
         Severity::Warning,
         "More than one CMD",
         "Only the last CMD of a stage counts.",
         [](const Subject& s, Findings& f) { reportEarlier(s, f, Keyword::Cmd); }},
        {"duplicate-entrypoint",
         {QStringLiteral("MultipleInstructionsDisallowed"), QStringLiteral("DL4004")},
         Severity::Warning,
         "More than one ENTRYPOINT",
         "Only the last ENTRYPOINT of a stage counts.",
         [](const Subject& s, Findings& f) { reportEarlier(s, f, Keyword::Entrypoint); }},
        {"duplicate-healthcheck",
         {QStringLiteral("MultipleInstructionsDisallowed"), QStringLiteral("DL3012")},
         Severity::Warning,
         "More than one HEALTHCHECK",
         "Only the last HEALTHCHECK of a stage counts.",
         [](const Subject& s, Findings& f) { reportEarlier(s, f, Keyword::Healthcheck); }},
        {"copy-from-unknown",
         {QStringLiteral("DL3022")},
         Severity::Warning,
         "COPY --from names no stage",
         "A name that is no stage is taken for an image and pulled; a slip of the keyboard ends there too.",
         unknownFrom},
        {"copy-file-system",
         {QStringLiteral("DL3067")},
         Severity::Info,
         "COPY of a whole file system",
         "Copy what is needed, or build FROM that stage.",
         wholeFileSystem},
        {"relative-workdir",
         {QStringLiteral("WorkdirRelativePath"), QStringLiteral("DL3000")},
         Severity::Warning,
         "Relative WORKDIR",
         "When the base image changes its working folder, everything moves with it.",
         relativeWorkdir},
        {"nested-workdir",
         {QStringLiteral("DL3000")},
         Severity::Info,
         "WORKDIR that adds to the one before",
         "A relative WORKDIR means another folder when a line above it changes.",
         nestedWorkdir},
        {"user-by-name",
         {QStringLiteral("DL3066")},
         Severity::Info,
         "USER by name",
         "A cluster that wants containers without root can check a number; a name has to be looked up in the image.",
         userByName},
        {"last-user-root",
         {QStringLiteral("DL3002")},
         Severity::Info,
         "Runs as root",
         "Files that the container writes into mounted folders then belong to root.",
         lastUserRoot},
    };
}

} // namespace reberth::dockerfile
