#include "ui/mainwindow/activity.h"

#include "core/build/buildsession.h"
#include "core/project/project.h"
#include "core/run/runsession.h"
#include "ui/models/workspace.h"
#include "ui/theme/meaning.h"

namespace reberth::ui {

Activity::Activity(const Services& services, QObject* parent)
    : QObject(parent)
    , m_services(services) {
    Workspace& workspace = services.workspace;
    connect(&workspace, &Workspace::importStarted, this, [this](const QString& name) {
        m_importing = name;
        m_importProgress = {};
        update();
    });
    connect(&workspace, &Workspace::importProgress, this, [this](const repo::ImportProgress& progress) {
        m_importProgress = progress;
        update();
    });
    connect(&workspace, &Workspace::importFailed, this, &Activity::update);
    connect(&workspace, &Workspace::activityChanged, this, &Activity::update);
}

void Activity::setProject(project::Project* project) {
    if (m_project) {
        m_project->disconnect(this);
    }
    m_project = project;
    m_inspected.clear();
    if (project) {
        connect(project, &project::Project::inspectingChanged, this, &Activity::update);
        connect(project, &project::Project::inspectProgress, this, [this](const analysis::InspectProgress& now) {
            m_inspected = now.text();
            update();
        });
        connect(project, &project::Project::buildStarted, this, &Activity::watchBuild);
    }
    update();
}

void Activity::watchBuild(build::BuildSession* session) {
    connect(session, &build::BuildSession::stateChanged, this, &Activity::update);
    connect(session, &build::BuildSession::stepAdded, this, &Activity::update);
    update();
}

QString Activity::describe() const {
    const Workspace& workspace = m_services.workspace;
    if (workspace.isImporting()) {
        const QString phase = m_importProgress.phase;
        return phase.isEmpty() ? tr("Importing %1").arg(m_importing) : tr("Importing %1 · %2").arg(m_importing, phase);
    }
    if (!m_project) {
        return {};
    }
    if (m_project->isInspecting()) {
        return m_inspected.isEmpty() ? tr("Reading the repository") : m_inspected;
    }
    if (workspace.isBuilding()) {
        const build::BuildSession& session = *m_project->currentBuild();
        const QString state = wordsFor(session.state());
        const QString where =
            session.record().hostName.isEmpty() ? state : tr("%1 on %2").arg(state, session.record().hostName);
        return session.steps().isEmpty()
                   ? where
                   : tr("%1 · %n step(s)", nullptr, static_cast<int>(session.steps().size())).arg(where);
    }
    if (workspace.isRunning()) {
        return tr("Running %1").arg(m_project->currentRun()->record().verb);
    }
    return {};
}

void Activity::update() {
    const QString text = describe();
    if (text != m_text) {
        m_text = text;
        emit changed();
    }
}

void Activity::cancel() {
    Workspace& workspace = m_services.workspace;
    if (workspace.isImporting()) {
        workspace.cancelImport();
    } else if (m_project && m_project->isInspecting()) {
        m_project->cancelInspect();
    } else if (workspace.isBuilding()) {
        workspace.cancelBuild();
    } else {
        workspace.stopRun();
    }
}

} // namespace reberth::ui
