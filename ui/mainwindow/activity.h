#pragma once

#include "core/repo/importjob.h"
#include "ui/models/services.h"

#include <QObject>
#include <QPointer>

namespace reberth::build {
class BuildSession;
}
namespace reberth::project {
class Project;
}

namespace reberth::ui {

/// What goes on right now, in one sentence, with the way to stop it.
class Activity : public QObject {
    Q_OBJECT
public:
    explicit Activity(const Services& services, QObject* parent = nullptr);

    void setProject(project::Project* project);
    QString text() const { return m_text; } ///< "" when nothing goes on
    void cancel();

signals:
    void changed();

private:
    void watchBuild(build::BuildSession* session);
    void update();
    QString describe() const;

    const Services& m_services;
    QPointer<project::Project> m_project;
    QString m_importing;
    repo::ImportProgress m_importProgress;
    QString m_inspected;
    QString m_text;
};

} // namespace reberth::ui
