#include "core/analysis/runcommand.h"

#include "core/analysis/runtarget.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

/// Files that are looked at for one word of a command; a document may hold thousands of commands.
constexpr qsizetype maxNamesakes = 500;

struct Place {
    QString path;
    QString workdir;
};

QStringList foldersOf(const RunContext& context) {
    QStringList folders;
    for (const QString& folder : {context.workdir, context.documentFolder, QString()}) {
        if (!folders.contains(folder))
            folders.append(folder);
    }
    return folders;
}

/// "$ROOT/train.py" with what the commands before it set; unknown variables stay.
QString expanded(QString word, const QHash<QString, QString>& variables) {
    static const QRegularExpression variable(QStringLiteral("\\$(?:\\{(\\w+)\\}|(\\w+))"));
    for (int round = 0; round < 4; ++round) {
        const auto match = variable.match(word);
        const QString name = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
        if (!match.hasMatch() || !variables.contains(name))
            break;
        word.replace(match.capturedStart(), match.capturedLength(), variables.value(name).left(300));
    }
    return word;
}

std::optional<Place> locate(const QString& word, const RunContext& context, const SourceTree& tree) {
    const QString relative = word;
    if (!relative.startsWith(QLatin1Char('/')) && !relative.startsWith(QLatin1Char('~')) &&
        !relative.startsWith(QLatin1Char('$'))) {
        for (const QString& folder : foldersOf(context)) {
            for (const char* ending : {"", ".py", "/__main__.py"}) {
                const std::optional<QString> path = joinInside(folder, relative + QLatin1String(ending));
                if (path && tree.contains(*path))
                    return Place{*path, folder};
            }
        }
    }
    // /path/to/repo/tools/train.py, or a script named from a folder that the text doesn't tell.
    QStringList parts = relative.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    while (!parts.isEmpty() && (parts.first() == QLatin1String(".") || parts.first() == QLatin1String("..")))
        parts.removeFirst();
    if (parts.isEmpty())
        return std::nullopt;
    const QString name = parts.last();
    for (; !parts.isEmpty(); parts.removeFirst()) {
        const QString tail = parts.join(QLatin1Char('/'));
        std::optional<Place> best;
        for (const QString& path : tree.named(name, maxNamesakes)) {
            if (path != tail && !path.endsWith(QLatin1Char('/') + tail))
                continue;
            // Beside the document first, then the shallowest.
            if (!best ||
                (!context.documentFolder.isEmpty() && path.startsWith(context.documentFolder + QLatin1Char('/')) &&
                 !best->path.startsWith(context.documentFolder + QLatin1Char('/'))))
                best = Place{path, path.size() > tail.size() ? path.left(path.size() - tail.size() - 1) : QString()};
        }
        if (best)
            return best;
    }
    return std::nullopt;
}

/// Number of letters to change, at most `limit` + 1.
int distance(const QString& a, const QString& b, int limit) {
    if (std::abs(a.size() - b.size()) > limit)
        return limit + 1;
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.last();
}

QString folded(const QString& name) {
    return name.toLower().replace(QLatin1Char('-'), QLatin1Char('_'));
}

/// The one file that the author probably meant: "Train.py", "eval-net.py" or "trian.py" for what is here.
std::optional<Place> locateNearly(const QString& word, const RunContext& context, const SourceTree& tree) {
    static const QRegularExpression placeholder(
        QStringLiteral("[<>${}\\[\\]*]|\\b(?:your|my|some|script|example|file|name|xxx?|foo)(?:\\b|_)"),
        QRegularExpression::CaseInsensitiveOption);
    const QString name = word.section(QLatin1Char('/'), -1);
    if (placeholder.match(name).hasMatch() || !name.contains(QLatin1Char('.')) || name.size() > 60)
        return std::nullopt;
    const qsizetype stem = name.indexOf(QLatin1Char('.'));
    const int limit = stem >= 9 ? 2 : stem >= 4 ? 1 : 0;
    const QString ending = name.mid(name.lastIndexOf(QLatin1Char('.')));
    QStringList folders;
    for (const QString& folder : foldersOf(context)) {
        const std::optional<QString> path = joinInside(folder, word);
        if (path)
            folders.append(path->contains(QLatin1Char('/')) ? path->section(QLatin1Char('/'), 0, -2) : QString());
    }
    std::optional<Place> best;
    int least = limit + 1;
    bool unique = true;
    folders.removeDuplicates();
    QList<SourceFile> candidates;
    for (const QString& folder : std::as_const(folders)) {
        for (const SourceFile& file : tree.filesIn(folder)) {
            if (!file.vendored && file.path.endsWith(ending) && candidates.size() < maxNamesakes)
                candidates.append(file);
        }
    }
    for (const SourceFile& file : std::as_const(candidates)) {
        const QString mine = folded(file.name()), theirs = folded(name);
        // train.py against strain.py or train2.py: the digits and the first letter tell files apart.
        static const QRegularExpression digits(QStringLiteral("\\D+"));
        if (mine.isEmpty() || mine.front() != theirs.front() ||
            QString(mine).remove(digits) != QString(theirs).remove(digits))
            continue;
        const int steps = distance(mine, theirs, limit);
        if (steps < least) {
            least = steps;
            best = Place{file.path, QString()};
            unique = true;
        } else if (best && steps == least && steps <= limit) {
            unique = false;
        }
    }
    if (!best || !unique)
        return std::nullopt;
    for (const QString& folder : foldersOf(context)) {
        if (folder.isEmpty() || best->path.startsWith(folder + QLatin1Char('/'))) {
            best->workdir = folder;
            break;
        }
    }
    return best;
}

QString fileOfConsoleScript(const QString& target, const SourceTree& tree) {
    return fileOfModule(target.section(QLatin1Char(':'), 0, 0).section(QLatin1Char('['), 0, 0).trimmed(), {QString()},
                        tree);
}

/// Not what somebody runs to use the model.
bool isBuildScript(const QString& name) {
    static const QSet<QString> scripts{
        QStringLiteral("setup.py"),   QStringLiteral("build.py"),     QStringLiteral("make.sh"),
        QStringLiteral("compile.sh"), QStringLiteral("install.sh"),   QStringLiteral("activate"),
        QStringLiteral("build.sh"),   QStringLiteral("get-pip.py"),   QStringLiteral("setup.sh"),
        QStringLiteral("conda.sh"),   QStringLiteral("get-poetry.py")};
    static const QRegularExpression installer(QStringLiteral("^(?:install|compile)[\\w-]*\\.(?:sh|bash)$"));
    return scripts.contains(name) || installer.match(name).hasMatch() || name.startsWith(QLatin1String("Miniconda")) ||
           name.startsWith(QLatin1String("Anaconda"));
}

/// The command without what a container has no use for: `docker run … image`, `poetry run`, `sbatch`.
QString insideCommand(const ShellCommand& command, const RunTarget& target) {
    QString text = command.text.left(2000);
    if (target.start > 0) {
        // Words stand in the text in their order; quotes may stand before them.
        qsizetype at = 0;
        for (qsizetype i = 0; i <= target.start && at >= 0; ++i)
            at = text.indexOf(command.words.at(i), at) + (i < target.start ? command.words.at(i).size() : 0);
        if (at > 0)
            text = text.mid(at);
    }
    static const QRegularExpression queue(
        QStringLiteral("^(?:sbatch|qsub)(?:\\s+-\\S+)*\\s+(?=\\S+\\.(?:sh|bash)\\b)"));
    return text.replace(queue, QStringLiteral("bash "));
}

} // namespace

QString fileOfModule(const QString& module, const QStringList& folders, const SourceTree& tree) {
    QStringList parts = module.split(QLatin1Char('.'), Qt::SkipEmptyParts);
    // The second round leaves the first part out: the repository's folder may itself be the package.
    for (int round = 0; round < 2 && !parts.isEmpty(); ++round) {
        const QString path = parts.join(QLatin1Char('/'));
        for (const QString& folder : folders + QStringList{QStringLiteral("src"), QStringLiteral("lib")}) {
            const QString base = folder.isEmpty() ? path : folder + QLatin1Char('/') + path;
            for (const char* ending : {".py", "/__main__.py"}) {
                if (tree.contains(base + QLatin1String(ending)))
                    return base + QLatin1String(ending);
            }
        }
        if (parts.size() < 2)
            break;
        parts.removeFirst();
    }
    return {};
}

QString changedFolder(const QString& workdir, const QString& written, const SourceTree& tree) {
    QString target = written;
    while (target.size() > 1 && target.endsWith(QLatin1Char('/')))
        target.chop(1);
    if (target.isEmpty() || target == QLatin1String("-"))
        return workdir;
    if (target == QLatin1String("~") || target == QLatin1String("/"))
        return {};
    const std::optional<QString> path = joinInside(workdir, target);
    if (path && tree.hasFolder(*path))
        return *path;
    // cd $ROOT/lib, cd path/to/repo/tools: the longest tail that is a folder here; else the repository itself.
    QStringList parts = target.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    while (!parts.isEmpty() && (parts.first() == QLatin1String("..") || !tree.hasFolder(parts.join(QLatin1Char('/')))))
        parts.removeFirst();
    return parts.join(QLatin1Char('/'));
}

std::optional<EntryPoint> parseRun(const ShellCommand& command, const RunContext& context, const SourceTree& tree,
                                   Draft& draft) {
    if (command.words.contains(QStringLiteral("--help")) || command.words.contains(QStringLiteral("-h")) ||
        command.words.contains(QStringLiteral("--version")))
        return std::nullopt;
    // $PY_CMD tools/train.py, after PY_CMD="python -m torch.distributed.launch".
    static const QRegularExpression interpreter(QStringLiteral("^\\$\\{?(\\w+)\\}?$"));
    if (const auto match = interpreter.match(command.words.value(0)); match.hasMatch()) {
        const QString value = context.variables.value(match.captured(1)).trimmed().left(500);
        if (!value.isEmpty() && !value.startsWith(QLatin1Char('$'))) {
            const QList<ShellCommand> commands = splitShell(
                value + command.text.mid(command.text.indexOf(command.words.first()) + command.words.first().size()),
                command.line);
            return commands.isEmpty() || commands.first().words.isEmpty()
                       ? std::nullopt
                       : parseRun(commands.first(), context, tree, draft);
        }
    }
    const std::optional<RunTarget> target = findRunTarget(command.words);
    if (!target)
        return std::nullopt;
    if (target->kind == RunTarget::Kind::Nested) {
        // bash -c "cd tools && python train.py": the whole line is what people run.
        RunContext inner = context;
        for (const ShellCommand& nested : splitShell(target->nested.left(5000), command.line)) {
            if (nested.words.value(0) == QLatin1String("cd")) {
                inner.workdir = changedFolder(inner.workdir, nested.words.value(1), tree);
                continue;
            }
            // A shell's text inside a shell's text is nobody's command.
            const std::optional<RunTarget> deeper = findRunTarget(nested.words);
            if (!deeper || deeper->kind == RunTarget::Kind::Nested)
                continue;
            if (std::optional<EntryPoint> entry = parseRun(nested, inner, tree, draft)) {
                entry->command = insideCommand(command, *target);
                entry->workdir = context.workdir;
                entry->evidence = {evidenceAt(context.file, command.line, command.text)};
                return entry;
            }
        }
        return std::nullopt;
    }
    EntryPoint entry;
    entry.source = context.source;
    entry.confidence = context.confidence;
    entry.evidence = {evidenceAt(context.file, command.line, command.text)};
    entry.command = insideCommand(command, *target);
    static const QRegularExpression redirect(QStringLiteral("\\s+(?:\\d?>>?|&>|<)\\s*\\S+.*$"));
    static const QRegularExpression loose(QStringLiteral("\\s+\\d?>>?&?\\d?\\s*$"));
    if (!command.text.contains(QLatin1Char('<')))
        entry.command.remove(redirect);
    entry.command.remove(loose);
    if (target->kind == RunTarget::Kind::Console) {
        // A command that the package installs.
        const QStringList words = command.words.mid(target->index);
        if (!draft.consoleScripts.contains(words.first()))
            return std::nullopt;
        entry.command = words.join(QLatin1Char(' '));
        entry.script = fileOfConsoleScript(draft.consoleScripts.value(words.first()), tree);
        entry.verb = verbOf(words.first(), words.first() + entry.command.mid(words.first().size()), context.section);
        return entry;
    }
    std::optional<Place> place;
    if (target->kind == RunTarget::Kind::Module) {
        const QString path = fileOfModule(target->module, foldersOf(context), tree);
        if (path.isEmpty())
            return std::nullopt;
        place = Place{path, QString()};
        const QString tail = QString(target->module).replace(QLatin1Char('.'), QLatin1Char('/'));
        for (const QString& folder : foldersOf(context)) {
            if (path.startsWith((folder.isEmpty() ? QString() : folder + QLatin1Char('/')) + tail)) {
                place->workdir = folder;
                break;
            }
        }
    } else {
        const QString word = command.words.at(target->index);
        const QString name = word.section(QLatin1Char('/'), -1);
        if (isBuildScript(name) || name.isEmpty())
            return std::nullopt;
        const QString meant = expanded(word, context.variables);
        place = locate(meant, context, tree);
        const bool isScript = isScriptName(meant);
        // "python train" names a script by half; "python is" in prose names none.
        if (place && !isScript && !place->path.endsWith(QLatin1String(".py")) &&
            (!meant.contains(QLatin1Char('/')) || name.contains(QLatin1Char('.'))))
            return std::nullopt;
        if (!place && isScript) {
            place = locateNearly(meant, context, tree);
            if (place) {
                entry.confidence *= 0.8;
                draft.addNote(QCoreApplication::translate("reberth::analysis",
                                                          "%1 runs %2, which is not here; %3 was taken for it.")
                                  .arg(context.file, meant, place->path),
                              entry.evidence);
            }
        }
        if (place) {
            QString fromWorkdir = place->path;
            if (!place->workdir.isEmpty() && fromWorkdir.startsWith(place->workdir + QLatin1Char('/')))
                fromWorkdir = fromWorkdir.mid(place->workdir.size() + 1);
            // Say the path as it is here; ./x.sh stays as written.
            if (word != fromWorkdir && word != QLatin1String("./") + fromWorkdir)
                entry.command.replace(word, fromWorkdir);
            if (target->bare && fromWorkdir.endsWith(QLatin1String(".py")))
                entry.command.replace(entry.command.indexOf(fromWorkdir), 0, QStringLiteral("python "));
            else if (target->bare && fromWorkdir.endsWith(QLatin1String(".sh")))
                entry.command.replace(entry.command.indexOf(fromWorkdir), 0, QStringLiteral("bash "));
        }
    }
    if (!place)
        return std::nullopt;
    entry.script = place->path;
    entry.workdir = place->workdir;
    entry.verb = target->serves ? QStringLiteral("serve") : verbOf(entry.script, entry.command, context.section);
    return entry;
}

} // namespace reberth::analysis
