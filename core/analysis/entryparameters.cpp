#include "core/analysis/entryparameters.h"

#include "core/yaml/document.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxParameters = 300; ///< of one entry point
constexpr int maxSteps = 3;              ///< from module to module

QString folderOf(const QString& path) {
    return path.contains(QLatin1Char('/')) ? path.section(QLatin1Char('/'), 0, -2) : QString();
}

QString typeOfScalar(const QString& text) {
    bool whole = false, real = false;
    text.toLongLong(&whole);
    text.toDouble(&real);
    const QString lower = text.toLower();
    if (lower == QLatin1String("true") || lower == QLatin1String("false"))
        return QStringLiteral("bool");
    return whole ? QStringLiteral("int") : real ? QStringLiteral("float") : QStringLiteral("str");
}

class ParameterFinder {
public:
    ParameterFinder(const SourceTree& tree, const QList<PythonFacts>& python)
        : m_tree(tree) {
        for (const PythonFacts& file : python)
            m_facts.insert(file.path, &file);
    }

    QList<Parameter> of(const QString& script) {
        const auto known = m_known.constFind(script);
        if (known != m_known.constEnd())
            return *known;
        QList<Parameter> parameters;
        if (const PythonFacts* facts = m_facts.value(script)) {
            QSet<QString> visited;
            gather(*facts, 0, visited, parameters);
            if (facts->parser == QLatin1String("hydra"))
                readHydra(*facts, parameters);
        }
        m_known.insert(script, parameters);
        return parameters;
    }

private:
    static void add(const QList<Parameter>& found, QList<Parameter>& parameters) {
        for (const Parameter& parameter : found) {
            const bool known = std::any_of(parameters.begin(), parameters.end(),
                                           [&](const Parameter& other) { return other.name == parameter.name; });
            if (!known && parameters.size() < maxParameters)
                parameters.append(parameter);
        }
    }

    /// The file of "options.train" or "..options", seen from `path`.
    const PythonFacts* resolve(const QString& path, const QString& module) const {
        QString name = module;
        QStringList bases;
        if (name.startsWith(QLatin1Char('.'))) {
            QString base = folderOf(path);
            name.remove(0, 1);
            while (name.startsWith(QLatin1Char('.'))) {
                base = folderOf(base);
                name.remove(0, 1);
            }
            bases.append(base);
        } else {
            QString base = folderOf(path);
            bases.append(base);
            while (!base.isEmpty()) {
                base = folderOf(base);
                bases.append(base);
            }
            bases.append(QStringLiteral("src"));
        }
        name.replace(QLatin1Char('.'), QLatin1Char('/'));
        for (const QString& base : std::as_const(bases)) {
            const QString whole = base.isEmpty() ? name : name.isEmpty() ? base : base + QLatin1Char('/') + name;
            for (const char* ending : {".py", "/__init__.py"}) {
                if (const PythonFacts* facts = m_facts.value(whole + QLatin1String(ending)))
                    return facts;
            }
        }
        // A script that puts a folder on the path itself (src/main.py, src/lib/opts.py): the one file of that name.
        const PythonFacts* only = nullptr;
        if (!module.startsWith(QLatin1Char('.')) && !name.isEmpty()) {
            const QString file = name + QLatin1String(".py");
            for (const QString& candidate : m_tree.named(file.section(QLatin1Char('/'), -1))) {
                const PythonFacts* facts = m_facts.value(candidate);
                if (!facts || facts->vendored || !candidate.endsWith(QLatin1Char('/') + file))
                    continue;
                if (only)
                    return nullptr;
                only = facts;
            }
        }
        return only;
    }

    void gather(const PythonFacts& facts, int depth, QSet<QString>& visited, QList<Parameter>& parameters) const {
        if (depth > maxSteps || visited.contains(facts.path))
            return;
        visited.insert(facts.path);
        const bool own = !facts.parameters.isEmpty() || !facts.parserClasses.isEmpty();
        add(facts.parameters, parameters);
        for (const QString& name : facts.parserClasses) {
            if (facts.argumentClasses.contains(name))
                add(facts.argumentClasses.value(name), parameters);
        }
        for (const QList<ImportUse>* uses : {&facts.imports, &facts.relativeImports}) {
            for (const ImportUse& use : *uses)
                follow(facts, use, own, depth, visited, parameters);
        }
    }

    void follow(const PythonFacts& facts, const ImportUse& use, bool own, int depth, QSet<QString>& visited,
                QList<Parameter>& parameters) const {
        static const QRegularExpression builder(QStringLiteral("^(?:get|add|build|make|create|parse|init|setup|load|"
                                                               "read|common|base|default)\\w*(?:arg|opt|pars|flag)|"
                                                               "options?$|^opts?$|^args?$|parser$|^parse"),
                                                QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression settings(QStringLiteral("arg|opt|pars|param|conf|cfg|flag|setting|hyper"),
                                                 QRegularExpression::CaseInsensitiveOption);
        const QString last = use.module.section(QLatin1Char('.'), -1);
        const bool builds = std::any_of(use.names.begin(), use.names.end(),
                                        [&](const QString& name) { return builder.match(name).hasMatch(); }) ||
                            (use.names.isEmpty() && builder.match(last).hasMatch());
        const bool speaks = builds || settings.match(last).hasMatch() ||
                            std::any_of(use.names.begin(), use.names.end(),
                                        [&](const QString& name) { return settings.match(name).hasMatch(); });
        const bool classes = std::any_of(use.names.begin(), use.names.end(),
                                         [&](const QString& name) { return facts.parserClasses.contains(name); });
        // A script with a parser of its own only adds what an imported one plainly brings.
        if (!classes && (own ? !builds : !speaks))
            return;
        QList<const PythonFacts*> targets;
        if (const PythonFacts* module = resolve(facts.path, use.module))
            targets.append(module);
        // `from options import train` names modules; so does `from . import args`.
        for (const QString& name : use.names.mid(0, 20)) {
            const QString inner =
                use.module.endsWith(QLatin1Char('.')) ? use.module + name : use.module + QLatin1Char('.') + name;
            if (!settings.match(name).hasMatch() && !settings.match(last).hasMatch())
                continue;
            if (const PythonFacts* module = resolve(facts.path, inner))
                targets.append(module);
        }
        for (const PythonFacts* target : std::as_const(targets)) {
            if (target->path == facts.path)
                continue;
            for (const QString& name : use.names) {
                if (classes && target->argumentClasses.contains(name))
                    add(target->argumentClasses.value(name), parameters);
            }
            // A script that is run itself keeps its options to itself unless they are asked for by name.
            if (target->mainLine > 0 && !builds)
                continue;
            if (!classes)
                gather(*target, depth + 1, visited, parameters);
        }
    }

    void readHydra(const PythonFacts& facts, QList<Parameter>& parameters) const {
        if (facts.configName.isEmpty())
            return;
        const std::optional<QString> folder = joinInside(folderOf(facts.path), facts.configPath);
        if (!folder)
            return;
        QString path = (folder->isEmpty() ? QString() : *folder + QLatin1Char('/')) + facts.configName;
        if (!path.endsWith(QLatin1String(".yaml")) && !path.endsWith(QLatin1String(".yml")))
            path += QLatin1String(".yaml");
        const std::optional<QString> text = m_tree.contains(path) ? m_tree.text(path) : std::nullopt;
        if (!text)
            return;
        const yaml::Node root = yaml::read(*text).root();
        QList<Parameter> found;
        addEntries(root, QString(), *folder, 0, found);
        add(found, parameters);
    }

    void addEntries(const yaml::Node& map, const QString& prefix, const QString& folder, int depth,
                    QList<Parameter>& found) const {
        for (const yaml::Entry& entry : map.entries()) {
            const QString key = entry.key;
            if (found.size() >= 150 || key.isEmpty() || key == QLatin1String("hydra"))
                continue;
            if (depth == 0 && key == QLatin1String("defaults")) {
                addGroups(entry.value, folder, found);
            } else if (entry.value.isMap()) {
                if (depth < 1)
                    addEntries(entry.value, prefix + key + QLatin1Char('.'), folder, depth + 1, found);
            } else if (entry.value.kind() == yaml::Kind::Scalar || entry.value.kind() == yaml::Kind::Null) {
                const QString value = entry.value.text();
                Parameter parameter;
                parameter.name = prefix + key + QLatin1Char('=');
                parameter.required = value == QLatin1String("???");
                parameter.defaultValue = parameter.required ? QString() : value;
                parameter.type = typeOfScalar(parameter.defaultValue);
                found.append(parameter);
            }
        }
    }

    /// `defaults: [{model: resnet}]`: the files of conf/model are what may be chosen.
    void addGroups(const yaml::Node& defaults, const QString& folder, QList<Parameter>& found) const {
        for (const yaml::Node& item : defaults.items()) {
            for (const yaml::Entry& entry : item.entries()) {
                QString group = entry.key;
                group.remove(QStringLiteral("override ")).remove(QStringLiteral("optional "));
                if (group.startsWith(QLatin1String("hydra")) || group.isEmpty() || found.size() >= 200)
                    continue;
                Parameter parameter{
                    group + QLatin1Char('='), QStringLiteral("choice"), entry.value.text(), {}, {}, false};
                const QString prefix =
                    (folder.isEmpty() ? QString() : folder + QLatin1Char('/')) + group + QLatin1Char('/');
                for (const SourceFile& file : m_tree.files()) {
                    if (parameter.choices.size() >= 100)
                        break;
                    if (file.path.startsWith(prefix) && file.path.endsWith(QLatin1String(".yaml")))
                        parameter.choices.append(file.path.mid(prefix.size()).chopped(5));
                }
                if (parameter.choices.isEmpty())
                    parameter.type = QStringLiteral("str");
                found.append(parameter);
            }
        }
    }

    const SourceTree& m_tree;
    QHash<QString, const PythonFacts*> m_facts;
    QHash<QString, QList<Parameter>> m_known;
};

} // namespace

void fillParameters(const SourceTree& tree, const QList<PythonFacts>& python, QList<EntryPoint>& entries) {
    ParameterFinder finder(tree, python);
    for (EntryPoint& entry : entries) {
        if (entry.parameters.isEmpty() && entry.script.endsWith(QLatin1String(".py")))
            entry.parameters = finder.of(entry.script);
    }
}

} // namespace reberth::analysis
