#pragma once

#include "ui/mainwindow/pagefactory.h"

#include <QMainWindow>

class QStackedWidget;

namespace reberth::project {
class Project;
}

namespace reberth::ui {

class Activity;
class CommandPalette;
class Navigation;
class StatusLine;
class TopBar;
class WindowActions;

/// Puts the pages together: bars, navigation, commands. No logic of its own.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const Services& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPage(PageId page);
    PageId currentPage() const;
    /// Goes Home and imports, as if it had been typed there.
    void importAddress(const QString& address);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addPages();
    void connectServices();
    void restore();
    void remember();
    void takeProject(project::Project* project);
    void openPalette();

    const Services m_services;
    QList<PageEntry> m_pages;
    WindowActions* m_actions;
    Activity* m_activity;
    TopBar* m_topBar;
    Navigation* m_navigation;
    QStackedWidget* m_stack;
    StatusLine* m_status;
    CommandPalette* m_palette;
    bool m_mayClose = false;
};

} // namespace reberth::ui
