#include "core/analysis/runcommand.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString joined(const QString& folder, const QString& name) {
    return folder.isEmpty() ? name : folder + QLatin1Char('/') + name;
}

struct Place {
    QString path;
    QString workdir;
};

std::optional<Place> locate(const QString& word, const RunContext& context, const SourceTree& tree) {
    QString relative = word;
    if (!relative.startsWith(QLatin1Char('/')) && !relative.startsWith(QLatin1Char('~')) &&
        !relative.startsWith(QLatin1Char('$'))) {
        for (const QString& folder : {context.workdir, context.documentFolder, QString()}) {
            const std::optional<QString> path = joinInside(folder, relative);
            if (path && tree.contains(*path))
                return Place{*path, folder};
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
        for (const QString& path : tree.named(name)) {
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

bool isScriptName(const QString& word) {
    return (word.endsWith(QLatin1String(".py")) || word.endsWith(QLatin1String(".sh")) ||
            word.endsWith(QLatin1String(".bash"))) &&
           !word.startsWith(QLatin1Char('-')) && !word.contains(QLatin1Char('=')) && word.size() < 300;
}

/// Index of the word that names the script, and the module after -m when there is one.
struct Target {
    qsizetype index = -1;
    QString module;
    bool shell = false;
};

std::optional<Target> findTarget(const QStringList& words) {
    static const QRegularExpression python(QStringLiteral("^(?:.*/)?(?:python[\\d.]*|ipython|pypy\\d?)$"));
    static const QSet<QString> wrappers{
        QStringLiteral("sudo"),       QStringLiteral("nohup"),      QStringLiteral("time"),
        QStringLiteral("exec"),       QStringLiteral("poetry"),     QStringLiteral("uv"),
        QStringLiteral("pipenv"),     QStringLiteral("run"),        QStringLiteral("xvfb-run"),
        QStringLiteral("srun"),       QStringLiteral("mpirun"),     QStringLiteral("mpiexec"),
        QStringLiteral("horovodrun"), QStringLiteral("accelerate"), QStringLiteral("launch"),
        QStringLiteral("torchrun"),   QStringLiteral("deepspeed"),  QStringLiteral("env"),
        QStringLiteral("optirun"),    QStringLiteral("kernprof"),   QStringLiteral("colossalai"),
        QStringLiteral("stdbuf")};
    static const QSet<QString> shells{QStringLiteral("sh"), QStringLiteral("bash"), QStringLiteral("source"),
                                      QStringLiteral("."), QStringLiteral("zsh")};
    if (words.isEmpty())
        return std::nullopt;
    const QString first = words.first();
    if (isScriptName(first) && first.contains(QLatin1Char('/')))
        return Target{0, {}, !first.endsWith(QLatin1String(".py"))};
    bool wrapped = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (python.match(word).hasMatch()) {
            for (qsizetype k = i + 1; k < words.size(); ++k) {
                if (words.at(k) == QLatin1String("-m") && k + 1 < words.size()) {
                    const QString module = words.at(k + 1);
                    for (qsizetype s = k + 2; s < words.size(); ++s) {
                        if (words.at(s).endsWith(QLatin1String(".py")) && isScriptName(words.at(s)))
                            return Target{s, module, false};
                        if (module.contains(QLatin1String("torch.distributed")) && words.at(s) == QLatin1String("-m") &&
                            s + 1 < words.size())
                            return Target{-1, words.at(s + 1), false};
                    }
                    return Target{-1, module, false};
                }
                if (words.at(k).endsWith(QLatin1String(".py")) && isScriptName(words.at(k)))
                    return Target{k, {}, false};
                if (!words.at(k).startsWith(QLatin1Char('-')))
                    return std::nullopt;
            }
            return std::nullopt;
        }
        if (shells.contains(word) && i + 1 < words.size()) {
            for (qsizetype k = i + 1; k < words.size(); ++k) {
                if (isScriptName(words.at(k)))
                    return Target{k, {}, true};
                if (!words.at(k).startsWith(QLatin1Char('-')))
                    return std::nullopt;
            }
            return std::nullopt;
        }
        if (wrappers.contains(word)) {
            wrapped = true;
            continue;
        }
        if (wrapped && isScriptName(word))
            return Target{i, {}, word.endsWith(QLatin1String(".sh"))};
        if (!wrapped)
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

QString verbOf(const QString& script, const QString& command) {
    const QString name = script.section(QLatin1Char('/'), -1).section(QLatin1Char('.'), 0, 0).toLower();
    struct Rule {
        const char* verb;
        QRegularExpression pattern;
    };
    static const QList<Rule> rules = [] {
        const auto rule = [](const char* verb, const char* words) {
            return Rule{verb,
                        QRegularExpression(QStringLiteral("(?:^|[_\\d-])(?:%1)").arg(QString::fromLatin1(words)))};
        };
        return QList<Rule>{
            rule("preprocess", "prep|preprocess|prepare|create_|make_|convert|download|get_|fetch|extract|export|build_"
                               "|process|data_|dataset|gen_data|gen_pred|setup"),
            rule("evaluate", "eval|test|valid|val(?:_|$)|score|metric|calc_|bench|reval|compute"),
            rule("train", "train|finetune|fine_tune|pretrain|fit|main_train|learn|run_(?:nerf|pretrain|squad|glue|lm|"
                          "clm|mlm)|end2end|search"),
            rule("serve", "serve|server|app$|api|gradio|streamlit|web_?ui|deploy"),
            rule("demo", "demo|webcam|live|visuali[sz]e|vis_|show|play|interactive|plot"),
            rule("infer", "infer|predict|generate|sample|gen_|translate|synth|detect|inference|txt2|img2|style_|"
                          "project|render|tracking|retriev|extract|enjoy|sim_"),
        };
    }();
    // "train" beats "test" in names such as train_test.py or trainval_net.py, and loses in prepare_train_data.py.
    static const QRegularExpression trainFirst(QStringLiteral("^(?:train|trainval|.*_train(?:_|$)|.*end2end)"));
    const QString options = command.section(script.section(QLatin1Char('/'), -1), 1).toLower();
    static const QRegularExpression evaluates(
        QStringLiteral("--(?:eval(?:uate)?(?:[-_]only)?|test(?:[-_]only)?|validate|inference[-_]only)\\b"));
    static const QRegularExpression infers(QStringLiteral("--(?:inference|predict|infer|generate)\\b"));
    if (!name.contains(QLatin1String("train")) || name == QLatin1String("train")) {
        if (evaluates.match(options).hasMatch())
            return QStringLiteral("evaluate");
        if (infers.match(options).hasMatch())
            return QStringLiteral("infer");
    }
    if (trainFirst.match(name).hasMatch() && !name.startsWith(QLatin1String("prep")))
        return QStringLiteral("train");
    for (const Rule& rule : rules) {
        if (rule.pattern.match(name).hasMatch())
            return QString::fromLatin1(rule.verb);
    }
    static const QRegularExpression trains(
        QStringLiteral("--(?:train\\w*|epochs?|lr|learning[-_]rate|batch[-_]size|optimizer)\\b|\\bmode[= ]train"));
    if (trains.match(options).hasMatch())
        return QStringLiteral("train");
    return QStringLiteral("other");
}

std::optional<EntryPoint> parseRun(const ShellCommand& command, const RunContext& context, const SourceTree& tree,
                                   const Draft& draft) {
    if (command.words.contains(QStringLiteral("--help")) || command.words.contains(QStringLiteral("-h")))
        return std::nullopt;
    EntryPoint entry;
    entry.confidence = context.confidence;
    entry.evidence = {evidenceAt(context.file, command.line, command.text)};
    entry.command = command.text.left(2000);
    static const QRegularExpression redirect(QStringLiteral("\\s+(?:\\d?>>?|<)\\s*\\S+.*$"));
    if (!command.text.contains(QLatin1Char('<')))
        entry.command.remove(redirect);
    const std::optional<Target> target = findTarget(command.words);
    if (!target) {
        // A command that the package installs.
        QStringList words = command.words;
        while (words.size() > 1 && (words.first() == QLatin1String("poetry") || words.first() == QLatin1String("uv") ||
                                    words.first() == QLatin1String("pipenv") || words.first() == QLatin1String("run")))
            words.removeFirst();
        if (words.isEmpty() || !draft.consoleScripts.contains(words.first()))
            return std::nullopt;
        entry.command = words.join(QLatin1Char(' '));
        QString module = draft.consoleScripts.value(words.first()).section(QLatin1Char(':'), 0, 0);
        module.replace(QLatin1Char('.'), QLatin1Char('/'));
        entry.script = tree.contains(module + QLatin1String(".py")) ? module + QLatin1String(".py") : QString();
        entry.verb = verbOf(words.first(), command.text);
        return entry;
    }
    std::optional<Place> place;
    if (target->index >= 0) {
        const QString word = command.words.at(target->index);
        static const QSet<QString> notEntries{QStringLiteral("setup.py"),   QStringLiteral("build.py"),
                                              QStringLiteral("make.sh"),    QStringLiteral("compile.sh"),
                                              QStringLiteral("install.sh"), QStringLiteral("activate")};
        if (notEntries.contains(word.section(QLatin1Char('/'), -1)))
            return std::nullopt;
        place = locate(word, context, tree);
        if (place) {
            QString fromWorkdir = place->path;
            if (!place->workdir.isEmpty() && fromWorkdir.startsWith(place->workdir + QLatin1Char('/')))
                fromWorkdir = fromWorkdir.mid(place->workdir.size() + 1);
            // Say the path as it is here; ./x.sh stays as written.
            if (word != fromWorkdir && word != QLatin1String("./") + fromWorkdir)
                entry.command.replace(word, fromWorkdir);
        }
    } else {
        QString path = target->module;
        path.replace(QLatin1Char('.'), QLatin1Char('/'));
        for (const QString& folder : {context.workdir, context.documentFolder, QString()}) {
            for (const char* ending : {".py", "/__main__.py"}) {
                const QString candidate = joined(folder, path + QLatin1String(ending));
                if (!place && tree.contains(candidate))
                    place = Place{candidate, folder};
            }
        }
    }
    if (!place)
        return std::nullopt;
    entry.script = place->path;
    entry.workdir = place->workdir;
    entry.verb = verbOf(entry.script, entry.command);
    return entry;
}

} // namespace reberth::analysis
