#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/literals.h"

namespace reberth::analysis {

/// `parser.add_argument('--lr', type=float, default=0.1, help=…)`; nullopt when the name isn't constant.
std::optional<Parameter> readArgparseCall(const PythonTree& tree, TSNode call, const LiteralEvaluator& literals);
/// `@click.option('--lr', type=float)` and `@click.argument('source')`.
std::optional<Parameter> readClickCall(const PythonTree& tree, TSNode call, bool argument,
                                       const LiteralEvaluator& literals);
/// `flags.DEFINE_float('lr', 0.1, 'help')`; `type` is what follows DEFINE_.
std::optional<Parameter> readAbslCall(const PythonTree& tree, TSNode call, const QString& type,
                                      const LiteralEvaluator& literals);
/// The parameters of a function that fire turns into options.
QList<Parameter> readSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals);

} // namespace reberth::analysis
