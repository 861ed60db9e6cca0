#pragma once

#include "ui/repository/findingrows.h"

namespace reberth::ui {

/// A version with every claim about it as children: the chosen one and those that lost. `subject` stands in front of
/// the value ("torch"), or is empty.
FindingRow versionRow(const QString& what, const QString& subject, const analysis::VersionFinding& finding);

} // namespace reberth::ui
