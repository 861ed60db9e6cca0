#include "core/dockerfile/rule.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

/// The program that a heredoc is fed to: `RUN <<EOF bash`; "" is the stage's shell.
QString heredocInterpreter(const Instruction& run) {
    const Heredoc& first = run.heredocs.front();
    if (first.content.startsWith(QLatin1String("#!"))) {
        return first.content.left(first.content.indexOf(u'\n')).mid(2).trimmed();
    }
    for (const Word& word : run.words) {
        const bool opener = std::any_of(run.heredocs.cbegin(), run.heredocs.cend(),
                                        [&](const Heredoc& heredoc) { return heredoc.opener.overlaps(word.range); });
        if (!opener) {
            return word.text;
        }
    }
    return {};
}

bool isPosixShell(const QString& program) {
    const QString name = program.mid(program.lastIndexOf(u'/') + 1).section(u' ', 0, 0);
    return name.isEmpty() || name == QLatin1String("sh") || name == QLatin1String("bash") ||
           name == QLatin1String("ash") || name == QLatin1String("dash") || name == QLatin1String("zsh") ||
           name == QLatin1String("ksh") || name == QLatin1String("busybox") || name == QLatin1String("env");
}

void readScript(const Document& document, RunView& view) {
    const Instruction& run = *view.run;
    auto text = std::make_shared<LogicalText>();
    if (run.isJson) {
        ShellCommand command;
        for (const Word& word : run.json) {
            command.words.append({word.text, word.range, true, false, {}});
        }
        if (!command.words.isEmpty()) {
            command.range = run.argumentsRange();
            command.settle();
            view.script.commands.append(command);
        }
        view.text = text;
        return;
    }
    if (!isPosixShell(view.shell.value(0))) {
        view.text = text;
        return;
    }
    const bool scriptInHeredoc = !run.heredocs.isEmpty() && !run.words.isEmpty() &&
                                 run.heredocs.front().opener.overlaps(run.words.front().range);
    if (scriptInHeredoc) {
        const QString program = heredocInterpreter(run);
        view.bashHeredoc = program.contains(QLatin1String("bash"));
        if (isPosixShell(program)) {
            const TextRange body = run.heredocs.front().body;
            text->append(QStringView(document.source).sliced(body.start, body.length()), body.start);
            view.script = readShell(*text, 0, text->size());
        }
    } else {
        *text = run.logical;
        view.script = readShell(*text, run.argumentsStart, run.argumentsEnd);
    }
    view.text = text;
}

/// `# hadolint shell=bash`, "" for other comments.
QString pragmaShell(const Comment& comment) {
    static const QRegularExpression pragma(QStringLiteral("^hadolint\\s+shell\\s*=\\s*([^\\s#]+)"));
    if (!comment.text.startsWith(QLatin1String("hadolint"))) {
        return {};
    }
    return pragma.match(comment.text).captured(1);
}

QStringList defaultShell() {
    return {QStringLiteral("/bin/sh"), QStringLiteral("-c")};
}

} // namespace

bool RunView::hasCacheFor(QStringView pathPart) const {
    return std::any_of(mounts.cbegin(), mounts.cend(), [pathPart](const Mount& mount) {
        const bool holds = mount.type() == QLatin1String("cache") || mount.type() == QLatin1String("tmpfs");
        return holds && mount.target().contains(pathPart);
    });
}

Subject::Subject(const Document& parsed, const LintContext& lintContext)
    : document(parsed)
    , context(lintContext)
    , variables(variablesOf(parsed, lintContext.settings.buildArguments)) {
    for (const Stage& stage : document.stages) {
        m_rootImages.append(stage.parent >= 0 ? m_rootImages.at(stage.parent) : stage.base);
    }
    const QList<qsizetype> last = lineage(document.stages.size() - 1);
    shippedStages = QSet<qsizetype>(last.cbegin(), last.cend());
    QList<QStringList> shells(document.stages.size(), defaultShell());
    QStringList fileShell = defaultShell();
    auto comment = document.comments.cbegin();
    for (const Instruction& instruction : document.instructions) {
        for (; comment != document.comments.cend() && comment->range.start < instruction.range.start; ++comment) {
            if (const QString shell = pragmaShell(*comment); !shell.isEmpty()) {
                const bool before = instruction.stage < 0 || (instruction.is(Keyword::From) && instruction.stage == 0);
                (before ? fileShell : shells[instruction.stage]) = QStringList{shell};
                if (before) {
                    shells.fill(fileShell);
                }
            }
        }
        const bool triggers = instruction.is(Keyword::Onbuild) && !instruction.trigger.isEmpty();
        const Instruction& inner = triggers ? instruction.trigger.front() : instruction;
        if (triggers && inner.is(Keyword::From)) {
            continue; // the builder refuses it, and it begins no stage
        }
        instructions.append(&inner);
        const qsizetype stage = instruction.stage;
        if (instruction.is(Keyword::From) && document.stages.at(stage).parent >= 0) {
            shells[stage] = shells.at(document.stages.at(stage).parent);
        }
        if (inner.is(Keyword::Shell) && stage >= 0 && inner.isJson) {
            shells[stage].clear();
            for (const Word& word : inner.json) {
                shells[stage].append(word.text);
            }
        }
        if (!inner.is(Keyword::Run)) {
            continue;
        }
        RunView view;
        view.run = &inner;
        view.outer = &instruction;
        view.shell = stage >= 0 ? shells.at(stage) : fileShell;
        view.pipefail = std::any_of(view.shell.cbegin(), view.shell.cend(),
                                    [](const QString& word) { return word.contains(QLatin1String("pipefail")); });
        view.mounts = mountsOf(inner);
        readScript(document, view);
        runs.append(std::move(view));
    }
}

void Subject::eachInstruction(const std::function<void(const Instruction&, const Variables&)>& visit) const {
    for (qsizetype i = 0; i < document.instructions.size(); ++i) {
        visit(document.instructions.at(i), variables.at(i));
    }
}

void Subject::eachCommand(const std::function<void(const RunView&, const ShellCommand&)>& visit) const {
    for (const RunView& view : runs) {
        for (const ShellCommand& command : view.script.commands) {
            visit(view, command);
        }
    }
}

QList<qsizetype> Subject::lineage(qsizetype stage) const {
    QList<qsizetype> out;
    while (stage >= 0) {
        out.append(stage);
        stage = document.stages.at(stage).parent;
    }
    return out;
}

void Findings::add(TextRange range, const QString& message, const QList<diagnostics::Fix>& fixes) {
    add(range, message, m_rule.severity, fixes);
}

void Findings::add(TextRange range, const QString& message, diagnostics::Severity severity,
                   const QList<diagnostics::Fix>& fixes) {
    m_out.append({QLatin1String(m_rule.id),
                  m_rule.aliases,
                  severity,
                  message,
                  translated(m_rule.explanation),
                  range,
                  {},
                  fixes});
}

diagnostics::Fix safeFix(const QString& title, TextRange range, const QString& replacement) {
    return {title, {{range, replacement}}, true};
}

diagnostics::Fix suggestion(const QString& title, TextRange range, const QString& replacement) {
    return {title, {{range, replacement}}, false};
}

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

} // namespace reberth::dockerfile
