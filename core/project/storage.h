#pragma once

#include "core/analysis/findings.h"
#include "core/base/result.h"
#include "core/knowledge/target.h"
#include "core/recipe/recipe.h"
#include "core/solver/planner.h"

#include <QString>

#include <optional>

namespace reberth::project {

/// What project.json keeps.
struct ProjectState {
    repo::Checkout checkout;
    knowledge::Target target;
    solver::FixedChoices fixed;
};

/// The files below one `.reberth` folder. Every write is atomic; nothing is written through a symbolic link.
/// Blocking (small files); GUI thread.
class Storage {
public:
    explicit Storage(QString folder)
        : m_folder(std::move(folder)) {}

    QString folder() const { return m_folder; }
    QString path(const QString& name) const { return m_folder + u'/' + name; }
    bool exists() const; ///< holds a project

    /// Creates the folder; fails when it is a link, or can't be written.
    Result<void> prepare() const;

    Result<ProjectState> readState() const;
    Result<void> writeState(const ProjectState& state) const;
    std::optional<analysis::Findings> readFindings() const; ///< nullopt when missing or unreadable: inspect again
    Result<void> writeFindings(const analysis::Findings& findings) const;

    /// nullopt when there is none; the error names the line that is wrong.
    Result<std::optional<recipe::Recipe>> readRecipe() const;
    /// Keeps the user's comments. A recipe that can't be read is set aside as recipe.yaml.broken first.
    Result<void> writeRecipe(const recipe::Recipe& recipe) const;

    Result<QString> readText(const QString& name) const;
    Result<void> writeText(const QString& name, const QString& text) const;
    void remove(const QString& name) const;

private:
    Result<void> write(const QString& name, const QByteArray& data) const;

    QString m_folder;
};

} // namespace reberth::project
