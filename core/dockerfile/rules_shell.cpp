#include "core/dockerfile/rule.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

void changesFolder(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const QList<ShellCommand>& commands = view.script.commands;
        // Inside a longer command cd is the usual way; alone, or first before "&&", WORKDIR says it better.
        if (commands.isEmpty() || commands.front().name() != QLatin1String("cd") || !view.run->heredocs.isEmpty()) {
            continue;
        }
        const ShellCommand& command = commands.front();
        findings.add(command.range,
                     commands.size() == 1
                         ? translated("This changes the folder for nothing: the next RUN starts in WORKDIR again.")
                         : translated("WORKDIR sets the folder for this and the next instructions."));
    }
}

void usesSudo(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (command.usesSudo()) {
                const TextRange range = command.words.front().range;
                const bool simple = command.words.size() > 1 && !command.words.at(1).text.startsWith(u'-');
                QList<diagnostics::Fix> fixes;
                if (simple) {
                    fixes.append(suggestion(translated("Remove sudo"), {range.start, command.words.at(1).range.start},
                                            QString()));
                }
                // Images of services and editors often begin with a user of their own.
                static const QRegularExpression root(
                    QStringLiteral("(^|/)(ubuntu|debian|python|alpine|fedora|centos|rockylinux|cuda|pytorch|tensorflow|"
                                   "miniconda3?|anaconda3?|node|golang|rust|gcc)(:|@|$)"));
                const bool surely = subject.rootImage(view.run->stage).contains(root);
                findings.add(range,
                             translated("A build runs as root unless USER says otherwise; sudo does nothing there."),
                             surely ? Severity::Warning : Severity::Info, fixes);
            }
        }
    }
}

void consecutiveRuns(const Subject& subject, Findings& findings) {
    const Instruction* last = nullptr;
    bool lastSimple = false;
    auto next = subject.runs.cbegin(); // in the order of the instructions
    for (const Instruction& instruction : subject.document.instructions) {
        const auto view = next;
        if (next != subject.runs.cend() && next->outer == &instruction) {
            ++next;
        }
        if (!instruction.is(Keyword::Run) || view == subject.runs.cend()) {
            last = nullptr;
            continue;
        }
        const bool simple =
            instruction.flags.isEmpty() && instruction.heredocs.isEmpty() && view->script.commands.size() <= 1;
        if (last && lastSimple && simple) {
            findings.add(instruction.nameRange,
                         translated("This RUN could be one with the RUN above, joined by “&&”."));
        }
        last = &instruction;
        lastSimple = simple;
    }
}

void pipeWithoutPipefail(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        static const QStringList able{QStringLiteral("bash"), QStringLiteral("zsh"), QStringLiteral("ash"),
                                      QStringLiteral("ksh"), QStringLiteral("mksh")};
        if ((view.pipefail && able.contains(view.shellName())) || view.run->isJson) {
            continue;
        }
        const QList<ShellCommand>& commands = view.script.commands;
        bool set = false;
        for (const ShellCommand& command : commands) {
            set = set || (command.name() == QLatin1String("set") &&
                          std::any_of(command.words.cbegin(), command.words.cend(),
                                      [](const ShellWord& word) { return word.text == QLatin1String("pipefail"); }));
            if (command.joint == Joint::Pipe && !command.nested && !set) {
                const TextRange place = {view.outer->range.start, view.outer->range.start};
                findings.add(command.range,
                             translated("When a command in front of this pipe fails, the build goes on."),
                             {suggestion(translated("Insert SHELL with pipefail above"), place,
                                         QStringLiteral("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"))});
                break;
            }
        }
    }
}

void wgetProgress(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() != QLatin1String("wget")) {
                continue;
            }
            const bool quiet = command.hasOption({QStringLiteral("--progress"), QStringLiteral("-q"),
                                                  QStringLiteral("--quiet"), QStringLiteral("-o"), QStringLiteral("-a"),
                                                  QStringLiteral("--output-file"), QStringLiteral("--append-output"),
                                                  QStringLiteral("-nv"), QStringLiteral("--no-verbose"),
                                                  QStringLiteral("--version"), QStringLiteral("--help")});
            if (!quiet && !command.operands().isEmpty()) {
                const TextRange program = command.program()->range;
                findings.add(command.range, translated("wget's progress bar fills the build log."),
                             {safeFix(translated("Add --progress=dot:giga"), {program.end, program.end},
                                      QStringLiteral(" --progress=dot:giga"))});
            }
        }
    }
}

void wgetAndCurl(const Subject& subject, Findings& findings) {
    QHash<qsizetype, QString> first;
    QSet<qsizetype> told;
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            const QString& name = command.name();
            if (name != QLatin1String("wget") && name != QLatin1String("curl")) {
                continue;
            }
            const qsizetype stage = view.run->stage;
            if (first.value(stage, name) != name && !told.contains(stage)) {
                told.insert(stage);
                findings.add(command.range, translated("This stage uses both wget and curl; one of them is enough."));
            }
            first.insert(stage, first.value(stage, name));
        }
    }
}

void linksShell(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            const QList<ShellWord>& words = command.operands();
            if (command.name() == QLatin1String("ln") &&
                std::any_of(words.cbegin(), words.cend(),
                            [](const ShellWord& word) { return word.text == QLatin1String("/bin/sh"); })) {
                findings.add(
                    command.range,
                    translated("SHELL changes the shell of the instructions that follow, without changing the image."));
            }
        }
    }
}

void pointless(const Subject& subject, Findings& findings) {
    static const QStringList names{QStringLiteral("free"),     QStringLiteral("ifconfig"), QStringLiteral("kill"),
                                   QStringLiteral("mount"),    QStringLiteral("ps"),       QStringLiteral("service"),
                                   QStringLiteral("shutdown"), QStringLiteral("ssh"),      QStringLiteral("top"),
                                   QStringLiteral("vim"),      QStringLiteral("nano"),     QStringLiteral("systemctl")};
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (names.contains(command.name())) {
                findings.add(command.range, translated("“%1” does nothing useful during a build.").arg(command.name()));
            }
        }
    }
}

void sparseLog(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() != QLatin1String("useradd") ||
                command.hasOption({QStringLiteral("-l"), QStringLiteral("--no-log-init")})) {
                continue;
            }
            const QList<ShellWord>& words = command.arguments();
            for (qsizetype i = 0; i < words.size(); ++i) {
                const QString& text = words.at(i).text;
                const QString id = text == QLatin1String("-u") || text == QLatin1String("--uid")
                                       ? words.value(i + 1).text
                                   : text.startsWith(QLatin1String("--uid=")) ? text.mid(6)
                                                                              : QString();
                if (id.size() > 5) {
                    const TextRange program = command.program()->range;
                    findings.add(command.range,
                                 translated("Without -l this user number makes a log file of gigabytes in the image."),
                                 {safeFix(translated("Add -l"), {program.end, program.end}, QStringLiteral(" -l"))});
                }
            }
        }
    }
}

} // namespace

QList<Rule> shellRules() {
    return {
        {"run-cd",
         {QStringLiteral("DL3003")},
         Severity::Info,
         "RUN cd instead of WORKDIR",
         "Each RUN starts in WORKDIR again, so a cd lasts only to the end of its own RUN.",
         changesFolder},
        {"run-sudo",
         {QStringLiteral("DL3004")},
         Severity::Warning,
         "sudo in a build",
         "sudo is not in most images, and a build is root anyway.",
         usesSudo},
        {"run-consecutive",
         {QStringLiteral("DL3059")},
         Severity::Info,
         "RUNs that could be one",
         "Each RUN is a layer of its own.",
         consecutiveRuns},
        {"run-pipefail",
         {QStringLiteral("DL4006")},
         Severity::Info,
         "Pipe without pipefail",
         "A shell looks at the last command of a pipe only, unless pipefail is set.",
         pipeWithoutPipefail},
        {"wget-progress",
         {QStringLiteral("DL3047")},
         Severity::Info,
         "wget without --progress",
         "A progress bar is thousands of lines in a log.",
         wgetProgress},
        {"wget-and-curl",
         {QStringLiteral("DL4001")},
         Severity::Info,
         "wget and curl",
         "Two tools for one task make the image larger.",
         wgetAndCurl},
        {"link-shell",
         {QStringLiteral("DL4005")},
         Severity::Warning,
         "Link in place of /bin/sh",
         "System scripts rely on the shell of their distribution.",
         linksShell},
        {"run-pointless",
         {QStringLiteral("DL3001")},
         Severity::Info,
         "Command of no use in a build",
         "Services and processes of a build step end with it.",
         pointless},
        {"useradd-sparse",
         {QStringLiteral("DL3046")},
         Severity::Warning,
         "useradd with a high number",
         "The log of last logins has a place for every number.",
         sparseLog},
    };
}

} // namespace reberth::dockerfile
