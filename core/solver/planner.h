#pragma once

#include "core/analysis/findings.h"
#include "core/base/result.h"
#include "core/knowledge/target.h"
#include "core/recipe/recipe.h"

#include <optional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::solver {

/// What the user fixed; empty means "choose for me".
struct FixedChoices {
    QString python;
    QString frameworkVersion;
    QString cuda;
    QString baseImage; ///< exact image; its OS is derived from the facts or from the name
    std::optional<recipe::Style> style;
};

enum class Verdict { Green, Amber, Red };
QString verdictName(Verdict verdict);

/// One thing that stands against a plan on its target.
struct Problem {
    Verdict severity = Verdict::Amber;
    QString text; ///< "PyTorch 0.4.0 with CUDA 9.0 has no kernels for compute capability 7.5 (Tesla T4)."
    QString cure; ///< the smallest change, "" when there is none
};

struct Plan {
    QString title; ///< "Faithful", "Lifted"
    recipe::Recipe recipe;
    Verdict verdict = Verdict::Green;
    QList<Problem> problems;
};

/// The two ways to make it run. They may be equal (then `lifted` is a copy with the same recipe).
struct Plans {
    Plan faithful; ///< the stack of the commit's month
    Plan lifted;   ///< the smallest lift that has kernels for the target
    /// The one to propose: faithful when it is not red, else lifted.
    const Plan& recommended() const;
};

/// Pure and thread-safe. Fails with InvalidInput, naming the choices, when the fixed choices contradict each other.
Result<Plans> plan(const analysis::Findings& findings, const knowledge::Target& target, const FixedChoices& fixed,
                   const knowledge::Knowledge& knowledge);

/// What may be chosen for one field, each with the reason why it can't be where it can't (empty = allowed); newest first.
struct Option {
    QString value;
    QString objection;
};
QList<Option> pythonOptions(const recipe::Recipe& recipe, const knowledge::Knowledge& knowledge);
QList<Option> frameworkOptions(const recipe::Recipe& recipe, const knowledge::Target& target,
                               const knowledge::Knowledge& knowledge);
QList<Option> cudaOptions(const recipe::Recipe& recipe, const knowledge::Target& target,
                          const knowledge::Knowledge& knowledge);

} // namespace reberth::solver
