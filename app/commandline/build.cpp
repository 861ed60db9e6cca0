#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"
#include "core/build/buildsession.h"

namespace reberth::app {

void declareBuild(QCommandLineParser& parser) {
    declareRepositoryArgument(parser);
    declarePlanOptions(parser);
    declareHostOption(parser);
    parser.addOptions({{QStringLiteral("no-cache"), translated("Build every step anew")},
                       {QStringLiteral("json"), translated("Print the build's record as JSON; the log goes to stderr")}});
}

QCoro::Task<int> runBuild(const QCommandLineParser* parser, CommandContext* context) {
    const bool json = parser->isSet(QStringLiteral("json"));
    int exitCode = Ok;
    const std::shared_ptr<project::Project> project =
        co_await openArgument(parser, QStringLiteral("build"), context, &exitCode);
    if (!project) {
        co_return exitCode;
    }
    auto prepared = applyPlanOptions(*parser, *project, context);
    if (prepared) {
        prepared = project->generateFiles();
    }
    if (!prepared) {
        context->console.error(prepared.error());
        co_return exitCodeFor(prepared.error());
    }
    const Result<host::Host> host = co_await chooseHost(parser->value(QStringLiteral("host")), context);
    if (!host) {
        context->console.error(host.error());
        co_return exitCodeFor(host.error());
    }
    context->console.note(translated("Building %1 on %2").arg(project->imageTag(), host->displayName()));
    const Result<build::BuildRecord> record =
        co_await buildProject(project, *host, parser->isSet(QStringLiteral("no-cache")), json, context);
    if (json) {
        context->console.printJson(record ? record->toJson() : project->currentBuild()->record().toJson());
    }
    if (!record) {
        context->console.error(record.error());
        co_return exitCodeFor(record.error());
    }
    context->console.note(translated("Built %1").arg(project->imageTag()));
    co_return Ok;
}

} // namespace reberth::app
