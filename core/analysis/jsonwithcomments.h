#pragma once

#include <QString>

namespace reberth::analysis {

/// The text as plain JSON: comments (`//`, `/* */`) and commas before a closing bracket become blanks, so that places
/// stay where they are.
QString withoutJsonComments(QString text);

} // namespace reberth::analysis
