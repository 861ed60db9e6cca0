#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

namespace reberth::app {

void declareRun(QCommandLineParser& parser) {
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    declareRepositoryArgument(parser);
    parser.addPositionalArgument(QStringLiteral("verb"), translated("Entry point: train, evaluate, …; the first one by default"),
                                 QStringLiteral("[verb]"));
    parser.addPositionalArgument(QStringLiteral("arguments"), translated("Further arguments for its command"),
                                 QStringLiteral("[arguments…]"));
    declareHostOption(parser);
    parser.addOptions({{QStringLiteral("cpu"), translated("Run without GPUs even where the host has them")},
                       {QStringLiteral("json"), translated("Print the run's record as JSON; the output goes to stderr")}});
}

QCoro::Task<int> runRun(const QCommandLineParser* parser, CommandContext* context) {
    const QStringList positional = parser->positionalArguments();
    if (positional.isEmpty()) {
        context->console.note(translated("reberth run: name a repository and an entry point. Options stand before them."));
        co_return Usage;
    }
    const bool json = parser->isSet(QStringLiteral("json"));
    const auto opened = co_await openProject(positional.constFirst(), parser->value(QStringLiteral("ref")), context);
    if (!opened) {
        context->console.error(opened.error());
        co_return exitCodeFor(opened.error());
    }
    const std::shared_ptr<project::Project> project = *opened;
    QString verb = positional.value(1);
    if (verb.isEmpty() && project->recipe() && !project->recipe()->entryPoints.isEmpty()) {
        verb = project->recipe()->entryPoints.constFirst().verb;
    }
    const Result<host::Host> host = co_await chooseHost(parser->value(QStringLiteral("host")), context);
    if (!host) {
        context->console.error(host.error());
        co_return exitCodeFor(host.error());
    }
    const bool wantsGpu = project->recipe() && project->recipe()->gpuAccess != recipe::GpuAccess::None;
    const bool gpus = wantsGpu && host->hasGpu() && !parser->isSet(QStringLiteral("cpu"));
    if (wantsGpu && !gpus && !parser->isSet(QStringLiteral("cpu"))) {
        context->console.note(translated("%1 has no GPU that was found: running on the CPU.").arg(host->displayName()));
    }
    const Result<run::RunRecord> record =
        co_await runProject(project, *host, verb, positional.mid(2), gpus, json, context);
    if (!record) {
        context->console.error(record.error());
        co_return exitCodeFor(record.error());
    }
    if (json) {
        context->console.printJson(record->toJson());
    }
    if (context->interrupt.happened()) {
        co_return Interrupted;
    }
    co_return record->exitCode;
}

} // namespace reberth::app
