#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/shellwords.h"
#include "core/analysis/sourcetree.h"

#include <optional>

namespace reberth::analysis {

/// Where a command of a document or script would be run from.
struct RunContext {
    QString file; ///< the document
    QString documentFolder;
    QString workdir; ///< after the `cd`s before it
    double confidence = 0.8;
};

/// A command that starts a script of the repository ("python tools/train.py --lr 1"), with launchers and wrappers
/// looked through; nullopt for everything else. Paths such as /path_to_repo/tools/train.py are put right.
std::optional<EntryPoint> parseRun(const ShellCommand& command, const RunContext& context, const SourceTree& tree,
                                   const Draft& draft);

/// preprocess, train, evaluate, infer, serve, demo or other.
QString verbOf(const QString& script, const QString& command);

} // namespace reberth::analysis
