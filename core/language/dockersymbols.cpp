#include "core/language/docker.h"

#include "core/dockerfile/expansion.h"
#include "core/dockerfile/mount.h"
#include "core/dockerfile/variables.h"
#include "core/language/dockerplace.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::language {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::Keyword;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

/// The instruction, and what it keeps for later.
void visit(const Instruction& instruction, const std::function<void(const Instruction&)>& seen) {
    seen(instruction);
    for (const Instruction& trigger : instruction.trigger) {
        visit(trigger, seen);
    }
}

/// Where an instruction names a stage or image, and how.
QList<std::pair<TextRange, QString>> stageUses(const Document& document, const Instruction& instruction) {
    QList<std::pair<TextRange, QString>> uses;
    if (instruction.is(Keyword::From) && instruction.stage >= 0) {
        const dockerfile::Stage& stage = document.stages.at(instruction.stage);
        if (stage.parent >= 0) {
            uses.append({stage.baseRange, stage.base});
        }
    }
    for (const dockerfile::Flag& flag : instruction.flags) {
        if (flag.name == QLatin1String("from") && flag.value) {
            uses.append({flag.valueRange, *flag.value});
        } else if (flag.name == QLatin1String("mount") && flag.value) {
            const QString written = document.source.mid(flag.valueRange.start, flag.valueRange.length());
            static const QRegularExpression from(QStringLiteral("(?:^|,)from=([^,\\s\"]+)"));
            const QRegularExpressionMatch match = from.match(written);
            if (match.hasMatch()) {
                uses.append(
                    {{flag.valueRange.start + match.capturedStart(1), flag.valueRange.start + match.capturedEnd(1)},
                     match.captured(1)});
            }
        }
    }
    return uses;
}

Occurrences stageOccurrences(const Document& document, qsizetype index) {
    const dockerfile::Stage& stage = document.stages.at(index);
    Occurrences found;
    found.name = stage.name;
    found.definition = stage.nameRange;
    found.ranges.append(stage.nameRange);
    for (const Instruction& outer : document.instructions) {
        visit(outer, [&](const Instruction& instruction) {
            for (const auto& [range, name] : stageUses(document, instruction)) {
                // A number names it too, but is not renamed.
                if (name.compare(stage.name, Qt::CaseInsensitive) == 0 &&
                    document.stageIndex(name, instruction.stage) == index) {
                    found.ranges.append(range);
                }
            }
        });
    }
    std::sort(found.ranges.begin(), found.ranges.end(), [](TextRange a, TextRange b) { return a.start < b.start; });
    return found;
}

/// `$name`, `${name…}` in a stretch of the source.
void addUses(const QString& source, TextRange stretch, const QString& name, QList<TextRange>& out) {
    for (qsizetype at = source.indexOf(name, stretch.start); at >= 0 && at + name.size() <= stretch.end;
         at = source.indexOf(name, at + 1)) {
        if (variableAt(source, at + name.size(), true) == TextRange{at, at + name.size()}) {
            out.append({at, at + name.size()});
        }
    }
}

/// Does the shell text give the variable a value itself? Then it is another one.
bool isShellVariable(const QString& script, const QString& name) {
    const QRegularExpression assigned(
        QStringLiteral(
            "(?:^|[\\s;&|(])(?:export\\s+|local\\s+)?%1=|\\bfor\\s+%1\\s+in\\b|\\bread\\s+(?:-\\S+\\s+)*%1\\b")
            .arg(QRegularExpression::escape(name)));
    return assigned.match(script).hasMatch();
}

Occurrences variableOccurrences(const Document& document, const QString& name) {
    Occurrences found;
    found.name = name;
    for (const Instruction& outer : document.instructions) {
        visit(outer, [&](const Instruction& instruction) {
            if (instruction.is(Keyword::Arg) || instruction.is(Keyword::Env)) {
                for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(instruction)) {
                    if (assignment.name == name) {
                        found.ranges.append(assignment.nameRange);
                        if (found.definition.isEmpty()) {
                            found.definition = assignment.nameRange;
                        }
                    }
                }
            }
            if (!instruction.trigger.isEmpty()) {
                return; // its own turn comes
            }
            const bool runs = instruction.is(Keyword::Run) || instruction.is(Keyword::Cmd) ||
                              instruction.is(Keyword::Entrypoint) || instruction.is(Keyword::Healthcheck);
            const QString script =
                document.source.mid(instruction.nameRange.end, instruction.range.end - instruction.nameRange.end);
            if (runs && isShellVariable(script, name)) {
                return;
            }
            addUses(document.source, {instruction.nameRange.end, instruction.range.end}, name, found.ranges);
        });
    }
    std::sort(found.ranges.begin(), found.ranges.end(), [](TextRange a, TextRange b) { return a.start < b.start; });
    found.ranges.erase(std::unique(found.ranges.begin(), found.ranges.end()), found.ranges.end());
    return found;
}

struct Named {
    qsizetype stage = -1;
    QString variable;
    qsizetype instructionStart = 0;
};

/// What the position names.
Named namedAt(const Document& document, qsizetype position) {
    Named named;
    for (qsizetype i = 0; i < document.stages.size(); ++i) {
        const TextRange range = document.stages.at(i).nameRange;
        if (!range.isEmpty() && position >= range.start && position <= range.end) {
            named.stage = i;
            return named;
        }
    }
    for (const Instruction& outer : document.instructions) {
        if (position < outer.range.start || position > outer.range.end) {
            continue;
        }
        visit(outer, [&](const Instruction& instruction) {
            for (const auto& [range, name] : stageUses(document, instruction)) {
                if (position >= range.start && position <= range.end && named.stage < 0) {
                    named.stage = document.stageIndex(name, instruction.stage);
                }
            }
            for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(instruction)) {
                if (!instruction.is(Keyword::Label) && position >= assignment.nameRange.start &&
                    position <= assignment.nameRange.end) {
                    named.variable = assignment.name;
                }
            }
        });
        named.instructionStart = outer.range.start;
    }
    if (named.stage < 0 && named.variable.isEmpty()) {
        const TextRange use = variableAt(document.source, position, true);
        if (use.start >= 0 && !use.isEmpty()) {
            named.variable = document.source.mid(use.start, use.length());
        }
    }
    return named;
}

} // namespace

QList<Symbol> symbolsOfDockerfile(const QString& text) {
    const Document document = dockerfile::parse(text);
    QList<Symbol> symbols;
    for (const Instruction& instruction : document.instructions) {
        Symbol symbol;
        symbol.depth = instruction.stage >= 0 ? 1 : 0;
        symbol.range = instruction.nameRange;
        symbol.name = instruction.name.toUpper();
        symbol.kind = SymbolKind::Instruction;
        symbol.detail = instruction.arguments().simplified().left(160);
        if (instruction.is(Keyword::From) && instruction.stage >= 0) {
            const dockerfile::Stage& stage = document.stages.at(instruction.stage);
            symbol.kind = SymbolKind::Stage;
            symbol.depth = 0;
            symbol.name = stage.name.isEmpty() ? tr("Stage %1").arg(instruction.stage) : stage.name;
            symbol.range = stage.name.isEmpty() ? instruction.nameRange : stage.nameRange;
            symbol.detail = stage.base;
        } else if (instruction.is(Keyword::Arg) || instruction.is(Keyword::Env)) {
            const QList<dockerfile::Assignment> assignments = dockerfile::assignmentsOf(instruction);
            for (const dockerfile::Assignment& assignment : assignments) {
                symbols.append({assignment.name, assignment.value.value_or(QString()), SymbolKind::Variable,
                                assignment.nameRange, symbol.depth});
            }
            if (!assignments.isEmpty()) {
                continue;
            }
        }
        symbols.append(symbol);
    }
    return symbols;
}

QList<Fold> foldsOfDockerfile(const QString& text) {
    const Document document = dockerfile::parse(text);
    const LineIndex lines(text);
    const auto line = [&lines](qsizetype offset) { return static_cast<int>(lines.position(offset).line); };
    QList<Fold> folds;
    // A stage, down to the last instruction of it.
    if (document.stages.size() > 1) {
        for (const dockerfile::Stage& stage : document.stages) {
            const int first = line(document.instructions.at(stage.from).range.start);
            const int last = line(document.instructions.at(stage.end - 1).range.end);
            if (last > first) {
                folds.append({first, last, Fold::Kind::Block});
            }
        }
    }
    for (const Instruction& instruction : document.instructions) {
        const int first = line(instruction.range.start);
        const int last = line(instruction.range.end);
        if (last > first) {
            const bool isStage =
                std::any_of(folds.cbegin(), folds.cend(), [first](const Fold& fold) { return fold.first == first; });
            if (!isStage) {
                folds.append({first, last, instruction.heredocs.isEmpty() ? Fold::Kind::Block : Fold::Kind::Heredoc});
            }
        }
    }
    int start = -1;
    int previous = -2;
    const auto endComments = [&] {
        if (start >= 0 && previous > start) {
            folds.append({start, previous, Fold::Kind::Comment});
        }
    };
    for (const dockerfile::Comment& comment : document.comments) {
        const int at = line(comment.range.start);
        if (at != previous + 1) {
            endComments();
            start = at;
        }
        previous = at;
    }
    endComments();
    std::stable_sort(folds.begin(), folds.end(), [](const Fold& a, const Fold& b) {
        return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    return folds;
}

Occurrences occurrencesInDockerfile(const QString& text, qsizetype position) {
    const Document document = dockerfile::parse(text);
    const Named named = namedAt(document, position);
    if (named.stage >= 0) {
        return document.stages.at(named.stage).name.isEmpty() ? Occurrences{} : stageOccurrences(document, named.stage);
    }
    return named.variable.isEmpty() ? Occurrences{} : variableOccurrences(document, named.variable);
}

std::optional<TextRange> definitionInDockerfile(const QString& text, qsizetype position) {
    const Document document = dockerfile::parse(text);
    const Named named = namedAt(document, position);
    if (named.stage >= 0) {
        const dockerfile::Stage& stage = document.stages.at(named.stage);
        return stage.name.isEmpty() ? document.instructions.at(stage.from).nameRange : stage.nameRange;
    }
    if (named.variable.isEmpty()) {
        return std::nullopt;
    }
    // The last assignment in front of it: of its stage, of the stages below it, then the global ones.
    qsizetype stage = -1;
    for (const Instruction& instruction : document.instructions) {
        if (position >= instruction.range.start && position <= instruction.range.end) {
            stage = instruction.is(Keyword::From) ? -1 : instruction.stage;
        }
    }
    std::optional<TextRange> first;
    for (;;) {
        std::optional<TextRange> last;
        for (const Instruction& instruction : document.instructions) {
            if ((!instruction.is(Keyword::Arg) && !instruction.is(Keyword::Env)) ||
                instruction.range.start > position) {
                continue;
            }
            for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(instruction)) {
                if (assignment.name != named.variable) {
                    continue;
                }
                first = first.value_or(assignment.nameRange);
                if (instruction.stage == stage) {
                    last = assignment.nameRange;
                }
            }
        }
        if (last) {
            return last;
        }
        if (stage < 0) {
            return first;
        }
        stage = document.stages.at(stage).parent;
    }
}

QList<TextEdit> suppressInDockerfile(const QString& text, qsizetype position, const QString& rule,
                                     const QString& reason) {
    const Document document = dockerfile::parse(text);
    for (const Instruction& instruction : document.instructions) {
        if (position > instruction.range.end) {
            continue;
        }
        if (position < instruction.range.start) {
            break;
        }
        // A comment of ours above it takes one more rule.
        for (const qsizetype above : instruction.commentsAbove) {
            const dockerfile::Comment& comment = document.comments.at(above);
            if (comment.text.startsWith(QLatin1String("reberth ignore="))) {
                const QString written = text.mid(comment.range.start, comment.range.length());
                const qsizetype names = written.indexOf(QLatin1Char('=')) + 1;
                return {{{comment.range.start + names, comment.range.start + names}, rule + QLatin1Char(',')}};
            }
        }
        QString comment = QStringLiteral("# reberth ignore=") + rule;
        if (!reason.trimmed().isEmpty()) {
            comment += QStringLiteral(" # ") + reason.simplified();
        }
        return {{{instruction.range.start, instruction.range.start}, comment + QLatin1Char('\n')}};
    }
    return {};
}

QString dockerfileNameProblem(const QString& text, qsizetype position, const QString& name) {
    const Document document = dockerfile::parse(text);
    const Named named = namedAt(document, position);
    if (named.stage >= 0) {
        static const QRegularExpression stageName(QStringLiteral("^[a-z][a-z0-9-_.]*$"));
        if (!stageName.match(name).hasMatch()) {
            return tr("A stage's name has lower-case letters, digits, “-”, “_” and “.”, and begins with a letter.");
        }
        for (qsizetype i = 0; i < document.stages.size(); ++i) {
            if (i != named.stage && document.stages.at(i).name.compare(name, Qt::CaseInsensitive) == 0) {
                return tr("Another stage is called %1 already.").arg(name);
            }
        }
        return {};
    }
    static const QRegularExpression variableName(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    if (!variableName.match(name).hasMatch()) {
        return tr("A variable's name has letters, digits and “_”, and does not begin with a digit.");
    }
    if (!variableOccurrences(document, name).ranges.isEmpty() && name != named.variable) {
        return tr("The file has a variable %1 already.").arg(name);
    }
    return {};
}

} // namespace reberth::language
