#include "core/dockerfile/rule.h"

#include <QSet>

#include <algorithm>
#include <functional>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

bool isApt(const ShellCommand& command) {
    const QString& name = command.name();
    return name == QLatin1String("apt-get") || name == QLatin1String("apt") || name == QLatin1String("aptitude");
}

bool isInstall(const ShellCommand& command) {
    const QList<ShellWord>& operands = command.operands();
    return isApt(command) && std::any_of(operands.cbegin(), operands.cend(),
                                         [](const ShellWord& word) { return word.text == QLatin1String("install"); });
}

/// The word behind which flags of an install can be put.
TextRange verbRange(const ShellCommand& command) {
    for (const ShellWord& word : command.operands()) {
        if (word.text == QLatin1String("install")) {
            return word.range;
        }
    }
    return command.range;
}

/// Options whose value is a word of its own.
bool takesValue(const QString& option) {
    return option == QLatin1String("-t") || option == QLatin1String("--target-release") ||
           option == QLatin1String("-o") || option == QLatin1String("--option") || option == QLatin1String("-c") ||
           option == QLatin1String("--config-file") || option == QLatin1String("-a");
}

QList<ShellWord> packagesOf(const ShellCommand& command) {
    QList<ShellWord> out;
    bool seen = false;
    const QList<ShellWord>& words = command.arguments();
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (takesValue(words.at(i).text)) {
            ++i;
        } else if (words.at(i).text == QLatin1String("install")) {
            seen = true;
        } else if (seen && !words.at(i).text.startsWith(u'-')) {
            out.append(words.at(i));
        }
    }
    return out;
}

void eachInstall(const Subject& subject, const std::function<void(const RunView&, const ShellCommand&)>& visit) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (isInstall(command)) {
                visit(view, command);
            }
        }
    }
}

bool isPinned(const QString& package) {
    return package.contains(u'=') || package.contains(u'/') || package.contains(u'$') ||
           package.endsWith(QLatin1String(".deb")) || package.endsWith(u'-') || package.contains(u'<');
}

void unpinned(const Subject& subject, Findings& findings) {
    eachInstall(subject, [&](const RunView&, const ShellCommand& command) {
        if (command.hasOption({QStringLiteral("-t"), QStringLiteral("--target-release")})) {
            return;
        }
        const QList<ShellWord> packages = packagesOf(command);
        QList<ShellWord> loose;
        std::copy_if(packages.cbegin(), packages.cend(), std::back_inserter(loose),
                     [](const ShellWord& word) { return !isPinned(word.text); });
        if (!loose.isEmpty()) {
            findings.add(
                {loose.front().range.start, loose.back().range.end},
                translated("The distribution decides which versions of %n package(s) are installed, “%1” among them.")
                    .replace(QLatin1String("%n package(s)"), QString::number(loose.size()))
                    .arg(loose.front().text));
        }
    });
}

bool cleansLists(const ShellCommand& command) {
    if (command.name() == QLatin1String("rm")) {
        const QList<ShellWord>& words = command.arguments();
        return std::any_of(words.cbegin(), words.cend(), [](const ShellWord& word) {
            return word.text.contains(QLatin1String("/var/lib/apt/lists")) ||
                   word.text == QLatin1String("/var/lib/apt/");
        });
    }
    return false;
}

void listsKept(const Subject& subject, Findings& findings) {
    // Docker's images delete downloaded packages by themselves, unless that was switched off.
    QSet<qsizetype> keepsDownloads;
    for (const RunView& view : subject.runs) {
        const QList<ShellCommand>& commands = view.script.commands;
        const ShellCommand* update = nullptr;
        for (const ShellCommand& command : commands) {
            if (command.name() == QLatin1String("rm") &&
                std::any_of(command.words.cbegin(), command.words.cend(),
                            [](const ShellWord& word) { return word.text.contains(QLatin1String("docker-clean")); })) {
                keepsDownloads.insert(view.run->stage);
            }
        }
        bool cleaned = view.hasCacheFor(u"/var/lib/apt") &&
                       (!keepsDownloads.contains(view.run->stage) || view.hasCacheFor(u"/var/cache/apt"));
        for (const ShellCommand& command : commands) {
            if (isApt(command) && command.verb() == QLatin1String("update")) {
                update = &command;
            }
            cleaned = cleaned || (update && cleansLists(command));
        }
        if (!update || cleaned || !subject.isShipped(view)) {
            continue;
        }
        QList<diagnostics::Fix> fixes;
        const bool simple = !view.script.usesControlFlow && !view.run->isJson && view.run->heredocs.isEmpty() &&
                            !commands.back().nested && !view.run->arguments().contains(u'#');
        if (simple) {
            const qsizetype end = view.run->argumentsRange().end;
            fixes.append(safeFix(translated("Delete the lists at the end"), {end, end},
                                 QStringLiteral(" && rm -rf /var/lib/apt/lists/*")));
        }
        findings.add(update->range, translated("The package lists stay in the image."), fixes);
    }
}

void withoutYes(const Subject& subject, Findings& findings) {
    eachInstall(subject, [&](const RunView&, const ShellCommand& command) {
        const QList<ShellWord>& words = command.arguments();
        const auto quiet = std::count_if(words.cbegin(), words.cend(), [](const ShellWord& w) {
            return w.text == QLatin1String("-q") || w.text == QLatin1String("--quiet");
        });
        const bool level = std::any_of(words.cbegin(), words.cend(), [](const ShellWord& w) {
            return w.text.startsWith(QLatin1String("-q=")) || w.text.contains(QLatin1String("-qq")) ||
                   w.text.contains(QLatin1String("Assume-Yes")) || w.text == QLatin1String("--yes");
        });
        if (!level && quiet < 2 &&
            !command.hasOption({QStringLiteral("-y"), QStringLiteral("--yes"), QStringLiteral("--assume-yes"),
                                QStringLiteral("-qq"), QStringLiteral("--force-yes")})) {
            const TextRange verb = verbRange(command);
            findings.add(command.range, translated("Nobody can answer apt's question during a build; add -y."),
                         {safeFix(translated("Add -y"), {verb.end, verb.end}, QStringLiteral(" -y"))});
        }
    });
}

void recommends(const Subject& subject, Findings& findings) {
    eachInstall(subject, [&](const RunView&, const ShellCommand& command) {
        const QList<ShellWord>& words = command.arguments();
        const bool told = std::any_of(words.cbegin(), words.cend(), [](const ShellWord& w) {
            return w.text == QLatin1String("--no-install-recommends") ||
                   w.text.contains(QLatin1String("Install-Recommends=")) ||
                   w.text.contains(QLatin1String("Install-Recommends="), Qt::CaseInsensitive);
        });
        if (!told) {
            const TextRange verb = verbRange(command);
            findings.add(
                command.range,
                translated("apt also installs what it only recommends; --no-install-recommends keeps the image small."),
                {suggestion(translated("Add --no-install-recommends"), {verb.end, verb.end},
                            QStringLiteral(" --no-install-recommends"))});
        }
    });
}

void aptForPeople(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() == QLatin1String("apt")) {
                findings.add(
                    command.program()->range, translated("apt is made for people; scripts use apt-get."),
                    {safeFix(translated("Write apt-get"), command.program()->range, QStringLiteral("apt-get"))});
            }
        }
    }
}

void updateAlone(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const ShellCommand* update = nullptr;
        bool used = false;
        for (const ShellCommand& command : view.script.commands) {
            const bool isUpdate = isApt(command) && command.verb() == QLatin1String("update");
            update = isUpdate ? &command : update;
            used = used || !isUpdate;
        }
        if (update && !used) {
            findings.add(update->range,
                         translated("An update in a RUN of its own is cached, and the next install uses old lists."));
        }
    }
}

} // namespace

QList<Rule> aptRules() {
    return {
        {"apt-unpinned",
         {QStringLiteral("DL3008")},
         Severity::Info,
         "apt packages without a version",
         "A pinned version makes builds alike, and stops them when the archive has moved on. Most projects leave "
         "system packages open.",
         unpinned},
        {"apt-lists",
         {QStringLiteral("DL3009")},
         Severity::Info,
         "apt lists left in the image",
         "Delete /var/lib/apt/lists in the same RUN, or keep it in a cache mount.",
         listsKept},
        {"apt-yes",
         {QStringLiteral("DL3014")},
         Severity::Warning,
         "apt-get install without -y",
         "The build stops at the question.",
         withoutYes},
        {"apt-recommends",
         {QStringLiteral("DL3015")},
         Severity::Info,
         "apt-get install with recommended packages",
         "Recommended packages are often half of what is installed.",
         recommends},
        {"apt-for-people",
         {QStringLiteral("DL3027")},
         Severity::Warning,
         "apt in a script",
         "apt's behaviour and output may change between versions.",
         aptForPeople},
        {"apt-update-alone",
         {},
         Severity::Info,
         "apt-get update in a layer of its own",
         "Put update and install in one RUN.",
         updateAlone},
    };
}

} // namespace reberth::dockerfile
