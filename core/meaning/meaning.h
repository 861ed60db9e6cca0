#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"
#include "core/dockerfile/lint.h"
#include "core/knowledge/target.h"
#include "core/recipe/recipe.h"

#include <QList>
#include <QString>

#include <optional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::meaning {

enum class FileKind { Dockerfile, Compose, Requirements };

/// One text of the project as it stands in the editor or on disk.
struct SourceFile {
    FileKind kind = FileKind::Dockerfile;
    QString name; ///< as findings shall name it; what a Dockerfile installs with `pip install -r` is found by it
    QString text;
};

/// Where the container shall run.
struct Machine {
    knowledge::Target target;          ///< its GPU and driver
    QString architecture;              ///< "x86_64", "aarch64", "" when unknown
    std::optional<bool> nvidiaRuntime; ///< the engine can give GPUs to containers
    std::optional<bool> buildKit;
};

struct Inputs {
    QList<SourceFile> files;
    const recipe::Recipe* recipe = nullptr; ///< not owned; what the files were generated from
    std::optional<Machine> machine;
    dockerfile::LintSettings settings; ///< rules off, build arguments
};

/// What no single file shows: whether the framework, its CUDA, the base image, Python, the compiler, the compose file
/// and the machine go together. Findings name their file. Comments switch rules off as in dockerfile::lint(); in
/// compose files and requirements `# reberth ignore=RULE` does, above the line or at its end. Pure and thread-safe.
QList<diagnostics::Diagnostic> check(const Inputs& inputs, const knowledge::Knowledge& knowledge);

/// The rule table, for documentation and `reberth lint --rules`.
const QList<diagnostics::RuleInfo>& rules();

} // namespace reberth::meaning
