#pragma once

#include "core/analysis/tomldependencies.h"

namespace reberth::analysis {

/// Reads the tables of Pixi, in pixi.toml or below [tool.pixi]: channels, conda and index packages, features.
void readPixi(const TomlValue& table, TomlDependencies& reader, Draft& draft);

} // namespace reberth::analysis
