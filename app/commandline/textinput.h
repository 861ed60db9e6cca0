#pragma once

#include "core/base/result.h"
#include "core/linting/inputfiles.h"

#include <QString>

namespace reberth::app {

/// The text of a file, or of standard input for "-".
Result<linting::InputText> readInput(const QString& path);

} // namespace reberth::app
