#include "core/analysis/literals.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr uint32_t maxStatements = 400; ///< of a block
constexpr int maxRounds = 2000;         ///< of a loop
constexpr int maxDepth = 60;

bool isNull(TSNode node) {
    return ts_node_is_null(node);
}

} // namespace

void LiteralEvaluator::readAssignments() {
    // A cursor keeps this linear; indexed access walks from the first child each time.
    TSTreeCursor cursor = ts_tree_cursor_new(m_tree.root());
    if (ts_tree_cursor_goto_first_child(&cursor)) {
        do
            statement(ts_tree_cursor_current_node(&cursor), 0);
        while (ts_tree_cursor_goto_next_sibling(&cursor) && !isSpent());
    }
    ts_tree_cursor_delete(&cursor);
}

std::optional<QVariant> LiteralEvaluator::block(TSNode node, int depth) const {
    if (isNull(node) || depth > maxDepth)
        return std::nullopt;
    std::optional<QVariant> returned;
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    uint32_t count = 0;
    if (ts_tree_cursor_goto_first_child(&cursor)) {
        do {
            // Of what several branches return, the first that can be known.
            const TSNode inner = ts_tree_cursor_current_node(&cursor);
            const std::optional<QVariant> value = statement(inner, depth);
            if (value && (!returned || !returned->isValid()))
                returned = value;
            if (value && PythonTree::is(inner, "return_statement"))
                break;
        } while (ts_tree_cursor_goto_next_sibling(&cursor) && !isSpent() && ++count < maxStatements);
    }
    ts_tree_cursor_delete(&cursor);
    return returned;
}

std::optional<QVariant> LiteralEvaluator::statement(TSNode node, int depth) const {
    ++m_steps;
    if (PythonTree::is(node, "expression_statement")) {
        if (ts_node_named_child_count(node) > 0)
            expression(ts_node_named_child(node, 0), depth);
    } else if (PythonTree::is(node, "function_definition")) {
        m_functions.insert(m_tree.text(PythonTree::field(node, "name")), node);
    } else if (PythonTree::is(node, "return_statement")) {
        return ts_node_named_child_count(node) > 0 ? evaluate(ts_node_named_child(node, 0), depth + 1) : QVariant();
    } else if (PythonTree::is(node, "if_statement")) {
        return branches(node, depth);
    } else if (PythonTree::is(node, "for_statement")) {
        loop(node, depth);
    } else if (PythonTree::is(node, "with_statement")) {
        open(node, depth);
        return block(PythonTree::field(node, "body"), depth + 1);
    } else if (PythonTree::is(node, "try_statement")) {
        return attempts(node, depth);
    }
    return std::nullopt;
}

/// What a handler sets is for when the first did not work.
std::optional<QVariant> LiteralEvaluator::attempts(TSNode node, int depth) const {
    std::optional<QVariant> returned = block(PythonTree::field(node, "body"), depth + 1);
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 10); ++i) {
        const TSNode clause = ts_node_named_child(node, i);
        const uint32_t last = ts_node_named_child_count(clause);
        if (!PythonTree::is(clause, "except_clause") || last == 0)
            continue;
        const Names before = m_names;
        const std::optional<QVariant> value = block(ts_node_named_child(clause, last - 1), depth + 1);
        if (value && (!returned || !returned->isValid()))
            returned = value;
        const Names after = m_names;
        m_names = before;
        for (auto it = after.cbegin(); it != after.cend(); ++it) {
            if (!before.value(it.key()).isValid())
                m_names.insert(it.key(), it.value());
        }
    }
    return returned;
}

/// Both sides where the question can't be answered; lists of both are joined.
std::optional<QVariant> LiteralEvaluator::branches(TSNode node, int depth) const {
    if (depth > maxDepth)
        return std::nullopt;
    const Names before = m_names;
    const QString outer = m_marker;
    std::optional<QVariant> returned;
    std::optional<Names> merged;
    QStringList markers; ///< of the sides before, turned round
    bool decided = false;
    const auto read = [&](TSNode body, QStringList own) {
        if (!outer.isEmpty())
            own.prepend(outer);
        m_names = before;
        m_marker = own.join(QLatin1String(" and "));
        const std::optional<QVariant> value = block(body, depth + 1);
        m_marker = outer;
        if (value && (!returned || !returned->isValid()))
            returned = value;
        if (merged)
            join(*merged, m_names, before);
        else
            merged = m_names;
    };
    const auto side = [&](TSNode question, TSNode body) {
        const bool main = m_tree.view(question).indexOf("__name__") >= 0;
        const QVariant known = main ? QVariant(true) : evaluate(question, depth + 1);
        if (known.isValid() && !isTrue(known))
            return;
        decided = decided || known.isValid();
        QStringList own = markers;
        if (const QString marker = markerOf(question, false); !marker.isEmpty())
            own.append(marker);
        read(body, own);
        if (const QString marker = markerOf(question, true); !marker.isEmpty())
            markers.append(marker);
    };
    side(PythonTree::field(node, "condition"), PythonTree::field(node, "consequence"));
    bool otherwise = false;
    for (uint32_t i = 0; !decided && i < std::min<uint32_t>(ts_node_named_child_count(node), 30); ++i) {
        const TSNode clause = ts_node_named_child(node, i);
        if (PythonTree::is(clause, "elif_clause")) {
            side(PythonTree::field(clause, "condition"), PythonTree::field(clause, "consequence"));
        } else if (PythonTree::is(clause, "else_clause")) {
            otherwise = true;
            read(PythonTree::field(clause, "body"), markers);
        }
    }
    if (merged && !decided && !otherwise)
        join(*merged, before, {});
    m_names = merged.value_or(before);
    return returned;
}

/// Lists of both sides are one; for all else the first that is known.
void LiteralEvaluator::join(Names& mine, const Names& other, const Names& before) {
    for (auto it = other.cbegin(); it != other.cend(); ++it) {
        QVariant& value = mine[it.key()];
        if (!value.isValid()) {
            value = it.value();
        } else if (value.typeId() == QMetaType::QVariantList && it->typeId() == QMetaType::QVariantList &&
                   *it != before.value(it.key()) && *it != value) {
            QVariantList list = value.toList();
            for (const QVariant& item : it->toList()) {
                if (list.size() < 2000 && !list.contains(item))
                    list.append(item);
            }
            value = list;
        }
    }
}

/// The environment marker that a question on the Python or the system comes to; empty for others.
QString LiteralEvaluator::markerOf(TSNode condition, bool negated) const {
    const QString text = m_tree.text(condition).left(300).simplified();
    static const QRegularExpression version(
        QStringLiteral("^\\(?sys\\.version_info(?:\\[0\\]|\\[:\\d\\]|\\.major)? ?(<=|>=|==|!=|<|>) "
                       "?\\(?(\\d)(?:, ?(\\d+))?(?:, ?\\d+)*,? ?\\)?\\)?$"));
    static const QRegularExpression system(
        QStringLiteral("^\\(?(?:sys\\.platform|platform\\.system\\(\\)|os\\.name) ?(==|!=) ?['\"](\\w+)['\"]\\)?$"));
    static const QHash<QString, QString> opposite{
        {QStringLiteral("<"), QStringLiteral(">=")},  {QStringLiteral(">="), QStringLiteral("<")},
        {QStringLiteral(">"), QStringLiteral("<=")},  {QStringLiteral("<="), QStringLiteral(">")},
        {QStringLiteral("=="), QStringLiteral("!=")}, {QStringLiteral("!="), QStringLiteral("==")}};
    if (const auto match = version.match(text); match.hasMatch()) {
        QString sign = match.captured(1);
        QString number = match.captured(2) + QLatin1Char('.') +
                         (match.capturedLength(3) > 0 ? match.captured(3) : QStringLiteral("0"));
        if (match.capturedLength(3) == 0 && (sign == QLatin1String("==") || sign == QLatin1String("!="))) {
            // version_info[0] == 2: every 2.x
            const bool two = match.captured(2) == QLatin1String("2");
            sign = (sign == QLatin1String("==")) == two ? QStringLiteral("<") : QStringLiteral(">=");
            number = QStringLiteral("3.0");
        } else if (match.capturedLength(3) == 0 && number == QLatin1String("2.0") &&
                   sign.startsWith(QLatin1Char('>'))) {
            sign = QStringLiteral(">=");
            number = QStringLiteral("3.0");
        }
        return QStringLiteral("python_version %1 \"%2\"").arg(negated ? opposite.value(sign) : sign, number);
    }
    if (const auto match = system.match(text); match.hasMatch()) {
        const QString sign = negated ? opposite.value(match.captured(1)) : match.captured(1);
        const QString name = match.captured(2);
        const QString variable = name.at(0).isUpper() ? QStringLiteral("platform_system")
                                 : name == QLatin1String("nt") || name == QLatin1String("posix")
                                     ? QStringLiteral("os_name")
                                     : QStringLiteral("sys_platform");
        return QStringLiteral("%1 %2 \"%3\"").arg(variable, sign, name);
    }
    return {};
}

/// Requirements under such a question carry its marker.
QVariant LiteralEvaluator::marked(const QVariant& value) const {
    if (m_marker.isEmpty())
        return value;
    if (value.typeId() == QMetaType::QString) {
        const QString text = value.toString();
        return text.isEmpty() || text.contains(QLatin1Char(';')) ? value
                                                                 : QVariant(text + QLatin1String("; ") + m_marker);
    }
    if (value.typeId() != QMetaType::QVariantList)
        return value;
    QVariantList list;
    for (const QVariant& item : value.toList())
        list.append(marked(item));
    return list;
}

void LiteralEvaluator::loop(TSNode node, int depth) const {
    // Only scripts that read files gather their lists in loops; parameters of programs stand as they are.
    if (!m_readFile || depth > maxDepth)
        return;
    int round = 0;
    for (const QVariant& item : items(evaluate(PythonTree::field(node, "right"), depth + 1))) {
        if (++round > maxRounds || isSpent())
            break;
        assign(PythonTree::field(node, "left"), item, depth + 1);
        block(PythonTree::field(node, "body"), depth + 1);
    }
}

/// `with open(x) as f, open(y) as g:`
void LiteralEvaluator::open(TSNode node, int depth) const {
    const TSNode clause = ts_node_named_child(node, 0);
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(clause), 10); ++i) {
        const TSNode item = PythonTree::field(ts_node_named_child(clause, i), "value");
        if (!isNull(item) && PythonTree::is(item, "as_pattern"))
            m_names.insert(m_tree.text(ts_node_named_child(item, 1)),
                           evaluate(ts_node_named_child(item, 0), depth + 1));
    }
}

void LiteralEvaluator::assign(TSNode target, const QVariant& value, int depth) const {
    if (isNull(target) || depth > maxDepth)
        return;
    if (PythonTree::is(target, "identifier")) {
        m_names.insert(m_tree.text(target), value);
    } else if (PythonTree::is(target, "subscript")) {
        const QString name = m_tree.text(PythonTree::field(target, "value"));
        QVariantMap map = m_names.value(name).toMap();
        map.insert(evaluate(PythonTree::field(target, "subscript"), depth).toString(), value);
        m_names.insert(name, bounded(map));
    } else if (PythonTree::is(target, "pattern_list") || PythonTree::is(target, "tuple_pattern")) {
        const QVariantList values = value.toList();
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(target), 20); ++i)
            assign(ts_node_named_child(target, i), values.value(i), depth + 1);
    }
}

void LiteralEvaluator::expression(TSNode node, int depth) const {
    if (PythonTree::is(node, "assignment")) {
        const TSNode right = PythonTree::field(node, "right");
        if (isNull(right))
            return;
        const QVariant value = evaluate(right, depth + 1);
        // A list that is made anew under a question on the Python is for that Python.
        assign(PythonTree::field(node, "left"), value.typeId() == QMetaType::QVariantList ? marked(value) : value,
               depth + 1);
    } else if (PythonTree::is(node, "augmented_assignment")) {
        const TSNode left = PythonTree::field(node, "left");
        const QVariant before = evaluate(left, depth + 1);
        const QVariant added = marked(evaluate(PythonTree::field(node, "right"), depth + 1));
        if (before.typeId() == QMetaType::QVariantList)
            assign(left, bounded(before.toList() + items(added)), depth + 1);
        else if (before.typeId() == QMetaType::QString && added.typeId() == QMetaType::QString)
            assign(left, bounded(before.toString() + added.toString()), depth + 1);
        else if (!before.isValid() && added.typeId() == QMetaType::QVariantList)
            assign(left, added, depth + 1);
    } else if (PythonTree::is(node, "call")) {
        change(node, depth);
    }
}

/// name.append(x), name['k'].extend(y), map.update(z).
void LiteralEvaluator::change(TSNode node, int depth) const {
    const TSNode function = PythonTree::field(node, "function");
    if (isNull(function) || !PythonTree::is(function, "attribute"))
        return;
    const TSNode target = PythonTree::field(function, "object");
    const QByteArrayView method = m_tree.view(PythonTree::field(function, "attribute"));
    const bool one = method == "append" || method == "insert" || method == "add";
    if (!one && method != "extend" && method != "update" && method != "remove")
        return;
    const QVariant before = evaluate(target, depth + 1);
    const Arguments given = arguments(node, depth);
    const QVariant value = marked(given.values.value(method == "insert" ? 1 : 0));
    if (before.typeId() == QMetaType::QVariantMap && method == "update") {
        QVariantMap map = before.toMap();
        map.insert(value.toMap());
        map.insert(given.named);
        assign(target, bounded(map), depth + 1);
        return;
    }
    if (before.typeId() != QMetaType::QVariantList || given.values.isEmpty())
        return;
    QVariantList list = before.toList();
    if (one)
        list.append(value);
    else if (method == "remove")
        list.removeOne(given.values.first());
    else
        list += items(value);
    assign(target, bounded(list), depth + 1);
}

} // namespace reberth::analysis
