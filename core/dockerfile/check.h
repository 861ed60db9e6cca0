#pragma once

#include "core/dockerfile/document.h"

namespace reberth::dockerfile {

/// What the builder would refuse in the instructions of a parsed file, in text order. Nothing here looks at style.
QList<Problem> check(const Document& document);

} // namespace reberth::dockerfile
