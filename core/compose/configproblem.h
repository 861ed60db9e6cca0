#pragma once

#include "core/base/error.h"

#include <QString>

namespace reberth::compose {

/// Thrown inside the resolving of a model; resolve() catches it.
struct ConfigProblem {
    ErrorCode code = ErrorCode::InvalidInput;
    QString message;
};

} // namespace reberth::compose
