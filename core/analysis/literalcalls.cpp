#include "core/analysis/literals.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr int maxCalls = 12; ///< functions within functions
constexpr qsizetype maxText = 1'000'000;

QString folderOfPath(const QString& path) {
    return path.left(std::max<qsizetype>(path.lastIndexOf(QLatin1Char('/')), 0));
}

/// "{} {0} {name}" with what is given; format specifications are left out.
QVariant braceFormatted(const QString& format, const QVariantList& values, const QVariantMap& named) {
    static const QRegularExpression field(
        QStringLiteral("\\{\\{|\\}\\}|\\{(\\w*)(?:[.\\[][^}!:]*)?(?:![rsa])?(?::[^}]*)?\\}"));
    QString result;
    qsizetype at = 0, next = 0;
    auto matches = field.globalMatch(format);
    while (matches.hasNext()) {
        const auto match = matches.next();
        result += format.mid(at, match.capturedStart() - at);
        at = match.capturedEnd();
        const QString whole = match.captured();
        if (whole == QLatin1String("{{") || whole == QLatin1String("}}")) {
            result += whole.at(0);
            continue;
        }
        const QString name = match.captured(1);
        bool number = false;
        const qsizetype index = name.isEmpty() ? next++ : qsizetype(name.toLongLong(&number));
        const QVariant value = name.isEmpty() || number ? values.value(index) : named.value(name);
        if (!value.isValid() || result.size() > maxText)
            return {};
        result += value.toString();
    }
    return result + format.mid(at);
}

} // namespace

LiteralEvaluator::Arguments LiteralEvaluator::arguments(TSNode node, int depth) const {
    Arguments result;
    const TSNode list = PythonTree::field(node, "arguments");
    if (ts_node_is_null(list))
        return result;
    if (PythonTree::is(list, "generator_expression")) {
        result.values.append(evaluate(list, depth + 1));
        return result;
    }
    for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(list), 200); ++i) {
        const TSNode argument = ts_node_named_child(list, i);
        if (PythonTree::is(argument, "keyword_argument"))
            result.named.insert(m_tree.text(PythonTree::field(argument, "name")),
                                evaluate(PythonTree::field(argument, "value"), depth + 1));
        else if (PythonTree::is(argument, "dictionary_splat"))
            result.named.insert(evaluate(ts_node_named_child(argument, 0), depth + 1).toMap());
        else if (PythonTree::is(argument, "list_splat"))
            result.values += items(evaluate(ts_node_named_child(argument, 0), depth + 1));
        else if (!PythonTree::is(argument, "comment"))
            result.values.append(evaluate(argument, depth + 1));
    }
    return result;
}

QVariant LiteralEvaluator::call(TSNode node, int depth) const {
    const TSNode called = PythonTree::field(node, "function");
    if (ts_node_is_null(called))
        return {};
    const Arguments given = arguments(node, depth);
    const QString name = m_tree.text(called).left(200).remove(QLatin1Char(' '));
    const QVariant first = given.values.value(0);
    if (PythonTree::is(called, "identifier"))
        return function(name, given, depth);
    if (!PythonTree::is(called, "attribute"))
        return {};
    const QByteArrayView method = m_tree.view(PythonTree::field(called, "attribute"));
    static const QRegularExpression paths(QStringLiteral("^(?:os\\.path|path|osp)\\.(\\w+)$"));
    if (const auto match = paths.match(name); match.hasMatch()) {
        if (method == "join")
            return joinedPath(given.values);
        if (method == "dirname")
            return folderOfPath(first.toString());
        if (method == "basename")
            return first.toString().section(QLatin1Char('/'), -1);
        if (method == "exists" || method == "isfile")
            return m_readFile && !first.toString().isEmpty() ? QVariant(opened(first).isValid()) : QVariant();
        return first; // abspath, realpath, normpath, expanduser
    }
    if (name == QLatin1String("os.getcwd"))
        return QString();
    if (name == QLatin1String("io.open") || name == QLatin1String("codecs.open"))
        return opened(first);
    if (name == QLatin1String("os.environ.get") || name == QLatin1String("os.getenv"))
        return given.values.value(1);
    if (name == QLatin1String("pathlib.Path"))
        return joinedPath(given.values);
    if (name.endsWith(QLatin1String("chain.from_iterable")) || name == QLatin1String("itertools.chain")) {
        QVariantList all;
        for (const QVariant& value : given.values.size() == 1 ? items(first) : given.values)
            all += items(value);
        return all;
    }
    if (method == "parse_requirements") {
        // pkg_resources takes the text, pip's own function the name of the file.
        const QVariant file = opened(first);
        return items(file.isValid() ? file : first);
    }
    const QVariant object = evaluate(PythonTree::field(called, "object"), depth + 1);
    if (object.typeId() == QMetaType::QString)
        return textMethod(object.toString(), method, given);
    if (object.typeId() == QMetaType::QVariantMap)
        return mapMethod(object.toMap(), method, given);
    if (object.typeId() == QMetaType::QVariantList && (method == "copy" || method == "union"))
        return object.toList() + items(first);
    return {};
}

QVariant LiteralEvaluator::mapMethod(const QVariantMap& map, QByteArrayView method, const Arguments& given) {
    if (method == "values")
        return map.values();
    if (method == "keys")
        return items(map);
    if (method == "items") {
        QVariantList pairs;
        for (auto it = map.begin(); it != map.end(); ++it)
            pairs.append(QVariant(QVariantList{it.key(), it.value()}));
        return pairs;
    }
    if (method == "get")
        return map.value(given.values.value(0).toString(), given.values.value(1));
    return method == "copy" ? QVariant(map) : QVariant();
}

QVariant LiteralEvaluator::function(const QString& name, const Arguments& given, int depth) const {
    const QVariant first = given.values.value(0);
    if (m_functions.contains(name)) {
        const QVariant value = own(name, given, depth);
        const bool nothing =
            !value.isValid() || (value.typeId() == QMetaType::QVariantList && strings(value).isEmpty());
        const QVariant file = nothing ? requirementsOf(name, given) : QVariant();
        return file.isValid() ? file : value;
    }
    if (name == QLatin1String("list") || name == QLatin1String("tuple") || name == QLatin1String("set") ||
        name == QLatin1String("sorted") || name == QLatin1String("reversed") || name == QLatin1String("frozenset")) {
        if (given.values.isEmpty())
            return QVariantList();
        return first.isValid() ? QVariant(items(first)) : QVariant();
    }
    if (name == QLatin1String("str"))
        return first.isValid() ? QVariant(first.toString()) : QVariant();
    if (name == QLatin1String("dict")) {
        QVariantMap map = first.toMap();
        map.insert(given.named);
        return map;
    }
    if (name == QLatin1String("filter") || name == QLatin1String("map"))
        return items(given.values.value(1));
    if (name == QLatin1String("sum") || name == QLatin1String("chain")) {
        QVariantList all;
        for (const QVariant& value : name == QLatin1String("sum") ? items(first) : given.values)
            all += items(value);
        return all;
    }
    if (name == QLatin1String("open"))
        return opened(first);
    if (name == QLatin1String("getenv"))
        return given.values.value(1);
    if (name == QLatin1String("Path") || name == QLatin1String("join"))
        return joinedPath(given.values);
    if (name == QLatin1String("dirname"))
        return folderOfPath(first.toString());
    if (name == QLatin1String("abspath") || name == QLatin1String("realpath"))
        return first;
    return requirementsOf(name, given);
}

/// A function of the script itself: its body with the arguments put in.
QVariant LiteralEvaluator::own(const QString& name, const Arguments& given, int depth) const {
    // Without files to read it is some program's function, which is not what its parameters are about.
    if (!m_readFile || m_calls >= maxCalls || isSpent())
        return {};
    const TSNode function = m_functions.value(name);
    const Names outer = m_names;
    const QHash<QString, TSNode> functions = m_functions;
    ++m_calls;
    const TSNode parameters = PythonTree::field(function, "parameters");
    const uint32_t count =
        ts_node_is_null(parameters) ? 0 : std::min<uint32_t>(ts_node_named_child_count(parameters), 50);
    qsizetype place = 0;
    for (uint32_t i = 0; i < count; ++i) {
        const TSNode parameter = ts_node_named_child(parameters, i);
        QString key;
        QVariant value;
        if (PythonTree::is(parameter, "identifier")) {
            key = m_tree.text(parameter);
        } else if (PythonTree::is(parameter, "typed_parameter")) {
            key = m_tree.text(ts_node_named_child(parameter, 0));
        } else if (PythonTree::is(parameter, "list_splat_pattern")) {
            m_names.insert(m_tree.text(ts_node_named_child(parameter, 0)), given.values.mid(place));
            place = given.values.size();
            continue;
        } else {
            key = m_tree.text(PythonTree::field(parameter, "name"));
            value = evaluate(PythonTree::field(parameter, "value"), depth + 1);
        }
        if (place < given.values.size())
            value = given.values.at(place);
        else if (given.named.contains(key))
            value = given.named.value(key);
        ++place;
        m_names.insert(key, value);
    }
    const std::optional<QVariant> returned = block(PythonTree::field(function, "body"), depth + 1);
    --m_calls;
    m_names = outer;
    m_functions = functions;
    return returned.value_or(QVariant());
}

/// A helper that is too clever to be followed, but is given (or has as its default) the file it reads.
QVariant LiteralEvaluator::requirementsOf(const QString& name, const Arguments& given) const {
    if (!name.contains(QLatin1String("req"), Qt::CaseInsensitive) &&
        !name.contains(QLatin1String("depend"), Qt::CaseInsensitive))
        return {};
    QVariantList candidates = given.values + given.named.values();
    if (const auto known = m_functions.constFind(name); known != m_functions.cend()) {
        const TSNode parameters = PythonTree::field(*known, "parameters");
        const uint32_t count =
            ts_node_is_null(parameters) ? 0 : std::min<uint32_t>(ts_node_named_child_count(parameters), 10);
        for (uint32_t i = 0; i < count; ++i) {
            const TSNode value = PythonTree::field(ts_node_named_child(parameters, i), "value");
            if (!ts_node_is_null(value))
                candidates.append(evaluate(value));
        }
    }
    for (const QVariant& candidate : std::as_const(candidates)) {
        const QVariant text = candidate.toString().endsWith(QLatin1String(".txt")) ? opened(candidate) : QVariant();
        if (text.isValid())
            return items(text);
    }
    return {};
}

QVariant LiteralEvaluator::opened(const QVariant& name) const {
    if (!m_readFile || name.typeId() != QMetaType::QString || name.toString().isEmpty() ||
        name.toString().size() > 500 || name.toString().contains(QLatin1Char('\n')))
        return {};
    const std::optional<QString> text = m_readFile(name.toString());
    return text ? QVariant(*text) : QVariant();
}

QVariant LiteralEvaluator::textMethod(const QString& text, QByteArrayView method, const Arguments& given) const {
    const QString argument = given.values.value(0).toString();
    if (method == "read" || method == "decode" || method == "encode" || method == "resolve" || method == "absolute" ||
        method == "as_posix" || method == "expanduser")
        return text;
    if (method == "read_text" || method == "open")
        return opened(text);
    if (method == "exists" || method == "is_file")
        return opened(text).isValid();
    if (method == "joinpath")
        return joinedPath(QVariantList{text} + given.values);
    if (method == "strip" || method == "rstrip" || method == "lstrip") {
        const auto goes = [&](QChar c) { return given.values.isEmpty() ? c.isSpace() : argument.contains(c); };
        qsizetype from = 0, to = text.size();
        while (method != "rstrip" && from < to && goes(text.at(from)))
            ++from;
        while (method != "lstrip" && to > from && goes(text.at(to - 1)))
            --to;
        return text.mid(from, to - from);
    }
    if (method == "lower")
        return text.toLower();
    if (method == "upper")
        return text.toUpper();
    if (method == "startswith")
        return text.startsWith(argument);
    if (method == "endswith")
        return text.endsWith(argument);
    if (method == "replace" && given.values.size() > 1 && !argument.isEmpty())
        return QString(text).replace(argument, given.values.at(1).toString());
    if (method == "splitlines" || method == "readlines")
        return items(text);
    if (method == "split" || method == "rsplit") {
        QVariantList parts;
        static const QRegularExpression blanks(QStringLiteral("\\s+"));
        // Blanks in a line of a requirements file belong to it: a bare split() of many lines is meant for lines.
        const bool bare = argument.isEmpty();
        const bool lines = bare && text.contains(QLatin1Char('\n'));
        const QStringList cut = lines  ? text.split(QLatin1Char('\n'))
                                : bare ? text.split(blanks, Qt::SkipEmptyParts)
                                       : text.split(argument);
        for (const QString& part : cut)
            parts.append(lines ? part.trimmed() : part);
        return parts;
    }
    if (method == "format")
        return braceFormatted(text, given.values, given.named);
    if (method == "join")
        return strings(given.values.value(0)).join(text);
    return {};
}

} // namespace reberth::analysis
