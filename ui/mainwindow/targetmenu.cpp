#include "ui/mainwindow/targetmenu.h"

#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/project/project.h"
#include "ui/models/navigator.h"
#include "ui/models/workspace.h"
#include "ui/theme/meaning.h"

#include <QMap>

namespace reberth::ui {

TargetMenu::TargetMenu(const Services& services, QWidget* parent)
    : QMenu(parent)
    , m_services(services) {
    setObjectName(QStringLiteral("targetMenu"));
    connect(this, &QMenu::aboutToShow, this, &TargetMenu::fill);
}

void TargetMenu::fill() {
    clear();
    addTargets();
    addHosts();
}

void TargetMenu::addTargets() {
    const project::Project* project = m_services.workspace.project();
    const QString current = project ? project->target().name : QString();
    addSection(tr("Plan for"));
    const auto addTarget = [this, &current](QMenu* menu, const QString& text, const knowledge::Target& target) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(target.name == current);
        action->setEnabled(m_services.workspace.project() != nullptr);
        connect(action, &QAction::triggered, &m_services.workspace, [&workspace = m_services.workspace, target] {
            if (project::Project* open = workspace.project()) {
                open->setTarget(target);
            }
        });
    };
    addTarget(this, tr("CPU only"), knowledge::Target{tr("CPU only"), std::nullopt, std::nullopt, 0});
    if (const host::Host* host = m_services.workspace.host()) {
        for (const host::Gpu& gpu : host->gpus) {
            knowledge::Target target;
            target.name = gpu.name;
            target.computeCapability = gpu.computeCapability;
            target.driver = host->driver;
            target.gpuMemoryGib = gpu.memoryGib;
            addTarget(this, tr("%1 of %2").arg(gpu.name, host->displayName()), target);
        }
    }
    QMap<QString, QMenu*> architectures;
    for (const knowledge::GpuModel& gpu : m_services.knowledge.gpus()) {
        QMenu*& menu = architectures[gpu.architecture];
        if (!menu) {
            menu = addMenu(gpu.architecture);
        }
        addTarget(menu,
                  tr("%1 · %2 GB · compute capability %3")
                      .arg(gpu.name)
                      .arg(gpu.memoryGib, 0, 'g', 3)
                      .arg(gpu.computeCapability.toString()),
                  gpu.target());
    }
}

void TargetMenu::addHosts() {
    addSection(tr("Build and run on"));
    const host::Host* used = m_services.workspace.host();
    for (const host::Host& host : m_services.hosts.hosts()) {
        QAction* action =
            addAction(host.isReady() ? host.displayName()
                                     : tr("%1 (%2)").arg(host.displayName(), wordsFor(host.state).toLower()));
        action->setCheckable(true);
        action->setChecked(used && used->endpoint == host.endpoint);
        action->setEnabled(host.isReady());
        connect(
            action, &QAction::triggered, &m_services.workspace,
            [&workspace = m_services.workspace, address = host.endpoint.address] { workspace.chooseHost(address); });
    }
    if (m_services.hosts.hosts().isEmpty()) {
        addAction(tr("No engine was found"))->setEnabled(false);
    }
    addSeparator();
    QAction* manage = addAction(tr("Show Hosts"));
    connect(manage, &QAction::triggered, &m_services.navigator,
            [&navigator = m_services.navigator] { navigator.goTo(PageId::Hosts); });
}

} // namespace reberth::ui
