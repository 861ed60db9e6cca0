#pragma once

#include "core/compose/report.h"
#include "core/yaml/node.h"

namespace reberth::compose {

/// Names that services use must be defined in the file, and services may not wait for each other in a circle.
void validateReferences(const yaml::Node& root, Report& report);

} // namespace reberth::compose
