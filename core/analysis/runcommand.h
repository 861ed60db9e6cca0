#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/shellwords.h"
#include "core/analysis/sourcetree.h"

#include <QHash>

#include <optional>

namespace reberth::analysis {

/// Where a command of a document or script would be run from.
struct RunContext {
    QString file = {}; ///< the document
    QString documentFolder = {};
    QString workdir = {}; ///< after the `cd`s before it
    double confidence = 0.8;
    QString source = QStringLiteral("readme"); ///< as EntryPoint::source
    QString section = {};                      ///< headings above it, for the verb
    QHash<QString, QString> variables = {};    ///< set by the commands before it
};

/// A command that starts a script of the repository ("python tools/train.py --lr 1"), with launchers and wrappers
/// looked through; nullopt for everything else. Paths such as /path_to_repo/tools/train.py are put right, and a name
/// that is nearly a file's is taken for it with a note in the draft.
std::optional<EntryPoint> parseRun(const ShellCommand& command, const RunContext& context, const SourceTree& tree,
                                   Draft& draft);

/// preprocess, train, evaluate, infer, serve, demo or other. `section` (words of the headings above) decides where
/// name and options say nothing.
QString verbOf(const QString& script, const QString& command, const QString& section = {});

/// The file of "package.module", looked for from these folders; empty when it is not of the repository.
QString fileOfModule(const QString& module, const QStringList& folders, const SourceTree& tree);

/// Follows `cd target` from `workdir` ("" is the root): /path/to/repo/tools and $ROOT/tools too.
QString changedFolder(const QString& workdir, const QString& target, const SourceTree& tree);

} // namespace reberth::analysis
