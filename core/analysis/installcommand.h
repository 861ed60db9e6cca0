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
    QStringList systemPackages;
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
};

/// Adds what the command installs to the draft. False when it installs nothing.
bool readInstall(const ShellCommand& command, const InstallContext& context, Draft& draft);

} // namespace reberth::analysis
