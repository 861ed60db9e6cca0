#include "core/analysis/pythonparameters.h"

#include <QRegularExpression>

#include <algorithm>

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

/// "int", "Optional[float]", "list[str]", "positive_int", "lambda x: float(x)" → int, float, str, bool, choice.
QString typeName(const QString& written) {
    QString text = written.simplified().toLower();
    static const QRegularExpression wrapper(
        QStringLiteral("^(?:typing\\.|t\\.)?(?:optional|list|sequence|tuple|union|annotated|iterable)\\[(.*)\\]$"));
    for (int depth = 0; depth < 4; ++depth) {
        const auto match = wrapper.match(text);
        if (!match.hasMatch())
            break;
        text = match.captured(1).section(QLatin1Char(','), 0, 0).trimmed();
    }
    text = text.section(QLatin1Char('|'), 0, 0).trimmed();
    const QString last = text.section(QLatin1Char('('), 0, 0).section(QLatin1Char('.'), -1);
    if (last == QLatin1String("int") || last == QLatin1String("float") || last == QLatin1String("str") ||
        last == QLatin1String("bool"))
        return last;
    static const QRegularExpression boolean(QStringLiteral("bool|^(?:str)?2?truth|^distutils.*strtobool|^strtobool$"));
    static const QRegularExpression whole(
        QStringLiteral("(?:^|_)int(?:eger|range|p?|_.*)?$|^(?:positive|non_?neg\\w*)int|^long$"));
    static const QRegularExpression real(QStringLiteral("(?:^|_)float(?:range|_.*)?$"));
    if (text.startsWith(QLatin1String("lambda"))) {
        static const QRegularExpression inner(QStringLiteral("\\b(float|int|bool|eval)\\("));
        const QString called = inner.match(text).captured(1);
        return text.contains(QLatin1String("true")) || called == QLatin1String("bool")     ? QStringLiteral("bool")
               : called == QLatin1String("float") && !text.contains(QLatin1String("for ")) ? QStringLiteral("float")
               : called == QLatin1String("int") && !text.contains(QLatin1String("for "))   ? QStringLiteral("int")
                                                                                           : QStringLiteral("str");
    }
    if (boolean.match(last).hasMatch())
        return QStringLiteral("bool");
    if (whole.match(last).hasMatch())
        return QStringLiteral("int");
    if (real.match(last).hasMatch())
        return QStringLiteral("float");
    if (last == QLatin1String("choice") || last == QLatin1String("enum") || last.startsWith(QLatin1String("literal[")))
        return QStringLiteral("choice");
    return QStringLiteral("str");
}

} // namespace

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

TSNode CallArguments::find(const char* name) const {
    for (const auto& [key, node] : named) {
        if (key == QLatin1String(name))
            return node;
    }
    return {};
}

CallArguments callArguments(const PythonTree& tree, TSNode call) {
    CallArguments result;
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

QString valueText(const PythonTree& tree, TSNode node, const LiteralEvaluator& literals) {
    // typer and pydantic write "no default" as "...".
    if (ts_node_is_null(node) || PythonTree::is(node, "none") || PythonTree::is(node, "ellipsis") ||
        tree.view(node).endsWith(".SUPPRESS"))
        return {};
    const QVariant value = literals.evaluate(node);
    return value.isValid() ? shown(value) : tree.text(node).simplified().left(80);
}

namespace {

void readCommon(const PythonTree& tree, const CallArguments& arguments, const LiteralEvaluator& literals,
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
    const CallArguments arguments = callArguments(tree, call);
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
    if (const TSNode node = arguments.find("type"); node.id) {
        const QString constant = literals.evaluate(node).toString(); // optparse: type='int'
        parameter.type = typeName(constant.isEmpty() ? tree.text(node) : constant);
    }
    if (const TSNode node = arguments.find("action"); node.id) {
        const QString action = literals.evaluate(node).toString();
        if (action == QLatin1String("store_true") || action == QLatin1String("store_false")) {
            parameter.type = QStringLiteral("bool");
            parameter.defaultValue =
                action == QLatin1String("store_true") ? QStringLiteral("False") : QStringLiteral("True");
        } else if (action == QLatin1String("version") || action == QLatin1String("help")) {
            return std::nullopt;
        } else if (action == QLatin1String("count")) {
            parameter.type = QStringLiteral("int");
        } else if (tree.text(node).contains(QLatin1String("BooleanOptionalAction"))) {
            parameter.type = QStringLiteral("bool");
        }
    }
    readCommon(tree, arguments, literals, parameter);
    if (parameter.type.isEmpty())
        parameter.type = QStringLiteral("str");
    return parameter;
}

std::optional<Parameter> readPositionalCall(const PythonTree& tree, TSNode call, const LiteralEvaluator& literals) {
    const CallArguments arguments = callArguments(tree, call);
    const QString name = literals.evaluate(arguments.first()).toString();
    if (name.isEmpty() || name.size() > 100 || arguments.positional.size() < 3)
        return std::nullopt;
    Parameter parameter;
    parameter.name = (name.startsWith(QLatin1Char('-')) ? QString() : QStringLiteral("--")) + name;
    parameter.type = typeName(tree.text(arguments.positional.at(1)));
    parameter.defaultValue = valueText(tree, arguments.positional.at(2), literals);
    if (arguments.positional.size() > 3)
        parameter.help = literals.evaluate(arguments.positional.at(3)).toString().simplified().left(400);
    readCommon(tree, arguments, literals, parameter);
    return parameter;
}

std::optional<Parameter> readClickCall(const PythonTree& tree, TSNode call, bool argument,
                                       const LiteralEvaluator& literals) {
    const CallArguments arguments = callArguments(tree, call);
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
            const QList<TSNode> values = callArguments(tree, node).positional;
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
    const CallArguments arguments = callArguments(tree, call);
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

namespace {

/// Name, type and default of one parameter of a function.
struct SignatureEntry {
    QString name;
    QString annotation;
    TSNode type{};
    TSNode value{};
};

QList<SignatureEntry> signatureOf(const PythonTree& tree, TSNode function) {
    QList<SignatureEntry> entries;
    const TSNode list = PythonTree::field(function, "parameters");
    if (ts_node_is_null(list))
        return entries;
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(list), 100); ++i) {
        const TSNode node = ts_node_named_child(list, i);
        SignatureEntry entry;
        if (PythonTree::is(node, "identifier"))
            entry.name = tree.text(node);
        else if (PythonTree::is(node, "typed_parameter"))
            entry.name = tree.text(ts_node_named_child(node, 0));
        else if (const TSNode name = PythonTree::field(node, "name"); !ts_node_is_null(name))
            entry.name = tree.text(name);
        entry.type = PythonTree::field(node, "type");
        if (!ts_node_is_null(entry.type))
            entry.annotation = tree.text(entry.type);
        entry.value = PythonTree::field(node, "value");
        if (!entry.name.isEmpty() && entry.name != QLatin1String("self") && entry.name != QLatin1String("cls") &&
            !entry.name.startsWith(QLatin1Char('*')))
            entries.append(entry);
    }
    return entries;
}

/// The strings of Literal["a", "b"].
QStringList literalChoices(const QString& annotation) {
    QStringList choices;
    const qsizetype at = annotation.indexOf(QLatin1String("Literal["));
    if (at < 0)
        return choices;
    static const QRegularExpression text(QStringLiteral("[\"']([^\"']*)[\"']"));
    for (auto it = text.globalMatch(annotation.mid(at).section(QLatin1Char(']'), 0, 0)); it.hasNext();)
        choices.append(it.next().captured(1));
    return choices;
}

void applyType(const QString& annotation, Parameter& parameter) {
    if (annotation.isEmpty())
        return;
    parameter.type = typeName(annotation);
    parameter.choices = literalChoices(annotation);
    if (!parameter.choices.isEmpty())
        parameter.type = QStringLiteral("choice");
    else if (parameter.type == QLatin1String("choice"))
        parameter.type = QStringLiteral("str");
}

void applyValue(const PythonTree& tree, TSNode value, const LiteralEvaluator& literals, Parameter& parameter) {
    parameter.defaultValue = valueText(tree, value, literals);
    if (parameter.type.isEmpty())
        parameter.type = typeOfValue(literals.evaluate(value));
}

} // namespace

QList<Parameter> readSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals) {
    QList<Parameter> parameters;
    for (const SignatureEntry& entry : signatureOf(tree, function)) {
        Parameter parameter;
        parameter.name = QLatin1String("--") + entry.name;
        applyType(entry.annotation, parameter);
        parameter.required = ts_node_is_null(entry.value);
        if (!parameter.required)
            applyValue(tree, entry.value, literals, parameter);
        if (parameter.type.isEmpty())
            parameter.type = QStringLiteral("str");
        parameters.append(parameter);
    }
    return parameters;
}

QList<Parameter> readTyperSignature(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals) {
    QList<Parameter> parameters;
    for (const SignatureEntry& entry : signatureOf(tree, function)) {
        if (entry.annotation.contains(QLatin1String("Context")))
            continue;
        Parameter parameter;
        applyType(entry.annotation, parameter);
        bool positional = ts_node_is_null(entry.value);
        parameter.required = positional;
        const bool described = !positional && PythonTree::is(entry.value, "call");
        const QString called = described ? tree.text(PythonTree::field(entry.value, "function")) : QString();
        QString name = QLatin1String("--") + QString(entry.name).replace(QLatin1Char('_'), QLatin1Char('-'));
        if (called.endsWith(QLatin1String("Option")) || called.endsWith(QLatin1String("Argument"))) {
            const CallArguments arguments = callArguments(tree, entry.value);
            positional = called.endsWith(QLatin1String("Argument"));
            TSNode value = arguments.find("default");
            for (const TSNode argument : arguments.positional) {
                const QString text = literals.evaluate(argument).toString();
                if (text.startsWith(QLatin1String("--")))
                    name = text.section(QLatin1Char('/'), 0, 0);
                else if (!value.id && !text.startsWith(QLatin1Char('-')))
                    value = argument;
            }
            parameter.required = !value.id || PythonTree::is(value, "ellipsis");
            if (value.id && !parameter.required)
                applyValue(tree, value, literals, parameter);
            if (const TSNode help = arguments.find("help"); help.id)
                parameter.help = literals.evaluate(help).toString().simplified().left(400);
        } else if (!positional) {
            applyValue(tree, entry.value, literals, parameter);
        }
        // typing.Annotated[str, typer.Argument()] says it in the type.
        if (entry.annotation.contains(QLatin1String("Option(")))
            positional = false;
        else if (entry.annotation.contains(QLatin1String("Argument(")))
            positional = true;
        parameter.name = positional ? entry.name : name;
        if (parameter.type.isEmpty())
            parameter.type = QStringLiteral("str");
        parameters.append(parameter);
    }
    return parameters;
}

QList<Parameter> readFields(const PythonTree& tree, TSNode definition, const LiteralEvaluator& literals) {
    QList<Parameter> parameters;
    const TSNode body = PythonTree::field(definition, "body");
    if (ts_node_is_null(body))
        return parameters;
    TSNode constructor{};
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(body), 300); ++i) {
        const TSNode statement = ts_node_named_child(body, i);
        if (PythonTree::is(statement, "function_definition") &&
            tree.view(PythonTree::field(statement, "name")) == "__init__")
            constructor = statement;
        if (!PythonTree::is(statement, "expression_statement") || ts_node_named_child_count(statement) == 0)
            continue;
        const TSNode field = ts_node_named_child(statement, 0);
        const TSNode type = PythonTree::field(field, "type");
        const TSNode left = PythonTree::field(field, "left");
        if (!PythonTree::is(field, "assignment") || ts_node_is_null(type) || ts_node_is_null(left) ||
            !PythonTree::is(left, "identifier"))
            continue;
        const QString annotation = tree.text(type);
        if (annotation.contains(QLatin1String("ClassVar")))
            continue;
        Parameter parameter;
        parameter.name = QLatin1String("--") + tree.text(left);
        applyType(annotation, parameter);
        TSNode value = PythonTree::field(field, "right");
        parameter.required = ts_node_is_null(value);
        if (!parameter.required && PythonTree::is(value, "call")) {
            const QString function = tree.text(PythonTree::field(value, "function"));
            if (function.endsWith(QLatin1String("field")) || function.endsWith(QLatin1String("Field")) ||
                function.endsWith(QLatin1String("arg")) || function == QLatin1String("attr.ib")) {
                const CallArguments arguments = callArguments(tree, value);
                if (const TSNode metadata = arguments.find("metadata"); metadata.id)
                    parameter.help = literals.evaluate(metadata)
                                         .toMap()
                                         .value(QStringLiteral("help"))
                                         .toString()
                                         .simplified()
                                         .left(400);
                if (const TSNode help = arguments.find("help"); help.id)
                    parameter.help = literals.evaluate(help).toString().simplified().left(400);
                value = arguments.find("default");
                const bool factory = arguments.has("default_factory") || arguments.has("factory");
                if (!value.id && function.endsWith(QLatin1String("arg")))
                    value = arguments.first();
                parameter.required = !value.id && !factory;
                if (!value.id)
                    value = TSNode{};
            }
        }
        if (!parameter.required && value.id)
            applyValue(tree, value, literals, parameter);
        if (parameter.type.isEmpty())
            parameter.type = QStringLiteral("str");
        parameters.append(parameter);
    }
    return parameters.isEmpty() && constructor.id ? readSignature(tree, constructor, literals) : parameters;
}

QList<Parameter> readLocals(const PythonTree& tree, TSNode function, const LiteralEvaluator& literals) {
    QList<Parameter> parameters;
    const TSNode body = PythonTree::field(function, "body");
    if (ts_node_is_null(body))
        return parameters;
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(body), 200); ++i) {
        const TSNode statement = ts_node_named_child(body, i);
        if (!PythonTree::is(statement, "expression_statement") || ts_node_named_child_count(statement) == 0)
            continue;
        const TSNode assignment = ts_node_named_child(statement, 0);
        const TSNode left = PythonTree::field(assignment, "left");
        const TSNode right = PythonTree::field(assignment, "right");
        if (!PythonTree::is(assignment, "assignment") || ts_node_is_null(left) || ts_node_is_null(right) ||
            !PythonTree::is(left, "identifier"))
            continue;
        Parameter parameter;
        parameter.name = tree.text(left) + QLatin1Char('=');
        applyValue(tree, right, literals, parameter);
        parameters.append(parameter);
    }
    return parameters;
}

} // namespace reberth::analysis
