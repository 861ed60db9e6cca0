#pragma once

#include "core/analysis/pythonfacts.h"

namespace reberth::analysis {

class PythonScanner;

/// Reads the calls that the scanner left to the syntax tree: parameters of argparse, click, absl and fire, and what
/// compiles extensions.
void readPythonCalls(const QByteArray& source, const PythonScanner& scanner, PythonFacts& facts);

} // namespace reberth::analysis
