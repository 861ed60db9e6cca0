#pragma once

#include "core/linting/checkedfile.h"

namespace reberth::linting {

/// The text as `reberth fmt` writes it; the same text when it can't be read.
QString formatted(const QString& text, FileKind kind);

} // namespace reberth::linting
