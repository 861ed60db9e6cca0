#include "core/analysis/literals.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

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

/// "%s-%d" with a value, a tuple or a dictionary.
QVariant percentFormatted(const QString& format, const QVariant& values) {
    static const QRegularExpression field(QStringLiteral("%(?:\\((\\w+)\\))?[-+ #0]*\\d*(?:\\.\\d+)?([sdifrx%])"));
    const QVariantMap map = values.toMap();
    const QVariantList list = values.typeId() == QMetaType::QVariantList ? values.toList() : QVariantList{values};
    QString result;
    qsizetype at = 0, next = 0;
    auto matches = field.globalMatch(format);
    while (matches.hasNext()) {
        const auto match = matches.next();
        result += format.mid(at, match.capturedStart() - at);
        at = match.capturedEnd();
        if (match.capturedView(2) == QLatin1String("%")) {
            result += QLatin1Char('%');
            continue;
        }
        const QVariant value = match.capturedLength(1) > 0 ? map.value(match.captured(1)) : list.value(next++);
        if (!value.isValid() || result.size() > maxText)
            return {};
        result += value.toString();
    }
    return result + format.mid(at);
}

/// text[a:b] with constant ends.
QVariant slicedText(const QString& text, const QString& slice) {
    bool ok = true;
    const auto end = [&](const QString& written, qsizetype missing) -> qsizetype {
        if (written.trimmed().isEmpty())
            return missing;
        bool number = false;
        const qsizetype value = written.trimmed().toLongLong(&number);
        ok = ok && number;
        return std::clamp<qsizetype>(value < 0 ? value + text.size() : value, 0, text.size());
    };
    const qsizetype from = end(slice.section(QLatin1Char(':'), 0, 0), 0);
    const qsizetype to = end(slice.section(QLatin1Char(':'), 1, 1), text.size());
    return ok ? QVariant(text.mid(from, std::max<qsizetype>(to - from, 0))) : QVariant();
}

} // namespace

LiteralEvaluator::LiteralEvaluator(const PythonTree& tree, ReadFile readFile)
    : m_tree(tree)
    , m_readFile(std::move(readFile)) {
}

bool LiteralEvaluator::isSpent() const {
    return m_steps > maxSteps;
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
        return text(node, depth);
    if (is("concatenated_string")) {
        QString joined;
        const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 2000);
        for (uint32_t i = 0; i < count && joined.size() <= maxText; ++i)
            joined += evaluate(ts_node_named_child(node, i), depth + 1).toString();
        return joined;
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
        return named(m_tree.text(node));
    if (is("parenthesized_expression"))
        return evaluate(ts_node_named_child(node, 0), depth + 1);
    if (is("unary_operator")) {
        const QVariant value = evaluate(PythonTree::field(node, "argument"), depth + 1);
        if (!m_tree.view(node).startsWith("-"))
            return value;
        return value.typeId() == QMetaType::LongLong ? QVariant(-value.toLongLong())
               : value.typeId() == QMetaType::Double ? QVariant(-value.toDouble())
                                                     : QVariant();
    }
    if (is("list") || is("tuple") || is("set") || is("expression_list"))
        return list(node, depth);
    if (is("dictionary"))
        return dictionary(node, depth);
    if (is("list_comprehension") || is("generator_expression") || is("set_comprehension") ||
        is("dictionary_comprehension"))
        return comprehension(node, depth);
    if (is("binary_operator"))
        return binary(node, depth);
    if (is("comparison_operator"))
        return compared(node, depth);
    if (is("boolean_operator") || is("not_operator"))
        return logical(node, depth);
    if (is("conditional_expression"))
        return conditional(node, depth);
    if (is("call"))
        return call(node, depth);
    if (is("subscript"))
        return subscript(node, depth);
    if (is("attribute"))
        return attribute(node, depth);
    return {};
}

bool LiteralEvaluator::isTrue(const QVariant& value) {
    switch (value.typeId()) {
    case QMetaType::QString:
        return !value.toString().isEmpty();
    case QMetaType::QVariantList:
        return !value.toList().isEmpty();
    case QMetaType::QVariantMap:
        return !value.toMap().isEmpty();
    case QMetaType::Double:
        return value.toDouble() != 0;
    default:
        return value.toLongLong() != 0;
    }
}

QVariant LiteralEvaluator::named(const QString& name) const {
    // The script stands in the folder that its files are named from.
    return name == QLatin1String("__file__") ? QVariant(name) : m_names.value(name);
}

QVariant LiteralEvaluator::text(TSNode node, int depth) const {
    const QString raw = m_tree.text(node);
    qsizetype prefix = 0;
    while (prefix < raw.size() && raw.at(prefix).isLetter())
        ++prefix;
    const QString letters = raw.left(prefix).toLower();
    const bool plain = letters.contains(QLatin1Char('r'));
    const QString start = raw.mid(prefix, 3);
    const qsizetype quote = start == QString(3, QLatin1Char('"')) || start == QString(3, QLatin1Char('\'')) ? 3 : 1;
    if (raw.size() < prefix + 2 * quote)
        return {};
    if (!letters.contains(QLatin1Char('f'))) {
        const QString inner = raw.mid(prefix + quote, raw.size() - prefix - 2 * quote);
        return plain ? inner : unescaped(inner);
    }
    // The fields of an f-string are nodes of their own.
    uint32_t at = ts_node_start_byte(node) + uint32_t(prefix + quote);
    const uint32_t end = ts_node_end_byte(node) - uint32_t(quote);
    QString result;
    const auto literal = [&](uint32_t until) {
        QString part = QString::fromUtf8(m_tree.source().mid(at, until > at ? until - at : 0));
        part.replace(QLatin1String("{{"), QLatin1String("{")).replace(QLatin1String("}}"), QLatin1String("}"));
        result += plain ? part : unescaped(part);
    };
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 100); ++i) {
        const TSNode field = ts_node_named_child(node, i);
        if (!PythonTree::is(field, "interpolation") || ts_node_named_child_count(field) == 0)
            continue;
        literal(ts_node_start_byte(field));
        const QVariant value = evaluate(ts_node_named_child(field, 0), depth + 1);
        if (!value.isValid() || result.size() > maxText)
            return {};
        result += value.toString();
        at = ts_node_end_byte(field);
    }
    literal(end);
    return result;
}

QVariant LiteralEvaluator::list(TSNode node, int depth) const {
    QVariantList result;
    const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 2000);
    for (uint32_t i = 0; i < count && !isSpent(); ++i) {
        const TSNode item = ts_node_named_child(node, i);
        if (PythonTree::is(item, "comment"))
            continue;
        if (PythonTree::is(item, "list_splat"))
            result += items(evaluate(ts_node_named_child(item, 0), depth + 1));
        else
            result.append(evaluate(item, depth + 1));
    }
    return result;
}

QVariant LiteralEvaluator::dictionary(TSNode node, int depth) const {
    QVariantMap map;
    const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(node), 1000);
    for (uint32_t i = 0; i < count && !isSpent(); ++i) {
        const TSNode pair = ts_node_named_child(node, i);
        if (PythonTree::is(pair, "pair"))
            map.insert(evaluate(PythonTree::field(pair, "key"), depth + 1).toString(),
                       evaluate(PythonTree::field(pair, "value"), depth + 1));
        else if (PythonTree::is(pair, "dictionary_splat"))
            map.insert(evaluate(ts_node_named_child(pair, 0), depth + 1).toMap());
    }
    return map;
}

/// `[line.strip() for line in lines if line]`; of several loops the innermost items are what is meant.
QVariant LiteralEvaluator::comprehension(TSNode node, int depth) const {
    const bool pairs = PythonTree::is(node, "dictionary_comprehension");
    const TSNode body = PythonTree::field(node, "body");
    TSNode clause{};
    QList<TSNode> conditions;
    int loops = 0;
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 20); ++i) {
        const TSNode child = ts_node_named_child(node, i);
        if (PythonTree::is(child, "for_in_clause"))
            clause = ++loops == 1 ? child : clause;
        else if (PythonTree::is(child, "if_clause"))
            conditions.append(ts_node_named_child(child, 0));
    }
    if (loops == 0)
        return {};
    const QVariant over = evaluate(PythonTree::field(clause, "right"), depth + 1);
    if (!over.isValid())
        return {};
    if (loops > 1) {
        QVariantList flat;
        for (const QVariant& group : items(over))
            flat += items(group);
        return pairs ? QVariant() : QVariant(flat);
    }
    const Names outer = m_names;
    QVariantList result;
    QVariantMap map;
    for (const QVariant& item : items(over)) {
        if (isSpent())
            break;
        assign(PythonTree::field(clause, "left"), item, depth + 1);
        const bool leftOut = std::any_of(conditions.begin(), conditions.end(), [&](TSNode condition) {
            const QVariant value = evaluate(condition, depth + 1);
            return value.isValid() && !isTrue(value);
        });
        if (leftOut)
            continue;
        if (pairs) {
            map.insert(evaluate(PythonTree::field(body, "key"), depth + 1).toString(),
                       evaluate(PythonTree::field(body, "value"), depth + 1));
            continue;
        }
        const QVariant value = evaluate(body, depth + 1);
        result.append(value.isValid() ? value : item);
    }
    m_names = outer;
    return pairs ? QVariant(map) : QVariant(result);
}

QVariant LiteralEvaluator::binary(TSNode node, int depth) const {
    const QVariant left = evaluate(PythonTree::field(node, "left"), depth + 1);
    const QVariant right = evaluate(PythonTree::field(node, "right"), depth + 1);
    const QByteArrayView sign = m_tree.view(PythonTree::field(node, "operator"));
    const bool texts = left.typeId() == QMetaType::QString && right.typeId() == QMetaType::QString;
    const bool lists = left.typeId() == QMetaType::QVariantList || right.typeId() == QMetaType::QVariantList;
    if ((sign == "+" || sign == "|") && lists)
        return left.toList() + right.toList();
    if (sign == "+" && texts)
        return left.toString().size() + right.toString().size() < maxText ? QVariant(left.toString() + right.toString())
                                                                          : QVariant();
    if (sign == "|" && left.typeId() == QMetaType::QVariantMap) {
        QVariantMap map = left.toMap();
        map.insert(right.toMap());
        return map;
    }
    if (sign == "/" && texts)
        return joinedPath({left, right}); // of pathlib
    if (sign == "%" && left.typeId() == QMetaType::QString)
        return percentFormatted(left.toString(), right);
    bool leftOk = false, rightOk = false;
    const double a = left.toDouble(&leftOk), b = right.toDouble(&rightOk);
    if (!leftOk || !rightOk || left.typeId() == QMetaType::QString || right.typeId() == QMetaType::QString ||
        (sign == "/" && qFuzzyIsNull(b)))
        return {};
    if (sign != "*" && sign != "/" && sign != "-" && sign != "+")
        return {};
    const double value = sign == "*" ? a * b : sign == "/" ? a / b : sign == "-" ? a - b : a + b;
    const bool whole = sign != "/" && left.typeId() == QMetaType::LongLong && right.typeId() == QMetaType::LongLong &&
                       qAbs(value) < 9e15;
    return whole ? QVariant(qlonglong(value)) : QVariant(value);
}

/// `'x' in line`, `line == ''`; everything that asks the machine is invalid.
QVariant LiteralEvaluator::compared(TSNode node, int depth) const {
    if (ts_node_named_child_count(node) != 2)
        return {};
    const TSNode first = ts_node_named_child(node, 0), second = ts_node_named_child(node, 1);
    const QVariant left = evaluate(first, depth + 1), right = evaluate(second, depth + 1);
    if (!left.isValid() || !right.isValid())
        return {};
    const QByteArray sign =
        m_tree.source().mid(ts_node_end_byte(first), ts_node_start_byte(second) - ts_node_end_byte(first)).simplified();
    const bool negated = sign == "!=" || sign == "not in";
    if (sign == "==" || sign == "!=")
        return (left == right) != negated;
    if (sign != "in" && sign != "not in")
        return {};
    return (right.typeId() == QMetaType::QString ? right.toString().contains(left.toString())
                                                 : items(right).contains(left)) != negated;
}

QVariant LiteralEvaluator::logical(TSNode node, int depth) const {
    if (PythonTree::is(node, "not_operator")) {
        const QVariant value = evaluate(PythonTree::field(node, "argument"), depth + 1);
        return value.isValid() ? QVariant(!isTrue(value)) : QVariant();
    }
    const QVariant left = evaluate(PythonTree::field(node, "left"), depth + 1);
    const QVariant right = evaluate(PythonTree::field(node, "right"), depth + 1);
    const bool both = m_tree.view(PythonTree::field(node, "operator")) == "and";
    if (left.isValid())
        return isTrue(left) == both ? right : left;
    // `os.environ.get(…) or 'default'`; `unknown and False`
    return both == (right.isValid() && !isTrue(right)) ? right : QVariant();
}

QVariant LiteralEvaluator::conditional(TSNode node, int depth) const {
    const QVariant condition = evaluate(ts_node_named_child(node, 1), depth + 1);
    if (condition.isValid())
        return evaluate(ts_node_named_child(node, isTrue(condition) ? 0 : 2), depth + 1);
    const QVariant first = evaluate(ts_node_named_child(node, 0), depth + 1);
    const QVariant second = evaluate(ts_node_named_child(node, 2), depth + 1);
    if (first.typeId() == QMetaType::QVariantList && second.typeId() == QMetaType::QVariantList)
        return first.toList() + second.toList();
    return first.isValid() ? first : second;
}

QVariant LiteralEvaluator::subscript(TSNode node, int depth) const {
    const QVariant value = evaluate(PythonTree::field(node, "value"), depth + 1);
    const TSNode index = PythonTree::field(node, "subscript");
    if (!value.isValid() || isNull(index))
        return {};
    if (value.typeId() == QMetaType::QVariantMap)
        return value.toMap().value(evaluate(index, depth + 1).toString());
    if (PythonTree::is(index, "slice"))
        return value.typeId() == QMetaType::QString ? slicedText(value.toString(), m_tree.text(index)) : value;
    bool ok = false;
    qsizetype place = evaluate(index, depth + 1).toLongLong(&ok);
    const QVariantList list = value.toList();
    if (place < 0)
        place += list.size();
    return ok && place >= 0 && place < list.size() ? list.at(place) : QVariant();
}

QVariant LiteralEvaluator::attribute(TSNode node, int depth) const {
    const QVariant object = evaluate(PythonTree::field(node, "object"), depth + 1);
    const QByteArrayView name = m_tree.view(PythonTree::field(node, "attribute"));
    if (object.typeId() != QMetaType::QString)
        return {};
    const QString text = object.toString();
    if (name == "parent")
        return text.left(std::max<qsizetype>(text.lastIndexOf(QLatin1Char('/')), 0));
    // What pip's own reader gives for a line: (item.req, item.requirement).
    return name == "req" || name == "requirement" ? QVariant(text) : QVariant();
}

QVariantList LiteralEvaluator::items(const QVariant& value) {
    QVariantList result;
    if (value.typeId() == QMetaType::QString) {
        for (const QString& line : value.toString().split(QLatin1Char('\n')))
            result.append(line);
    } else if (value.typeId() == QMetaType::QVariantMap) {
        for (const QString& key : value.toMap().keys())
            result.append(key);
    } else {
        result = value.toList();
    }
    return result;
}

/// A folder that isn't constant is the script's own, nearly always.
QVariant LiteralEvaluator::joinedPath(const QVariantList& parts) {
    QStringList names;
    for (const QVariant& part : parts) {
        const QString name = part.typeId() == QMetaType::QString ? part.toString() : QString();
        if (!name.isEmpty() && name != QLatin1String("."))
            names.append(name);
    }
    return names.join(QLatin1Char('/'));
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
