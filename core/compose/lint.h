#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"

#include <QHash>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace reberth::compose {

/// What people set about compose files.
struct LintSettings {
    /// The tool that will read the file: "spec" for Docker Compose 2 and newer, which ignores `version`; "legacy" for
    /// docker-compose 1, which refuses what the file's own version does not know. Findings about the other tool are
    /// hints in the first case and errors in the second.
    bool legacy = false;

    /// {"compose_format": "spec" | "legacy"}; other keys are left alone.
    static LintSettings fromJson(const QByteArray& json);
};

/// What else may be asked about; all optional.
struct LintContext {
    LintSettings settings;
    /// Text of a file by its name relative to the compose file's folder; unset = `extends`, `include` and `env_file`
    /// are believed.
    std::function<std::optional<QString>(const QString& name)> readFile;
    /// Value of a variable where the file will be used, nullopt for one that is not set; unset = nothing is known of
    /// the variables, and none is missed.
    std::function<std::optional<QString>(const QString& name)> variable;
};

/// Parses and checks a compose file (specification, or 2.x/3.x by its `version`). Thread-safe; pure but for readFile.
QList<diagnostics::Diagnostic> lint(const QString& text, const LintContext& context = {});

const QList<diagnostics::RuleInfo>& rules();

} // namespace reberth::compose
