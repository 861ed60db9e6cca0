#pragma once

#include "core/base/result.h"
#include "ui/widgets/page.h"

#include <QPointer>
#include <QTimer>

class QCheckBox;
class QListWidget;
class QPushButton;
class QTableView;
class QTabBar;
class QStackedWidget;

namespace reberth::run {
class RunSession;
}

namespace reberth::ui {

class Banner;
class Card;
class EmptyState;
class Label;
class LogPane;
class RunForm;
class RunHistoryModel;
class StatusDot;
struct Services;

/// Starts an entry point in a container and shows what it says.
class RunsPage : public Page {
    Q_OBJECT
public:
    explicit RunsPage(const Services& services, QWidget* parent = nullptr);

    void setProject(project::Project* project) override;
    void activated() override;

public slots:
    void startRun();
    void stopRun();

private:
    void addActions();
    void fillEntryPoints();
    void chooseEntryPoint(int row);
    void watch(run::RunSession* session);
    void showSession();
    void refreshHistory();
    void updateState();
    void saveLog();

    const Services& m_services;
    QPointer<project::Project> m_project;
    QPointer<run::RunSession> m_session;
    QListWidget* m_entries;
    Label* m_verb;
    RunForm* m_form;
    QCheckBox* m_gpus;
    QPushButton* m_run;
    QPushButton* m_stop;
    Card* m_status;
    StatusDot* m_dot;
    Label* m_what;
    Label* m_detail;
    Banner* m_banner;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    LogPane* m_log;
    RunHistoryModel* m_history;
    QTableView* m_historyView;
    QWidget* m_content;
    EmptyState* m_empty;
    QPushButton* m_emptyButton;
    QTimer m_tick;
};

} // namespace reberth::ui
