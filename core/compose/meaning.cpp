#include "core/compose/validate.h"

namespace reberth::compose {

void validateMeaning(const yaml::Node&, Report&) {}

} // namespace reberth::compose
