#include "app/commandline/allcommands.h"
#include "app/commandline/planreport.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"
#include "app/privateengine.h"
#include "core/process/process.h"
#include "core/project/sample.h"

#include <QCoroSignal>

namespace reberth::app {

namespace {

QCoro::Task<Result<QByteArray>> runScript(QString arguments, CommandContext* context) {
    process::Command command;
    command.program = privateEngineScript();
    command.arguments = arguments.split(u' ');
    auto script = std::make_unique<process::Process>(command);
    QObject::connect(script.get(), &process::Process::standardError, script.get(), [context](const QByteArray& data) {
        context->console.note(QString::fromUtf8(data).trimmed());
    });
    QObject::connect(&context->interrupt, &Interrupt::interrupted, script.get(), &process::Process::cancel);
    script->start();
    const Result<process::Output> output = co_await qCoro(script.get(), &process::Process::finished);
    if (!output) {
        co_return tl::unexpected(output.error());
    }
    if (output->exitCode != 0) {
        co_return fail(ErrorCode::EngineUnavailable, translated("Reberth's private Docker engine could not be started."),
                       QString::fromUtf8(output->standardError));
    }
    co_return output->standardOutput;
}

/// The user's engine if one answers, else our own where it may run.
QCoro::Task<Result<host::Host>> demoHost(QString address, CommandContext* context) {
    Result<host::Host> host = co_await chooseHost(address, context);
    if (host || !address.isEmpty() || privateEngineScript().isEmpty()) {
        co_return host;
    }
    context->console.note(translated("No engine answers: starting Reberth's own, with data of its own."));
    const Result<QByteArray> started = co_await runScript(QStringLiteral("start"), context);
    if (!started) {
        co_return tl::unexpected(started.error());
    }
    const Result<QByteArray> socket = co_await runScript(QStringLiteral("status --socket"), context);
    if (!socket) {
        co_return tl::unexpected(socket.error());
    }
    co_return co_await chooseHost(QString::fromUtf8(*socket).trimmed(), context);
}

} // namespace

void declareDemo(QCommandLineParser& parser) {
    declareHostOption(parser);
    parser.addOption({QStringLiteral("sample"), translated("Sample to take (default: the first)"), QStringLiteral("name")});
}

QCoro::Task<int> runDemo(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    QString name = parser->value(QStringLiteral("sample"));
    if (name.isEmpty()) {
        name = project::sampleNames().value(0);
    }
    const auto folder = project::createSample(name, context->settings.projectsFolder());
    if (!folder) {
        console.error(folder.error());
        co_return exitCodeFor(folder.error());
    }
    console.print(translated("1 Repository: %1").arg(*folder));
    const auto opened = co_await openProject(*folder, QString(), context);
    if (!opened) {
        console.error(opened.error());
        co_return exitCodeFor(opened.error());
    }
    const std::shared_ptr<project::Project> project = *opened;
    if (!project->plans()) {
        console.note(translated("reberth demo: no plan could be made."));
        co_return Failed;
    }
    console.print(translated("2 Environment"));
    printPlan(project->plans()->recommended(), console);
    if (const auto generated = project->generateFiles(); !generated) {
        console.error(generated.error());
        co_return exitCodeFor(generated.error());
    }
    console.print(translated("3 Files: %1").arg(project->fileNames().join(QLatin1String(", "))));
    const Result<host::Host> host = co_await demoHost(parser->value(QStringLiteral("host")), context);
    if (!host) {
        console.error(host.error());
        co_return exitCodeFor(host.error());
    }
    console.print(translated("4 Build on %1").arg(host->displayName()));
    const Result<build::BuildRecord> built = co_await buildProject(project, *host, false, false, context);
    if (!built) {
        console.error(built.error());
        co_return exitCodeFor(built.error());
    }
    const QString verb = project->recipe()->entryPoints.isEmpty() ? QString() : project->recipe()->entryPoints.constFirst().verb;
    console.print(translated("5 Run: %1").arg(verb));
    const Result<run::RunRecord> ran = co_await runProject(project, *host, verb, QStringList(), false, false, context);
    if (!ran) {
        console.error(ran.error());
        co_return exitCodeFor(ran.error());
    }
    console.print(translated("The container ended with exit code %1. Its files are in %2; “make -C %2 help” works without "
                             "Reberth.")
                      .arg(ran->exitCode)
                      .arg(project->filesFolder()));
    co_return ran->exitCode;
}

} // namespace reberth::app
