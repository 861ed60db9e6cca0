#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/shellwords.h"

namespace reberth::analysis {

/// URLs of data sets and weights in a piece of text that starts at `line` of `file`.
void readLinks(const QString& text, const QString& file, int line, Draft& draft);

/// What a wget, curl or gdown command fetches.
void readDownload(const ShellCommand& command, const QString& file, Draft& draft);

} // namespace reberth::analysis
