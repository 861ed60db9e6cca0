#include "core/analysis/pythonparameters.h"

namespace reberth::analysis {

namespace {

QString shown(const QVariant& value) {
    if (value.typeId() == QMetaType::Bool)
        return value.toBool() ? QStringLiteral("True") : QStringLiteral("False");
    if (value.typeId() == QMetaType::Double)
        return QString::number(value.toDouble(), 'g', 12);
    if (value.typeId() == QMetaType::QVariantList) {
        QStringList parts;
        for (const QVariant& item : value.toList())
            parts.append(shown(item));
        return parts.join(QLatin1Char(' '));
    }
    return value.toString();
}

QString typeName(const QString& written) {
    const QString last = written.section(QLatin1Char('.'), -1).section(QLatin1Char('('), 0, 0).toLower();
    if (last == QLatin1String("int") || last == QLatin1String("float") || last == QLatin1String("str") ||
        last == QLatin1String("bool"))
        return last;
    if (last == QLatin1String("str2bool") || last == QLatin1String("boolean"))
        return QStringLiteral("bool");
    if (last == QLatin1String("integer") || last == QLatin1String("intrange"))
        return QStringLiteral("int");
    if (last == QLatin1String("choice") || last == QLatin1String("enum"))
        return QStringLiteral("choice");
    return QStringLiteral("str");
}

QString typeOfValue(const QVariant& value) {
    switch (value.typeId()) {
    case QMetaType::Bool:
        return QStringLiteral("bool");
    case QMetaType::LongLong:
        return QStringLiteral("int");
    case QMetaType::Double:
        return QStringLiteral("float");
    default:
        return QStringLiteral("str");
    }
}

struct Arguments {
    QList<TSNode> positional;
    QList<std::pair<QString, TSNode>> named;
    TSNode find(const char* name) const {
        for (const auto& [key, node] : named) {
            if (key == QLatin1String(name))
                return node;
        }
        return {};
    }
    bool has(const char* name) const { return find(name).id != nullptr; }
};

Arguments argumentsOf(const PythonTree& tree, TSNode call) {
    Arguments result;
    const TSNode list = PythonTree::field(call, "arguments");
    if (ts_node_is_null(list))
        return result;
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(list), 60); ++i) {
        const TSNode argument = ts_node_named_child(list, i);
        if (PythonTree::is(argument, "keyword_argument"))
            result.named.append({tree.text(PythonTree::field(argument, "name")), PythonTree::field(argument, "value")});
        else if (!PythonTree::is(argument, "comment"))
            result.positional.append(argument);
    }
    return result;
}

/// A value as text: its constant, else the expression as it is written when that is short.
QString valueText(const PythonTree& tree, TSNode node, const LiteralEvaluator& literals) {
    if (PythonTree::is(node, "none"))
        return {};
    const QVariant value = literals.evaluate(node);
    return value.isValid() ? shown(value) : tree.text(node).simplified().left(80);
}

void readCommon(const PythonTree& tree, const Arguments& arguments, const LiteralEvaluator& literals,
                Parameter& parameter) {
    if (const TSNode node = arguments.find("default"); node.id) {
        parameter.defaultValue = valueText(tree, node, literals);
        if (parameter.type.isEmpty())
            parameter.type = typeOfValue(literals.evaluate(node));
    }
    if (const TSNode node = arguments.find("help"); node.id)
        parameter.help = literals.evaluate(node).toString().simplified().left(400);
    if (const TSNode node = arguments.find("required"); node.id)
        parameter.required = literals.evaluate(node).toBool();
    if (const TSNode node = arguments.find("choices"); node.id) {
        const QVariant choices = literals.evaluate(node);
        for (const QVariant& choice : choices.toList())
            parameter.choices.append(shown(choice));
        if (!parameter.choices.isEmpty())
            parameter.type = QStringLiteral("choice");
    }
}

} // namespace

std::optional<Parameter> readArgparseCall(const PythonTree& tree, TSNode call, const LiteralEvaluator& literals) {
    const Arguments arguments = argumentsOf(tree, call);
    Parameter parameter;
    for (TSNode node : arguments.positional) {
        const QString name = literals.evaluate(node).toString();
        if (name.startsWith(QLatin1String("--")) || parameter.name.isEmpty())
            parameter.name = name.startsWith(QLatin1String("--")) && parameter.name.startsWith(QLatin1String("--"))
                                 ? parameter.name
                                 : name;
    }
    if (parameter.name.isEmpty() || parameter.name.size() > 100)
        return std::nullopt;
    parameter.required =
        !parameter.name.startsWith(QLatin1Char('-')) && !arguments.has("nargs") && !arguments.has("default");
    if (const TSNode node = arguments.find("type"); node.id)
        parameter.type = typeName(tree.text(node));
    if (const TSNode node = arguments.find("action"); node.id) {
        const QString action = literals.evaluate(node).toString();
        if (action == QLatin1String("store_true") || action == QLatin1String("store_false")) {
            parameter.type = QStringLiteral("bool");
            parameter.defaultValue =
                action == QLatin1String("store_true") ? QStringLiteral("False") : QStringLiteral("True");
        } else if (tree.text(node).contains(QLatin1String("BooleanOptionalAction"))) {
            parameter.type = QStringLiteral("bool");
        }
    }
    readCommon(tree, arguments, literals, parameter);
    if (parameter.type.isEmpty())
        parameter.type = QStringLiteral("str");
    return parameter;
}

std::optional<Parameter> readClickCall(const PythonTree& tree, TSNode call, bool argument,
                                       const LiteralEvaluator& literals) {
    const Arguments arguments = argumentsOf(tree, call);
    Parameter parameter;
    for (TSNode node : arguments.positional) {
        const QString name = literals.evaluate(node).toString();
        if (name.startsWith(QLatin1String("--")) ||
            (parameter.name.isEmpty() && (argument || name.startsWith(QLatin1Char('-')))))
            parameter.name = name;
    }
    if (parameter.name.isEmpty())
        return std::nullopt;
    if (parameter.name.contains(QLatin1String("/--"))) {
        parameter.name = parameter.name.section(QLatin1Char('/'), 0, 0);
        parameter.type = QStringLiteral("bool");
    }
    parameter.required = argument;
    if (const TSNode node = arguments.find("type"); node.id) {
        parameter.type = typeName(tree.text(node));
        if (parameter.type == QLatin1String("choice") && PythonTree::is(node, "call")) {
            const QList<TSNode> values = argumentsOf(tree, node).positional;
            if (!values.isEmpty())
                parameter.choices = LiteralEvaluator::strings(literals.evaluate(values.first()));
        }
    }
    if (const TSNode node = arguments.find("is_flag"); node.id && literals.evaluate(node).toBool())
        parameter.type = QStringLiteral("bool");
    readCommon(tree, arguments, literals, parameter);
    if (parameter.type.isEmpty())
        parameter.type = QStringLiteral("str");
    return parameter;
}

std::optional<Parameter> readAbslCall(const PythonTree& tree, TSNode call, const QString& type,
                                      const LiteralEvaluator& literals) {
    const Arguments arguments = argumentsOf(tree, call);
    if (arguments.positional.isEmpty())
        return std::nullopt;
    Parameter parameter;
    parameter.name = literals.evaluate(arguments.positional.first()).toString();
    if (parameter.name.isEmpty())
        return std::nullopt;
    parameter.name.prepend(QLatin1String("--"));
    parameter.type = type == QLatin1String("enum") ? QStringLiteral("choice") : typeName(type);
    if (arguments.positional.size() > 1)
        parameter.defaultValue = valueText(tree, arguments.positional.at(1), literals);
    if (parameter.type == QLatin1String("choice") && arguments.positional.size() > 2)
        parameter.choices = LiteralEvaluator::strings(literals.evaluate(arguments.positional.at(2)));
    if (arguments.positional.size() > 2)
        parameter.help = literals.evaluate(arguments.positional.last()).toString().simplified().left(400);
    readCommon(tree, arguments, literals, parameter);
    return parameter;
}

QList<Parameter> readSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals) {
    QList<Parameter> parameters;
    const TSNode list = PythonTree::field(function, "parameters");
    if (ts_node_is_null(list))
        return parameters;
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(list), 100); ++i) {
        const TSNode node = ts_node_named_child(list, i);
        Parameter parameter;
        const TSNode name = PythonTree::field(node, "name");
        if (PythonTree::is(node, "identifier")) {
            parameter.name = tree.text(node);
            parameter.required = true;
        } else if (PythonTree::is(node, "typed_parameter")) {
            parameter.name = tree.text(ts_node_named_child(node, 0));
            parameter.type = typeName(tree.text(PythonTree::field(node, "type")));
            parameter.required = true;
        } else if (!ts_node_is_null(name)) {
            parameter.name = tree.text(name);
            const TSNode value = PythonTree::field(node, "value");
            if (!ts_node_is_null(value)) {
                parameter.defaultValue = valueText(tree, value, literals);
                parameter.type = typeOfValue(literals.evaluate(value));
            }
        }
        if (parameter.name.isEmpty() || parameter.name == QLatin1String("self") ||
            parameter.name.startsWith(QLatin1Char('*')))
            continue;
        parameter.name.prepend(QLatin1String("--"));
        if (parameter.type.isEmpty())
            parameter.type = QStringLiteral("str");
        parameters.append(parameter);
    }
    return parameters;
}

} // namespace reberth::analysis
