#pragma once

#include "core/analysis/pythonfacts.h"
#include "core/analysis/pythontree.h"

namespace reberth::analysis {

/// Whether a file may hold a parser of command lines, told from its imports; the tree then says which.
bool mayParseArguments(const PythonFacts& facts, QByteArrayView source);

/// Reads what a file lets its caller set, into facts: calls of argparse and optparse, click, absl, fire, hydra, typer,
/// tyro, simple_parsing, jsonargparse, plac, docopt and sacred, and data classes that parsers are made of.
void readParsers(const PythonTree& tree, PythonFacts& facts);

} // namespace reberth::analysis
