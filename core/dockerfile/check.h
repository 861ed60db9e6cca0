#pragma once

#include "core/dockerfile/document.h"
#include "core/dockerfile/variables.h"

namespace reberth::dockerfile {

/// What the builder would refuse in the instructions of a parsed file, in text order. Nothing here looks at style.
/// `variables` has the state in front of each instruction.
QList<Problem> check(const Document& document, const QList<Variables>& variables);

} // namespace reberth::dockerfile
