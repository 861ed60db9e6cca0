#include "core/analysis/detectors.h"
#include "core/analysis/entryparameters.h"
#include "core/analysis/runcommand.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype mostEntries = 300;

bool isHelper(const QString& path) {
    static const QRegularExpression helper(
        QStringLiteral("(?:^|/)(?:tests?|testing|docs?|build|setup\\w*|\\.github)/|(?:^|/)(?:setup[^/"
                       "]*|conftest|build|__init__|test_utils?|_[^/]*)\\.py$"));
    return helper.match(path).hasMatch();
}

/// Folders whose scripts are there to be run, and names that nothing else has.
bool isForRunning(const QString& path) {
    static const QRegularExpression folder(
        QStringLiteral(
            "(?:^|/)(?:examples?|scripts?|tools?|demos?|experiments?|exps?|bin|tutorials?|runs?|recipes?|projects?|"
            "launch(?:ers)?|apps?|benchmarks?)/|(?:^|/)(?:main|run|launch)(?:_\\w+)?\\.py$"),
        QRegularExpression::CaseInsensitiveOption);
    return folder.match(path).hasMatch();
}

void addConsoleScripts(const SourceTree& tree, Draft& draft) {
    QStringList names = draft.consoleScripts.keys();
    names.sort();
    for (const QString& name : std::as_const(names)) {
        const QString target = draft.consoleScripts.value(name);
        EntryPoint entry;
        entry.command = name;
        entry.source = QStringLiteral("console-script");
        entry.script = fileOfModule(target.section(QLatin1Char(':'), 0, 0).trimmed(), {QString()}, tree);
        entry.verb = verbOf(name, name);
        entry.confidence = 0.6;
        entry.evidence = {{entry.script, 0, name + QLatin1String(" = ") + target}};
        const bool known =
            std::any_of(draft.entryPoints.begin(), draft.entryPoints.end(), [&](const EntryPoint& other) {
                return other.command == name || other.command.startsWith(name + QLatin1Char(' '));
            });
        if (!known)
            draft.addEntryPoint(entry);
    }
}

/// `predict: "predict.py:Predictor"` of a cog.yaml.
void addCogPredictors(const SourceTree& tree, Draft& draft) {
    for (const QString& path : tree.named(QStringLiteral("cog.yaml"))) {
        const std::optional<QString> text = tree.text(path);
        if (!text || text->size() > 300'000)
            continue;
        const QString folder = path.contains(QLatin1Char('/')) ? path.section(QLatin1Char('/'), 0, -2) : QString();
        int number = 0;
        for (const QString& line : text->split(QLatin1Char('\n'))) {
            ++number;
            static const QRegularExpression predictor(QStringLiteral("^(predict|train):\\s*[\"']?([\\w./-]+\\.py):"));
            const auto match = predictor.match(line);
            if (!match.hasMatch())
                continue;
            // The path is written from the folder of the file, or from the root it is copied to.
            for (const QString& base : {folder, QString()}) {
                const std::optional<QString> script = joinInside(base, match.captured(2));
                if (!script || !tree.contains(*script))
                    continue;
                EntryPoint entry;
                entry.script = *script;
                entry.workdir = base;
                entry.command = QLatin1String("cog ") + match.captured(1);
                entry.source = QStringLiteral("script");
                entry.verb =
                    match.captured(1) == QLatin1String("train") ? QStringLiteral("train") : QStringLiteral("infer");
                entry.confidence = 0.5;
                entry.evidence = {evidenceAt(path, number, line)};
                draft.addEntryPoint(entry);
                break;
            }
        }
    }
}

/// `train:` over `\tpython train.py`: the command as it stands, where make's own variables leave it readable.
void addMakefileCommands(const SourceTree& tree, Draft& draft) {
    int added = 0;
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.depth() <= 1 &&
                    (candidate.name() == QLatin1String("Makefile") || candidate.name() == QLatin1String("makefile"));
         })) {
        const std::optional<QString> text = tree.text(file.path);
        if (!text || text->size() > 300'000)
            continue;
        static const QRegularExpression target(QStringLiteral("^([\\w.-]+)\\s*:(?!=)"));
        QString name;
        int number = 0;
        for (const QString& line : text->split(QLatin1Char('\n'))) {
            ++number;
            if (const auto match = target.match(line); match.hasMatch())
                name = match.captured(1);
            if (!line.startsWith(QLatin1Char('\t')) || line.contains(QLatin1String("$(")) || added >= 40)
                continue;
            static const QRegularExpression quiet(QStringLiteral("^[@-]+"));
            const QList<ShellCommand> commands = splitShell(line.trimmed().remove(quiet), number);
            for (const ShellCommand& command : commands) {
                RunContext context;
                context.file = file.path;
                context.documentFolder = context.workdir = file.folder();
                context.confidence = 0.42;
                context.source = QStringLiteral("script");
                context.section = name;
                static const QRegularExpression chore(
                    QStringLiteral("lint|format|style|docs?$|clean|install|^test|dist|publish"));
                if (chore.match(name).hasMatch())
                    continue;
                if (const std::optional<EntryPoint> entry = parseRun(command, context, tree, draft)) {
                    draft.addEntryPoint(*entry);
                    ++added;
                }
            }
        }
    }
}

void addNotebooks(const SourceTree& tree, Draft& draft) {
    QSet<QString> told;
    for (const EntryPoint& entry : std::as_const(draft.entryPoints))
        told.insert(entry.script);
    int added = 0;
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.path.endsWith(QLatin1String(".ipynb")) && candidate.depth() <= 3 &&
                    !candidate.path.startsWith(QLatin1Char('.')) &&
                    !candidate.path.contains(QLatin1String("-checkpoint."));
         })) {
        if (told.contains(file.path))
            continue;
        if (++added > 40)
            break;
        EntryPoint entry;
        entry.script = file.path;
        entry.command =
            QLatin1String("jupyter notebook ") +
            (file.path.contains(QLatin1Char(' ')) ? QLatin1Char('"') + file.path + QLatin1Char('"') : file.path);
        entry.source = QStringLiteral("notebook");
        entry.verb = verbOf(file.path, entry.command);
        if (entry.verb == QLatin1String("other") || entry.verb == QLatin1String("infer"))
            entry.verb = QStringLiteral("demo");
        entry.confidence = 0.4 - 0.06 * std::min(file.depth(), 4);
        entry.evidence = {{file.path, 0, {}}};
        draft.addEntryPoint(entry);
    }
}

/// Scripts that nobody wrote down: with a main guard and, best, an argument parser.
void addUntoldScripts(const QList<PythonFacts>& python, Draft& draft) {
    QSet<QString> told;
    for (const EntryPoint& entry : std::as_const(draft.entryPoints))
        told.insert(entry.script);
    for (const PythonFacts& file : python) {
        if (file.vendored || told.contains(file.path) || isHelper(file.path) || !file.buildCalls.isEmpty() ||
            file.callsSetup)
            continue;
        if (file.mainLine == 0 && file.parser.isEmpty())
            continue;
        const int depth = int(file.path.count(QLatin1Char('/')));
        const bool forRunning = isForRunning(file.path);
        if (file.mainLine == 0 && depth > 0 && !forRunning)
            continue;
        EntryPoint entry;
        entry.script = file.path;
        entry.command = QLatin1String("python ") + file.path;
        entry.source = QStringLiteral("parser");
        entry.verb = verbOf(file.path, entry.command);
        // A guard alone, deep in the tree, is somebody's self-test.
        if (file.parser.isEmpty() && depth > 0 && entry.verb == QLatin1String("other") && !forRunning)
            continue;
        entry.confidence =
            0.3 + (file.parser.isEmpty() ? 0 : 0.15) + (file.mainLine > 0 ? 0.1 : 0) - 0.06 * std::min(depth, 4);
        entry.evidence = {
            {file.path, file.mainLine, file.mainLine > 0 ? QStringLiteral("if __name__ == '__main__'") : file.parser}};
        draft.addEntryPoint(entry);
    }
}

} // namespace

void detectEntryPoints(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    addConsoleScripts(tree, draft);
    addMakefileCommands(tree, draft);
    addCogPredictors(tree, draft);
    addNotebooks(tree, draft);
    addUntoldScripts(python, draft);

    fillParameters(tree, python, draft.entryPoints);
    QHash<QString, const PythonFacts*> facts;
    for (const PythonFacts& file : python)
        facts.insert(file.path, &file);
    for (EntryPoint& entry : draft.entryPoints) {
        const PythonFacts* file = facts.value(entry.script);
        static const QRegularExpression training(
            QStringLiteral("^(?:--)?(?:lr|learning[-_]rate|(?:num[-_]|max[-_]|n[-_])?epochs?|(?:num_|max_|total_)(?:"
                           "train_)?(?:steps|iters?|timesteps)|"
                           "weight[-_]decay|optimi[sz]er)=?$"));
        const bool trains = (file && file->trains) || std::any_of(entry.parameters.begin(), entry.parameters.end(),
                                                                  [](const Parameter& parameter) {
                                                                      return training.match(parameter.name).hasMatch();
                                                                  });
        if (entry.verb == QLatin1String("other") && trains) {
            entry.verb = QStringLiteral("train");
            entry.confidence *= 0.95;
        }
    }
    std::stable_sort(draft.entryPoints.begin(), draft.entryPoints.end(),
                     [](const EntryPoint& a, const EntryPoint& b) { return a.confidence > b.confidence; });
    if (draft.entryPoints.size() > mostEntries)
        draft.entryPoints.resize(mostEntries);
}

} // namespace reberth::analysis
