#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "core/build/buildsession.h"

#include <QCoreApplication>

namespace reberth::app {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::app", text);
}

} // namespace

void declareBuild(QCommandLineParser& parser) {
    declareRepositoryArgument(parser);
    declarePlanOptions(parser);
    declareHostOption(parser);
    parser.addOptions({{QStringLiteral("no-cache"), translated("Build every step anew")},
                       {QStringLiteral("json"), translated("Print the build's record as JSON; the log goes to stderr")}});
}

QCoro::Task<int> runBuild(const QCommandLineParser* parser, CommandContext* context) {
    if (parser->positionalArguments().size() != 1) {
        context->console.note(translated("reberth build: name one repository."));
        co_return Usage;
    }
    const bool json = parser->isSet(QStringLiteral("json"));
    const auto opened = co_await openProject(parser->positionalArguments().constFirst(),
                                             parser->value(QStringLiteral("ref")), context);
    if (!opened) {
        context->console.error(opened.error());
        co_return exitCodeFor(opened.error());
    }
    const std::shared_ptr<project::Project> project = *opened;
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
