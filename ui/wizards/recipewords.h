#pragma once

#include "core/recipe/recipe.h"
#include "core/solver/planner.h"

#include <QList>
#include <QString>

namespace reberth::ui {

/// One row of a recipe as people read it.
struct RecipeValue {
    QString key;   ///< stable: "base", "python", "framework", "cuda", "gcc", "arch", "packages", …
    QString label; ///< "Base"
    QString text;  ///< "PyTorch 1.10.1"
    QString reason;
    bool code = false;  ///< shown in the code font
    int wizardPage = 0; ///< EnvironmentWizard page that changes it
};

/// The rows in the order they are shown; empty values are left out.
QList<RecipeValue> recipeValues(const recipe::Recipe& recipe);

/// "torch" → "PyTorch".
QString frameworkWords(const QString& distribution);
/// "Green on Tesla T4"
QString verdictWords(solver::Verdict verdict, const QString& target);
/// "Runs on Tesla T4 as planned."
QString verdictSentence(solver::Verdict verdict, const QString& target);
QString styleWords(recipe::Style style);

} // namespace reberth::ui
