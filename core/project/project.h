#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/inspector.h"
#include "core/base/result.h"
#include "core/build/buildtypes.h"
#include "core/diagnostics/diagnostic.h"
#include "core/engine/endpoint.h"
#include "core/knowledge/target.h"
#include "core/recipe/recipe.h"
#include "core/run/runsession.h"
#include "core/solver/planner.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

namespace reberth::build {
class BuildSession;
}
namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::project {

/// One of the plain files (Dockerfile, compose.yaml, Makefile, …) as the user has it now.
struct ProjectFile {
    QString name;
    QString text;          ///< with unsaved edits
    QString generatedText; ///< what Reberth last wrote for it; "" for a file of the user's own
    bool modified = false; ///< differs from the disk
    bool conflict = false; ///< regeneration could not be merged: both versions are marked in the text
    bool recovered = false; ///< the text holds edits that were never saved before the program ended
    QList<diagnostics::Diagnostic> diagnostics;
    bool checked = true; ///< `diagnostics` are about `text`; else they are about an older one and new ones are coming
};

/// The document: a checkout with its findings, recipe, files, builds and runs, kept in `<checkout>/.reberth/`.
/// Every save is atomic and every unsaved edit is kept in an autosave file, so that a kill at any moment loses nothing
/// that was saved. GUI thread only; long work runs elsewhere and reports by signals.
class Project : public QObject {
    Q_OBJECT
public:
    Project(const knowledge::Knowledge& knowledge, QObject* parent = nullptr);
    ~Project() override;

    /// Starts a new project on a checkout, or opens the one that is kept there. Returns why it can't.
    Result<void> open(const repo::Checkout& checkout);
    /// Opens the project whose checkout (or `.reberth` folder) is `path`.
    Result<void> open(const QString& path);

    QString name() const;
    QString root() const;        ///< the checkout, absolute
    QString filesFolder() const; ///< root()/.reberth
    const repo::Checkout& checkout() const;

    // Findings
    bool isInspecting() const;
    void inspect(); ///< → inspectProgress…, findingsChanged or failed
    void cancelInspect();
    const std::optional<analysis::Findings>& findings() const;

    // Plan
    const knowledge::Target& target() const;
    void setTarget(const knowledge::Target& target); ///< plans anew
    const solver::FixedChoices& fixedChoices() const;
    Result<void> setFixedChoices(const solver::FixedChoices& fixed); ///< plans anew; on failure nothing changes
    /// Both at once; on failure nothing changes.
    Result<void> setTargetAndChoices(const knowledge::Target& target, const solver::FixedChoices& fixed);
    const std::optional<solver::Plans>& plans() const;
    const std::optional<recipe::Recipe>& recipe() const;
    /// Why the recipe on disk can't be used (recipe() is empty then); it is kept until a new one is taken.
    const std::optional<Error>& recipeError() const;
    /// Takes a plan's recipe or an edited one; saved at once. Undoable through undoRecipe().
    Result<void> setRecipe(const recipe::Recipe& recipe);
    bool canUndoRecipe() const;
    void undoRecipe();

    // Files
    /// Renders the recipe. The user's edits are merged in (three ways); conflicts are marked and reported, never lost.
    Result<void> generateFiles();
    QStringList fileNames() const;
    const ProjectFile* file(const QString& name) const;
    /// Editor's change: kept as autosave; not yet saved. Its diagnostics follow from another thread, those of a text that
    /// has changed meanwhile are dropped.
    void setFileText(const QString& name, const QString& text);
    Result<void> saveFile(const QString& name);
    Result<void> saveAllFiles();
    void revertFile(const QString& name); ///< back to what is on disk
    int problemCount() const;             ///< errors and warnings over all files
    /// Leaves a rule out in this project, with the reason for it; kept in filesFolder()/lint.json.
    Result<void> ignoreRule(const QString& ruleId, const QString& reason);
    /// Looks whether others have changed the files; happens by itself when the system tells of it.
    void checkDisk();

    // Build and run
    /// Saves the files and starts a build; the session belongs to the project and lives until the next build.
    Result<build::BuildSession*> startBuild(const engine::Endpoint& endpoint, const QString& hostName, bool noCache = false);
    build::BuildSession* currentBuild() const;
    QList<build::BuildRecord> buildRecords() const; ///< newest first
    QString buildsFolder() const;
    QString imageTag() const;
    /// `verb` of the recipe's entry points with extra arguments; the image must have been built.
    Result<run::RunSession*> startRun(const engine::Endpoint& endpoint, const QString& verb, const QStringList& arguments,
                                      bool gpus);
    run::RunSession* currentRun() const;
    QList<run::RunRecord> runRecords() const; ///< newest first
    QString runsFolder() const;

signals:
    void opened();
    void inspectProgress(const reberth::analysis::InspectProgress& now);
    void inspectingChanged();
    void findingsChanged();
    void plansChanged();
    void recipeChanged();
    void filesChanged();                      ///< the list or generated texts
    void fileTextChanged(const QString& name);
    void diagnosticsChanged(const QString& name);
    void modifiedChanged(const QString& name);
    /// Others wrote the file, and it was merged into the text; with `conflict` both versions are marked in it.
    void mergedFromDisk(const QString& name, bool conflict);
    void buildStarted(reberth::build::BuildSession* session);
    void buildFinished();
    void runStarted(reberth::run::RunSession* session);
    void runFinished();
    void failed(const reberth::Error& error); ///< of work that has no caller waiting

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::project
