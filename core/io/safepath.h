#pragma once

#include "core/base/result.h"

#include <QString>

namespace reberth::io {

/// `relative` below `root`, refused (InvalidInput) when it is absolute, climbs out by "..", holds a NUL, or passes
/// through a symbolic link that leads out of the root. The last part need not exist. `root` must exist.
Result<QString> joinInside(const QString& root, const QString& relative);

} // namespace reberth::io
