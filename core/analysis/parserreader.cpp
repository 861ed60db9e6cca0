#include "core/analysis/parserreader.h"

#include "core/analysis/docopt.h"
#include "core/analysis/literals.h"
#include "core/analysis/pythonparameters.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <vector>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxParameters = 500; ///< of one file
constexpr size_t maxCalls = 4000;

QByteArrayView lastPart(QByteArrayView dotted) {
    const qsizetype dot = dotted.lastIndexOf('.');
    return dot < 0 ? dotted : dotted.sliced(dot + 1);
}

/// A class of settings, by its name: TrainingArguments, ModelConfig, Hparams.
bool isSettingsName(const QString& name) {
    static const QRegularExpression settings(QStringLiteral("arg|conf|cfg|option|opts|param|setting|flags"),
                                             QRegularExpression::CaseInsensitiveOption);
    return settings.match(name).hasMatch();
}

class ParserReader {
public:
    ParserReader(const PythonTree& tree, PythonFacts& facts)
        : m_tree(tree)
        , m_facts(facts)
        , m_literals(tree) {
        for (const ImportUse& use : facts.imports) {
            const QString top = use.module.section(QLatin1Char('.'), 0, 0);
            m_modules.insert(top);
            for (const QString& name : use.names)
                m_origins.insert(name, top);
        }
        m_literals.readAssignments();
    }

    void run() {
        collect();
        for (const TSNode definition : m_decorated)
            readDecorated(definition);
        for (const TSNode call : m_calls)
            readCall(call);
        readTaps();
        for (auto it = m_classes.constBegin(); it != m_classes.constEnd(); ++it) {
            if (m_dataclasses.contains(it.key()) && isSettingsName(it.key()) && m_facts.argumentClasses.size() < 50)
                m_facts.argumentClasses.insert(it.key(), readFields(m_tree, it.value(), m_literals));
        }
        finish();
    }

private:
    void collect() {
        TSTreeCursor cursor = ts_tree_cursor_new(m_tree.root());
        bool descend = true;
        int depth = 0;
        while (true) {
            if (descend && depth < 200) {
                const TSNode node = ts_tree_cursor_current_node(&cursor);
                if (PythonTree::is(node, "call") && m_calls.size() < maxCalls)
                    m_calls.push_back(node);
                else if (PythonTree::is(node, "function_definition"))
                    m_functions.insert(m_tree.text(PythonTree::field(node, "name")), node);
                else if (PythonTree::is(node, "class_definition"))
                    m_classes.insert(m_tree.text(PythonTree::field(node, "name")), node);
                else if (PythonTree::is(node, "decorated_definition"))
                    m_decorated.push_back(node);
                if (ts_tree_cursor_goto_first_child(&cursor)) {
                    ++depth;
                    continue;
                }
            }
            if (ts_tree_cursor_goto_next_sibling(&cursor)) {
                descend = true;
                continue;
            }
            if (!ts_tree_cursor_goto_parent(&cursor))
                break;
            --depth;
            descend = false;
        }
        ts_tree_cursor_delete(&cursor);
    }

    bool imports(const char* module) const { return m_modules.contains(QLatin1String(module)); }
    bool comesFrom(const QString& name, const char* module) const {
        return m_origins.value(name) == QLatin1String(module);
    }

    void add(const QList<Parameter>& parameters, const char* parser) {
        m_facts.parser = QLatin1String(parser);
        for (const Parameter& parameter : parameters)
            add(std::optional<Parameter>(parameter));
    }

    void add(const std::optional<Parameter>& parameter) {
        if (!parameter || m_facts.parameters.size() >= maxParameters)
            return;
        // The same option of several sub-commands is one field.
        const bool known = std::any_of(m_facts.parameters.begin(), m_facts.parameters.end(),
                                       [&](const Parameter& other) { return other.name == parameter->name; });
        if (!known)
            m_facts.parameters.append(*parameter);
    }

    void readDecorated(TSNode node) {
        const TSNode definition = PythonTree::field(node, "definition");
        if (ts_node_is_null(definition))
            return;
        const QString name = m_tree.text(PythonTree::field(definition, "name"));
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(node), 60); ++i) {
            const TSNode decorator = ts_node_named_child(node, i);
            if (!PythonTree::is(decorator, "decorator"))
                continue;
            const QString text = m_tree.text(decorator).mid(1).trimmed();
            const QString called = text.section(QLatin1Char('('), 0, 0).trimmed();
            const QString last = called.section(QLatin1Char('.'), -1);
            if (last == QLatin1String("dataclass") || called == QLatin1String("attr.s") ||
                last == QLatin1String("define"))
                m_dataclasses.insert(name);
            else if (imports("typer") && (last == QLatin1String("command") || last == QLatin1String("callback")))
                add(readTyperSignature(m_tree, definition, m_literals), "typer");
            else if (imports("sacred") && (last == QLatin1String("config") || last == QLatin1String("named_config")) &&
                     called.contains(QLatin1Char('.'))) {
                if (last == QLatin1String("config"))
                    add(readLocals(m_tree, definition, m_literals), "sacred");
            } else if ((imports("pyrallis") || imports("draccus")) && last == QLatin1String("wrap")) {
                addClassOfFirstParameter(definition);
            } else if (imports("plac") && last == QLatin1String("annotations")) {
                add(readSignature(m_tree, definition, m_literals), "plac");
            }
        }
    }

    void readCall(TSNode call) {
        const TSNode function = PythonTree::field(call, "function");
        const QByteArrayView view = m_tree.view(function);
        if (view.size() > 200)
            return;
        const QByteArrayView last = lastPart(view);
        const QString full = QString::fromUtf8(view);
        const QString name = QString::fromUtf8(last);
        const bool member = view.size() > last.size();
        if (last == "add_argument" || (last == "add_option" && imports("optparse"))) {
            add(readArgparseCall(m_tree, call, m_literals));
            if (m_facts.parser.isEmpty() || m_facts.parser == QLatin1String("dataclass"))
                m_facts.parser = last == "add_option" ? QStringLiteral("optparse") : QStringLiteral("argparse");
        } else if ((last == "add" || last == "add_arg") && readsOption(call)) {
            add(readArgparseCall(m_tree, call, m_literals));
            m_facts.parser = QStringLiteral("argparse");
        } else if (last == "add_arg" && callArguments(m_tree, call).positional.size() >= 3) {
            add(readPositionalCall(m_tree, call, m_literals));
            m_facts.parser = QStringLiteral("argparse");
        } else if (last == "add_parser" && member) {
            const QString command = m_literals.evaluate(callArguments(m_tree, call).first()).toString();
            if (!command.isEmpty() && m_commands.size() < 50)
                m_commands.append(command);
        } else if (last == "add_subparsers") {
            const TSNode destination = callArguments(m_tree, call).find("dest");
            m_destination = destination.id ? m_literals.evaluate(destination).toString() : QString();
        } else if (last == "set_defaults" && member) {
            for (const auto& [key, value] : callArguments(m_tree, call).named)
                m_defaults.insert(key, valueText(m_tree, value, m_literals));
        } else if (last.startsWith("DEFINE_") && last.size() > 7) {
            add(readAbslCall(m_tree, call, QString::fromUtf8(last.sliced(7)), m_literals));
            m_facts.parser = QStringLiteral("absl");
        } else if (last == "mark_flag_as_required" || last == "mark_flags_as_required") {
            for (const QString& flag :
                 LiteralEvaluator::strings(m_literals.evaluate(callArguments(m_tree, call).first())))
                m_required.insert(flag);
        } else if ((last == "option" || last == "argument") && isClick(full, name)) {
            add(readClickCall(m_tree, call, last == "argument", m_literals));
            m_facts.parser = QStringLiteral("click");
        } else if (full == QLatin1String("fire.Fire") || (last == "Fire" && comesFrom(name, "fire"))) {
            addFunctionOf(call, "fire");
        } else if (full == QLatin1String("hydra.main")) {
            readHydra(call);
        } else if (full == QLatin1String("typer.run")) {
            const TSNode target = m_functions.value(m_tree.text(callArguments(m_tree, call).first()));
            if (target.id)
                add(readTyperSignature(m_tree, target, m_literals), "typer");
        } else if (full == QLatin1String("tyro.cli") || (last == "cli" && comesFrom(name, "tyro"))) {
            addFunctionOf(call, "tyro");
        } else if (last == "HfArgumentParser" || full == QLatin1String("simple_parsing.parse") ||
                   full == QLatin1String("pyrallis.parse") || full == QLatin1String("draccus.parse") ||
                   last == "add_arguments" || last == "add_class_arguments") {
            addClassesOf(call);
        } else if ((last == "CLI" || last == "auto_cli") &&
                   (imports("jsonargparse") || comesFrom(name, "jsonargparse"))) {
            addFunctionOf(call, "jsonargparse");
        } else if (full == QLatin1String("plac.call")) {
            addFunctionOf(call, "plac");
        } else if (last == "docopt" && imports("docopt")) {
            const TSNode text = callArguments(m_tree, call).first();
            const QString documentation = text.id && m_tree.text(text) != QLatin1String("__doc__")
                                              ? m_literals.evaluate(text).toString()
                                              : moduleDocumentation();
            add(readDocopt(documentation), "docopt");
        } else if (last == "add_config" && imports("sacred")) {
            for (const auto& [key, value] : callArguments(m_tree, call).named)
                add(Parameter{key + QLatin1Char('='),
                              typeOfValue(m_literals.evaluate(value)),
                              valueText(m_tree, value, m_literals),
                              {},
                              {},
                              false});
            m_facts.parser = QStringLiteral("sacred");
        }
    }

    bool isClick(const QString& full, const QString& name) const {
        return full.startsWith(QLatin1String("click.")) || comesFrom(name, "click");
    }

    /// `p.add('--x')` of configargparse: its first argument is an option.
    bool readsOption(TSNode call) const {
        return m_literals.evaluate(callArguments(m_tree, call).first()).toString().startsWith(QLatin1Char('-'));
    }

    void addFunctionOf(TSNode call, const char* parser) {
        m_facts.parser = QLatin1String(parser);
        const TSNode first = callArguments(m_tree, call).first();
        if (!first.id) {
            addEveryFunction();
            return;
        }
        QString name = m_tree.text(first);
        if (PythonTree::is(first, "call"))
            name = m_tree.text(PythonTree::field(first, "function"));
        const bool dashes = qstrcmp(parser, "tyro") == 0;
        if (PythonTree::is(first, "dictionary")) {
            QStringList commands;
            for (const QString& key : m_literals.evaluate(first).toMap().keys())
                commands.append(key);
            if (!commands.isEmpty())
                add(std::optional<Parameter>(
                    Parameter{QStringLiteral("command"), QStringLiteral("choice"), {}, commands, {}, true}));
        } else if (const TSNode function = m_functions.value(name); function.id) {
            add(readSignature(m_tree, function, m_literals), parser);
        } else if (m_classes.contains(name)) {
            addClass(name, dashes);
        } else {
            m_facts.parserClasses.append(name);
        }
    }

    /// fire.Fire() offers every function of the module as a command.
    void addEveryFunction() {
        const TSNode root = m_tree.root();
        QList<Parameter> parameters;
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(root), 500); ++i) {
            const TSNode function = ts_node_named_child(root, i);
            if (!PythonTree::is(function, "function_definition"))
                continue;
            const QString name = m_tree.text(PythonTree::field(function, "name"));
            if (name.startsWith(QLatin1Char('_')) || m_commands.size() >= 50)
                continue;
            m_commands.append(name);
            for (Parameter parameter : readSignature(m_tree, function, m_literals)) {
                parameter.required = false; // of this command only
                parameters.append(parameter);
            }
        }
        add(parameters, "fire");
    }

    void addClassesOf(TSNode call) {
        m_facts.parser = QStringLiteral("dataclass");
        QStringList names;
        const CallArguments arguments = callArguments(m_tree, call);
        TSNode first = arguments.find("config_class");
        if (!first.id)
            first = arguments.first();
        if (!first.id)
            return;
        if (PythonTree::is(first, "tuple") || PythonTree::is(first, "list") ||
            PythonTree::is(first, "parenthesized_expression")) {
            for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(first), 20); ++i)
                names.append(m_tree.text(ts_node_named_child(first, i)));
        } else {
            names.append(m_tree.text(first));
        }
        for (const QString& name : std::as_const(names)) {
            if (m_classes.contains(name))
                addClass(name, false);
            else
                m_facts.parserClasses.append(name.section(QLatin1Char('.'), -1));
        }
    }

    void addClass(const QString& name, bool dashes) {
        const TSNode definition = m_classes.value(name);
        if (!definition.id)
            return;
        for (Parameter parameter : readFields(m_tree, definition, m_literals)) {
            if (dashes)
                parameter.name.replace(QLatin1Char('_'), QLatin1Char('-'));
            add(std::optional<Parameter>(parameter));
        }
    }

    void addClassOfFirstParameter(TSNode function) {
        m_facts.parser = QStringLiteral("dataclass");
        const TSNode parameters = PythonTree::field(function, "parameters");
        if (ts_node_is_null(parameters) || ts_node_named_child_count(parameters) == 0)
            return;
        const QString type = m_tree.text(PythonTree::field(ts_node_named_child(parameters, 0), "type"));
        if (m_classes.contains(type))
            addClass(type, false);
        else if (!type.isEmpty())
            m_facts.parserClasses.append(type.section(QLatin1Char('.'), -1));
    }

    /// `class Arguments(Tap): lr: float = 0.1`
    void readTaps() {
        if (!imports("tap"))
            return;
        for (auto it = m_classes.constBegin(); it != m_classes.constEnd(); ++it) {
            const TSNode bases = PythonTree::field(it.value(), "superclasses");
            if (!ts_node_is_null(bases) && m_tree.text(bases).contains(QLatin1String("Tap")))
                add(readFields(m_tree, it.value(), m_literals), "tap");
        }
    }

    void readHydra(TSNode call) {
        m_facts.parser = QStringLiteral("hydra");
        const CallArguments arguments = callArguments(m_tree, call);
        if (const TSNode path = arguments.find("config_path"); path.id)
            m_facts.configPath = m_literals.evaluate(path).toString();
        else if (arguments.first().id)
            m_facts.configPath = m_literals.evaluate(arguments.first()).toString();
        if (const TSNode name = arguments.find("config_name"); name.id)
            m_facts.configName = m_literals.evaluate(name).toString();
        // Until 1.0 the path itself named the file.
        if (m_facts.configName.isEmpty() && m_facts.configPath.contains(QLatin1String(".yaml"))) {
            m_facts.configName = m_facts.configPath.section(QLatin1Char('/'), -1);
            m_facts.configPath = m_facts.configPath.contains(QLatin1Char('/'))
                                     ? m_facts.configPath.section(QLatin1Char('/'), 0, -2)
                                     : QString();
        }
    }

    QString moduleDocumentation() const {
        const TSNode root = m_tree.root();
        for (uint32_t i = 0; i < std::min<uint32_t>(ts_node_named_child_count(root), 5); ++i) {
            const TSNode statement = ts_node_named_child(root, i);
            if (PythonTree::is(statement, "expression_statement") && ts_node_named_child_count(statement) > 0 &&
                PythonTree::is(ts_node_named_child(statement, 0), "string"))
                return m_literals.evaluate(ts_node_named_child(statement, 0)).toString();
        }
        return {};
    }

    void finish() {
        if (!m_commands.isEmpty()) {
            m_commands.removeDuplicates();
            Parameter command{m_destination.isEmpty() ? QStringLiteral("command") : m_destination,
                              QStringLiteral("choice"),
                              {},
                              m_commands,
                              {},
                              true};
            m_facts.parameters.prepend(command);
        }
        for (Parameter& parameter : m_facts.parameters) {
            QString plain = parameter.name;
            while (plain.startsWith(QLatin1Char('-')))
                plain.remove(0, 1);
            if (m_required.contains(plain))
                parameter.required = true;
            plain.replace(QLatin1Char('-'), QLatin1Char('_'));
            if (m_defaults.contains(plain))
                parameter.defaultValue = m_defaults.value(plain);
        }
        m_facts.parserClasses.removeDuplicates();
    }

    const PythonTree& m_tree;
    PythonFacts& m_facts;
    LiteralEvaluator m_literals;
    QSet<QString> m_modules;           ///< first parts of what is imported
    QHash<QString, QString> m_origins; ///< imported name → first part of its module
    std::vector<TSNode> m_calls;
    std::vector<TSNode> m_decorated;
    QHash<QString, TSNode> m_functions;
    QHash<QString, TSNode> m_classes;
    QSet<QString> m_dataclasses;
    QStringList m_commands;
    QString m_destination;
    QHash<QString, QString> m_defaults;
    QSet<QString> m_required;
};

} // namespace

bool mayParseArguments(const PythonFacts& facts, QByteArrayView source) {
    // argparse and absl are told by their calls: many files import them for less, or are handed a parser.
    static const QSet<QString> libraries{
        QStringLiteral("optparse"), QStringLiteral("click"),          QStringLiteral("fire"),
        QStringLiteral("hydra"),    QStringLiteral("typer"),          QStringLiteral("tyro"),
        QStringLiteral("docopt"),   QStringLiteral("plac"),           QStringLiteral("jsonargparse"),
        QStringLiteral("sacred"),   QStringLiteral("pyrallis"),       QStringLiteral("draccus"),
        QStringLiteral("tap"),      QStringLiteral("simple_parsing"), QStringLiteral("configargparse")};
    for (const ImportUse& use : facts.imports) {
        const QString top = use.module.section(QLatin1Char('.'), 0, 0);
        if (libraries.contains(top) || use.names.contains(QStringLiteral("HfArgumentParser")))
            return true;
        if (top == QLatin1String("dataclasses") || top == QLatin1String("attr")) {
            static const QRegularExpression settings(
                QStringLiteral("^class\\s+\\w*(?:Arg|Conf|Cfg|Option|Opts|Param|Setting|Flags)"),
                QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
            if (source.size() < 300'000 && settings.match(QString::fromLatin1(source.data(), source.size())).hasMatch())
                return true;
        }
    }
    return source.size() < 1'000'000 && (source.indexOf(".DEFINE_") >= 0 || source.indexOf(".add_argument(") >= 0);
}

void readParsers(const PythonTree& tree, PythonFacts& facts) {
    ParserReader(tree, facts).run();
}

} // namespace reberth::analysis
