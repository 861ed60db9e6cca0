#include "core/solver/planner.h"

#include "core/solver/packages.h"
#include "core/solver/runtime.h"
#include "core/solver/systempackages.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::solver {

using knowledge::sameMinor;
using recipe::Choice;
using recipe::Recipe;

namespace {

/// An image's repository name: lower case, no separators at the ends.
QString imageName(const QString& name) {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    QString result = name.toLower();
    result.replace(other, QStringLiteral("-"));
    static const QRegularExpression ends(QStringLiteral("^-+|-+$"));
    result.remove(ends);
    return result.isEmpty() ? QStringLiteral("project") : result;
}

/// An image that brings its Python decides it; the repository's wish then is a risk.
void takePythonOfImage(const Request& request, const BaseImage& base, Stack& stack) {
    if (!base.python || sameMinor(*base.python, stack.python)) {
        return;
    }
    const QString wished = stack.python.toString();
    stack.python = *base.python;
    if (stack.pythonIsFirm) {
        stack.problems.append({Verdict::Amber,
                               Solver::tr("%1 brings Python %2; the repository names %3.").arg(base.image, base.python->toString(), wished),
                               QString()});
    }
    stack.pythonReason = Solver::tr("%1 brings it.").arg(base.image);
    if (stack.release != nullptr && !request.plainBase && !stack.release->supportsPython(stack.python)) {
        stack.problems.append({Verdict::Red,
                               Solver::tr("%1 %2 has no build for Python %3 of %4.")
                                   .arg(frameworkTitle(request.framework), stack.version.toString(), stack.python.toString(), base.image),
                               Solver::tr("Take another image.")});
    }
}

void setChoices(const Request& request, const Stack& stack, const BaseImage& base, Recipe& recipe) {
    const FixedChoices& fixed = request.fixed;
    recipe.style = base.style;
    recipe.baseImage = {base.image, base.reason, !fixed.baseImage.isEmpty()};
    recipe.osRelease = {base.os, base.osReason, false};
    recipe.python = {stack.python.majorMinor(), stack.pythonReason, !fixed.python.isEmpty()};
    if (!request.framework.isEmpty()) {
        const analysis::Framework* main = mainFramework(request.findings);
        QString reason = Solver::tr("The code is built on it.");
        if (main != nullptr && !main->evidence.isEmpty()) {
            reason = Solver::tr("%1 is used in %2.").arg(main->name, where(main->evidence));
        }
        recipe.framework = {request.framework, reason, false};
    }
    if (stack.release != nullptr) {
        recipe.frameworkVersion = {stack.version.toString(), stack.frameworkReason, !fixed.frameworkVersion.isEmpty()};
        recipe.cuda = {stack.cuda(), stack.cudaReason, !fixed.cuda.isEmpty()};
    } else if (request.stated != nullptr && request.stated->version) {
        recipe.frameworkVersion = {request.stated->version->toString(), because(*request.stated), false};
    }
    if (!base.cudnn.isEmpty()) {
        recipe.cudnn = {base.cudnn, base.condaCuda ? Solver::tr("conda brings it.") : Solver::tr("The base image brings it."), false};
    }
    recipe.gcc = {base.gcc, base.gccReason, false};
    recipe.target = {request.target.name, request.target.hasGpu()
                                              ? Solver::tr("Compute capability %1.").arg(request.target.computeCapability->toString())
                                              : Solver::tr("No GPU."),
                     false};
    if (needsNvcc(request, stack) && stack.variant != nullptr && stack.variant->cuda) {
        recipe.archList = {archList(*stack.variant->cuda, request.framework, stack.version, request.target, request.tables),
                           Solver::tr("CUDA code is compiled for %1.").arg(request.target.name), false};
    }
}

Result<Plan> build(const Request& request, Stack stack, const QString& title) {
    const auto base = chooseBaseImage(request, stack);
    if (!base) {
        return fail(base.error());
    }
    takePythonOfImage(request, *base, stack);
    Plan plan;
    plan.title = title;
    Recipe& recipe = plan.recipe;
    recipe.name = imageName(request.findings.checkout.name);
    recipe.source = request.findings.checkout.url;
    recipe.commit = request.findings.checkout.commit;
    setChoices(request, stack, *base, recipe);
    plan.problems = stack.problems + base->problems;
    recipe.risks = stack.risks + base->risks;
    addPackages(request, stack, *base, recipe, plan.problems);
    addSystemPackages(request, stack, *base, recipe);
    addRuntime(request, stack, *base, recipe);
    if (stack.release == nullptr && !request.framework.isEmpty()) {
        plan.problems.append({Verdict::Amber,
                              Solver::tr("There are no facts about %1's builds, so its CUDA is not checked.").arg(request.framework),
                              QString()});
    }
    for (const Problem& problem : std::as_const(plan.problems)) {
        plan.verdict = std::max(plan.verdict, problem.severity);
        if (problem.severity == Verdict::Amber) {
            recipe.risks << (problem.cure.isEmpty() ? problem.text : problem.text + QLatin1Char(' ') + problem.cure);
        }
    }
    recipe.risks.removeDuplicates();
    return plan;
}

/// The smallest change that cures a red plan is what the lifted one differs in.
void addCures(Plan& faithful, const Plan& lifted) {
    QStringList changes;
    const auto compare = [&](const QString& what, const Choice& before, const Choice& after) {
        if (before.value != after.value && !after.value.isEmpty()) {
            changes << Solver::tr("%1 %2 instead of %3").arg(what, after.value, before.value.isEmpty() ? Solver::tr("none") : before.value);
        }
    };
    compare(frameworkTitle(lifted.recipe.framework.value), faithful.recipe.frameworkVersion, lifted.recipe.frameworkVersion);
    compare(QStringLiteral("CUDA"), faithful.recipe.cuda, lifted.recipe.cuda);
    compare(QStringLiteral("Python"), faithful.recipe.python, lifted.recipe.python);
    for (Problem& problem : faithful.problems) {
        if (problem.severity == Verdict::Red && problem.cure.isEmpty() && !changes.isEmpty()) {
            problem.cure = Solver::tr("Take %1 (the lifted plan).").arg(changes.join(QLatin1String(", ")));
        }
    }
}

} // namespace

QString verdictName(Verdict verdict) {
    switch (verdict) {
    case Verdict::Green: return QStringLiteral("green");
    case Verdict::Amber: return QStringLiteral("amber");
    case Verdict::Red: return QStringLiteral("red");
    }
    return {};
}

const Plan& Plans::recommended() const {
    return faithful.verdict != Verdict::Red || lifted.verdict == Verdict::Red ? faithful : lifted;
}

Result<Plans> plan(const analysis::Findings& findings, const knowledge::Target& target, const FixedChoices& fixed,
                   const knowledge::Knowledge& knowledge) {
    const Request request = makeRequest(findings, target, fixed, knowledge);
    const auto stack = faithfulStack(request);
    if (!stack) {
        return fail(stack.error());
    }
    auto faithful = build(request, *stack, Solver::tr("Faithful"));
    if (!faithful) {
        return fail(faithful.error());
    }
    Plans plans{*faithful, *faithful};
    plans.lifted.title = Solver::tr("Lifted");
    if (faithful->verdict == Verdict::Red) {
        if (const auto lifted = liftedStack(request, *stack)) {
            auto plan = build(request, *lifted, Solver::tr("Lifted"));
            if (plan && plan->verdict != Verdict::Red) {
                plans.lifted = *plan;
                addCures(plans.faithful, plans.lifted);
            }
        }
    }
    return plans;
}

} // namespace reberth::solver
