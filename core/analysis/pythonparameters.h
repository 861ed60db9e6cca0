#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/literals.h"

namespace reberth::analysis {

/// The arguments of a call as nodes.
struct CallArguments {
    QList<TSNode> positional;
    QList<std::pair<QString, TSNode>> named;

    TSNode first() const { return positional.isEmpty() ? TSNode{} : positional.first(); }
    /// The keyword argument of that name; its `id` is null when there is none.
    TSNode find(const char* name) const;
    bool has(const char* name) const { return find(name).id != nullptr; }
};

CallArguments callArguments(const PythonTree& tree, TSNode call);
/// A value as text: its constant, else the expression as it is written when that is short; empty for None.
QString valueText(const PythonTree& tree, TSNode node, const LiteralEvaluator& literals);
QString typeOfValue(const QVariant& value);

/// `parser.add_argument('--lr', type=float, default=0.1, help=…)`, optparse's add_option too; nullopt when the name
/// isn't constant.
std::optional<Parameter> readArgparseCall(const PythonTree& tree, TSNode call, const LiteralEvaluator& literals);
/// `add_arg('batch_size', int, 256, 'help')`: a helper that many repositories share.
std::optional<Parameter> readPositionalCall(const PythonTree& tree, TSNode call, const LiteralEvaluator& literals);
/// `@click.option('--lr', type=float)` and `@click.argument('source')`.
std::optional<Parameter> readClickCall(const PythonTree& tree, TSNode call, bool argument,
                                       const LiteralEvaluator& literals);
/// `flags.DEFINE_float('lr', 0.1, 'help')`; `type` is what follows DEFINE_.
std::optional<Parameter> readAbslCall(const PythonTree& tree, TSNode call, const QString& type,
                                      const LiteralEvaluator& literals);
/// The parameters of a function that fire, tyro or jsonargparse turn into options.
QList<Parameter> readSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals);
/// The same for typer: what has no default is positional, typer.Option and typer.Argument say more.
QList<Parameter> readTyperSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals);
/// The fields of a data class as options: `lr: float = field(default=0.1, metadata={"help": …})`; of a class without
/// fields, what its __init__ takes.
QList<Parameter> readFields(const PythonTree& tree, TSNode definition, const LiteralEvaluator& literals);
/// What a function assigns at its own level, as "name=" parameters (sacred's @ex.config).
QList<Parameter> readLocals(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals);

} // namespace reberth::analysis
