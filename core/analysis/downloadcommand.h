#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/shellwords.h"

namespace reberth::analysis {

/// What a wget, curl, aria2c, gdown, gsutil, aws, azcopy, kaggle, huggingface-cli, git clone (of a model) or rsync
/// command fetches. Variables must have been filled in. `section` is the heading the command stands under.
QList<DataSource> readDownload(const ShellCommand& command, const QString& file, const QString& section);

/// False quickly when no line of the text can be such a command.
bool mayDownload(const QString& text);

} // namespace reberth::analysis
