#pragma once

#include "ui/mainwindow/pagefactory.h"

#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace reberth::ui {

/// The commands that belong to the window and to no page, each with a shortcut and a place in the menu.
class WindowActions : public QObject {
    Q_OBJECT
public:
    /// The actions become children of `window` and work wherever the focus is in it.
    WindowActions(const Services& services, const QList<PageEntry>& pages, QWidget* window);

    /// Runs an entry point and goes to the Run page, or says why not.
    void runVerb(const QString& verb) const;
    /// The verb that Run takes: train where there is one, else the first.
    QString defaultVerb() const;
    /// File, Project, Page, View and Help; owned by the window. `pages` put their own commands into "Page".
    QMenu* makeMenu(QWidget* window) const;

    QAction* import;
    QAction* closeProject;
    QAction* quit;
    QAction* build;
    QAction* buildWithoutCache;
    QAction* cancelBuild;
    QAction* run;
    QAction* stopRun;
    QAction* palette;
    QAction* toggleTheme;
    QAction* fullScreen;
    QAction* mainMenu;
    QAction* about;
    QList<QAction*> goTo; ///< one for each page

signals:
    void updated(); ///< texts and states are as the workspace is

private:
    QAction* add(const QString& name, const QString& text, const QKeySequence& shortcut, const QString& iconName = {});
    void startBuild(bool noCache) const;
    void update();

    const Services& m_services;
    QList<PageEntry> m_pages;
    QWidget* m_window;
};

} // namespace reberth::ui
