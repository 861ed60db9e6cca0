#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/shellwords.h"

namespace reberth::analysis {

/// What a command of a document or script tells about the environment without installing a package: the Python of a
/// virtual environment (virtualenv -p python3.6, pyenv local 3.7.2, python3.6 -m venv), a toolkit's folder
/// (/usr/local/cuda-10.0), a well-known image that is run or pulled. `source` and `factor` as in Draft.
void readEnvironmentCommand(const ShellCommand& command, const QString& file, const QString& source, double factor,
                            Draft& draft);

} // namespace reberth::analysis
