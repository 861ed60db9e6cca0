#include "core/analysis/runtarget.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::analysis {

namespace {

using Kind = RunTarget::Kind;

QString programOf(const QString& word) {
    return word.section(QLatin1Char('/'), -1);
}

bool isPython(const QString& word) {
    static const QRegularExpression python(
        QStringLiteral("^(?:.*/)?(?:python[\\d.]*w?(?:\\.exe)?|ipython\\d?|pypy\\d?|py|<python\\d?>)$|"
                       "^\\$\\{?(?:PY|py)(?:THON|thon)?\\w*\\}?$"));
    return python.match(word).hasMatch();
}

bool isShell(const QString& word) {
    static const QSet<QString> shells{QStringLiteral("sh"),  QStringLiteral("bash"), QStringLiteral("source"),
                                      QStringLiteral("."),   QStringLiteral("zsh"),  QStringLiteral("dash"),
                                      QStringLiteral("ksh"), QStringLiteral("csh"),  QStringLiteral("sbatch"),
                                      QStringLiteral("qsub")};
    return shells.contains(programOf(word)) || shells.contains(word);
}

/// Programs that run what follows, after options of their own.
bool isWrapper(const QString& word) {
    static const QSet<QString> wrappers{
        QStringLiteral("sudo"),      QStringLiteral("nohup"),       QStringLiteral("time"),   QStringLiteral("exec"),
        QStringLiteral("command"),   QStringLiteral("stdbuf"),      QStringLiteral("env"),    QStringLiteral("optirun"),
        QStringLiteral("primusrun"), QStringLiteral("nice"),        QStringLiteral("ionice"), QStringLiteral("timeout"),
        QStringLiteral("taskset"),   QStringLiteral("numactl"),     QStringLiteral("eval"),   QStringLiteral("setsid"),
        QStringLiteral("unbuffer"),  QStringLiteral("proxychains"), QStringLiteral("vglrun"), QStringLiteral("export"),
        QStringLiteral("chronic"),   QStringLiteral("caffeinate")};
    return wrappers.contains(word);
}

/// Programs that start a script, possibly many times, with options that have values.
bool isLauncher(const QString& word) {
    static const QSet<QString> launchers{QStringLiteral("torchrun"),   QStringLiteral("deepspeed"),
                                         QStringLiteral("accelerate"), QStringLiteral("mpirun"),
                                         QStringLiteral("mpiexec"),    QStringLiteral("orterun"),
                                         QStringLiteral("srun"),       QStringLiteral("horovodrun"),
                                         QStringLiteral("xvfb-run"),   QStringLiteral("colossalai"),
                                         QStringLiteral("kernprof"),   QStringLiteral("bsub"),
                                         QStringLiteral("fleetrun"),   QStringLiteral("jsrun"),
                                         QStringLiteral("aprun"),      QStringLiteral("salloc"),
                                         QStringLiteral("xpra"),       QStringLiteral("ts"),
                                         QStringLiteral("bps"),        QStringLiteral("bpslaunch"),
                                         QStringLiteral("coverage"),   QStringLiteral("composer"),
                                         QStringLiteral("ray"),        QStringLiteral("qlua"),
                                         QStringLiteral("docker"),     QStringLiteral("nvidia-docker"),
                                         QStringLiteral("podman"),     QStringLiteral("singularity"),
                                         QStringLiteral("apptainer"),  QStringLiteral("docker-compose"),
                                         QStringLiteral("tmux"),       QStringLiteral("screen"),
                                         QStringLiteral("ssh"),        QStringLiteral("watch"),
                                         QStringLiteral("blender"),    QStringLiteral("xargs"),
                                         QStringLiteral("parallel"),   QStringLiteral("ngc"),
                                         QStringLiteral("mim"),        QStringLiteral("launch"),
                                         QStringLiteral("mprof"),      QStringLiteral("nsys"),
                                         QStringLiteral("wandb"),      QStringLiteral("cog")};
    return launchers.contains(word);
}

bool isEnvironmentRunner(const QString& word) {
    static const QSet<QString> runners{QStringLiteral("poetry"),     QStringLiteral("uv"),    QStringLiteral("pipenv"),
                                       QStringLiteral("pdm"),        QStringLiteral("rye"),   QStringLiteral("hatch"),
                                       QStringLiteral("pixi"),       QStringLiteral("conda"), QStringLiteral("mamba"),
                                       QStringLiteral("micromamba"), QStringLiteral("rtx"),   QStringLiteral("pyenv")};
    return runners.contains(word);
}

/// Modules that run the script after them.
bool isLaunchModule(const QString& module) {
    static const QRegularExpression launch(QStringLiteral(
        "^(?:torch\\.distributed\\.(?:launch|run)|torch\\.distributed\\.elastic.*|accelerate\\.commands\\.launch|"
        "paddle\\.distributed\\.launch|oneflow\\.distributed\\.launch|deepspeed.*|pdb|ipdb|pudb|debugpy|ptvsd|cProfile|"
        "profile|trace|coverage|kernprof|line_profiler|memory_profiler|scalene|viztracer|mpi4py(?:\\..*)?|"
        "torch\\.utils\\.bottleneck|fire|streamlit|memory_profiler|torch_xla\\.distributed\\.xla_dist|launch|bagua.*|"
        "torch\\.backends\\.xeon\\.run_cpu|IPython)$"));
    return launch.match(module).hasMatch();
}

RunTarget script(qsizetype index) {
    RunTarget target;
    target.index = index;
    return target;
}

RunTarget module(const QString& name) {
    RunTarget target;
    target.kind = Kind::Module;
    target.module = name;
    return target;
}

/// `python [options] script | -m module | -c text`; `at` is the word after the interpreter.
std::optional<RunTarget> pythonTarget(const QStringList& words, qsizetype at) {
    for (qsizetype k = at; k < words.size(); ++k) {
        const QString& word = words.at(k);
        if (word == QLatin1String("-m") || word == QLatin1String("-um") || word == QLatin1String("-Om")) {
            const QString name = words.value(k + 1);
            if (name.isEmpty())
                return std::nullopt;
            if (isLaunchModule(name)) {
                for (qsizetype s = k + 2; s < words.size(); ++s) {
                    if ((words.at(s) == QLatin1String("-m") || words.at(s) == QLatin1String("--module")) &&
                        s + 1 < words.size())
                        return module(words.at(s + 1));
                    if (isScriptName(words.at(s)))
                        return script(s);
                }
                return std::nullopt;
            }
            // A launcher of the repository itself: python -m multiproc train.py.
            if (words.value(k + 2).endsWith(QLatin1String(".py")) && isScriptName(words.value(k + 2)))
                return script(k + 2);
            return module(name);
        }
        if (word == QLatin1String("-W") || word == QLatin1String("-X") || word == QLatin1String("-Q")) {
            ++k;
            continue;
        }
        if (word == QLatin1String("-c") || word == QLatin1String("-"))
            return std::nullopt;
        if (word.startsWith(QLatin1Char('-')))
            continue;
        // Written without its ending, a script is still one: "python train --lr 1".
        return script(k);
    }
    return std::nullopt;
}

std::optional<RunTarget> shellTarget(const QStringList& words, qsizetype at) {
    for (qsizetype k = at; k < words.size(); ++k) {
        const QString& word = words.at(k);
        if ((word == QLatin1String("-c") || word == QLatin1String("-lc") || word == QLatin1String("-ic")) &&
            k + 1 < words.size()) {
            RunTarget target;
            target.kind = Kind::Nested;
            target.nested = words.mid(k + 1).join(QLatin1Char(' '));
            return target;
        }
        if (word.startsWith(QLatin1Char('-')))
            continue;
        if (isScriptName(word))
            return script(k);
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<RunTarget> launchedTarget(const QStringList& words, qsizetype at) {
    for (qsizetype k = at; k < words.size(); ++k) {
        const QString& word = words.at(k);
        const auto from = [k](std::optional<RunTarget> target) {
            if (target)
                target->start = k;
            return target;
        };
        if (isPython(word))
            return from(pythonTarget(words, k + 1));
        if (isShell(word) && word != QLatin1String("."))
            return from(shellTarget(words, k + 1));
        if ((word == QLatin1String("-m") || word == QLatin1String("--module")) && k + 1 < words.size() &&
            words.at(k + 1).contains(QLatin1Char('.')) && !isScriptName(words.at(k + 1)))
            return module(words.at(k + 1));
        if (isScriptName(word))
            return from(script(k));
        // `docker run image "python train.py"`
        if (word.contains(QLatin1Char(' ')) && word.contains(QLatin1String(".py")) &&
            !word.startsWith(QLatin1Char('-'))) {
            RunTarget target;
            target.kind = Kind::Nested;
            target.nested = word;
            return target;
        }
    }
    return std::nullopt;
}

/// Programs with a sub-command before the script or "module:application".
std::optional<RunTarget> servedTarget(const QStringList& words, qsizetype at) {
    for (qsizetype k = at; k < words.size(); ++k) {
        const QString& word = words.at(k);
        RunTarget target;
        target.serves = true;
        if (isScriptName(word)) {
            target.index = k;
            return target;
        }
        static const QRegularExpression application(QStringLiteral("^([A-Za-z_][\\w.]*):[\\w()\\[\\]']+$"));
        if (const auto match = application.match(word); match.hasMatch()) {
            target.kind = Kind::Module;
            target.module = match.captured(1);
            return target;
        }
    }
    return std::nullopt;
}

/// Programs of a host or an environment that a container has no use for.
bool isOutside(const QString& program) {
    static const QSet<QString> programs{
        QStringLiteral("docker"), QStringLiteral("nvidia-docker"), QStringLiteral("podman"),
        QStringLiteral("srun"),   QStringLiteral("singularity"),   QStringLiteral("apptainer"),
        QStringLiteral("ssh"),    QStringLiteral("salloc"),        QStringLiteral("docker-compose"),
        QStringLiteral("tmux"),   QStringLiteral("screen"),        QStringLiteral("bsub"),
        QStringLiteral("jsrun"),  QStringLiteral("aprun"),         QStringLiteral("ngc")};
    return programs.contains(program);
}

} // namespace

bool isScriptName(const QString& word) {
    static const QRegularExpression name(QStringLiteral("^[^-=\\s|][^=\\s|]*\\.(?:py|sh|bash|lua|ipynb)$"));
    return word.size() < 300 && name.match(word).hasMatch();
}

std::optional<RunTarget> findRunTarget(const QStringList& words) {
    static const QRegularExpression assignment(QStringLiteral("^[A-Za-z_]\\w*=.*"));
    static const QRegularExpression wrapperValue(QStringLiteral("^(?:-.*|[\\d.,-]+[smhd]?)$"));
    qsizetype at = 0, start = 0;
    const auto from = [&start](std::optional<RunTarget> target) {
        if (target)
            target->start = start;
        return target;
    };
    while (at < words.size()) {
        const QString& word = words.at(at);
        const QString program = programOf(word);
        if (assignment.match(word).hasMatch()) {
            ++at;
            continue;
        }
        if (isPython(word))
            return from(pythonTarget(words, at + 1));
        if (isShell(word))
            return from(shellTarget(words, at + 1));
        if (isWrapper(program)) {
            ++at;
            while (at < words.size() && wrapperValue.match(words.at(at)).hasMatch())
                ++at;
            continue;
        }
        if (isEnvironmentRunner(program)) {
            const qsizetype run = words.indexOf(QStringLiteral("run"), at);
            if (run < 0 || run > at + 4)
                return std::nullopt;
            at = run + 1;
            static const QSet<QString> withValue{
                QStringLiteral("-n"),       QStringLiteral("--name"),  QStringLiteral("-p"),
                QStringLiteral("--prefix"), QStringLiteral("--with"),  QStringLiteral("--python"),
                QStringLiteral("-e"),       QStringLiteral("--extra"), QStringLiteral("--group")};
            while (at < words.size() && words.at(at).startsWith(QLatin1Char('-')))
                at += withValue.contains(words.at(at)) ? 2 : 1;
            start = at;
            continue;
        }
        if (program == QLatin1String("th") || program == QLatin1String("luajit") || program == QLatin1String("lua"))
            return launchedTarget(words, at + 1);
        if (program == QLatin1String("streamlit") || program == QLatin1String("gradio") ||
            program == QLatin1String("uvicorn") || program == QLatin1String("gunicorn") ||
            program == QLatin1String("chainlit") || program == QLatin1String("flask") ||
            program == QLatin1String("panel") || program == QLatin1String("bokeh") ||
            program == QLatin1String("hypercorn"))
            return servedTarget(words, at + 1);
        if (program == QLatin1String("jupyter") || program == QLatin1String("papermill") ||
            program == QLatin1String("jupyter-notebook") || program == QLatin1String("colab"))
            return launchedTarget(words, at + 1);
        if (isLauncher(program)) {
            std::optional<RunTarget> target = launchedTarget(words, at + 1);
            if (target && !isOutside(program))
                target->start = start;
            return target;
        }
        if (isScriptName(word)) {
            RunTarget target = script(at);
            target.start = start;
            target.bare = !word.startsWith(QLatin1String("./"));
            return target;
        }
        RunTarget target;
        target.kind = Kind::Console;
        target.index = at;
        return target;
    }
    return std::nullopt;
}

} // namespace reberth::analysis
