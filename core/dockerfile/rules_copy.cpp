#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"
#include "core/io/ignorepatterns.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

bool isRemote(const QString& source) {
    static const QRegularExpression remote(QStringLiteral("^(https?|ftp|git|ssh)://|^git@|\\.git(#.*)?$"));
    return source.contains(remote);
}

bool isArchive(const QString& source) {
    static const QRegularExpression archive(
        QStringLiteral("\\.(tar|gz|tgz|bz2|tb2|tbz2?|tz2|tpz|xz|txz|lzma|tlz|Z|zst|tzst|lz)[\"']?$"));
    return source.contains(archive);
}

/// Sources of COPY and ADD without heredocs.
QList<Word> sourcesOf(const Instruction& instruction) {
    QList<Word> words = instruction.isJson ? instruction.json : expandedWords(instruction);
    if (!words.isEmpty()) {
        words.removeLast();
    }
    return words;
}

const QRegularExpression& leadingSlash() {
    static const QRegularExpression pattern(QStringLiteral("^/+"));
    return pattern;
}

QString unquoted(QString text) {
    return text.remove(u'"').remove(u'\'');
}

void addForFiles(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QList<Word> sources = sourcesOf(*instruction);
        const bool plain = std::none_of(sources.cbegin(), sources.cend(), [](const Word& word) {
            return isRemote(unquoted(word.text)) || isArchive(word.text) || word.text.startsWith(u'$') ||
                   word.text.contains(u'*');
        });
        const bool special =
            instruction->flag(u"checksum") || instruction->flag(u"unpack") || instruction->flag(u"keep-git-dir");
        if (instruction->is(Keyword::Add) && plain && !special && !sources.isEmpty()) {
            const QString copy =
                instruction->name == instruction->name.toLower() ? QStringLiteral("copy") : QStringLiteral("COPY");
            findings.add(instruction->nameRange, translated("COPY is enough for plain files."),
                         {safeFix(translated("Write %1").arg(copy), instruction->nameRange, copy)});
        }
    }
}

void manySources(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QList<Word>& words = instruction->isJson ? instruction->json : instruction->words;
        if (!instruction->is(Keyword::Copy) || words.size() < 3) {
            continue;
        }
        const QString target = unquoted(words.back().text);
        if (!target.endsWith(u'/') && !target.endsWith(u'\\') && target != QLatin1String(".") &&
            !target.endsWith(QLatin1String("/."))) {
            const qsizetype end = words.back().range.end - (words.back().range.length() > target.size() ? 1 : 0);
            findings.add(words.back().range, translated("The destination of several files must end in “/”."),
                         {safeFix(translated("Add the “/”"), {end, end}, QStringLiteral("/"))});
        }
    }
}

void relativeTarget(const Subject& subject, Findings& findings) {
    QList<bool> hasWorkdir(subject.document.stages.size() + 1, false);
    for (const Instruction* instruction : subject.instructions) {
        const qsizetype slot = instruction->stage + 1;
        if (instruction->is(Keyword::From)) {
            const qsizetype parent = subject.document.stages.at(instruction->stage).parent;
            hasWorkdir[slot] = parent >= 0 && hasWorkdir.at(parent + 1);
        } else if (instruction->is(Keyword::Workdir)) {
            hasWorkdir[slot] = true;
        } else if (instruction->is(Keyword::Copy) && !hasWorkdir.at(slot)) {
            const QList<Word>& words = instruction->isJson ? instruction->json : instruction->words;
            const QString target = words.isEmpty() ? QString() : unquoted(words.back().text);
            static const QRegularExpression absolute(QStringLiteral("^(/|\\\\|[A-Za-z]:|\\$)"));
            if (words.size() >= 2 && !target.contains(absolute)) {
                findings.add(words.back().range,
                             translated("The destination is relative, and no WORKDIR says to what."));
            }
        }
    }
}

/// The last part of a path of either system, without quotes.
QString baseName(const QString& path) {
    const QString plain = unquoted(path);
    return plain.mid(std::max(plain.lastIndexOf(u'/'), plain.lastIndexOf(u'\\')) + 1);
}

/// tar does more than unpack; the other tools don't.
bool extracts(const ShellCommand& command) {
    if (command.name() != QLatin1String("tar")) {
        return true;
    }
    const QString first = command.words.value(1).text;
    const bool old = !first.startsWith(u'-') && first.contains(u'x');
    return old || command.hasOption({QStringLiteral("-x"), QStringLiteral("--extract"), QStringLiteral("--get")});
}

void copyThenExtract(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QList<Word> sources = sourcesOf(*instruction);
        if (!instruction->is(Keyword::Copy) || instruction->flag(u"from")) {
            continue;
        }
        for (const Word& word : sources) {
            if (!isArchive(word.text)) {
                continue;
            }
            const QString name = baseName(word.text);
            const QList<Word>& all = instruction->isJson ? instruction->json : instruction->words;
            const QString target = baseName(all.back().text);
            const bool extracted = std::any_of(subject.runs.cbegin(), subject.runs.cend(), [&](const RunView& view) {
                return view.run->stage == instruction->stage && view.run->range.start > instruction->range.start &&
                       std::any_of(
                           view.script.commands.cbegin(), view.script.commands.cend(),
                           [&](const ShellCommand& command) {
                               static const QStringList tools{
                                   QStringLiteral("tar"),        QStringLiteral("gunzip"), QStringLiteral("bunzip2"),
                                   QStringLiteral("unlzma"),     QStringLiteral("unxz"),   QStringLiteral("zgz"),
                                   QStringLiteral("uncompress"), QStringLiteral("zcat"),   QStringLiteral("gzcat")};
                               const QList<ShellWord>& words = command.arguments();
                               return tools.contains(command.name()) && extracts(command) &&
                                      std::any_of(words.cbegin(), words.cend(), [&](const ShellWord& one) {
                                          const QString unpacked = baseName(one.text);
                                          return unpacked == name || unpacked == target;
                                      });
                           });
            });
            if (extracted) {
                findings.add(word.range,
                             translated("ADD unpacks “%1” at once, without a layer that keeps the archive.").arg(name));
            }
        }
    }
}

void missingSource(const Subject& subject, Findings& findings) {
    if (!subject.context.contextHas) {
        return;
    }
    for (const Instruction* instruction : subject.instructions) {
        const bool transfer = instruction->is(Keyword::Copy) || instruction->is(Keyword::Add);
        if (!transfer || instruction->flag(u"from")) {
            continue;
        }
        for (const Word& word : sourcesOf(*instruction)) {
            QString path = unquoted(word.text);
            static const QRegularExpression pattern(QStringLiteral("[*?\\[$\\\\]"));
            while (path.startsWith(u'/') || path.startsWith(QLatin1String("./"))) {
                path.remove(0, path.startsWith(u'/') ? 1 : 2);
            }
            while (path.endsWith(u'/')) {
                path.chop(1);
            }
            if (path.isEmpty() || path == QLatin1String(".") || path.contains(pattern) || isRemote(path)) {
                continue;
            }
            if (!subject.context.contextHas(path)) {
                findings.add(word.range, translated("The build's folder has no “%1”.").arg(path));
            }
        }
    }
}

void ignoredSource(const Subject& subject, Findings& findings) {
    if (!subject.context.ignoreFile) {
        return;
    }
    const auto patterns = io::IgnorePatterns::parse(subject.context.ignoreFile->toUtf8());
    // With exceptions a folder may be left out and something in it may not: the builder doesn't look then either.
    static const QRegularExpression exception(QStringLiteral("^\\s*!"), QRegularExpression::MultilineOption);
    if (!patterns || patterns->isEmpty() || subject.context.ignoreFile->contains(exception)) {
        return;
    }
    subject.eachInstruction([&](const Instruction& outer, const Variables& variables) {
        const Instruction& instruction = outer.trigger.isEmpty() ? outer : outer.trigger.front();
        if ((!instruction.is(Keyword::Copy) && !instruction.is(Keyword::Add)) || instruction.flag(u"from")) {
            return;
        }
        for (const Word& word : sourcesOf(instruction)) {
            if (isRemote(unquoted(word.text))) {
                continue;
            }
            const QString path = QDir::cleanPath(expand(word.text, subject.document.escape, variables.lookup()).value)
                                     .remove(leadingSlash());
            const bool all = path.isEmpty() || path == QLatin1String(".");
            if (all ? patterns->isIgnored("a") && patterns->isIgnored("b.c") : patterns->isIgnored(path.toUtf8())) {
                findings.add(word.range, translated(".dockerignore leaves “%1” out.").arg(word.text));
            }
        }
    });
}

void codeBeforeDependencies(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        const QList<Word> sources = sourcesOf(*instruction);
        const bool everything = std::any_of(sources.cbegin(), sources.cend(), [](const Word& word) {
            return word.text == QLatin1String(".") || word.text == QLatin1String("./");
        });
        if (!instruction->is(Keyword::Copy) || instruction->flag(u"from") || !everything) {
            continue;
        }
        for (const RunView& view : subject.runs) {
            if (view.run->stage != instruction->stage || view.run->range.start < instruction->range.start) {
                continue;
            }
            const bool installs = std::any_of(
                view.script.commands.cbegin(), view.script.commands.cend(), [](const ShellCommand& command) {
                    const bool pip = command.name().startsWith(QLatin1String("pip")) &&
                                     command.verb() == QLatin1String("install") &&
                                     command.hasOption({QStringLiteral("-r"), QStringLiteral("--requirement")});
                    const bool conda =
                        (command.name() == QLatin1String("conda") || command.name() == QLatin1String("mamba")) &&
                        command.verb() == QLatin1String("env");
                    const bool apt =
                        command.name() == QLatin1String("apt-get") && command.verb() == QLatin1String("install");
                    return pip || conda || apt;
                });
            if (installs) {
                findings.add(instruction->range, translated("Everything is copied before dependencies are installed, "
                                                            "so each edit of the code installs them again."));
                break;
            }
        }
    }
}

void addWithoutChecksum(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::Add) || instruction->flag(u"checksum")) {
            continue;
        }
        for (const Word& word : sourcesOf(*instruction)) {
            const QString source = unquoted(word.text);
            if (source.startsWith(QLatin1String("http")) && !source.contains(QLatin1String(".git"))) {
                findings.add(
                    word.range,
                    translated("Nothing checks that this download is still the same; add --checksum=sha256:…."));
            }
        }
    }
}

void exposeFormat(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::Expose)) {
            continue;
        }
        for (const Word& word : instruction->words) {
            if (word.text.contains(u':') && !word.text.contains(u'$')) {
                const QString port = word.text.section(u':', -1);
                findings.add(
                    word.range,
                    translated(
                        "EXPOSE takes the container's port only; addresses and host ports belong to docker run."),
                    {suggestion(translated("Write %1").arg(port), word.range, port)});
            }
        }
    }
}

void exposeProtocol(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::Expose)) {
            continue;
        }
        for (const Word& word : instruction->words) {
            const qsizetype slash = word.text.indexOf(u'/');
            const QString protocol = slash < 0 ? QString() : word.text.mid(slash);
            if (protocol != protocol.toLower() && !protocol.contains(u'$')) {
                findings.add(word.range, translated("The protocol is written in lower case."),
                             {safeFix(translated("Write %1").arg(word.text.left(slash) + protocol.toLower()),
                                      word.range, word.text.left(slash) + protocol.toLower())});
            }
        }
    }
}

} // namespace

QList<Rule> copyRules() {
    return {
        {"add-for-files",
         {QStringLiteral("DL3020")},
         Severity::Warning,
         "ADD where COPY is enough",
         "ADD unpacks archives and fetches addresses; COPY does what it says.",
         addForFiles},
        {"copy-target-slash",
         {QStringLiteral("DL3021")},
         Severity::Warning,
         "Several sources, destination without “/”",
         "The destination of several sources is a folder; older builders refuse it without the slash.",
         manySources},
        {"copy-relative-target",
         {QStringLiteral("DL3045")},
         Severity::Warning,
         "COPY to a relative place",
         "Without WORKDIR the place depends on the base image.",
         relativeTarget},
        {"copy-archive",
         {QStringLiteral("DL3010")},
         Severity::Info,
         "Archive copied, then unpacked",
         "The archive stays in the layer of the COPY for ever.",
         copyThenExtract},
        {"copy-missing",
         {},
         Severity::Warning,
         "COPY of a file that isn't there",
         "The build stops when a source is missing, or left out by .dockerignore.",
         missingSource},
        {"copy-ignored",
         {QStringLiteral("CopyIgnoredFile")},
         Severity::Warning,
         "COPY of something that .dockerignore leaves out",
         "The builder never gets the file, so the COPY fails or misses it.",
         ignoredSource},
        {"copy-before-install",
         {},
         Severity::Info,
         "Code copied before dependencies",
         "Copy the list of dependencies first, install, then copy the code: edits rebuild the last layer only.",
         codeBeforeDependencies},
        {"add-no-checksum",
         {},
         Severity::Info,
         "Download without a checksum",
         "What an address gives can change; --checksum makes the build fail instead of changing with it.",
         addWithoutChecksum},
        {"expose-format",
         {QStringLiteral("ExposeInvalidFormat")},
         Severity::Warning,
         "EXPOSE with an address",
         "Host ports and addresses are chosen when a container is started.",
         exposeFormat},
        {"expose-protocol-casing",
         {QStringLiteral("ExposeProtoCasing")},
         Severity::Warning,
         "EXPOSE with an upper-case protocol",
         "Tools compare the protocol as it is written.",
         exposeProtocol},
    };
}

} // namespace reberth::dockerfile
