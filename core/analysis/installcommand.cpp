#include "core/analysis/installcommand.h"

#include "core/analysis/detectors.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/manifestscope.h"

#include <QDir>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString baseName(const QString& word) {
    return word.section(QLatin1Char('/'), -1);
}

/// Drops what stands in front of the program that installs.
QStringList unwrapped(QStringList words) {
    static const QSet<QString> wrappers{QStringLiteral("sudo"),  QStringLiteral("exec"),    QStringLiteral("time"),
                                        QStringLiteral("uv"),    QStringLiteral("command"), QStringLiteral("yes"),
                                        QStringLiteral("nohup"), QStringLiteral("env")};
    static const QRegularExpression assignment(QStringLiteral("^[A-Za-z_]\\w*=.*"));
    static const QRegularExpression python(QStringLiteral("^python[\\d.]*$"));
    while (!words.isEmpty()) {
        const QString first = baseName(words.first());
        if (wrappers.contains(first) || assignment.match(words.first()).hasMatch()) {
            words.removeFirst();
            while (!words.isEmpty() && (first == QLatin1String("sudo") || first == QLatin1String("env")) &&
                   words.first().startsWith(QLatin1Char('-')))
                words.removeFirst();
            continue;
        }
        if (python.match(first).hasMatch() && words.value(1) == QLatin1String("-m")) {
            words.remove(0, 2);
            continue;
        }
        if (first == QLatin1String("conda") && words.value(1) == QLatin1String("run") && words.size() > 4) {
            words.remove(0, 4);
            continue;
        }
        break;
    }
    return words;
}

/// `<package>`, `$NAME`, `{name}`, `*.whl`: to be filled in by the reader.
bool isDummy(const QString& word) {
    static const QRegularExpression placeholder(QStringLiteral("\\$|\\*(?!$)|\\{|<[^<>=\\d][^<>]*>"));
    return placeholder.match(word).hasMatch();
}

/// The value of `--option=value` or of `--option value`; moves on to it.
QString valueOf(const QString& word, const QStringList& words, qsizetype& at) {
    const qsizetype equals = word.startsWith(QLatin1String("--")) ? word.indexOf(QLatin1Char('=')) : -1;
    if (equals > 0)
        return word.mid(equals + 1);
    return at + 1 < words.size() ? words.at(++at) : QString();
}

bool isOption(const QString& word, const char* shortName, const char* longName) {
    return word == QLatin1String(shortName) || word.section(QLatin1Char('='), 0, 0) == QLatin1String(longName);
}

InstallCommand parsePip(const QStringList& words) {
    static const QSet<QString> withValue{QStringLiteral("--trusted-host"),
                                         QStringLiteral("-t"),
                                         QStringLiteral("--target"),
                                         QStringLiteral("--prefix"),
                                         QStringLiteral("--root"),
                                         QStringLiteral("--global-option"),
                                         QStringLiteral("--install-option"),
                                         QStringLiteral("--no-binary"),
                                         QStringLiteral("--only-binary"),
                                         QStringLiteral("--upgrade-strategy"),
                                         QStringLiteral("--timeout"),
                                         QStringLiteral("--cache-dir"),
                                         QStringLiteral("--default-timeout"),
                                         QStringLiteral("--config-settings"),
                                         QStringLiteral("--python"),
                                         QStringLiteral("--proxy"),
                                         QStringLiteral("--progress-bar"),
                                         QStringLiteral("--retries"),
                                         QStringLiteral("--src")};
    InstallCommand command;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == QLatin1String("-r") || word == QLatin1String("--requirement")) {
            if (i + 1 < words.size())
                command.requirementFiles.append(words.at(++i));
        } else if (word.startsWith(QLatin1String("-r")) && word.size() > 2 && !word.startsWith(QLatin1String("--"))) {
            command.requirementFiles.append(word.mid(2));
        } else if (word.startsWith(QLatin1String("--requirement="))) {
            command.requirementFiles.append(word.mid(14));
        } else if (word == QLatin1String("-e") || word == QLatin1String("--editable")) {
            if (i + 1 < words.size()) {
                if (std::optional<Requirement> requirement = parseRequirement(words.at(++i))) {
                    requirement->editable = true;
                    command.requirements.append(*requirement);
                }
            }
        } else if (isOption(word, "-i", "--index-url")) {
            command.indexUrl = valueOf(word, words, i);
        } else if (isOption(word, "", "--extra-index-url")) {
            command.extraIndexUrls.append(valueOf(word, words, i));
        } else if (isOption(word, "-f", "--find-links")) {
            command.findLinks.append(valueOf(word, words, i));
        } else if (isOption(word, "-c", "--constraint")) {
            command.constraintFiles.append(valueOf(word, words, i));
        } else if (withValue.contains(word)) {
            ++i;
        } else if (word.startsWith(QLatin1Char('>')) || word.startsWith(QLatin1String("2>")) ||
                   word.startsWith(QLatin1Char('('))) {
            break;
        } else if (!word.startsWith(QLatin1Char('-')) && !isDummy(word)) {
            // `pip install torch == 1.2`: the sign stands alone.
            static const QRegularExpression sign(QStringLiteral("^(?:==|>=|<=|~=|>|<)$"));
            QString text = word;
            if (i + 2 < words.size() && sign.match(words.at(i + 1)).hasMatch()) {
                text += words.at(i + 1) + words.at(i + 2);
                i += 2;
            }
            if (const std::optional<Requirement> requirement = parseRequirement(text))
                command.requirements.append(*requirement);
        }
    }
    return command;
}

InstallCommand parseConda(const QStringList& words) {
    static const QSet<QString> withValue{QStringLiteral("-n"), QStringLiteral("--name"), QStringLiteral("-p"),
                                         QStringLiteral("--prefix"), QStringLiteral("--solver")};
    InstallCommand command;
    command.kind = InstallCommand::Kind::Conda;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == QLatin1String("-f") || word == QLatin1String("--file")) {
            if (i + 1 < words.size())
                command.requirementFiles.append(words.at(++i));
        } else if (word.startsWith(QLatin1String("--file="))) {
            command.requirementFiles.append(word.mid(7));
        } else if (word == QLatin1String("-c") || word == QLatin1String("--channel")) {
            if (i + 1 < words.size())
                command.channels.append(words.at(++i));
        } else if (withValue.contains(word)) {
            ++i;
        } else if (word.startsWith(QLatin1Char('(')) || word.startsWith(QLatin1Char('#'))) {
            break;
        } else if (!word.startsWith(QLatin1Char('-')) && !isDummy(word)) {
            if (const std::optional<Requirement> requirement = parseCondaSpec(word))
                command.requirements.append(*requirement);
        }
    }
    return command;
}

/// `poetry add x`, `pipenv install x`: names behind a verb; without names they install what a lock says.
std::optional<InstallCommand> parseProjectTool(const QStringList& words) {
    static const QHash<QString, QString> verbs{{QStringLiteral("poetry"), QStringLiteral("add")},
                                               {QStringLiteral("pdm"), QStringLiteral("add")},
                                               {QStringLiteral("uv"), QStringLiteral("add")},
                                               {QStringLiteral("rye"), QStringLiteral("add")},
                                               {QStringLiteral("pipenv"), QStringLiteral("install")}};
    const QString verb = verbs.value(baseName(words.value(0)));
    if (verb.isEmpty() || words.value(1) != verb || words.size() < 3)
        return std::nullopt;
    return parsePip(words.mid(2));
}

} // namespace

std::optional<InstallCommand> parseInstall(const QStringList& original) {
    if (std::optional<InstallCommand> command = parseProjectTool(original))
        return command;
    const QStringList words = unwrapped(original);
    if (words.size() < 2)
        return std::nullopt;
    const QString program = baseName(words.first());
    static const QRegularExpression pip(QStringLiteral("^pip[\\d.]*$"));
    if (pip.match(program).hasMatch() || program == QLatin1String("pipx")) {
        const qsizetype at = words.indexOf(QStringLiteral("install"));
        if (at < 1 || at > 4)
            return std::nullopt;
        return parsePip(words.mid(at + 1));
    }
    if (program == QLatin1String("easy_install"))
        return parsePip(words.mid(1));
    if (program == QLatin1String("conda") || program == QLatin1String("mamba") ||
        program == QLatin1String("micromamba")) {
        qsizetype at = 1;
        if (words.value(1) == QLatin1String("env"))
            at = 2;
        const QString verb = words.value(at);
        if (verb != QLatin1String("install") && verb != QLatin1String("create") && verb != QLatin1String("update"))
            return std::nullopt;
        InstallCommand command = parseConda(words.mid(at + 1));
        command.createsEnvironment = verb == QLatin1String("create");
        return command;
    }
    if (program == QLatin1String("apt-get") || program == QLatin1String("apt") ||
        program == QLatin1String("aptitude") || program == QLatin1String("apt-fast")) {
        const qsizetype at = words.indexOf(QStringLiteral("install"));
        if (at < 1)
            return std::nullopt;
        InstallCommand command;
        command.kind = InstallCommand::Kind::Apt;
        static const QRegularExpression name(QStringLiteral("^[a-z0-9][a-z0-9.+-]+$"));
        for (qsizetype i = at + 1; i < words.size(); ++i) {
            if (words.at(i) == QLatin1String("-o") || words.at(i) == QLatin1String("-t")) {
                ++i;
                continue;
            }
            if (words.at(i).startsWith(QLatin1Char('(')) || words.at(i).startsWith(QLatin1Char('>')))
                break;
            const QString package = words.at(i).section(QLatin1Char('='), 0, 0).section(QLatin1Char(':'), 0, 0);
            if (!words.at(i).startsWith(QLatin1Char('-')) && name.match(package).hasMatch())
                command.systemPackages.append(package);
        }
        return command;
    }
    return std::nullopt;
}

namespace {

/// A path as a script says it: from its folder, from the root, or with a container's folders in front of it
/// ("/workspace/requirements.txt").
QString findNamed(const QString& name, const InstallContext& context) {
    const QString inImage = name.startsWith(QLatin1Char('/')) ? name : context.workdir + QLatin1Char('/') + name;
    if (const auto copied = context.copies.constFind(QDir::cleanPath(inImage)); copied != context.copies.constEnd())
        return *copied;
    if (const auto path = joinInside(context.folder, name); path && context.tree->contains(*path))
        return *path;
    QString rest = name;
    while (!rest.isEmpty()) {
        if (const auto path = joinInside({}, rest); path && context.tree->contains(*path))
            return *path;
        if (const auto path = joinInside(folderOf(context.file), rest); path && context.tree->contains(*path))
            return *path;
        const qsizetype slash = rest.indexOf(QLatin1Char('/'));
        rest = slash < 0 ? QString() : rest.mid(slash + 1);
    }
    return {};
}

void readNamedFiles(const InstallCommand& command, const InstallContext& context, Draft& draft) {
    if (!context.tree)
        return;
    for (const QString& name : command.requirementFiles) {
        if (name.contains(QLatin1Char('$')) || name.contains(QLatin1String("://")))
            continue;
        const QString path = findNamed(name, context);
        if (path.isEmpty())
            continue;
        if (path.endsWith(QLatin1String(".yml")) || path.endsWith(QLatin1String(".yaml")))
            readCondaEnvironment(*context.tree, path, context.optional, draft);
        else
            readRequirementsFile(*context.tree, path, QStringLiteral("requirements"), context.optional, draft);
    }
}

/// `pip install git+https://…/thing.git` in thing's own README.
bool isOwnPackage(const Requirement& requirement, const InstallContext& context) {
    if (!context.tree || requirement.dependency.url.isEmpty())
        return false;
    QString module = requirement.dependency.name.toLower();
    module.replace(QLatin1Char('-'), QLatin1Char('_'));
    return context.tree->contains(module + QLatin1String("/__init__.py")) ||
           context.tree->contains(QLatin1String("src/") + module + QLatin1String("/__init__.py"));
}

/// `$NAME` and `${NAME}` by what the script has set before; a word that is nothing else may become several.
QStringList expandedWords(const QStringList& words, const QHash<QString, QString>& variables) {
    static const QRegularExpression variable(
        QStringLiteral("\\$(?:\\{(\\w+)(?::?-([^}]*)|//(\\W)/([^}]*))?\\}|(\\w+))"));
    QStringList result;
    for (const QString& word : words) {
        if (!word.contains(QLatin1Char('$'))) {
            result.append(word);
            continue;
        }
        QString text;
        qsizetype at = 0;
        for (auto it = variable.globalMatch(word); it.hasNext();) {
            const auto match = it.next();
            const auto known = variables.constFind(match.captured(1) + match.captured(5));
            text += word.mid(at, match.capturedStart() - at);
            // ${NAME:-default} and bash's ${NAME//./-}.
            if (known == variables.constEnd())
                text += match.captured(2).isEmpty() ? match.captured() : match.captured(2);
            else if (!match.captured(3).isEmpty())
                text += QString(*known).replace(match.captured(3), match.captured(4));
            else
                text += *known;
            at = match.capturedEnd();
        }
        text += word.mid(at);
        if (text.size() > 4000)
            text.truncate(4000);
        result += text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }
    return result;
}

} // namespace

ShellCommand withVariables(ShellCommand command, const QHash<QString, QString>& variables) {
    command.words = expandedWords(command.words, variables);
    return command;
}

void readInstallScript(const QString& script, int firstLine, const InstallContext& context, Draft& draft,
                       QHash<QString, QString> variables) {
    for (const ShellCommand& command : splitShell(script, firstLine)) {
        for (const QString& assignment : std::as_const(command.assignments)) {
            const QString value =
                expandedWords({assignment.section(QLatin1Char('='), 1)}, variables).join(QLatin1Char(' '));
            if (!value.contains(QLatin1Char('(')) && !value.contains(QLatin1Char('`')))
                variables.insert(assignment.section(QLatin1Char('='), 0, 0), value);
        }
        if (command.words.value(0) == QLatin1String("export") && command.words.value(1).contains(QLatin1Char('=')))
            variables.insert(command.words.at(1).section(QLatin1Char('='), 0, 0),
                             command.words.at(1).section(QLatin1Char('='), 1));
        readInstall(withVariables(command, variables), context, draft);
    }
}

bool readInstall(const ShellCommand& shell, const InstallContext& context, Draft& draft) {
    const std::optional<InstallCommand> command = parseInstall(shell.words);
    if (!command)
        return false;
    const Evidence evidence = evidenceAt(context.file, shell.line, shell.text);
    static const QRegularExpression pythonPackage(
        QStringLiteral("^(?:lib)?python(\\d\\.\\d+)(?:-dev|-distutils|-venv|-minimal|-full)?$"));
    for (const QString& package : command->systemPackages) {
        if (context.systemPackages)
            draft.addSystemPackage(package, QStringLiteral("installed by %1").arg(context.file), evidence);
        if (const auto match = pythonPackage.match(package); match.hasMatch())
            draft.claimPython(QLatin1String("==") + match.captured(1), context.source, evidence, context.factor);
    }
    QStringList links = command->extraIndexUrls + command->findLinks;
    if (!command->indexUrl.isEmpty())
        links.append(command->indexUrl);
    draft.addIndex(QStringLiteral("index"), command->indexUrl, evidence);
    for (const QString& url : command->extraIndexUrls)
        draft.addIndex(QStringLiteral("extra-index"), url, evidence);
    for (const QString& url : command->findLinks)
        draft.addIndex(QStringLiteral("find-links"), url, evidence);
    for (const QString& channel : command->channels)
        draft.addIndex(QStringLiteral("conda-channel"), channel, evidence);
    for (const QString& url : std::as_const(links)) {
        if (const QString cuda = cudaOfIndex(url); !cuda.isEmpty() && !context.optional)
            draft.claimCuda(QLatin1String("==") + cuda, context.source, evidence, context.factor);
    }
    ManifestContext entry;
    entry.source = context.source;
    entry.factor = context.factor;
    entry.optional = context.optional;
    entry.group = context.group;
    entry.origin = context.origin;
    for (const Requirement& requirement : command->requirements) {
        // `pip install ./apex`: a folder of the repository is built, not fetched.
        const QString& url = requirement.dependency.url;
        const bool folder = !url.isEmpty() && !url.contains(QLatin1String("://")) && !url.contains(QLatin1Char('+')) &&
                            !url.endsWith(QLatin1String(".whl"));
        if (!folder && !isOwnPackage(requirement, context))
            addManifestEntry(requirement, evidence, entry, draft);
    }
    readNamedFiles(*command, context, draft);
    return true;
}

} // namespace reberth::analysis
