#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"

#include <QRegularExpression>

#include <algorithm>
#include <functional>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// The words behind "install" of `pip install …` and `python -m pip install …`; nullopt for other commands.
std::optional<QList<ShellWord>> pipInstall(const ShellCommand& command) {
    static const QRegularExpression pip(QStringLiteral("^pip[0-9.]*$"));
    static const QRegularExpression python(QStringLiteral("^python[0-9.]*$"));
    const QString& name = command.name();
    if (!name.startsWith(QLatin1String("pip")) && !name.startsWith(QLatin1String("python"))) {
        return std::nullopt;
    }
    QList<ShellWord> words = command.arguments();
    if (name.contains(python)) {
        const auto it = std::find_if(words.cbegin(), words.cend(),
                                     [](const ShellWord& word) { return word.text == QLatin1String("-m"); });
        const qsizetype at = std::distance(words.cbegin(), it);
        if (at + 1 >= words.size() || words.at(at + 1).text != QLatin1String("pip")) {
            return std::nullopt;
        }
        words = words.mid(at + 2);
    } else if (!name.contains(pip) && name != QLatin1String("pipx")) {
        return std::nullopt;
    }
    const auto verb = std::find_if(words.cbegin(), words.cend(),
                                   [](const ShellWord& word) { return word.text == QLatin1String("install"); });
    if (verb == words.cend()) {
        return std::nullopt;
    }
    // Options in front of the verb count too.
    words.removeAt(std::distance(words.cbegin(), verb));
    return words;
}

void eachPip(const Subject& subject,
             const std::function<void(const RunView&, const ShellCommand&, const QList<ShellWord>&)>& visit) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (const auto words = pipInstall(command)) {
                visit(view, command, *words);
            }
        }
    }
}

bool takesValue(const QString& option) {
    static const QStringList options{QStringLiteral("-c"),
                                     QStringLiteral("--constraint"),
                                     QStringLiteral("-e"),
                                     QStringLiteral("--editable"),
                                     QStringLiteral("-t"),
                                     QStringLiteral("--target"),
                                     QStringLiteral("--platform"),
                                     QStringLiteral("--python-version"),
                                     QStringLiteral("--implementation"),
                                     QStringLiteral("--abi"),
                                     QStringLiteral("--root"),
                                     QStringLiteral("--prefix"),
                                     QStringLiteral("-b"),
                                     QStringLiteral("--build"),
                                     QStringLiteral("--src"),
                                     QStringLiteral("--upgrade-strategy"),
                                     QStringLiteral("--install-option"),
                                     QStringLiteral("--global-option"),
                                     QStringLiteral("--config-settings"),
                                     QStringLiteral("-C"),
                                     QStringLiteral("--no-binary"),
                                     QStringLiteral("--only-binary"),
                                     QStringLiteral("--progress-bar"),
                                     QStringLiteral("-i"),
                                     QStringLiteral("--index-url"),
                                     QStringLiteral("--extra-index-url"),
                                     QStringLiteral("-f"),
                                     QStringLiteral("--find-links"),
                                     QStringLiteral("--log"),
                                     QStringLiteral("--proxy"),
                                     QStringLiteral("--retries"),
                                     QStringLiteral("--timeout"),
                                     QStringLiteral("--exists-action"),
                                     QStringLiteral("--trusted-host"),
                                     QStringLiteral("--cert"),
                                     QStringLiteral("--client-cert"),
                                     QStringLiteral("--cache-dir"),
                                     QStringLiteral("-r"),
                                     QStringLiteral("--requirement"),
                                     QStringLiteral("--build-option"),
                                     QStringLiteral("--report")};
    return options.contains(option);
}

QList<ShellWord> packagesOf(const QList<ShellWord>& words) {
    QList<ShellWord> out;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (takesValue(words.at(i).text)) {
            ++i;
        } else if (!words.at(i).text.startsWith(u'-')) {
            out.append(words.at(i));
        }
    }
    return out;
}

bool isGit(const QString& package) {
    return package.contains(QLatin1String("git+")) || package.startsWith(QLatin1String("git://"));
}

bool isPinned(const QString& package) {
    static const QRegularExpression version(QStringLiteral("==|@|~=|>=|<=|<|>|!="));
    static const QRegularExpression local(
        QStringLiteral("^\\.|^/|/$|\\.(whl|tar|gz|bz2|zip|xz|tgz|egg|txt)([#?].*)?$|^[a-zA-Z+]+://|^file:"));
    return package.contains(version) || package.contains(local) || package.contains(u'$') || package.contains(u'/');
}

void unpinned(const Subject& subject, Findings& findings) {
    eachPip(subject, [&](const RunView&, const ShellCommand&, const QList<ShellWord>& words) {
        const bool constrained = std::any_of(words.cbegin(), words.cend(), [](const ShellWord& word) {
            return word.text.startsWith(QLatin1String("--constraint")) || word.text == QLatin1String("-c") ||
                   word.text.startsWith(QLatin1String("-r")) || word.text.startsWith(QLatin1String("--requirement"));
        });
        if (constrained) {
            return;
        }
        for (const ShellWord& package : packagesOf(words)) {
            const bool tool = package.text == QLatin1String(".");
            const bool gitLoose = isGit(package.text);
            if (!tool && !gitLoose && !isPinned(package.text)) {
                findings.add(
                    package.range,
                    translated("“%1” is installed in whatever version there is; write %1==….").arg(package.text));
                return;
            }
        }
    });
}

void gitUnpinned(const Subject& subject, Findings& findings) {
    eachPip(subject, [&](const RunView&, const ShellCommand&, const QList<ShellWord>& words) {
        for (const ShellWord& word : words) {
            if (!isGit(word.text)) {
                continue;
            }
            // git+https://host/owner/name.git@commit#egg=name; an '@' in front of the host is a user.
            const QString address = word.text.section(u'#', 0, 0);
            const qsizetype scheme = address.indexOf(QLatin1String("://"));
            const qsizetype slash = address.indexOf(u'/', scheme + 3);
            const QString reference =
                slash < 0 || !address.mid(slash).contains(u'@') ? QString() : address.section(u'@', -1);
            static const QRegularExpression moving(QStringLiteral("^(master|main|HEAD|develop|dev)$"));
            if (reference.isEmpty() || reference.contains(moving)) {
                findings.add(word.range, translated("Name a commit behind “@”: what the branch holds changes."));
            }
        }
    });
}

/// pip's own reading of a switch in the environment.
bool isOn(QString value) {
    static const QStringList no{QStringLiteral("0"), QStringLiteral("false"), QStringLiteral("off"),
                                QStringLiteral("no"), QString()};
    return !no.contains(value.remove(u'"').remove(u'\'').toLower());
}

bool turnsCacheOff(const QString& assignment) {
    const QString name = QStringLiteral("PIP_NO_CACHE_DIR=");
    return assignment.startsWith(name) && isOn(assignment.mid(name.size()));
}

void cacheKept(const Subject& subject, Findings& findings) {
    QList<bool> noCache(subject.document.stages.size() + 1, false);
    QHash<const Instruction*, bool> off;
    for (const Instruction* instruction : subject.instructions) {
        const qsizetype slot = instruction->stage + 1;
        if (instruction->is(Keyword::From)) {
            const qsizetype parent = subject.document.stages.at(instruction->stage).parent;
            noCache[slot] = parent >= 0 && noCache.at(parent + 1);
        } else if (instruction->is(Keyword::Env) || instruction->is(Keyword::Arg)) {
            for (const Assignment& assignment : assignmentsOf(*instruction)) {
                if (assignment.name == QLatin1String("PIP_NO_CACHE_DIR") && assignment.value) {
                    noCache[slot] = isOn(*assignment.value);
                }
            }
        }
        off.insert(instruction, noCache.at(slot));
    }
    eachPip(subject, [&](const RunView& view, const ShellCommand& command, const QList<ShellWord>& words) {
        if (command.name() == QLatin1String("pipx")) {
            return;
        }
        const bool option = std::any_of(words.cbegin(), words.cend(), [](const ShellWord& word) {
            return word.text.startsWith(QLatin1String("--no-cache-dir"));
        });
        const bool variable = std::any_of(command.assignments.cbegin(), command.assignments.cend(),
                                          [](const ShellWord& word) { return turnsCacheOff(word.text); });
        const bool exported =
            std::any_of(view.script.commands.cbegin(), view.script.commands.cend(), [](const ShellCommand& other) {
                return other.name() == QLatin1String("export") && turnsCacheOff(other.words.value(1).text);
            });
        const bool purged =
            std::any_of(view.script.commands.cbegin(), view.script.commands.cend(), [](const ShellCommand& other) {
                const QString args = other.words.value(1).text + other.words.value(2).text;
                return (other.name().startsWith(QLatin1String("pip")) && args == QLatin1String("cachepurge")) ||
                       (other.name() == QLatin1String("rm") &&
                        std::any_of(other.words.cbegin(), other.words.cend(),
                                    [](const ShellWord& w) { return w.text.contains(QLatin1String(".cache")); }));
            });
        if (option || variable || exported || purged || off.value(view.run) || view.hasCacheFor(u".cache") ||
            view.hasCacheFor(u"pip")) {
            return;
        }
        const ShellWord* verb = nullptr;
        for (const ShellWord& word : command.words) {
            verb = !verb && word.text == QLatin1String("install") ? &word : verb;
        }
        findings.add(command.range, translated("pip's cache stays in the image; add --no-cache-dir or a cache mount."),
                     {safeFix(translated("Add --no-cache-dir"), {verb->range.end, verb->range.end},
                              QStringLiteral(" --no-cache-dir"))});
    });
}

void trustedHost(const Subject& subject, Findings& findings) {
    eachPip(subject, [&](const RunView&, const ShellCommand&, const QList<ShellWord>& words) {
        for (const ShellWord& word : words) {
            if (word.text.startsWith(QLatin1String("--trusted-host"))) {
                findings.add(word.range,
                             translated("--trusted-host installs packages without checking who sends them."));
            }
        }
    });
}

void condaUnpinned(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            static const QStringList programs{QStringLiteral("conda"), QStringLiteral("mamba"),
                                              QStringLiteral("micromamba")};
            const QString verb = command.verb();
            if (!programs.contains(command.name()) ||
                (verb != QLatin1String("install") && verb != QLatin1String("create")) ||
                command.hasOption({QStringLiteral("-f"), QStringLiteral("--file")})) {
                continue;
            }
            static const QStringList valued{
                QStringLiteral("-c"), QStringLiteral("--channel"), QStringLiteral("-n"),      QStringLiteral("--name"),
                QStringLiteral("-p"), QStringLiteral("--prefix"),  QStringLiteral("--solver")};
            const QList<ShellWord>& words = command.arguments();
            for (qsizetype i = 0; i < words.size(); ++i) {
                const QString& text = words.at(i).text;
                static const QRegularExpression pinned(QStringLiteral("[=<>$/]|\\.conda$|\\.bz2$"));
                if (valued.contains(text)) {
                    ++i;
                } else if (!text.startsWith(u'-') && text != verb && !text.contains(pinned)) {
                    findings.add(words.at(i).range,
                                 translated("“%1” is installed in whatever version there is; write %1=….").arg(text));
                    break;
                }
            }
        }
    }
}

} // namespace

QList<Rule> pipRules() {
    return {
        {"pip-unpinned",
         {QStringLiteral("DL3013")},
         Severity::Warning,
         "pip packages without a version",
         "The package's version is whatever the index has on the day of the build.",
         unpinned},
        {"pip-cache",
         {QStringLiteral("DL3042")},
         Severity::Info,
         "pip's cache left in the image",
         "--no-cache-dir leaves nothing behind; RUN --mount=type=cache,target=/root/.cache/pip keeps downloads outside "
         "the image.",
         cacheKept},
        {"pip-git-unpinned",
         {QStringLiteral("DL3013")},
         Severity::Warning,
         "pip package from a moving branch",
         "Without a commit the code is another one next month.",
         gitUnpinned},
        {"pip-trusted-host",
         {},
         Severity::Warning,
         "pip with an untrusted host",
         "Whoever sits between can put anything into the image.",
         trustedHost},
        {"conda-unpinned",
         {},
         Severity::Info,
         "conda packages without a version",
         "The solver picks what fits on the day of the build.",
         condaUnpinned},
    };
}

} // namespace reberth::dockerfile
