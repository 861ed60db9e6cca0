#pragma once

#include "core/analysis/findings.h"

namespace reberth::analysis {

/// The options and positional arguments of a docopt text: "Usage: train.py <data> [--lr=<f>]" and lines such as
/// "  --lr=<f>  Learning rate [default: 0.1]".
QList<Parameter> readDocopt(const QString& text);

} // namespace reberth::analysis
