#include "core/analysis/installcommand.h"

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

InstallCommand parsePip(const QStringList& words) {
    static const QSet<QString> withValue{QStringLiteral("-i"),
                                         QStringLiteral("--index-url"),
                                         QStringLiteral("--extra-index-url"),
                                         QStringLiteral("-f"),
                                         QStringLiteral("--find-links"),
                                         QStringLiteral("--trusted-host"),
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
                                         QStringLiteral("-c"),
                                         QStringLiteral("--constraint"),
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
    static const QSet<QString> withValue{
        QStringLiteral("-c"), QStringLiteral("--channel"), QStringLiteral("-n"),      QStringLiteral("--name"),
        QStringLiteral("-p"), QStringLiteral("--prefix"),  QStringLiteral("--solver")};
    InstallCommand command;
    command.kind = InstallCommand::Kind::Conda;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == QLatin1String("-f") || word == QLatin1String("--file")) {
            if (i + 1 < words.size())
                command.requirementFiles.append(words.at(++i));
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

} // namespace

std::optional<InstallCommand> parseInstall(const QStringList& original) {
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

bool readInstall(const ShellCommand& shell, const InstallContext& context, Draft& draft) {
    const std::optional<InstallCommand> command = parseInstall(shell.words);
    if (!command)
        return false;
    const Evidence evidence = evidenceAt(context.file, shell.line, shell.text);
    static const QRegularExpression pythonPackage(
        QStringLiteral("^(?:lib)?python(\\d\\.\\d+)(?:-dev|-distutils|-venv|-minimal|-full)?$"));
    for (const QString& package : command->systemPackages) {
        draft.addSystemPackage(package, QStringLiteral("installed by %1").arg(context.file), evidence);
        if (const auto match = pythonPackage.match(package); match.hasMatch())
            draft.claimPython(QLatin1String("==") + match.captured(1), context.source, evidence, context.factor);
    }
    for (const Requirement& requirement : command->requirements) {
        if (requirement.self)
            continue;
        if (!requirement.wheelPython.isEmpty())
            draft.claimPython(QLatin1String("==") + requirement.wheelPython, context.source, evidence, context.factor);
        if (!requirement.wheelCuda.isEmpty())
            draft.claimCuda(QLatin1String("==") + requirement.wheelCuda, context.source, evidence, context.factor);
        Dependency dependency = requirement.dependency;
        dependency.origin = context.origin;
        dependency.optional = context.optional;
        dependency.evidence = {evidence};
        // `pip install ./apex`: a folder of the repository is built, not fetched.
        if (dependency.name.isEmpty() || dependency.url.startsWith(QLatin1Char('.')))
            continue;
        draft.addPackage(dependency, context.source, context.factor);
    }
    return true;
}

} // namespace reberth::analysis
