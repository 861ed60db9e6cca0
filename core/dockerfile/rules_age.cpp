// What worked when it was written and does not any more, as far as the text of the Dockerfile alone tells.
#include "core/dockerfile/rule.h"
#include "core/knowledge/addresses.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

void reportAddress(const QString& text, TextRange range, bool gone, Findings& findings) {
    const auto moved = knowledge::builtInAddresses().find(text);
    if (!moved || moved->gone != gone) {
        return;
    }
    QList<diagnostics::Fix> fixes;
    const bool verbatim = range.length() == text.size();
    if (!moved->instead.isEmpty() && verbatim) {
        const TextRange place{range.start + moved->at, range.start + moved->at + moved->matched.size()};
        fixes.append(suggestion(translated("Write %1").arg(moved->instead), place, moved->instead));
    }
    findings.add(range, translated("“%1”: %2 (%3).").arg(moved->matched, moved->what, moved->since), fixes);
}

void addresses(const Subject& subject, Findings& findings, bool gone) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() == QLatin1String("apt-key") && command.verb() == QLatin1String("del")) {
                continue; // what is gone is taken out
            }
            for (qsizetype i = 0; i < command.words.size(); ++i) {
                const ShellWord& word = command.words.at(i);
                if (word.text == QLatin1String("-c") && i + 1 < command.words.size()) { // a channel of conda
                    const TextRange range{word.range.start, command.words.at(i + 1).range.end};
                    reportAddress(subject.source().mid(range.start, range.length()), range, gone, findings);
                } else if (word.text.size() > 6 &&
                           (word.text.contains(u'.') || word.text.contains(u'/') || word.text.size() == 8)) {
                    reportAddress(word.text, word.range, gone, findings);
                }
            }
        }
    }
    for (const Instruction* instruction : subject.instructions) {
        if (instruction->is(Keyword::Add)) {
            for (const Word& word : instruction->words) {
                reportAddress(word.text, word.range, gone, findings);
            }
        }
    }
}

/// Do archives of Debian's old releases answer? Only after the file names them by their new address.
bool namesArchive(const Subject& subject) {
    return subject.source().contains(QLatin1String("archive.debian.org")) ||
           subject.source().contains(QLatin1String("old-releases.ubuntu.com")) ||
           subject.source().contains(QLatin1String("vault.centos.org")) ||
           subject.source().contains(QLatin1String("snapshot.debian.org")) ||
           subject.source().contains(QLatin1String("sources.list"));
}

void archivedRelease(const Subject& subject, Findings& findings) {
    static const QRegularExpression debian(
        QStringLiteral("(?:^|[:-])(wheezy|jessie|stretch|buster)(?:-slim)?$|(?:^|/)debian:(?:7|8|9|10)(?:[.-]|$)"));
    static const QRegularExpression centos(
        QStringLiteral("(?:^|/)centos:(?:centos)?(?:5|6|7|8)(?:\\.|$)|-centos[678]$"));
    static const QRegularExpression ubuntu(
        QStringLiteral("(?:^|/)ubuntu:(?:1[0-3]|15|17|19|21|23)\\.|ubuntu:(?:12|14|16|18|20|22)\\.10"));
    if (namesArchive(subject)) {
        return;
    }
    QSet<qsizetype> told;
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        const QString& name = command.name();
        const bool apt = name == QLatin1String("apt-get") || name == QLatin1String("apt");
        const bool yum = name == QLatin1String("yum") || name == QLatin1String("dnf");
        const QString image = subject.rootImage(view.run->stage);
        const bool old = (apt && (image.contains(debian) || image.contains(ubuntu))) || (yum && image.contains(centos));
        if (old && !told.contains(view.run->stage)) {
            told.insert(view.run->stage);
            findings.add(
                command.range,
                translated("The packages of “%1” have left the usual servers, so this ends with 404; its sources "
                           "must name the archive first.")
                    .arg(image));
        }
    });
}

void nvidiaKey(const Subject& subject, Findings& findings) {
    // Images that were never rebuilt after April 2022 carry a source of packages whose key has been replaced.
    static const QRegularExpression tensorflow(
        QStringLiteral("tensorflow/tensorflow:(?:1\\.[0-9]+|2\\.[0-8])[.0-9]*-gpu"));
    static const QRegularExpression torch(QStringLiteral("pytorch/pytorch:(?:0\\.|1\\.(?:[0-9]|10|11)[.-])"));
    const QString& source = subject.source();
    const bool handled = source.contains(QLatin1String("cuda.list")) || source.contains(QLatin1String("3bf863cc")) ||
                         source.contains(QLatin1String("A4B469963BF863CC")) ||
                         source.contains(QLatin1String("cuda-keyring"));
    if (handled) {
        return;
    }
    QSet<qsizetype> told;
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        const QString image = subject.rootImage(view.run->stage);
        const bool update = (command.name() == QLatin1String("apt-get") || command.name() == QLatin1String("apt")) &&
                            command.verb() == QLatin1String("update");
        if (update && (image.contains(tensorflow) || image.contains(torch)) && !told.contains(view.run->stage)) {
            told.insert(view.run->stage);
            const qsizetype start = command.range.start;
            findings.add(command.range,
                         translated("“%1” still knows NVIDIA's old key, with which apt-get update ends in an error; "
                                    "delete /etc/apt/sources.list.d/cuda.list first.")
                             .arg(image),
                         {suggestion(translated("Delete NVIDIA's sources first"), {start, start},
                                     QStringLiteral("rm -f /etc/apt/sources.list.d/cuda.list "
                                                    "/etc/apt/sources.list.d/nvidia-ml.list && "))});
        }
    });
}

void getPip(const Subject& subject, Findings& findings) {
    static const QRegularExpression plain(QStringLiteral("bootstrap\\.pypa\\.io/get-pip\\.py"));
    static const QRegularExpression oldPython(QStringLiteral("python(?::|)(2\\.[0-9]|3\\.[0-8])(?![0-9])"));
    static const QRegularExpression oldSystem(
        QStringLiteral("ubuntu(?::|)(14|16|18|20)\\.04|(xenial|bionic|focal|jessie|stretch|buster)"));
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        for (const ShellWord& word : command.words) {
            if (!word.text.contains(plain)) {
                continue;
            }
            const QString image = subject.rootImage(view.run->stage);
            // The Python that will run it: one that is named in this RUN, else the image's.
            QString program;
            for (const ShellCommand& other : view.script.commands) {
                if (other.name().startsWith(QLatin1String("python"))) {
                    program = other.name();
                }
            }
            const bool named = program.contains(QRegularExpression(QStringLiteral("python[0-9]+\\.")));
            const bool old =
                named ? program.contains(oldPython) : image.contains(oldPython) || image.contains(oldSystem);
            if (old) {
                findings.add(
                    word.range,
                    translated("This get-pip.py asks for a newer Python than this image has; those for old ones "
                               "are at bootstrap.pypa.io/pip/3.8/get-pip.py and the like."));
            }
        }
    });
}

void goneFromPypi(const Subject& subject, Findings& findings) {
    static const QRegularExpression names(
        QStringLiteral("^(sklearn|tensorflow-gpu|pytorch|opencv|cv2|PIL|skimage|mxnet-cu[0-9]+)(?:[=<>~!].*)?$"));
    static const QHash<QString, QString> instead{{QStringLiteral("sklearn"), QStringLiteral("scikit-learn")},
                                                 {QStringLiteral("pytorch"), QStringLiteral("torch")},
                                                 {QStringLiteral("tensorflow-gpu"), QStringLiteral("tensorflow")},
                                                 {QStringLiteral("opencv"), QStringLiteral("opencv-python-headless")},
                                                 {QStringLiteral("cv2"), QStringLiteral("opencv-python-headless")},
                                                 {QStringLiteral("PIL"), QStringLiteral("Pillow")},
                                                 {QStringLiteral("skimage"), QStringLiteral("scikit-image")}};
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        const bool pip = command.name().startsWith(QLatin1String("pip")) ||
                         (command.name().startsWith(QLatin1String("python")) &&
                          std::any_of(command.words.cbegin(), command.words.cend(),
                                      [](const ShellWord& word) { return word.text == QLatin1String("pip"); }));
        if (!pip) {
            return;
        }
        for (const ShellWord& word : command.operands()) {
            const QRegularExpressionMatch match = names.match(word.text);
            const QString name = match.captured(1);
            // tensorflow-gpu has its old releases still.
            if (!match.hasMatch() || (name == QLatin1String("tensorflow-gpu") && word.text.contains(u'='))) {
                continue;
            }
            const QString other = instead.value(name);
            findings.add(
                word.range,
                other.isEmpty()
                    ? translated("“%1” is no longer on the index.").arg(name)
                    : translated("“%1” is not what it seems on the index; the package is “%2”.").arg(name, other),
                other.isEmpty()
                    ? QList<diagnostics::Fix>()
                    : QList<diagnostics::Fix>{suggestion(translated("Write %1").arg(other), word.range, other)});
        }
    });
}

void python2Packages(const Subject& subject, Findings& findings) {
    static const QRegularExpression packages(QStringLiteral(
        "^(python-pip|python-dev|python-setuptools|python-virtualenv|python-numpy|python-opencv|python-tk|"
        "python-yaml|python-matplotlib|python-scipy)$"));
    static const QRegularExpression newSystem(
        QStringLiteral("ubuntu:?2[0-9]\\.04|focal|jammy|noble|bullseye|bookworm|trixie|(?:^|/)debian:1[1-9]"));
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        if (command.name() != QLatin1String("apt-get") && command.name() != QLatin1String("apt")) {
            return;
        }
        const QString image = subject.rootImage(view.run->stage);
        for (const ShellWord& word : command.operands()) {
            if (word.text.contains(packages) && image.contains(newSystem)) {
                const QString other = QString(word.text).replace(QLatin1String("python-"), QLatin1String("python3-"));
                findings.add(
                    word.range,
                    translated("“%1” is a package of Python 2, which “%2” does not have.").arg(word.text, image),
                    {suggestion(translated("Write %1").arg(other), word.range, other)});
            }
        }
    });
}

void droppedPpa(const Subject& subject, Findings& findings) {
    static const QRegularExpression old(QStringLiteral("ubuntu:?(14|16|18)\\.04|xenial|bionic|trusty"));
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        for (const ShellWord& word : command.words) {
            if (word.text.contains(QLatin1String("deadsnakes")) && subject.rootImage(view.run->stage).contains(old)) {
                findings.add(word.range,
                             translated("The archive “deadsnakes” has removed its packages for this release of "
                                        "Ubuntu; Python has to come from conda or source."));
            }
        }
    });
}

} // namespace

QList<Rule> ageRules() {
    return {
        {"address-gone",
         {},
         Severity::Warning,
         "Download from an address that is gone",
         "What an old Dockerfile downloads may have moved or ended; the build stops there.",
         [](const Subject& s, Findings& f) { addresses(s, f, true); }},
        {"address-moved",
         {},
         Severity::Info,
         "Download from an old address",
         "The old address still answers in some way, but not for long, or not every client.",
         [](const Subject& s, Findings& f) { addresses(s, f, false); }},
        {"release-archived",
         {},
         Severity::Warning,
         "Packages of a release that is archived",
         "Distributions move the packages of releases that have ended to an archive with another address.",
         archivedRelease},
        {"nvidia-key",
         {},
         Severity::Warning,
         "Image with NVIDIA's old key",
         "NVIDIA replaced the key of its repositories in April 2022; older images refuse their own sources since.",
         nvidiaKey},
        {"get-pip-old-python",
         {},
         Severity::Warning,
         "get-pip.py for a newer Python",
         "The script at the usual address is for supported Pythons only.",
         getPip},
        {"pip-name-gone",
         {},
         Severity::Warning,
         "Package name that is gone or misleading",
         "Some names on the index were removed, or belong to something else than their import suggests.",
         goneFromPypi},
        {"apt-python2",
         {},
         Severity::Warning,
         "Python 2 packages on a new system",
         "Ubuntu 20.04 and Debian 11 dropped nearly all packages of Python 2.",
         python2Packages},
        {"ppa-dropped",
         {},
         Severity::Warning,
         "Package archive that dropped the release",
         "Private archives keep packages only while a release of Ubuntu is supported.",
         droppedPpa},
    };
}

} // namespace reberth::dockerfile
