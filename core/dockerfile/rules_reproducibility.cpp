#include "core/dockerfile/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// The folder that a clone makes: its last operand, or the repository's name.
QString cloneFolder(const ShellCommand& command) {
    static const QStringList valued{QStringLiteral("--depth"),  QStringLiteral("-b"),     QStringLiteral("--branch"),
                                    QStringLiteral("-j"),       QStringLiteral("--jobs"), QStringLiteral("-o"),
                                    QStringLiteral("--origin"), QStringLiteral("-c"),     QStringLiteral("--config")};
    const QList<ShellWord>& words = command.arguments();
    QString folder;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (valued.contains(words.at(i).text)) {
            ++i;
        } else if (!words.at(i).text.startsWith(u'-')) {
            folder = words.at(i).text;
        }
    }
    if (folder.contains(QLatin1String("://")) || folder.contains(QLatin1String("git@")) ||
        folder.endsWith(QLatin1String(".git"))) {
        folder = folder.section(u'/', -1);
        folder = folder.endsWith(QLatin1String(".git")) ? folder.chopped(4) : folder;
    }
    return folder.section(u'/', -1);
}

void clonesBranch(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const QList<ShellCommand>& commands = view.script.commands;
        for (qsizetype i = 0; i < commands.size(); ++i) {
            const ShellCommand& command = commands.at(i);
            if (command.name() != QLatin1String("git") || command.verb() != QLatin1String("clone")) {
                continue;
            }
            bool pinned = false;
            const QList<ShellWord>& words = command.arguments();
            for (qsizetype k = 0; k < words.size(); ++k) {
                const QString& text = words.at(k).text;
                const QString branch = text == QLatin1String("-b") || text == QLatin1String("--branch")
                                           ? words.value(k + 1).text
                                       : text.startsWith(QLatin1String("--branch=")) ? text.mid(9)
                                                                                     : QString();
                static const QRegularExpression release(QStringLiteral("^v?[0-9]+(\\.[0-9]+)+|\\$"));
                pinned = pinned || branch.contains(release) || text.startsWith(QLatin1String("--revision"));
            }
            // A checkout, reset or submodule update further on names the commit.
            for (qsizetype k = i + 1; k < commands.size(); ++k) {
                const QList<ShellWord> later = commands.at(k).operands();
                static const QStringList verbs{QStringLiteral("checkout"), QStringLiteral("reset"),
                                               QStringLiteral("switch"), QStringLiteral("fetch")};
                pinned = pinned || (commands.at(k).name() == QLatin1String("git") &&
                                    std::any_of(later.cbegin(), later.cend(),
                                                [](const ShellWord& word) { return verbs.contains(word.text); }));
            }
            if (!pinned) {
                findings.add(
                    command.range,
                    translated(
                        "“%1” is cloned at whatever its branch holds on the day of the build; check out a commit.")
                        .arg(cloneFolder(command)));
            }
        }
    }
}

bool isDownload(const ShellCommand& command) {
    return command.name() == QLatin1String("curl") || command.name() == QLatin1String("wget");
}

bool isInterpreter(const ShellCommand& command) {
    static const QRegularExpression names(QStringLiteral("^(ba|da|z|k|a)?sh$|^python[0-9.]*$|^perl$|^ruby$|^node$"));
    return command.name().contains(names);
}

void pipesToShell(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const QList<ShellCommand>& commands = view.script.commands;
        bool downloaded = false;
        for (const ShellCommand& command : commands) {
            downloaded = isDownload(command) || (downloaded && command.joint == Joint::Pipe);
            if (downloaded && command.joint == Joint::Pipe && isInterpreter(command)) {
                findings.add(command.range, translated("This runs what a server sends, unseen and different each time; "
                                                       "download a version, check it, then run it."));
            }
        }
    }
}

void skipsCertificates(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            const bool curl = command.name() == QLatin1String("curl") &&
                              command.hasOption({QStringLiteral("-k"), QStringLiteral("--insecure")});
            const bool wget = command.name() == QLatin1String("wget") &&
                              command.hasOption({QStringLiteral("--no-check-certificate")});
            const bool apt =
                command.name() == QLatin1String("apt-get") &&
                command.hasOption({QStringLiteral("--allow-unauthenticated"), QStringLiteral("--force-yes")});
            if (curl || wget || apt) {
                findings.add(command.range, translated("Nothing checks who sends this."));
            }
        }
    }
}

void torchIndex(const Subject& subject, Findings& findings) {
    static const QRegularExpression torch(QStringLiteral("^(torch|torchvision|torchaudio)==[0-9.]+\\+(cu[0-9]+|cpu)$"));
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            const QList<ShellWord>& words = command.arguments();
            const auto tagged = std::find_if(words.cbegin(), words.cend(),
                                             [](const ShellWord& word) { return word.text.contains(torch); });
            const bool found = command.hasOption({QStringLiteral("-f"), QStringLiteral("--find-links"),
                                                  QStringLiteral("--index-url"), QStringLiteral("--extra-index-url"),
                                                  QStringLiteral("-i"), QStringLiteral("--no-index")});
            const bool pip = std::any_of(command.words.cbegin(), command.words.cend(), [](const ShellWord& word) {
                return word.text.contains(QLatin1String("pip"));
            });
            if (pip && tagged != words.cend() && !found) {
                findings.add(
                    tagged->range,
                    translated("“%1” is not on the usual index; it needs PyTorch's own, by --extra-index-url or -f.")
                        .arg(tagged->text));
            }
        }
    }
}

} // namespace

QList<Rule> reproducibilityRules() {
    return {
        {"git-unpinned",
         {},
         Severity::Warning,
         "git clone without a commit",
         "A branch moves; the image of next month has other code.",
         clonesBranch},
        {"pipe-to-shell",
         {},
         Severity::Warning,
         "Download piped into a shell",
         "What the server sends is run as root, and nothing says that it is what it was.",
         pipesToShell},
        {"no-certificate-check",
         {},
         Severity::Warning,
         "Download without a check",
         "Whoever sits between can put anything into the image.",
         skipsCertificates},
        {"torch-index",
         {},
         Severity::Warning,
         "torch for a CUDA version without its index",
         "Packages with “+cu…” in their version are on PyTorch's own index only; pip stops with “no matching "
         "distribution”.",
         torchIndex},
    };
}

} // namespace reberth::dockerfile
