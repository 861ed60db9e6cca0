#pragma once

#include "ui/models/services.h"

#include <QPointer>
#include <QWidget>

class QMenu;
class QToolButton;

namespace reberth::project {
class Project;
}

namespace reberth::ui {

class Chip;
class ElidedLabel;
class SplitButton;
class WindowActions;

/// The strip at the top: what is open, what it is for, and the two things to do with it.
class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(const Services& services, const WindowActions& actions, QMenu* mainMenu, QWidget* parent = nullptr);

    void setProject(project::Project* project);
    void openMenu(); ///< the main menu, from the keyboard

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showProject();
    void showTarget();
    void showActivity();
    void fillRunMenu();

    const Services& m_services;
    const WindowActions& m_actions;
    QPointer<project::Project> m_project;
    QToolButton* m_menu;
    ElidedLabel* m_name;
    Chip* m_ref;
    Chip* m_target;
    SplitButton* m_build;
    SplitButton* m_run;
    QMenu* m_runMenu;
};

} // namespace reberth::ui
