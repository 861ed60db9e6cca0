// Sources that give another thing on another day.
#include "core/dockerfile/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

bool isApt(const ShellCommand& command) {
    return command.name() == QLatin1String("apt-get") || command.name() == QLatin1String("apt");
}

bool isPip(const ShellCommand& command) {
    static const QRegularExpression pip(QStringLiteral("^pip[0-9.]*$"));
    return command.name().contains(pip) ||
           (command.name().startsWith(QLatin1String("python")) && command.words.value(1).text == QLatin1String("-m") &&
            command.words.value(2).text == QLatin1String("pip"));
}

void aptUpgrade(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        const QString verb = command.verb();
        if (isApt(command) && (verb == QLatin1String("upgrade") || verb == QLatin1String("dist-upgrade") ||
                               verb == QLatin1String("full-upgrade"))) {
            findings.add(command.range,
                         translated("This makes another system of the base image on each day; a newer tag "
                                    "of the image says which."));
        }
    });
}

bool isDownload(const ShellCommand& command) {
    return command.name() == QLatin1String("wget") || command.name() == QLatin1String("curl");
}

void movingAddress(const Subject& subject, Findings& findings) {
    static const QRegularExpression moving(
        QStringLiteral("://[^ ]*(/latest/|/(master|main|HEAD|trunk)/|-latest[-.]|/nightly/|/releases/latest)"));
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        if (!isDownload(command)) {
            return;
        }
        for (const ShellWord& word : command.words) {
            if (word.text.contains(moving)) {
                findings.add(word.range,
                             translated("What this address gives changes; name a version or a commit in it."));
            }
        }
    });
}

void uncheckedDownload(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const bool checks =
            std::any_of(view.script.commands.cbegin(), view.script.commands.cend(), [](const ShellCommand& command) {
                static const QRegularExpression tools(
                    QStringLiteral("^(sha(1|224|256|384|512)sum|shasum|md5sum|gpg|cosign)$"));
                return command.name().contains(tools);
            });
        if (checks) {
            continue;
        }
        for (const ShellCommand& command : view.script.commands) {
            static const QRegularExpression file(
                QStringLiteral("://.*\\.(sh|run|tar\\.(gz|xz|bz2)|tgz|zip|deb|rpm|whl|bin|py)([?#].*)?$"));
            // What goes into a pipe has a rule of its own.
            const auto word = std::find_if(command.words.cbegin(), command.words.cend(),
                                           [](const ShellWord& one) { return one.text.contains(file); });
            if (isDownload(command) && word != command.words.cend() && command.after != Joint::Pipe) {
                findings.add(word->range,
                             translated("Nothing checks that this download is still what it was; sha256sum -c "
                                        "stops the build when it is not."));
                break;
            }
        }
    }
}

void pipTools(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        if (!isPip(command) || !command.hasOption({QStringLiteral("-U"), QStringLiteral("--upgrade")})) {
            return;
        }
        for (const ShellWord& word : command.operands()) {
            if (word.text == QLatin1String("pip") || word.text == QLatin1String("setuptools") ||
                word.text == QLatin1String("wheel")) {
                const bool isModule =
                    command.words.value(1).text == QLatin1String("-m") && word.range == command.words.value(2).range;
                if (isModule) {
                    continue;
                }
                findings.add(
                    word.range,
                    translated("The newest “%1” refuses what old packages do (setup.py install, use_2to3, loose "
                               "metadata); name a version of the code's time.")
                        .arg(word.text));
                return;
            }
        }
    });
}

void nightly(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        for (const ShellWord& word : command.words) {
            const bool pre = isPip(command) && word.text == QLatin1String("--pre");
            const bool index = word.text.contains(QLatin1String("download.pytorch.org/whl/nightly")) ||
                               word.text == QLatin1String("tf-nightly") ||
                               word.text == QLatin1String("pytorch-nightly");
            if (pre || index) {
                findings.add(word.range, translated("Nightly and pre-release packages are deleted after weeks."));
                return;
            }
        }
    });
}

void extraIndex(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        if (!isPip(command)) {
            return;
        }
        for (const ShellWord& word : command.words) {
            if (word.text.startsWith(QLatin1String("http://")) || word.text.contains(QLatin1String("=http://"))) {
                findings.add(word.range,
                             translated("Packages come over a connection that nobody checks; write https."));
                return;
            }
        }
    });
}

void condaChannels(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        const bool conda = command.name() == QLatin1String("conda") || command.name() == QLatin1String("mamba");
        const bool all = command.verb() == QLatin1String("update") && command.hasOption({QStringLiteral("--all")});
        const QList<ShellWord>& words = command.operands();
        const bool itself = command.verb() == QLatin1String("update") &&
                            std::any_of(words.cbegin(), words.cend(),
                                        [](const ShellWord& word) { return word.text == QLatin1String("conda"); });
        if (conda && (all || itself)) {
            findings.add(command.range,
                         translated("conda update makes another environment on each day; install versions."));
        }
    });
}

void timeInLayer(const Subject& subject, Findings& findings) {
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        const bool written =
            std::any_of(command.redirects.cbegin(), command.redirects.cend(), [](const ShellWord& word) {
                return !word.text.startsWith(QLatin1String("/dev/")) && !word.text.startsWith(u'&');
            });
        if (command.name() == QLatin1String("date") && written) {
            findings.add(command.range,
                         translated("The time of the build makes each image another one; SOURCE_DATE_EPOCH or "
                                    "a label keeps it out of the layers."));
        }
    });
}

} // namespace

QList<Rule> sourcesRules() {
    return {
        {"apt-upgrade",
         {},
         Severity::Info,
         "System upgraded by the build",
         "What an upgrade brings depends on the day, and newer CUDA packages may come with it.",
         aptUpgrade},
        {"address-latest",
         {},
         Severity::Info,
         "Download of whatever is newest",
         "An address with latest, main or master in it gives something else next month.",
         movingAddress},
        {"download-unchecked",
         {},
         Severity::Info,
         "Download without a checksum",
         "A checksum makes the build stop instead of going on with something else.",
         uncheckedDownload},
        {"pip-tools-newest",
         {},
         Severity::Info,
         "Newest pip, setuptools or wheel",
         "The tools that build packages change faster than old packages do.",
         pipTools},
        {"nightly-package",
         {},
         Severity::Warning,
         "Nightly or pre-release package",
         "What is installed today can't be installed in a few months.",
         nightly},
        {"pip-plain-http",
         {},
         Severity::Warning,
         "Package index without encryption",
         "Whoever sits between can put anything into the image.",
         extraIndex},
        {"conda-update",
         {},
         Severity::Info,
         "conda update in the build",
         "The solver picks what fits on the day of the build.",
         condaChannels},
        {"build-time-stored",
         {},
         Severity::Info,
         "Time of the build in a layer",
         "Two builds of the same file should give the same image.",
         timeInLayer},
    };
}

} // namespace reberth::dockerfile
