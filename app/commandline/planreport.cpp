#include "app/commandline/planreport.h"

#include "app/commandline/text.h"

#include <QJsonArray>

namespace reberth::app {

namespace {

struct Row {
    QString key; ///< in JSON
    QString label;
    const recipe::Choice& choice;
};

QList<Row> rows(const recipe::Recipe& recipe) {
    return {{QStringLiteral("target"), translated("Target"), recipe.target},
            {QStringLiteral("baseImage"), translated("Base image"), recipe.baseImage},
            {QStringLiteral("osRelease"), translated("System"), recipe.osRelease},
            {QStringLiteral("python"), translated("Python"), recipe.python},
            {QStringLiteral("framework"), translated("Framework"), recipe.framework},
            {QStringLiteral("frameworkVersion"), translated("Version"), recipe.frameworkVersion},
            {QStringLiteral("cuda"), translated("CUDA"), recipe.cuda},
            {QStringLiteral("cudnn"), translated("cuDNN"), recipe.cudnn},
            {QStringLiteral("gcc"), translated("GCC"), recipe.gcc},
            {QStringLiteral("archList"), translated("Architectures"), recipe.archList}};
}

QJsonArray packagesToJson(const QList<recipe::PythonPackage>& packages) {
    QJsonArray array;
    for (const recipe::PythonPackage& package : packages) {
        array.append(QJsonObject{{QStringLiteral("name"), package.name},
                                 {QStringLiteral("specifier"), package.specifier},
                                 {QStringLiteral("url"), package.url},
                                 {QStringLiteral("reason"), package.reason}});
    }
    return array;
}

} // namespace

QJsonObject toJson(const recipe::Recipe& recipe) {
    QJsonObject object{{QStringLiteral("name"), recipe.name},
                       {QStringLiteral("style"), recipe::styleName(recipe.style)},
                       {QStringLiteral("packages"), packagesToJson(recipe.packages)},
                       {QStringLiteral("condaPackages"), packagesToJson(recipe.condaPackages)},
                       {QStringLiteral("gpuAccess"), recipe::gpuAccessName(recipe.gpuAccess)},
                       {QStringLiteral("risks"), QJsonArray::fromStringList(recipe.risks)}};
    for (const Row& row : rows(recipe)) {
        object.insert(row.key, QJsonObject{{QStringLiteral("value"), row.choice.value},
                                           {QStringLiteral("reason"), row.choice.reason},
                                           {QStringLiteral("byUser"), row.choice.byUser}});
    }
    QJsonArray system;
    for (const recipe::Choice& package : recipe.systemPackages) {
        system.append(QJsonObject{{QStringLiteral("name"), package.value}, {QStringLiteral("reason"), package.reason}});
    }
    object.insert(QStringLiteral("systemPackages"), system);
    QJsonArray entries;
    for (const recipe::EntryPoint& entry : recipe.entryPoints) {
        entries.append(QJsonObject{{QStringLiteral("verb"), entry.verb},
                                   {QStringLiteral("command"), entry.command},
                                   {QStringLiteral("workdir"), entry.workdir}});
    }
    object.insert(QStringLiteral("entryPoints"), entries);
    return object;
}

QJsonObject toJson(const solver::Plan& plan) {
    QJsonArray problems;
    for (const solver::Problem& problem : plan.problems) {
        problems.append(QJsonObject{{QStringLiteral("severity"), solver::verdictName(problem.severity)},
                                    {QStringLiteral("text"), problem.text},
                                    {QStringLiteral("cure"), problem.cure}});
    }
    return {{QStringLiteral("verdict"), solver::verdictName(plan.verdict)},
            {QStringLiteral("problems"), problems},
            {QStringLiteral("recipe"), toJson(plan.recipe)}};
}

void printPlan(const solver::Plan& plan, const Console& console) {
    console.print(QStringLiteral("%1: %2").arg(plan.title, solver::verdictName(plan.verdict)));
    for (const Row& row : rows(plan.recipe)) {
        if (!row.choice.value.isEmpty()) {
            console.print(QStringLiteral("  %1 %2 %3").arg(row.label, -14).arg(row.choice.value, -44).arg(row.choice.reason));
        }
    }
    for (const recipe::PythonPackage& package : plan.recipe.packages) {
        console.print(QStringLiteral("  %1 %2 %3").arg(QStringLiteral("pip"), -14)
                          .arg(package.url.isEmpty() ? package.name + package.specifier : package.url, -44)
                          .arg(package.reason));
    }
    for (const recipe::PythonPackage& package : plan.recipe.condaPackages) {
        console.print(QStringLiteral("  %1 %2 %3").arg(QStringLiteral("conda"), -14)
                          .arg(package.name + package.specifier, -44).arg(package.reason));
    }
    for (const recipe::Choice& package : plan.recipe.systemPackages) {
        console.print(QStringLiteral("  %1 %2 %3").arg(QStringLiteral("apt"), -14).arg(package.value, -44).arg(package.reason));
    }
    for (const recipe::EntryPoint& entry : plan.recipe.entryPoints) {
        console.print(QStringLiteral("  %1 %2").arg(entry.verb, -14).arg(entry.command));
    }
    for (const solver::Problem& problem : plan.problems) {
        console.print(QStringLiteral("  ! %1%2").arg(problem.text, problem.cure.isEmpty() ? QString() : QLatin1Char(' ') + problem.cure));
    }
    for (const QString& risk : plan.recipe.risks) {
        console.print(QStringLiteral("  ? %1").arg(risk));
    }
}

} // namespace reberth::app
