#pragma once

#include "ui/models/services.h"
#include "ui/widgets/page.h"

#include <QPointer>

class QAction;
class QStackedWidget;
class QTreeView;

namespace reberth::ui {

class Banner;
class EmptyState;
class EvidencePane;
class FindingsModel;
class Label;
class ProgressRow;
class VerdictBanner;

/// What was found in the repository, where it stands there, and the verdict for the target.
class RepositoryPage : public Page {
    Q_OBJECT
public:
    explicit RepositoryPage(const Services& services, QWidget* parent = nullptr);

    void setProject(project::Project* project) override;
    void activated() override;

private:
    QWidget* makeContent();
    QWidget* makeFindings();
    void makeActions();
    void showState();
    void showFindings();
    void showVerdict();
    void showSelected();
    void usePlan(bool lifted);

    Services m_services;
    QPointer<project::Project> m_project;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QWidget* m_content;
    VerdictBanner* m_verdict;
    Banner* m_failure;
    Label* m_problems;
    ProgressRow* m_progress;
    QTreeView* m_table;
    FindingsModel* m_model;
    EvidencePane* m_evidence;
    QAction* m_inspect = nullptr;
};

} // namespace reberth::ui
