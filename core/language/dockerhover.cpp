#include "core/language/docker.h"

#include "core/dockerfile/expansion.h"
#include "core/dockerfile/lint.h"
#include "core/dockerfile/variables.h"
#include "core/language/dockerplace.h"
#include "core/language/imagefacts.h"
#include "core/language/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::language {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::Keyword;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

bool isRuleCharacter(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_');
}

std::optional<Hover> ruleHover(const QString& text, qsizetype position) {
    qsizetype start = position;
    while (start > 0 && isRuleCharacter(text.at(start - 1))) {
        --start;
    }
    qsizetype end = position;
    while (end < text.size() && isRuleCharacter(text.at(end))) {
        ++end;
    }
    const QString word = text.mid(start, end - start);
    if (const Words* words = findWords(directiveWords(), word.toLower())) {
        return Hover{{start, end}, syntaxOf(*words), translated(words->text)};
    }
    for (const diagnostics::RuleInfo& rule : dockerfile::rules()) {
        if (rule.id.compare(word, Qt::CaseInsensitive) == 0 || rule.aliases.contains(word, Qt::CaseInsensitive)) {
            return Hover{{start, end},
                         QStringList(QStringList{rule.id} + rule.aliases).join(QStringLiteral(" · ")),
                         rule.title + QStringLiteral("\n\n") + rule.explanation};
        }
    }
    return std::nullopt;
}

std::optional<Hover> variableHover(const Document& document, const DockerPlace& place, TextRange range) {
    const QString name = document.source.mid(range.start, range.length());
    if (name.isEmpty()) {
        return std::nullopt;
    }
    std::optional<QString> value;
    bool open = false;
    const QList<dockerfile::Variables> states = dockerfile::variablesOf(document);
    for (qsizetype i = 0; i < states.size() && place.instruction; ++i) {
        const Instruction& instruction = document.instructions.at(i);
        if (instruction.range.end < place.instruction->range.start) {
            continue;
        }
        value = states.at(i).value(name);
        open = states.at(i).isDefined(name) && !value;
        // The instruction's own assignment is what its name stands for.
        for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(instruction)) {
            if (assignment.nameRange == range && assignment.value) {
                value = dockerfile::expand(*assignment.value, document.escape, states.at(i).lookup()).value;
            }
        }
        break;
    }
    QStringList lines;
    if (value) {
        lines.append(value->isEmpty() ? tr("Empty here.") : tr("Here: %1").arg(*value));
    } else if (open) {
        lines.append(tr("An ARG without a default: the person who builds may give it."));
    }
    if (const Words* words = findWords(variableWords(), name)) {
        lines.append(translated(words->text));
    }
    if (lines.isEmpty()) {
        return std::nullopt;
    }
    return Hover{range, name, lines.join(QStringLiteral("\n\n"))};
}

QString stageText(const Document& document, qsizetype index) {
    const dockerfile::Stage& stage = document.stages.at(index);
    const LineIndex lines(document.source);
    const qsizetype from = document.instructions.at(stage.from).range.start;
    return tr("Stage %1, from %2, line %3. %4 instructions.")
        .arg(index)
        .arg(stage.base)
        .arg(lines.position(from).line + 1)
        .arg(stage.end - stage.from);
}

std::optional<Hover> imageHover(const Document& document, const DockerPlace& place, const QString& image,
                                TextRange range, const Context& context) {
    const qsizetype stage = document.stageIndex(image, place.instruction->stage);
    if (stage >= 0) {
        return Hover{range, image, stageText(document, stage)};
    }
    const QString known = describeImage(image, context);
    return known.isEmpty() ? std::nullopt : std::optional<Hover>(Hover{range, image, known});
}

std::optional<Hover> flagHover(const Document& document, const DockerPlace& place, qsizetype position,
                               const Context& context) {
    const QString keyword = dockerfile::keywordName(place.instruction->keyword);
    for (const dockerfile::Flag& flag : place.instruction->flags) {
        if (position < flag.range.start || position > flag.range.end) {
            continue;
        }
        if (flag.name == QLatin1String("from") && flag.value && position >= flag.valueRange.start) {
            if (auto image = imageHover(document, place, *flag.value, flag.valueRange, context)) {
                return image;
            }
        }
        if (flag.name == QLatin1String("mount") && position >= flag.valueRange.start) {
            const auto isEdge = [](QChar c) { return c == QLatin1Char(',') || c == QLatin1Char('='); };
            qsizetype start = position;
            while (start > flag.valueRange.start && !isEdge(document.source.at(start - 1))) {
                --start;
            }
            qsizetype end = position;
            while (end < flag.valueRange.end && !isEdge(document.source.at(end))) {
                ++end;
            }
            if (const Words* words = findWords(mountWords(), document.source.mid(start, end - start))) {
                return Hover{{start, end}, syntaxOf(*words), translated(words->text)};
            }
        }
        if (const Words* words = findWords(flagWords(), keyword + QStringLiteral(" --") + flag.name)) {
            return Hover{flag.range, syntaxOf(*words), translated(words->text)};
        }
    }
    return std::nullopt;
}

std::optional<Hover> packageHover(const DockerPlace& place, const QString& word, TextRange range,
                                  const Context& context) {
    const QString before = place.instruction->logical.text().left(place.wordStart);
    if (!before.contains(QLatin1String("pip")) || word.startsWith(QLatin1Char('-'))) {
        return std::nullopt;
    }
    QString name = word;
    name.remove(QLatin1Char('"')).remove(QLatin1Char('\''));
    const qsizetype equals = name.indexOf(QLatin1String("=="));
    const QString version = equals > 0 ? name.mid(equals + 2) : QString();
    name = name.section(QLatin1Char('='), 0, 0)
               .section(QLatin1Char('<'), 0, 0)
               .section(QLatin1Char('>'), 0, 0)
               .section(QLatin1Char('['), 0, 0);
    const QString known = describeDistribution(name, version, context);
    return known.isEmpty() ? std::nullopt : std::optional<Hover>(Hover{range, word, known});
}

} // namespace

std::optional<Hover> hoverDockerfile(const QString& text, qsizetype position, const Context& context) {
    const Document document = dockerfile::parse(text);
    const DockerPlace place = placeIn(document, position);
    if (place.part == DockerPlace::Part::Comment) {
        return ruleHover(text, position);
    }
    if (const TextRange variable = variableAt(text, position, true); variable.start >= 0 && !variable.isEmpty()) {
        return variableHover(document, place, variable);
    }
    if (!place.instruction) {
        return std::nullopt;
    }
    if (place.part == DockerPlace::Part::Name) {
        const Words* words = findWords(instructionWords(), dockerfile::keywordName(place.instruction->keyword));
        return words ? std::optional<Hover>(Hover{place.word, syntaxOf(*words), translated(words->text)})
                     : std::nullopt;
    }
    if (auto flag = flagHover(document, place, position, context)) {
        return flag;
    }
    const QString word = place.wordText(text);
    switch (place.instruction->keyword) {
    case Keyword::From:
        if (place.index == 0) {
            return imageHover(document, place, word, place.word, context);
        }
        if (place.instruction->stage >= 0 && document.stages.at(place.instruction->stage).nameRange == place.word) {
            return Hover{place.word, word, stageText(document, place.instruction->stage)};
        }
        return std::nullopt;
    case Keyword::Arg:
    case Keyword::Env:
        for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(*place.instruction)) {
            if (position >= assignment.nameRange.start && position <= assignment.nameRange.end) {
                return variableHover(document, place, assignment.nameRange);
            }
        }
        return std::nullopt;
    case Keyword::Run:
        return packageHover(place, word, place.word, context);
    default:
        return std::nullopt;
    }
}

std::optional<Signature> signatureInDockerfile(const QString& text, qsizetype position) {
    const Document document = dockerfile::parse(text);
    const DockerPlace place = placeIn(document, position);
    if (!place.instruction || place.part == DockerPlace::Part::Comment || place.part == DockerPlace::Part::Heredoc) {
        return std::nullopt;
    }
    const Words* words = findWords(instructionWords(), dockerfile::keywordName(place.instruction->keyword));
    if (!words) {
        return std::nullopt;
    }
    Signature signature{syntaxOf(*words), {}, translated(words->text)};
    const QString label = signature.label;
    // The parts of the label: keyword, flags in brackets, arguments.
    QList<TextRange> flags;
    QList<TextRange> arguments;
    qsizetype at = label.indexOf(QLatin1Char(' ')) + 1;
    while (at > 0 && at < label.size()) {
        const bool isFlag = label.mid(at).startsWith(QLatin1String("[--"));
        qsizetype end = isFlag ? label.indexOf(QLatin1Char(']'), at) + 1 : label.indexOf(QLatin1Char(' '), at);
        // A list such as ["PROGRAM", "ARGUMENT"…] or [AS STAGE] is one part.
        if (!isFlag && label.at(at) == QLatin1Char('[')) {
            end = label.indexOf(QLatin1Char(']'), at) + 1;
        }
        if (end <= at) {
            end = label.size();
        }
        (isFlag ? flags : arguments).append({at, end});
        at = end + 1;
    }
    if (place.part == DockerPlace::Part::Name) {
        signature.active = {0, label.indexOf(QLatin1Char(' '))};
    } else if (place.part == DockerPlace::Part::Flag) {
        const QString flag = place.typed.section(QLatin1Char('='), 0, 0);
        for (const TextRange& range : std::as_const(flags)) {
            if (label.mid(range.start + 1).startsWith(flag)) {
                signature.active = range;
                break;
            }
        }
    } else if (!arguments.isEmpty()) {
        // With several sources the destination is the last word, once there are two.
        qsizetype index = place.index;
        const bool open = label.mid(arguments.first().start, arguments.first().length()).endsWith(QChar(0x2026));
        if (open && arguments.size() > 1 && index > 0) {
            index = place.index == place.instruction->words.size() - 1 || place.index >= place.instruction->words.size()
                        ? 1
                        : 0;
        }
        signature.active = arguments.at(std::min(index, arguments.size() - 1));
    }
    return signature;
}

} // namespace reberth::language
