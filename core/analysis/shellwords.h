#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace reberth::analysis {

/// One simple command of a script: its words without quotes, its first line, and its text as written.
struct ShellCommand {
    QStringList words;       ///< assignments in front ("CUDA_VISIBLE_DEVICES=0") are left out
    QStringList assignments; ///< the same
    QString text;            ///< on one line, from the first assignment on; without redirections to a pipe
    int line = 0;            ///< 1-based, counted from `firstLine`
};

/// Splits shell text at newlines, ';', '&', '|' and '&&' into commands. Reads what people write in READMEs, Dockerfiles
/// and install scripts; it is no shell: nothing is expanded. Prompts ("$ ", "> ", "!") and "RUN" are taken off.
QList<ShellCommand> splitShell(const QString& text, int firstLine = 1);

} // namespace reberth::analysis
