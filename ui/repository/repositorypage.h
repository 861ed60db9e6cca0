#pragma once

#include "ui/models/services.h"
#include "ui/widgets/page.h"

#include <QPointer>

class QAction;
class QModelIndex;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace reberth::ui {

class Banner;
class EmptyState;
class EvidencePane;
class FindingsModel;
class Label;
class ProgressRow;
class SearchField;
class VerdictBanner;
struct FindingRow;

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
    QAction* makeAction(const QString& name, const QString& text, const QKeySequence& keys);
    void connectProject();
    void restoreLayout();
    void showState();
    void showFindings();
    void showVerdict();
    void showSelected();
    void showMatches();
    void showMenu(const QPoint& at);
    void copySelected(bool placeOnly);
    void saveFindings();
    void usePlan(bool lifted);
    const FindingRow* selectedRow() const;
    QModelIndex source(const QModelIndex& shown) const;

    Services m_services;
    QPointer<project::Project> m_project;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QWidget* m_content;
    VerdictBanner* m_verdict;
    Banner* m_failure;
    Label* m_problems;
    ProgressRow* m_progress;
    QSplitter* m_splitter;
    SearchField* m_search;
    Label* m_nothing;
    QTreeView* m_table;
    FindingsModel* m_model;
    QSortFilterProxyModel* m_shown;
    EvidencePane* m_evidence;
    QAction* m_inspect = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_copyPlace = nullptr;
    QAction* m_save = nullptr;
};

} // namespace reberth::ui
