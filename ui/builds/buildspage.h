#pragma once

#include "core/base/result.h"
#include "core/build/buildtypes.h"
#include "ui/widgets/page.h"

#include <QPointer>
#include <QTimer>

class QCheckBox;
class QListView;
class QPushButton;

namespace reberth::build {
class BuildSession;
}

namespace reberth::ui {

class Banner;
class EmptyState;
class HistoryModel;
class LogPane;
class ProgressRow;
class StepModel;
struct Services;

/// The builds of the project: history, the steps of the chosen one on a time line, and its log.
class BuildsPage : public Page {
    Q_OBJECT
public:
    explicit BuildsPage(const Services& services, QWidget* parent = nullptr);

    void setProject(project::Project* project) override;
    void activated() override;

public slots:
    void startBuild();
    void cancelBuild();

private:
    void addActions();
    void refreshHistory();
    void watch(build::BuildSession* session);
    void show(const QString& id);
    void showLive();
    void showStored(const build::BuildRecord& record);
    void selectStep(int row);
    void openStepLine(int row);
    void showOutcome();
    void updateState();
    void saveLog();
    bool isLive() const;
    const build::BuildRecord* shownRecord() const;

    const Services& m_services;
    QPointer<project::Project> m_project;
    QPointer<build::BuildSession> m_session;
    QString m_shown; ///< id of the build on show
    QList<build::LogLine> m_storedLog;
    HistoryModel* m_history;
    StepModel* m_steps;
    QListView* m_historyView;
    QListView* m_stepView;
    QPushButton* m_build;
    QPushButton* m_cancel;
    QCheckBox* m_noCache;
    ProgressRow* m_progress;
    Banner* m_banner;
    QPushButton* m_showLine;
    QPushButton* m_showLog;
    QPushButton* m_run;
    LogPane* m_log;
    QWidget* m_content;
    EmptyState* m_empty;
    QPushButton* m_emptyButton;
    QTimer m_tick;
};

} // namespace reberth::ui
