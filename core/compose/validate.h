#pragma once

#include "core/compose/lint.h"
#include "core/compose/report.h"
#include "core/compose/shape.h"
#include "core/yaml/node.h"

namespace reberth::compose {

/// Keys and kinds of values, after the specification.
void validateShape(const yaml::Node& root, Report& report);

/// `${…}` in all values.
void validateInterpolation(const yaml::Node& root, const QString& source, const LintContext& context,
                           Report& report);

/// What the keys mean together: references, contradictions, values with a grammar of their own, GPUs.
void validateMeaning(const yaml::Node& root, const LintContext& context, Report& report);

/// The text with variables replaced where all of them are known to `context`, else nullopt.
std::optional<QString> expanded(const QString& text, const LintContext& context);

/// Is the value for the variable's reader to judge only, because it holds a variable?
bool isInterpolated(const yaml::Node& node);

} // namespace reberth::compose
