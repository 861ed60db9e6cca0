#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/requirement.h"
#include "core/analysis/shellwords.h"
#include "core/analysis/sourcetree.h"

#include <optional>

namespace reberth::analysis {

/// What a pip, conda or apt command would install.
struct InstallCommand {
    enum class Kind { Pip, Conda, Apt };
    Kind kind = Kind::Pip;
    QList<Requirement> requirements;
    QStringList requirementFiles; ///< -r, and conda's -f
    QStringList constraintFiles;  ///< -c of pip
    QStringList systemPackages;
    QStringList channels; ///< -c of conda
    QString indexUrl;
    QStringList extraIndexUrls;
    QStringList findLinks;
    bool createsEnvironment = false;
};

/// nullopt when the command installs nothing. "sudo", "python -m", "uv" and the like are looked through.
std::optional<InstallCommand> parseInstall(const QStringList& words);

struct InstallContext {
    QString file;
    QString source; ///< as Claim::source
    double factor = 1;
    Dependency::Origin origin = Dependency::Origin::Declared;
    bool optional = false;
    const SourceTree* tree = nullptr;    ///< where given, the files that a command names (-r, -f) are read too
    QString folder = {};                 ///< that they are named from
    QString workdir = {};                ///< in an image: the folder that commands run in
    QString group = {};                  ///< of what is optional
    bool systemPackages = true;          ///< false where apt only serves the tests
    QHash<QString, QString> copies = {}; ///< in an image: path there → path in the repository
};

/// Adds what the command installs to the draft. False when it installs nothing.
bool readInstall(const ShellCommand& command, const InstallContext& context, Draft& draft);

/// The command with `$NAME` and `${NAME:-default}` put in; a word may become several, as in a shell.
ShellCommand withVariables(ShellCommand command, const QHash<QString, QString>& variables);

/// Reads every command of a script, with the variables that it sets for itself (PIP="python -m pip install"; $PIP x).
/// `variables` are known before.
void readInstallScript(const QString& script, int firstLine, const InstallContext& context, Draft& draft,
                       QHash<QString, QString> variables = {});

} // namespace reberth::analysis
