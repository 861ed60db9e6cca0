#pragma once

#include "ui/models/services.h"

#include <QPointer>
#include <QWidget>

class QAction;
class QToolButton;

namespace reberth::project {
class Project;
}

namespace reberth::ui {

class Activity;
class ElidedLabel;
class Label;

/// The strip at the bottom: whether all is saved, how many problems there are, and what goes on.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    StatusLine(const Services& services, Activity* activity, QAction* palette, QWidget* parent = nullptr);

    void setProject(project::Project* project);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* makeButton(const QString& objectName);
    void showState();
    void showActivity();

    const Services& m_services;
    Activity* m_activity;
    QPointer<project::Project> m_project;
    Label* m_saved;
    QToolButton* m_problems;
    ElidedLabel* m_work;
    QToolButton* m_cancel;
};

} // namespace reberth::ui
