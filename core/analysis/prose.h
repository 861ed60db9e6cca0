#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// Reads versions out of one line of prose: "tested with Python 3.6, PyTorch 0.4.1 and CUDA 9.0", "PyTorch >= 1.7",
/// "CUDA 8.0 or higher". Each sentence is judged by itself: what does not work or is only planned is no claim, what is
/// history or a condition is a weaker one. `source` and `factor` as in Draft.
void readProseLine(const QString& line, const Evidence& evidence, const QString& source, double factor, Draft& draft);

/// Reads the versions on shields.io badges of a line.
void readBadges(const QString& line, const Evidence& evidence, const QString& source, double factor, Draft& draft);

/// A line without Markdown and HTML marks, as a person reads it.
QString plainProse(QString line);

} // namespace reberth::analysis
