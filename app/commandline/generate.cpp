#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

#include <QJsonArray>
#include <QJsonObject>

namespace reberth::app {

void declareGenerate(QCommandLineParser& parser) {
    declareRepositoryArgument(parser);
    declarePlanOptions(parser);
    parser.addOption({QStringLiteral("json"), translated("Print JSON")});
}

QCoro::Task<int> runGenerate(const QCommandLineParser* parser, CommandContext* context) {
    int exitCode = Ok;
    const std::shared_ptr<project::Project> opened =
        co_await openArgument(parser, QStringLiteral("generate"), context, &exitCode);
    if (!opened) {
        co_return exitCode;
    }
    project::Project& project = *opened;
    auto done = applyPlanOptions(*parser, project, context);
    if (done) {
        done = project.generateFiles();
    }
    if (!done) {
        context->console.error(done.error());
        co_return exitCodeFor(done.error());
    }
    bool conflicts = false;
    QJsonArray files;
    for (const QString& name : project.fileNames()) {
        const project::ProjectFile& file = *project.file(name);
        conflicts = conflicts || file.conflict;
        files.append(QJsonObject{{QStringLiteral("name"), name},
                                 {QStringLiteral("path"), project.filesFolder() + QLatin1Char('/') + name},
                                 {QStringLiteral("conflict"), file.conflict},
                                 {QStringLiteral("problems"), static_cast<int>(file.diagnostics.size())}});
        if (!parser->isSet(QStringLiteral("json"))) {
            context->console.print(project.filesFolder() + QLatin1Char('/') + name);
        }
        if (file.conflict) {
            context->console.note(translated("%1: your changes and the new text touch the same lines; both are marked in "
                                             "the file.")
                                      .arg(name));
        }
    }
    if (parser->isSet(QStringLiteral("json"))) {
        context->console.printJson(QJsonObject{{QStringLiteral("schema"), 1}, {QStringLiteral("files"), files}});
    }
    co_return conflicts ? Failed : Ok;
}

} // namespace reberth::app
