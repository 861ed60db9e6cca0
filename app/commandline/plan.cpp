#include "app/commandline/allcommands.h"
#include "app/commandline/planreport.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

namespace reberth::app {

void declarePlan(QCommandLineParser& parser) {
    declareRepositoryArgument(parser);
    declarePlanOptions(parser);
    parser.addOption({QStringLiteral("json"), translated("Print JSON: both plans and the recipe that was taken")});
}

QCoro::Task<int> runPlan(const QCommandLineParser* parser, CommandContext* context) {
    int exitCode = Ok;
    const std::shared_ptr<project::Project> opened =
        co_await openArgument(parser, QStringLiteral("plan"), context, &exitCode);
    if (!opened) {
        co_return exitCode;
    }
    project::Project& project = *opened;
    if (const auto applied = applyPlanOptions(*parser, project, context); !applied) {
        context->console.error(applied.error());
        co_return exitCodeFor(applied.error());
    }
    if (!project.plans()) {
        context->console.note(translated("reberth plan: no plan could be made."));
        co_return Failed;
    }
    const solver::Plans& plans = *project.plans();
    if (parser->isSet(QStringLiteral("json"))) {
        QJsonObject object{{QStringLiteral("schema"), 1},
                           {QStringLiteral("faithful"), toJson(plans.faithful)},
                           {QStringLiteral("lifted"), toJson(plans.lifted)},
                           {QStringLiteral("recommended"),
                            &plans.recommended() == &plans.faithful ? QStringLiteral("faithful") : QStringLiteral("lifted")},
                           {QStringLiteral("recipeFile"), project.filesFolder() + QStringLiteral("/recipe.yaml")}};
        if (project.recipe()) {
            object.insert(QStringLiteral("recipe"), toJson(*project.recipe()));
        }
        context->console.printJson(object);
        co_return Ok;
    }
    printPlan(plans.faithful, context->console);
    if (!(plans.lifted.recipe == plans.faithful.recipe)) {
        context->console.print(QString());
        printPlan(plans.lifted, context->console);
    }
    context->console.print(QString());
    context->console.print(translated("The recipe stands in %1/recipe.yaml. “reberth generate” writes its files.")
                               .arg(project.filesFolder()));
    co_return Ok;
}

} // namespace reberth::app
