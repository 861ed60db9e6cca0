#pragma once

#include "core/base/result.h"
#include "core/host/host.h"
#include "core/repo/importjob.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QObject>

#include <memory>
#include <optional>

namespace reberth::host {
class HostList;
}
namespace reberth::knowledge {
class Knowledge;
}
namespace reberth::project {
class Project;
}
namespace reberth::settings {
class Settings;
}

namespace reberth::ui {

/// A project that was open before, with what Home shows of it.
struct RecentProject {
    QString path; ///< of the checkout
    QString name;
    QString ref;       ///< "master @ 31ae206"
    QString lastBuild; ///< build::buildStateName; "" when it was never built
    QString hostName;  ///< of the last build
    QDateTime opened;
};

/// The one open project, how it gets there, and where it is built and run. GUI thread; blocks nowhere.
class Workspace : public QObject {
    Q_OBJECT
public:
    Workspace(const knowledge::Knowledge& knowledge, host::HostList& hosts, settings::Settings& settings,
              QObject* parent = nullptr);
    ~Workspace() override;

    project::Project* project() const; ///< nullptr when none is open

    /// Clones or opens what the user wrote; `ref` may be empty. Cancels an import that is still running.
    void import(const QString& text, const QString& ref = {});
    void cancelImport();
    bool isImporting() const;
    /// Opens the project that is kept in a checkout; errors come by importFailed().
    void openProject(const QString& path);
    /// Stops its build and run; unsaved edits stay in the autosave.
    void closeProject();

    QList<RecentProject> recentProjects() const; ///< newest first
    void forgetRecent(const QString& path);      ///< takes it off the list, deletes nothing

    /// Where to build and run: the chosen one while it is there, else the first ready one. nullptr when none is ready.
    const host::Host* host() const;
    void chooseHost(const QString& address); ///< of its endpoint
    bool canBuild() const;                   ///< a recipe, a ready host, and no build under way
    bool isBuilding() const;
    bool isRunning() const;
    Result<void> build(bool noCache = false);
    void cancelBuild();
    /// An entry point of the recipe, with further arguments.
    Result<void> run(const QString& verb, const QStringList& arguments = {}, bool gpus = false);
    void stopRun();

    /// Where clones go.
    QString projectsFolder() const;

signals:
    void projectChanged(reberth::project::Project* project);
    void importStarted(const QString& what);
    void importProgress(const reberth::repo::ImportProgress& progress);
    void importFailed(const reberth::Error& error);
    void importFinished();
    void recentProjectsChanged();
    void hostChanged();
    /// A build or run started or ended, or what they need came or went.
    void activityChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::ui
