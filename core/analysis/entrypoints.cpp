#include "core/analysis/detectors.h"
#include "core/analysis/runcommand.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

bool isHelper(const QString& path) {
    static const QRegularExpression helper(
        QStringLiteral("(?:^|/)(?:tests?|testing|docs?|build|setup\\w*|\\.github)/|(?:^|/)(?:setup[^/"
                       "]*|conftest|build|__init__|test_utils?|_[^/]*)\\.py$"));
    return helper.match(path).hasMatch();
}

} // namespace

void detectEntryPoints(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    QHash<QString, const PythonFacts*> facts;
    for (const PythonFacts& file : python)
        facts.insert(file.path, &file);

    for (auto it = draft.consoleScripts.constBegin(); it != draft.consoleScripts.constEnd(); ++it) {
        EntryPoint entry;
        entry.command = it.key();
        QString module = it.value().section(QLatin1Char(':'), 0, 0);
        module.replace(QLatin1Char('.'), QLatin1Char('/'));
        const QString path = module + QLatin1String(".py");
        if (tree.contains(path))
            entry.script = path;
        else if (tree.contains(QLatin1String("src/") + path))
            entry.script = QLatin1String("src/") + path;
        entry.verb = verbOf(entry.command, entry.command);
        entry.confidence = 0.6;
        entry.evidence = {{entry.script, 0, it.key() + QLatin1String(" = ") + it.value()}};
        const bool known =
            std::any_of(draft.entryPoints.begin(), draft.entryPoints.end(), [&](const EntryPoint& other) {
                return other.command == entry.command || other.command.startsWith(entry.command + QLatin1Char(' '));
            });
        if (!known)
            draft.addEntryPoint(entry);
    }

    // Scripts that nobody wrote down: with a main guard and, best, an argument parser.
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
        if (file.mainLine == 0 && depth > 0)
            continue;
        EntryPoint entry;
        entry.script = file.path;
        entry.command = QLatin1String("python ") + file.path;
        entry.verb = verbOf(file.path, entry.command);
        // A guard alone, deep in the tree, is somebody's self-test.
        if (file.parser.isEmpty() && depth > 0 && entry.verb == QLatin1String("other"))
            continue;
        entry.confidence =
            0.3 + (file.parser.isEmpty() ? 0 : 0.15) + (file.mainLine > 0 ? 0.1 : 0) - 0.06 * std::min(depth, 4);
        entry.evidence = {
            {file.path, file.mainLine, file.mainLine > 0 ? QStringLiteral("if __name__ == '__main__'") : file.parser}};
        draft.addEntryPoint(entry);
    }

    for (EntryPoint& entry : draft.entryPoints) {
        const PythonFacts* file = facts.value(entry.script);
        if (!file)
            continue;
        if (entry.parameters.isEmpty())
            entry.parameters = file->parameters;
        if (entry.verb == QLatin1String("other") && file->trains) {
            entry.verb = QStringLiteral("train");
            entry.confidence *= 0.95;
        }
    }
    std::stable_sort(draft.entryPoints.begin(), draft.entryPoints.end(),
                     [](const EntryPoint& a, const EntryPoint& b) { return a.confidence > b.confidence; });
    if (draft.entryPoints.size() > 300)
        draft.entryPoints.resize(300);
}

} // namespace reberth::analysis
