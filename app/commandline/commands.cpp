#include "app/commandline/allcommands.h"
#include "app/commandline/command.h"
#include "app/commandline/text.h"

#include <QCoreApplication>

namespace reberth::app {

namespace {

QString exitCodeHelp() {
    return translated("Exit codes:\n"
                      "  0    done\n"
                      "  1    the work says no: a build failed, lint found something at or above --fail-on, a merge conflict is left\n"
                      "  2    wrong use of the command line; for lint, fmt, parse and compose also a file that can't be read\n"
                      "  3    bad input: no such repository, folder or ref, an unreadable file\n"
                      "  4    no Docker engine answers, or the connection to it was lost\n"
                      "  130  interrupted by Ctrl+C or SIGTERM; nothing is left running\n"
                      "“reberth run” returns the exit code of the container's program.\n");
}

} // namespace

const QList<Command>& commands() {
    static const QList<Command> table = {
        {QStringLiteral("inspect"), translated("Read a repository and say what was found, with evidence"), declareInspect, runInspect},
        {QStringLiteral("plan"), translated("Choose versions that fit each other and the GPU, with reasons"), declarePlan, runPlan},
        {QStringLiteral("generate"), translated("Write Dockerfile, compose.yaml, Makefile and ignore file"), declareGenerate, runGenerate},
        {QStringLiteral("lint"), translated("Check Dockerfiles and compose files"), declareLint, runLint},
        {QStringLiteral("fmt"), translated("Lay out Dockerfiles and compose files in the usual way"), declareFmt, runFmt},
        {QStringLiteral("parse"), translated("Print what the builder reads in a Dockerfile"), declareParse, runParse},
        {QStringLiteral("compose"), translated("Print the model that compose files resolve to"), declareCompose, runCompose},
        {QStringLiteral("build"), translated("Build the image on an engine"), declareBuild, runBuild},
        {QStringLiteral("run"), translated("Run an entry point in a container"), declareRun, runRun},
        {QStringLiteral("hosts"), translated("List the engines there are, with their GPUs"), declareHosts, runHosts},
        {QStringLiteral("demo"), translated("Take the sample all the way to a container that trains"), declareDemo, runDemo},
    };
    return table;
}

QString generalHelp() {
    QString text = translated("Usage: reberth [command] [options]\n\n"
                              "From a model repository to a pinned container that builds and runs.\n"
                              "Without a command the window opens.\n\n"
                              "Commands:\n");
    for (const Command& command : commands()) {
        text += QStringLiteral("  %1 %2\n").arg(command.name, -10).arg(command.summary);
    }
    text += QStringLiteral("  %1 %2\n").arg(QStringLiteral("open"), -10).arg(translated("Open the window on a folder or Git URL"));
    text += translated("\n“reberth <command> --help” tells its options.\n\n");
    return text + exitCodeHelp();
}

void runCommand(const QStringList& arguments, CommandContext* context, std::function<void(int)> done) {
    const QString name = arguments.value(0);
    for (const Command& command : commands()) {
        if (command.name != name) {
            continue;
        }
        auto* parser = new QCommandLineParser; // lives as long as the coroutine
        parser->setApplicationDescription(command.summary);
        parser->addOption({{QStringLiteral("h"), QStringLiteral("help")}, translated("Show this help")});
        command.declare(*parser);
        const bool understood = parser->parse(QStringList{QStringLiteral("reberth ") + name} + arguments.mid(1));
        const auto end = [parser, done](int code) {
            delete parser;
            done(code);
        };
        if (parser->isSet(QStringLiteral("help"))) {
            QString help = parser->helpText();
            // Qt names the program as it was called.
            const QString program = QCoreApplication::arguments().value(0);
            if (const qsizetype at = help.indexOf(program); at >= 0 && !program.isEmpty())
                help.replace(at, program.size(), QStringLiteral("reberth ") + name);
            context->console.print(help + QLatin1Char('\n') + exitCodeHelp());
            end(Ok);
            return;
        }
        if (!understood) {
            context->console.note(QStringLiteral("reberth %1: %2").arg(name, parser->errorText()));
            context->console.note(translated("See “reberth %1 --help”.").arg(name));
            end(Usage);
            return;
        }
        command.run(parser, context).then([end](int code) { end(code); });
        return;
    }
    context->console.note(translated("reberth: there is no command “%1”. See “reberth --help”.").arg(name));
    done(Usage);
}

} // namespace reberth::app
