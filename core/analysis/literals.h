#pragma once

#include "core/analysis/pythontree.h"

#include <QHash>
#include <QVariant>

#include <functional>
#include <optional>

namespace reberth::analysis {

/// Works out what a script's expressions give, over its syntax tree: text and its formatting, numbers, lists and
/// dictionaries with what is joined and picked of them, files of the repository that are read, and the script's own
/// helper functions. Nothing is executed and nothing outside the repository is looked at; what depends on the machine
/// is invalid. Where a question can't be answered both sides are taken; a requirement that stands under one on the
/// Python or the system gets the marker that says so. Work and results are bounded.
class LiteralEvaluator {
public:
    /// `readFile` gives the text of a file of the repository beside the script, or nullopt.
    using ReadFile = std::function<std::optional<QString>(const QString&)>;
    explicit LiteralEvaluator(const PythonTree& tree, ReadFile readFile = {});

    /// Goes through the statements at the top level of the module and remembers what its names stand for.
    void readAssignments();
    /// The same for the statements of a block: the body of the function that calls setup().
    void readBlock(TSNode node) const { block(node, 0); }

    /// QString, qlonglong, double, bool, QVariantList or QVariantMap; invalid when it can't be known.
    QVariant evaluate(TSNode node) const { return evaluate(node, 0); }
    /// The strings of a list; nested lists are flattened, one string is a list of one.
    static QStringList strings(const QVariant& value);

private:
    using Names = QHash<QString, QVariant>;
    struct Arguments {
        QVariantList values;
        QVariantMap named;
    };

    QVariant evaluate(TSNode node, int depth) const;
    QVariant evaluateKind(TSNode node, int depth) const;
    /// The value, or an invalid one when there is too much of it; much costs steps.
    QVariant bounded(QVariant value) const;
    bool isSpent() const;

    // literals.cpp: expressions
    QVariant text(TSNode node, int depth) const;
    QVariant list(TSNode node, int depth) const;
    QVariant dictionary(TSNode node, int depth) const;
    QVariant comprehension(TSNode node, int depth) const;
    QVariant binary(TSNode node, int depth) const;
    QVariant compared(TSNode node, int depth) const;
    QVariant logical(TSNode node, int depth) const;
    QVariant conditional(TSNode node, int depth) const;
    QVariant subscript(TSNode node, int depth) const;
    QVariant attribute(TSNode node, int depth) const;
    QVariant named(const QString& name) const;
    static bool isTrue(const QVariant& value);
    /// What a loop goes over: the lines of a text, the keys of a dictionary.
    static QVariantList items(const QVariant& value);
    static QVariant joinedPath(const QVariantList& parts);

    // literalcalls.cpp
    QVariant call(TSNode node, int depth) const;
    Arguments arguments(TSNode node, int depth) const;
    QVariant function(const QString& name, const Arguments& given, int depth) const;
    QVariant own(const QString& name, const Arguments& given, int depth) const;
    static QVariant mapMethod(const QVariantMap& map, QByteArrayView method, const Arguments& given);
    QVariant textMethod(const QString& text, QByteArrayView method, const Arguments& given) const;
    QVariant opened(const QVariant& name) const;
    QVariant requirementsOf(const QString& function, const Arguments& given) const;

    // literalstatements.cpp: each gives what the statement returns, where it does
    std::optional<QVariant> statement(TSNode node, int depth) const;
    std::optional<QVariant> block(TSNode node, int depth) const;
    std::optional<QVariant> branches(TSNode node, int depth) const;
    std::optional<QVariant> attempts(TSNode node, int depth) const;
    void loop(TSNode node, int depth) const;
    void open(TSNode node, int depth) const;
    void expression(TSNode node, int depth) const;
    void assign(TSNode target, const QVariant& value, int depth) const;
    void change(TSNode node, int depth) const;
    QString markerOf(TSNode condition, bool negated) const;
    QVariant marked(const QVariant& value) const;
    static void join(Names& mine, const Names& other, const Names& before);

    const PythonTree& m_tree;
    ReadFile m_readFile;
    mutable Names m_names;
    mutable QHash<QString, TSNode> m_functions;
    mutable QString m_marker; ///< of the branch that is read
    mutable int m_calls = 0;  ///< functions within functions
    mutable int m_steps = 0;
};

} // namespace reberth::analysis
