#include "core/analysis/literals.h"

#include <QRegularExpression>
#include <QStringList>

namespace reberth::analysis {

namespace {

constexpr int maxDepth = 60;
constexpr int maxSteps = 50'000;
constexpr qsizetype maxText = 1'000'000;
constexpr qsizetype maxWeight = 2'000'000;
constexpr qsizetype weightOfStep = 4096;

bool isNull(TSNode node) {
    return ts_node_is_null(node);
}

QString unescaped(const QString& text) {
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('\\') || i + 1 >= text.size()) {
            result += text.at(i);
            continue;
        }
        const QChar next = text.at(++i);
        if (next == QLatin1Char('n'))
            result += QLatin1Char('\n');
        else if (next == QLatin1Char('t'))
            result += QLatin1Char('\t');
        else if (next == QLatin1Char('\n'))
            continue;
        else if (next == QLatin1Char('\\') || next == QLatin1Char('\'') || next == QLatin1Char('"'))
            result += next;
        else
            result += QLatin1Char('\\') + QString(next);
    }
    return result;
}

/// Characters of a value with all that it holds, 16 for each value; counting ends above `limit`.
qsizetype weigh(const QVariant& value, qsizetype limit) {
    qsizetype weight = 16;
    if (value.typeId() == QMetaType::QString) {
        weight += value.toString().size();
    } else if (value.typeId() == QMetaType::QVariantList) {
        const QVariantList list = value.toList();
        for (auto it = list.begin(); it != list.end() && weight <= limit; ++it)
            weight += weigh(*it, limit - weight);
    } else if (value.typeId() == QMetaType::QVariantMap) {
        const QVariantMap map = value.toMap();
        for (auto it = map.begin(); it != map.end() && weight <= limit; ++it)
            weight += it.key().size() + weigh(it.value(), limit - weight);
    }
    return weight;
}

} // namespace

LiteralEvaluator::LiteralEvaluator(const PythonTree& tree, ReadFile readFile)
    : m_tree(tree)
    , m_readFile(std::move(readFile)) {
}

void LiteralEvaluator::readAssignments() {
    const TSNode root = m_tree.root();
    const uint32_t count = ts_node_named_child_count(root);
    // A cursor keeps this linear; indexed access walks from the first child each time.
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    if (count > 0 && ts_tree_cursor_goto_first_child(&cursor)) {
        do {
            readStatement(ts_tree_cursor_current_node(&cursor));
        } while (ts_tree_cursor_goto_next_sibling(&cursor) && m_steps < maxSteps);
    }
    ts_tree_cursor_delete(&cursor);
}

void LiteralEvaluator::readStatement(TSNode statement) {
    if (PythonTree::is(statement, "function_definition")) {
        // `def read_requirements(): … return …`: the last return at its own level, with its own assignments.
        const QString name = m_tree.text(PythonTree::field(statement, "name"));
        const TSNode body = PythonTree::field(statement, "body");
        const QHash<QString, QVariant> outer = m_names;
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(body), 50);
        QVariant returned;
        for (uint32_t i = 0; i < count; ++i) {
            TSNode inner = ts_node_named_child(body, i);
            if (PythonTree::is(inner, "with_statement")) {
                const TSNode clause = ts_node_named_child(inner, 0);
                for (uint32_t k = 0; k < ts_node_named_child_count(clause); ++k) {
                    const TSNode item = PythonTree::field(ts_node_named_child(clause, k), "value");
                    if (!isNull(item) && PythonTree::is(item, "as_pattern")) {
                        const QVariant value = evaluate(ts_node_named_child(item, 0), 0);
                        m_names.insert(m_tree.text(ts_node_named_child(item, 1)), value);
                    }
                }
                const TSNode block = PythonTree::field(inner, "body");
                for (uint32_t k = 0; k < std::min<uint32_t>(ts_node_named_child_count(block), 20); ++k) {
                    const TSNode line = ts_node_named_child(block, k);
                    if (PythonTree::is(line, "return_statement"))
                        returned = evaluate(ts_node_named_child(line, 0), 0);
                    else if (PythonTree::is(line, "expression_statement"))
                        readStatement(line);
                }
            } else if (PythonTree::is(inner, "return_statement") && ts_node_named_child_count(inner) > 0) {
                returned = evaluate(ts_node_named_child(inner, 0), 0);
            } else if (PythonTree::is(inner, "expression_statement")) {
                readStatement(inner);
            }
        }
        m_names = outer;
        if (returned.isValid())
            m_functions.insert(name, returned);
        return;
    }
    if (PythonTree::is(statement, "with_statement") || PythonTree::is(statement, "if_statement") ||
        PythonTree::is(statement, "try_statement")) {
        if (PythonTree::is(statement, "with_statement")) {
            const TSNode clause = ts_node_named_child(statement, 0);
            for (uint32_t k = 0; k < std::min<uint32_t>(ts_node_named_child_count(clause), 10); ++k) {
                const TSNode item = PythonTree::field(ts_node_named_child(clause, k), "value");
                if (!isNull(item) && PythonTree::is(item, "as_pattern"))
                    m_names.insert(m_tree.text(ts_node_named_child(item, 1)),
                                   evaluate(ts_node_named_child(item, 0), 0));
            }
        }
        TSNode body = PythonTree::field(statement, PythonTree::is(statement, "if_statement") ? "consequence" : "body");
        if (!isNull(body)) {
            for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(body), 100); ++i) {
                const TSNode inner = ts_node_named_child(body, i);
                if (PythonTree::is(inner, "expression_statement"))
                    readStatement(inner);
            }
        }
        return;
    }
    if (!PythonTree::is(statement, "expression_statement") || ts_node_named_child_count(statement) == 0)
        return;
    const TSNode expression = ts_node_named_child(statement, 0);
    if (PythonTree::is(expression, "assignment")) {
        const TSNode left = PythonTree::field(expression, "left");
        const TSNode right = PythonTree::field(expression, "right");
        if (!isNull(left) && !isNull(right) && PythonTree::is(left, "identifier")) {
            m_names.insert(m_tree.text(left), evaluate(right, 0));
        } else if (!isNull(left) && !isNull(right) && PythonTree::is(left, "subscript")) {
            const QString name = m_tree.text(PythonTree::field(left, "value"));
            QVariantMap map = m_names.value(name).toMap();
            map.insert(evaluate(PythonTree::field(left, "subscript"), 0).toString(), evaluate(right, 0));
            m_names.insert(name, bounded(map));
        }
    } else if (PythonTree::is(expression, "augmented_assignment")) {
        const QString name = m_tree.text(PythonTree::field(expression, "left"));
        const QVariant added = evaluate(PythonTree::field(expression, "right"), 0);
        QVariantList list = m_names.value(name).toList();
        if (added.typeId() == QMetaType::QVariantList && list.size() < 10'000)
            m_names.insert(name, bounded(list + added.toList()));
    } else if (PythonTree::is(expression, "call")) {
        const TSNode function = PythonTree::field(expression, "function");
        if (!PythonTree::is(function, "attribute"))
            return;
        const QString name = m_tree.text(PythonTree::field(function, "object"));
        const QByteArrayView method = m_tree.view(PythonTree::field(function, "attribute"));
        const TSNode arguments = PythonTree::field(expression, "arguments");
        if (!m_names.contains(name) || ts_node_named_child_count(arguments) == 0)
            return;
        const QVariant value = evaluate(ts_node_named_child(arguments, 0), 0);
        QVariantList list = m_names.value(name).toList();
        if (list.size() >= 10'000)
            return;
        if (method == "append")
            list.append(value);
        else if (method == "extend")
            list += value.toList();
        else
            return;
        m_names.insert(name, bounded(list));
    }
}

QVariant LiteralEvaluator::bounded(QVariant value) const {
    const qsizetype weight = weigh(value, maxWeight);
    m_steps += int(weight / weightOfStep);
    return weight > maxWeight ? QVariant() : value;
}

QVariant LiteralEvaluator::evaluate(TSNode node, int depth) const {
    if (isNull(node) || depth > maxDepth || ++m_steps > maxSteps)
        return {};
    return bounded(evaluateKind(node, depth));
}

QVariant LiteralEvaluator::evaluateKind(TSNode node, int depth) const {
    const char* type = ts_node_type(node);
    const auto is = [type](const char* name) { return qstrcmp(type, name) == 0; };
    if (is("string"))
        return evaluateString(node, depth);
    if (is("concatenated_string")) {
        QString text;
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 2000);
        for (uint32_t i = 0; i < count && text.size() <= maxText; ++i)
            text += evaluate(ts_node_named_child(node, i), depth + 1).toString();
        return text;
    }
    if (is("integer")) {
        bool ok = false;
        const qlonglong value = m_tree.text(node).remove(QLatin1Char('_')).toLongLong(&ok, 0);
        return ok ? QVariant(value) : QVariant();
    }
    if (is("float")) {
        bool ok = false;
        const double value = m_tree.text(node).remove(QLatin1Char('_')).toDouble(&ok);
        return ok ? QVariant(value) : QVariant();
    }
    if (is("true") || is("false"))
        return is("true");
    if (is("identifier"))
        return m_names.value(m_tree.text(node));
    if (is("parenthesized_expression"))
        return evaluate(ts_node_named_child(node, 0), depth + 1);
    if (is("unary_operator")) {
        const QVariant value = evaluate(PythonTree::field(node, "argument"), depth + 1);
        if (m_tree.view(node).startsWith("-"))
            return value.typeId() == QMetaType::LongLong ? QVariant(-value.toLongLong())
                   : value.typeId() == QMetaType::Double ? QVariant(-value.toDouble())
                                                         : QVariant();
        return value;
    }
    if (is("list") || is("tuple") || is("set") || is("expression_list")) {
        QVariantList list;
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 2000);
        for (uint32_t i = 0; i < count; ++i) {
            const TSNode item = ts_node_named_child(node, i);
            if (PythonTree::is(item, "comment"))
                continue;
            if (PythonTree::is(item, "list_splat"))
                list += evaluate(ts_node_named_child(item, 0), depth + 1).toList();
            else
                list.append(evaluate(item, depth + 1));
        }
        return list;
    }
    if (is("dictionary")) {
        QVariantMap map;
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 1000);
        for (uint32_t i = 0; i < count; ++i) {
            const TSNode pair = ts_node_named_child(node, i);
            if (PythonTree::is(pair, "pair"))
                map.insert(evaluate(PythonTree::field(pair, "key"), depth + 1).toString(),
                           evaluate(PythonTree::field(pair, "value"), depth + 1));
        }
        return map;
    }
    if (is("list_comprehension") || is("generator_expression")) {
        // `[line.strip() for line in lines if …]`: what is looped over is what is meant.
        for (uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
            const TSNode clause = ts_node_named_child(node, i);
            if (PythonTree::is(clause, "for_in_clause"))
                return evaluate(PythonTree::field(clause, "right"), depth + 1);
        }
        return {};
    }
    if (is("binary_operator"))
        return evaluateBinary(node, depth);
    if (is("conditional_expression"))
        return evaluate(ts_node_named_child(node, 0), depth + 1);
    if (is("call"))
        return evaluateCall(node, depth);
    if (is("subscript")) {
        const QVariant value = evaluate(PythonTree::field(node, "value"), depth + 1);
        if (value.typeId() == QMetaType::QVariantMap)
            return value.toMap().value(evaluate(PythonTree::field(node, "subscript"), depth + 1).toString());
        return {};
    }
    return {};
}

QVariant LiteralEvaluator::evaluateString(TSNode node, int depth) const {
    QString raw = m_tree.text(node);
    qsizetype prefix = 0;
    while (prefix < raw.size() && raw.at(prefix).isLetter())
        ++prefix;
    const QString letters = raw.left(prefix).toLower();
    raw = raw.mid(prefix);
    const qsizetype quote = raw.startsWith(QLatin1String("\"\"\"")) || raw.startsWith(QLatin1String("'''")) ? 3 : 1;
    if (raw.size() < 2 * quote)
        return {};
    raw = raw.mid(quote, raw.size() - 2 * quote);
    if (letters.contains(QLatin1Char('f'))) {
        static const QRegularExpression field(QStringLiteral("\\{(\\w+)\\}"));
        QString text;
        qsizetype at = 0;
        auto it = field.globalMatch(raw);
        while (it.hasNext()) {
            const auto match = it.next();
            const QVariant value = m_names.value(match.captured(1));
            if (!value.isValid() || text.size() > maxText)
                return {};
            text += raw.mid(at, match.capturedStart() - at) + value.toString();
            at = match.capturedEnd();
        }
        raw = text + raw.mid(at);
    }
    Q_UNUSED(depth)
    return letters.contains(QLatin1Char('r')) ? raw : unescaped(raw);
}

QVariant LiteralEvaluator::evaluateBinary(TSNode node, int depth) const {
    const QVariant left = evaluate(PythonTree::field(node, "left"), depth + 1);
    const QVariant right = evaluate(PythonTree::field(node, "right"), depth + 1);
    const QByteArrayView sign = m_tree.view(PythonTree::field(node, "operator"));
    if (sign == "+") {
        if (left.typeId() == QMetaType::QVariantList || right.typeId() == QMetaType::QVariantList)
            return left.toList() + right.toList();
        if (left.typeId() == QMetaType::QString && right.typeId() == QMetaType::QString &&
            left.toString().size() + right.toString().size() < maxText)
            return left.toString() + right.toString();
    } else if (sign == "%" && left.typeId() == QMetaType::QString) {
        QString text = left.toString();
        const QVariantList values = right.typeId() == QMetaType::QVariantList ? right.toList() : QVariantList{right};
        for (const QVariant& value : values) {
            const qsizetype at = text.indexOf(QLatin1String("%s"));
            if (at < 0 || !value.isValid() || text.size() > maxText)
                return {};
            text.replace(at, 2, value.toString());
        }
        return text;
    } else if (sign == "*" || sign == "/" || sign == "-") {
        bool leftOk = false, rightOk = false;
        const double a = left.toDouble(&leftOk), b = right.toDouble(&rightOk);
        if (leftOk && rightOk && left.typeId() != QMetaType::QString && !(sign == "/" && qFuzzyIsNull(b))) {
            const double value = sign == "*" ? a * b : sign == "/" ? a / b : a - b;
            const bool whole = sign != "/" && left.typeId() == QMetaType::LongLong &&
                               right.typeId() == QMetaType::LongLong && qAbs(value) < 9e15;
            return whole ? QVariant(qlonglong(value)) : QVariant(value);
        }
    }
    return {};
}

QVariant LiteralEvaluator::evaluateCall(TSNode node, int depth) const {
    const TSNode function = PythonTree::field(node, "function");
    const TSNode arguments = PythonTree::field(node, "arguments");
    QVariantList values;
    QVariantMap named;
    if (!isNull(arguments) && PythonTree::is(arguments, "argument_list")) {
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(arguments), 200); ++i) {
            const TSNode argument = ts_node_named_child(arguments, i);
            if (PythonTree::is(argument, "keyword_argument"))
                named.insert(m_tree.text(PythonTree::field(argument, "name")),
                             evaluate(PythonTree::field(argument, "value"), depth + 1));
            else if (!PythonTree::is(argument, "comment"))
                values.append(evaluate(argument, depth + 1));
        }
    }
    const QString name = m_tree.text(function);
    if (PythonTree::is(function, "identifier")) {
        if (name == QLatin1String("list") || name == QLatin1String("tuple") || name == QLatin1String("set") ||
            name == QLatin1String("sorted") || name == QLatin1String("str"))
            return values.value(0);
        if (name == QLatin1String("dict"))
            return named;
        if (name == QLatin1String("filter") || name == QLatin1String("map"))
            return values.value(1);
        if (name == QLatin1String("open") && m_readFile) {
            const std::optional<QString> text = m_readFile(values.value(0).toString());
            return text ? QVariant(*text) : QVariant();
        }
        if (m_functions.contains(name))
            return m_functions.value(name);
        // A helper that is given the file's name: parse_requirements('requirements.txt').
        const QString file = values.value(0).toString();
        if (m_readFile && file.endsWith(QLatin1String(".txt")) &&
            name.contains(QLatin1String("req"), Qt::CaseInsensitive)) {
            const std::optional<QString> text = m_readFile(file);
            return text ? QVariant(*text) : QVariant();
        }
        return {};
    }
    if (!PythonTree::is(function, "attribute"))
        return {};
    const QByteArrayView method = m_tree.view(PythonTree::field(function, "attribute"));
    if (name == QLatin1String("os.path.join") || name == QLatin1String("osp.join")) {
        // A folder that isn't constant is the script's own, nearly always.
        QStringList parts;
        for (const QVariant& value : std::as_const(values)) {
            if (value.typeId() == QMetaType::QString && !value.toString().isEmpty())
                parts.append(value.toString());
        }
        return parts.join(QLatin1Char('/'));
    }
    if (name == QLatin1String("io.open") || name == QLatin1String("codecs.open")) {
        const std::optional<QString> text = m_readFile ? m_readFile(values.value(0).toString()) : std::nullopt;
        return text ? QVariant(*text) : QVariant();
    }
    const QVariant object = evaluate(PythonTree::field(function, "object"), depth + 1);
    if (object.typeId() == QMetaType::QString) {
        const QString text = object.toString();
        if (method == "read" || method == "strip" || method == "rstrip" || method == "decode" || method == "lower" ||
            method == "lstrip" || method == "read_text")
            return text;
        if (method == "splitlines" || method == "readlines" || method == "split") {
            QVariantList lines;
            const QString separator =
                method == "split" && !values.isEmpty() ? values.first().toString() : QStringLiteral("\n");
            for (const QString& line : text.split(separator.isEmpty() ? QStringLiteral("\n") : separator))
                lines.append(line.trimmed());
            return lines;
        }
        if (method == "format") {
            QString result = text;
            for (const QVariant& value : std::as_const(values)) {
                const qsizetype at = result.indexOf(QLatin1String("{}"));
                if (at >= 0 && result.size() <= maxText)
                    result.replace(at, 2, value.toString());
            }
            for (auto it = named.constBegin(); it != named.constEnd(); ++it) {
                const QString field = QLatin1Char('{') + it.key() + QLatin1Char('}');
                const QString value = it.value().toString();
                if (result.size() + result.count(field) * value.size() > maxText)
                    return {};
                result.replace(field, value);
            }
            return result;
        }
        if (method == "join") {
            const QStringList parts = strings(values.value(0));
            if (parts.size() * text.size() > maxText)
                return {};
            return parts.join(text);
        }
    } else if (object.typeId() == QMetaType::QVariantList && method == "copy") {
        return object;
    }
    return {};
}

QStringList LiteralEvaluator::strings(const QVariant& value) {
    if (value.typeId() == QMetaType::QString)
        return {value.toString()};
    QStringList result;
    if (value.typeId() == QMetaType::QVariantList) {
        for (const QVariant& item : value.toList())
            result += strings(item);
    }
    return result;
}

} // namespace reberth::analysis
