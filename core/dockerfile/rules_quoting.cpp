#include "core/dockerfile/rule.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// Commands that don't split their words, or whose words are meant to be split.
bool keepsWords(const ShellCommand& command) {
    static const QSet<QString> names{QStringLiteral("[["),      QStringLiteral("for"),      QStringLiteral("case"),
                                     QStringLiteral("select"),  QStringLiteral("export"),   QStringLiteral("local"),
                                     QStringLiteral("declare"), QStringLiteral("readonly"), QStringLiteral("typeset")};
    return names.contains(command.words.value(0).text);
}

/// What ARG and ENV have set where a RUN stands.
const Variables& outerVariables(const Subject& subject, const RunView& view) {
    const QList<Instruction>& all = subject.document.instructions;
    const auto it = std::lower_bound(all.cbegin(), all.cend(), view.outer->range.start,
                                     [](const Instruction& one, qsizetype start) { return one.range.start < start; });
    return subject.variables.at(std::distance(all.cbegin(), it));
}

/// `name=value` in front of a command or behind export and the like.
QList<ShellWord> assignmentsOf(const ShellCommand& command) {
    QList<ShellWord> out = command.assignments;
    if (keepsWords(command)) {
        out += command.arguments();
    }
    return out;
}

/// What a script does to its variables.
struct ScriptVariables {
    QSet<QString> whole; ///< their values can't hold a blank
    QSet<QString> loose;
    QSet<QString> set;
    bool anything = false; ///< a file is sourced, which may set whatever it likes
};

ScriptVariables scriptVariables(const RunView& view) {
    ScriptVariables out;
    for (const ShellCommand& command : view.script.commands) {
        for (const ShellWord& word : assignmentsOf(command)) {
            const qsizetype equals = word.text.indexOf(u'=');
            if (equals > 0) {
                const bool plain = !word.expands && !word.text.contains(u' ') && !word.text.contains(u'*');
                (plain ? out.whole : out.loose).insert(word.text.left(equals));
            }
            out.set.insert(word.text.section(u'=', 0, 0).section(u'+', 0, 0).section(u'[', 0, 0));
        }
        const QString& name = command.name();
        if (name == QLatin1String("read") || name == QLatin1String("getopts") || name == QLatin1String("mapfile") ||
            name == QLatin1String("readarray")) {
            for (const ShellWord& word : command.operands()) {
                out.set.insert(word.text);
            }
        }
        out.anything = out.anything || name == QLatin1String("source") || name == QLatin1String(".") ||
                       name == QLatin1String("eval");
    }
    for (const QString& name : view.script.loopVariables) {
        out.whole.insert(name);
        out.set.insert(name);
    }
    return out;
}

/// Can't the value of a variable hold a blank, or does it come from ARG and ENV, which are the author's own?
bool isWhole(const QString& name, const ScriptVariables& script, const Variables& outer) {
    static const QSet<QString> numbers{QStringLiteral("RANDOM"), QStringLiteral("UID"),    QStringLiteral("EUID"),
                                       QStringLiteral("PPID"),   QStringLiteral("LINENO"), QStringLiteral("SECONDS"),
                                       QStringLiteral("OPTIND"), QStringLiteral("SHLVL"),  QStringLiteral("COLUMNS")};
    return !script.loose.contains(name) &&
           (script.whole.contains(name) || numbers.contains(name) || outer.isDefined(name));
}

/// Does the script, or the file in front of it, give it a value? The proxies are the builder's own.
bool isSet(const QString& name, const ScriptVariables& script, const Variables& outer) {
    return script.anything || name == QLatin1String("_") || name.endsWith(QLatin1String("_proxy")) ||
           script.set.contains(name) || outer.isDefined(name);
}

diagnostics::Fix quoted(const Subject& subject, TextRange range) {
    return suggestion(translated("Put quotes round it"), range,
                      QLatin1Char('"') + subject.source().mid(range.start, range.length()) + QLatin1Char('"'));
}

void splitVariable(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        std::optional<ScriptVariables> script;
        for (const ShellCommand& command : view.script.commands) {
            if (keepsWords(command)) {
                continue;
            }
            for (const ShellWord& word : command.words) {
                for (const ShellExpansion& one : word.bare) {
                    if (one.name.isEmpty() || !one.isPlain) {
                        continue;
                    }
                    script = script ? script : std::optional(scriptVariables(view));
                    if (!isWhole(one.name, *script, outerVariables(subject, view))) {
                        findings.add(one.range,
                                     translated("“$%1” without quotes becomes several words when it holds a blank.")
                                         .arg(one.name),
                                     {quoted(subject, one.range)});
                    }
                }
            }
        }
    }
}

void splitOutput(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (keepsWords(command)) {
                continue;
            }
            for (const ShellWord& word : command.words) {
                for (const ShellExpansion& one : word.bare) {
                    if (one.name.isEmpty()) {
                        findings.add(one.range,
                                     translated("What this command prints is split at blanks, as it has no quotes."),
                                     {quoted(subject, one.range)});
                    }
                }
            }
        }
    }
}

bool stopsAtErrors(const RunView& view) {
    static const QRegularExpression option(QStringLiteral("^-[a-z]*e"));
    const bool shell = std::any_of(view.shell.cbegin() + std::min<qsizetype>(1, view.shell.size()), view.shell.cend(),
                                   [](const QString& word) { return word.contains(option); });
    return shell ||
           std::any_of(view.script.commands.cbegin(), view.script.commands.cend(), [](const ShellCommand& command) {
               const QString first = command.words.value(1).text;
               return command.name() == QLatin1String("set") &&
                      (first.contains(option) || command.words.value(2).text == QLatin1String("errexit"));
           });
}

void uncheckedFolder(const Subject& subject, Findings& findings) {
    static const QRegularExpression safe(QStringLiteral("^(/|/*((\\.|\\.\\.)/+)*(\\.|\\.\\.))$"));
    for (const RunView& view : subject.runs) {
        std::optional<bool> stops;
        for (const ShellCommand& command : view.script.commands) {
            const QString& name = command.name();
            const bool changes = name == QLatin1String("cd") || name == QLatin1String("pushd");
            // "&&" and "||" behind it look at whether it worked; so does being the last of such a list.
            const bool looked = command.after == Joint::And || command.after == Joint::Or ||
                                command.joint == Joint::And || command.joint == Joint::Or || command.isCondition;
            if (!changes || looked || command.operands().isEmpty() || command.operands().front().text.contains(safe)) {
                continue;
            }
            stops = stops ? stops : std::optional(stopsAtErrors(view));
            if (!*stops) {
                const qsizetype end = command.range.end;
                findings.add(command.range,
                             translated("When there is no such folder, the next commands run in the wrong one."),
                             {suggestion(translated("Stop there"), {end, end}, QStringLiteral(" || exit 1"))});
            }
        }
    }
}

/// Is /bin/sh of this image a shell that knows nothing but POSIX? Debian's and Ubuntu's is; Alpine's and the bash of
/// others forgive much.
bool hasStrictShell(const Subject& subject, const RunView& view) {
    static const QRegularExpression forgiving(QStringLiteral(
        "alpine|busybox|fedora|centos|rocky|almalinux|redhat|ubi[0-9]|opensuse|suse|archlinux|amazonlinux"));
    return !subject.rootImage(view.run->stage).contains(forgiving);
}

bool isPlainSh(const RunView& view) {
    const QString name = view.shellName();
    return (name == QLatin1String("sh") || name == QLatin1String("dash")) && !view.run->isJson &&
           (view.run->heredocs.isEmpty() || !view.run->heredocs.front().content.startsWith(QLatin1String("#!"))) &&
           !view.bashHeredoc;
}

void sourceInSh(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        if (!isPlainSh(view)) {
            continue;
        }
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() == QLatin1String("source") && command.program()) {
                const TextRange range = command.program()->range;
                findings.add(range, translated("/bin/sh has no “source”; it is written “.”, or SHELL names bash."),
                             hasStrictShell(subject, view) ? Severity::Warning : Severity::Info,
                             {suggestion(translated("Write “.”"), range, QStringLiteral("."))});
            }
        }
    }
}

void bashInSh(const Subject& subject, Findings& findings) {
    static const QSet<QString> commands{QStringLiteral("[["),      QStringLiteral("pushd"),     QStringLiteral("popd"),
                                        QStringLiteral("declare"), QStringLiteral("typeset"),   QStringLiteral("shopt"),
                                        QStringLiteral("mapfile"), QStringLiteral("readarray"), QStringLiteral("let"),
                                        QStringLiteral("select")};
    for (const RunView& view : subject.runs) {
        if (!isPlainSh(view)) {
            continue;
        }
        const Severity severity = hasStrictShell(subject, view) ? Severity::Warning : Severity::Info;
        for (const ShellCommand& command : view.script.commands) {
            const bool pipefail = command.name() == QLatin1String("set") &&
                                  std::any_of(command.words.cbegin(), command.words.cend(), [](const ShellWord& word) {
                                      return word.text == QLatin1String("pipefail");
                                  });
            if (pipefail || commands.contains(command.words.value(0).text)) {
                findings.add(command.words.front().range,
                             translated("“%1” is bash's; /bin/sh of this image may not know it. SHELL chooses bash.")
                                 .arg(pipefail ? QStringLiteral("pipefail") : command.words.front().text),
                             severity);
            }
        }
    }
}

void bashVariable(const Subject& subject, Findings& findings) {
    static const QSet<QString> names{
        QStringLiteral("RANDOM"),   QStringLiteral("UID"),         QStringLiteral("EUID"),
        QStringLiteral("SECONDS"),  QStringLiteral("BASH_SOURCE"), QStringLiteral("OSTYPE"),
        QStringLiteral("HOSTNAME"), QStringLiteral("HOSTTYPE"),    QStringLiteral("BASHPID"),
        QStringLiteral("MACHTYPE"), QStringLiteral("DIRSTACK"),    QStringLiteral("GROUPS")};
    static const QRegularExpression use(QStringLiteral("\\$\\{?([A-Z_]+)"));
    for (const RunView& view : subject.runs) {
        if (!isPlainSh(view)) {
            continue;
        }
        for (const ShellCommand& command : view.script.commands) {
            for (const ShellWord& word : command.words + command.assignments) {
                if (!word.expands) {
                    continue;
                }
                for (auto it = use.globalMatch(word.text); it.hasNext();) {
                    const QString name = it.next().captured(1);
                    const auto set = std::find_if(
                        view.script.commands.cbegin(), view.script.commands.cend(), [&](const ShellCommand& other) {
                            return std::any_of(
                                other.assignments.cbegin(), other.assignments.cend(),
                                [&](const ShellWord& one) { return one.text.startsWith(name + QLatin1Char('=')); });
                        });
                    if (names.contains(name) && set == view.script.commands.cend()) {
                        findings.add(word.range, translated("“$%1” is bash's; in /bin/sh it is empty.").arg(name));
                    }
                }
            }
        }
    }
}

/// A lower-case name that nothing sets: most often a slip, or a variable of another stage.
void unsetVariable(const Subject& subject, Findings& findings) {
    static const QRegularExpression use(QStringLiteral("\\$\\{?([a-z_][a-z0-9_]*)(\\}|[^a-zA-Z0-9_:+?=-]|$)"));
    for (const RunView& view : subject.runs) {
        if (view.script.isEmpty() || view.run->isJson) {
            continue;
        }
        std::optional<ScriptVariables> script;
        for (const ShellCommand& command : view.script.commands) {
            for (const ShellWord& word : command.words + command.assignments) {
                if (!word.expands) {
                    continue;
                }
                for (auto it = use.globalMatch(word.text); it.hasNext();) {
                    const QString name = it.next().captured(1);
                    script = script ? script : std::optional(scriptVariables(view));
                    if (!isSet(name, *script, outerVariables(subject, view))) {
                        script->set.insert(name); // told once
                        findings.add(word.range, translated("Nothing sets “$%1” in this stage.").arg(name));
                    }
                }
            }
        }
    }
}

} // namespace

QList<Rule> quotingRules() {
    const char* const posix =
        "/bin/sh of Debian and Ubuntu is dash: what bash adds to the language stops the build there.";
    return {
        {"shell-unquoted",
         {QStringLiteral("SC2086")},
         Severity::Info,
         "Variable without quotes",
         "The shell splits the value at blanks and takes * and ? in it for patterns.",
         splitVariable},
        {"shell-unquoted-output",
         {QStringLiteral("SC2046")},
         Severity::Info,
         "Output of a command without quotes",
         "The shell splits the output at blanks and takes * and ? in it for patterns.",
         splitOutput},
        {"shell-unchecked-cd",
         {QStringLiteral("SC2164")},
         Severity::Info,
         "cd that may fail unseen",
         "Without set -e, “&&” or “|| exit” a script goes on where it is.",
         uncheckedFolder},
        {"shell-source", {QStringLiteral("SC3046")}, Severity::Warning, "source in /bin/sh", posix, sourceInSh},
        {"shell-bash-only",
         {QStringLiteral("SC3010"), QStringLiteral("SC3040"), QStringLiteral("SC3044")},
         Severity::Warning,
         "bash's own commands in /bin/sh",
         posix,
         bashInSh},
        {"shell-bash-variable",
         {QStringLiteral("SC3028")},
         Severity::Info,
         "bash's own variables in /bin/sh",
         "Other shells leave these variables empty.",
         bashVariable},
        {"shell-unset",
         {QStringLiteral("SC2154")},
         Severity::Info,
         "Variable that nothing sets",
         "ARG and ENV of another stage, and ARG before FROM, are not there unless they are declared again.",
         unsetVariable},
    };
}

} // namespace reberth::dockerfile
