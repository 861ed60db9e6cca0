#include "ui/wizards/recipewords.h"

#include "ui/wizards/environmentwizard.h"

#include <QCoreApplication>

namespace reberth::ui {

namespace {

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("RecipeWords", text, nullptr, n);
}

} // namespace

QString frameworkWords(const QString& distribution) {
    if (distribution == QLatin1String("torch")) {
        return QStringLiteral("PyTorch");
    }
    if (distribution.startsWith(QLatin1String("tensorflow"))) {
        return QStringLiteral("TensorFlow");
    }
    if (distribution == QLatin1String("jax")) {
        return QStringLiteral("JAX");
    }
    return distribution;
}

QString styleWords(recipe::Style style) {
    switch (style) {
    case recipe::Style::FrameworkImage:
        return tr("framework image, pip");
    case recipe::Style::CudaPyenv:
        return tr("CUDA image, pyenv, pip");
    case recipe::Style::CudaConda:
        return tr("CUDA image, conda");
    case recipe::Style::Plain:
        return tr("plain Linux image, CPU");
    }
    return {};
}

QString verdictWords(solver::Verdict verdict, const QString& target) {
    switch (verdict) {
    case solver::Verdict::Green:
        return tr("Runs on %1").arg(target);
    case solver::Verdict::Amber:
        return tr("Risk on %1").arg(target);
    case solver::Verdict::Red:
        return tr("Fails on %1").arg(target);
    }
    return {};
}

QString verdictSentence(solver::Verdict verdict, const QString& target) {
    switch (verdict) {
    case solver::Verdict::Green:
        return tr("Nothing known stands against this plan on %1.").arg(target);
    case solver::Verdict::Amber:
        return tr("This plan should run on %1; something may still need a hand.").arg(target);
    case solver::Verdict::Red:
        return tr("This plan will not run on %1.").arg(target);
    }
    return {};
}

QList<RecipeValue> recipeValues(const recipe::Recipe& recipe) {
    QList<RecipeValue> rows;
    const auto add = [&rows](const char* key, const QString& label, const QString& text, const QString& reason,
                             int page, bool code = false) {
        if (!text.isEmpty()) {
            rows.append({QLatin1String(key), label, text, reason, code, page});
        }
    };
    add("base", tr("Base"), recipe.baseImage.value, recipe.baseImage.reason, EnvironmentWizard::FrameworkPageId, true);
    add("style", tr("Style"), styleWords(recipe.style), {}, EnvironmentWizard::FrameworkPageId);
    add("python", tr("Python"), recipe.python.value, recipe.python.reason, EnvironmentWizard::PythonPageId);
    if (!recipe.framework.value.isEmpty()) {
        add("framework", frameworkWords(recipe.framework.value), recipe.frameworkVersion.value,
            recipe.frameworkVersion.reason.isEmpty() ? recipe.framework.reason : recipe.frameworkVersion.reason,
            EnvironmentWizard::FrameworkPageId);
    }
    add("cuda", tr("CUDA"), recipe.cuda.value.isEmpty() ? tr("none, CPU only") : recipe.cuda.value, recipe.cuda.reason,
        EnvironmentWizard::FrameworkPageId);
    add("cudnn", tr("cuDNN"), recipe.cudnn.value, recipe.cudnn.reason, EnvironmentWizard::FrameworkPageId);
    add("gcc", tr("GCC for nvcc"), recipe.gcc.value, recipe.gcc.reason, EnvironmentWizard::FrameworkPageId);
    add("arch", tr("Arch list"), recipe.archList.value, recipe.archList.reason, EnvironmentWizard::TargetPageId, true);
    return rows;
}

} // namespace reberth::ui
