#pragma once

#include "core/analysis/findings.h"
#include "core/base/result.h"
#include "core/knowledge/knowledge.h"
#include "core/recipe/recipe.h"
#include "core/solver/planner.h"

#include <QMap>
#include <QObject>
#include <QSet>

#include <optional>

namespace reberth::ui {

/// All state and all decisions of the environment wizard; knows no widget. Works on copies: nothing reaches the project
/// until the caller takes target(), fixedChoices() and recipe(). GUI thread.
class EnvironmentContext : public QObject {
    Q_OBJECT
public:
    struct Start {
        analysis::Findings findings;
        knowledge::Target target;
        solver::FixedChoices fixed;
        bool lifted = true;                    ///< which of the two plans to begin with
        std::optional<recipe::Recipe> current; ///< its own edits by the user are carried over
    };

    /// `knowledge` must outlive the context.
    EnvironmentContext(Start start, const knowledge::Knowledge& knowledge, QObject* parent = nullptr);

    // Target
    QList<knowledge::Target> targets() const; ///< CPU first, then every GPU model, and the current one if it is another
    const knowledge::Target& target() const { return m_target; }
    void setTarget(const knowledge::Target& target);

    // Versions; "" means "choose for me". A choice that can't be planned leaves the last plan and sets error().
    const solver::FixedChoices& fixedChoices() const { return m_fixed; }
    void setPython(const QString& version);
    void setFrameworkVersion(const QString& version);
    void setCuda(const QString& version);
    void setStyle(std::optional<recipe::Style> style);
    QList<solver::Option> pythonOptions() const;
    QList<solver::Option> frameworkOptions() const;
    QList<solver::Option> cudaOptions() const;
    bool hasFramework() const;

    // Which of the two plans
    bool isLifted() const { return m_lifted; }
    void setLifted(bool lifted);
    bool plansDiffer() const;

    // Dependencies
    const QList<recipe::PythonPackage>& packages() const { return m_recipe.packages; }
    /// Empty when `name` and `specifier` may stand in the recipe, else why not.
    static QString packageObjection(const QString& name, const QString& specifier);
    /// Adds, or changes the one of that name. Returns false, with nothing changed, where packageObjection() has a word.
    bool setPackage(const QString& name, const QString& specifier);
    void removePackage(const QString& name);

    // Entry points
    const QList<recipe::EntryPoint>& entryPoints() const { return m_recipe.entryPoints; }
    /// Empty when the list may be used, else what is wrong with it.
    static QString entryPointsObjection(const QList<recipe::EntryPoint>& entryPoints);
    bool setEntryPoints(const QList<recipe::EntryPoint>& entryPoints);

    // Outcome
    const recipe::Recipe& recipe() const { return m_recipe; }
    solver::Verdict verdict() const { return m_verdict; }
    const QList<solver::Problem>& problems() const { return m_problems; }
    const std::optional<Error>& error() const { return m_error; }
    bool isComplete() const { return m_plans.has_value() && !m_error; }

signals:
    void changed();

private:
    void plan();
    void compose();

    analysis::Findings m_findings;
    knowledge::Target m_target;
    solver::FixedChoices m_fixed;
    const knowledge::Knowledge& m_knowledge;
    std::optional<solver::Plans> m_plans;
    std::optional<Error> m_error;
    bool m_lifted;
    QMap<QString, recipe::PythonPackage> m_ownPackages; ///< by normalized name
    QSet<QString> m_removedPackages;
    std::optional<QList<recipe::EntryPoint>> m_ownEntryPoints;
    recipe::Recipe m_recipe;
    solver::Verdict m_verdict = solver::Verdict::Green;
    QList<solver::Problem> m_problems;
};

} // namespace reberth::ui
