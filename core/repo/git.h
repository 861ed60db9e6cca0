#pragma once

#include "core/base/error.h"
#include "core/process/process.h"

#include <QString>
#include <QStringList>

namespace reberth::repo {

/// A git invocation in which nothing of the repository or its server can run a program of its own or ask a question:
/// hooks, prompts, file-system monitors and command-running transports are off. `allowFile` admits file:// remotes
/// (only when the user named one, so that a submodule can't copy local repositories).
process::Command gitCommand(const QStringList& arguments, bool allowFile);

/// What git's stderr means for a person. `what` is the address that was asked for, `ref` may be empty.
Error gitError(const QByteArray& standardError, const QString& what, const QString& ref);

/// The last "Receiving objects:  42% (…)" in a piece of git's progress output; percent is -1 where there is none.
struct GitProgress {
    QString phase;
    int percent = -1;
};
GitProgress gitProgress(const QByteArray& data);

} // namespace reberth::repo
