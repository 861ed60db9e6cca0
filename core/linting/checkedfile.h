#pragma once

#include "core/compose/lint.h"
#include "core/diagnostics/diagnostic.h"
#include "core/dockerfile/lint.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace reberth::linting {

enum class FileKind { Dockerfile, Compose };

/// How files are checked; everything is optional.
struct CheckOptions {
    dockerfile::LintSettings settings; ///< rules on and off count for compose files too
    compose::LintSettings composeSettings;
    /// See dockerfile::LintContext::deletedImage.
    std::function<std::optional<QString>(const QString& image)> deletedImage;
    /// Variables of this machine, see compose::LintContext::variable; .env beside the file adds to them.
    std::function<std::optional<QString>(const QString& name)> variable;
    /// Files beside the checked one (.dockerignore, what `extends` and `include` name) are read. Off for text that
    /// stands on no disk.
    bool readsNeighbours = true;
};

/// A text with what was found in it.
struct CheckedFile {
    QString path;
    FileKind kind = FileKind::Dockerfile;
    QString text;
    QList<diagnostics::Diagnostic> found;
    /// Why the file could not be read; `found` is empty then.
    QString problem;
};

/// Checks `text`. Reads neighbours of `path` from the disk where the options allow it, so not for the GUI thread then.
QList<diagnostics::Diagnostic> check(const QString& path, const QString& text, FileKind kind,
                                     const CheckOptions& options);

} // namespace reberth::linting
