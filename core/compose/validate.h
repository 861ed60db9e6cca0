#pragma once

#include "core/compose/report.h"
#include "core/compose/shape.h"
#include "core/yaml/node.h"

namespace reberth::compose {

/// Keys and kinds of values, after the specification.
void validateShape(const yaml::Node& root, Report& report);

/// `${…}` in all values.
void validateInterpolation(const yaml::Node& root, const QString& source, Report& report);

/// What the keys mean together: references, contradictions, values with a grammar of their own, GPUs.
void validateMeaning(const yaml::Node& root, Report& report);

/// Is the value for the variable's reader to judge only, because it holds a variable?
bool isInterpolated(const yaml::Node& node);

} // namespace reberth::compose
