#pragma once

#include "core/analysis/pythontree.h"

#include <QHash>
#include <QVariant>

#include <functional>
#include <optional>

namespace reberth::analysis {

/// Works out constant expressions over a syntax tree: text, numbers, lists, dictionaries, what is joined of them, and
/// the usual `open('requirements.txt').read().splitlines()`. Nothing is executed; what isn't constant is invalid.
class LiteralEvaluator {
public:
    /// `readFile` gives the text of a file of the repository beside the script, or nullopt.
    using ReadFile = std::function<std::optional<QString>(const QString&)>;
    explicit LiteralEvaluator(const PythonTree& tree, ReadFile readFile = {});

    /// Remembers the assignments (also +=, append, extend) at the top level of the module, and with `functions` in
    /// functions too.
    void readAssignments();

    /// QString, qlonglong, double, bool, QVariantList or QVariantMap; invalid when it can't be known.
    QVariant evaluate(TSNode node) const { return evaluate(node, 0); }
    /// The strings of a list; nested lists are flattened, one string is a list of one.
    static QStringList strings(const QVariant& value);

private:
    QVariant evaluate(TSNode node, int depth) const;
    QVariant evaluateKind(TSNode node, int depth) const;
    /// The value, or an invalid one when there is too much of it; much costs steps.
    QVariant bounded(QVariant value) const;
    QVariant evaluateString(TSNode node, int depth) const;
    QVariant evaluateCall(TSNode node, int depth) const;
    QVariant evaluateBinary(TSNode node, int depth) const;
    void readStatement(TSNode statement);

    const PythonTree& m_tree;
    ReadFile m_readFile;
    QHash<QString, QVariant> m_names;
    QHash<QString, QVariant> m_functions; ///< what a function without branches returns
    mutable int m_steps = 0;
};

} // namespace reberth::analysis
