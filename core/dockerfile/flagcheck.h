#pragma once

#include "core/dockerfile/document.h"

namespace reberth::dockerfile {

/// Unknown, repeated and wrong flags of an instruction.
void checkFlags(const Instruction& instruction, bool labs, QList<Problem>& problems);

/// A Go duration such as 1m30s, in nanoseconds; nullopt when it isn't one.
std::optional<double> durationNanoseconds(const QString& text);

} // namespace reberth::dockerfile
