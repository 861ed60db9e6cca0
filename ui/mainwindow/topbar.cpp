#include "ui/mainwindow/topbar.h"

#include "core/host/hostlist.h"
#include "core/project/project.h"
#include "ui/mainwindow/targetmenu.h"
#include "ui/mainwindow/windowactions.h"
#include "ui/models/workspace.h"
#include "ui/theme/icons.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/splitbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace reberth::ui {

TopBar::TopBar(const Services& services, const WindowActions& actions, QMenu* mainMenu, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_actions(actions)
    , m_menu(new QToolButton)
    , m_name(new ElidedLabel({}, FontRole::Heading))
    , m_ref(new Chip)
    , m_target(new Chip)
    , m_build(new SplitButton(tr("Build")))
    , m_run(new SplitButton(tr("Run")))
    , m_runMenu(new QMenu(this)) {
    setObjectName(QStringLiteral("topBar"));
    setFixedHeight(52);
    m_menu->setObjectName(QStringLiteral("mainMenuButton"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu (F10)"));
    m_menu->setIcon(icon(QStringLiteral("menu")));
    m_menu->setAutoRaise(true);
    m_menu->setFixedSize(32, 32);
    m_menu->setFocusPolicy(Qt::StrongFocus);
    m_menu->setMenu(mainMenu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_name->setObjectName(QStringLiteral("projectName"));
    m_name->setMaximumWidth(320);
    m_ref->setObjectName(QStringLiteral("refChip"));
    m_ref->setAccessibleName(tr("Branch and commit"));
    m_ref->setQuiet(true);
    setFontRole(m_ref, FontRole::Mono);
    m_ref->setIcon(icon(QStringLiteral("branch")));
    m_target->setObjectName(QStringLiteral("targetChip"));
    m_target->setAccessibleName(tr("Target and host"));
    m_target->setMenu(new TargetMenu(services, this));
    m_build->setObjectName(QStringLiteral("buildButton"));
    m_build->setAccessibleName(tr("Build"));
    auto* buildMenu = new QMenu(this);
    buildMenu->addActions({actions.build, actions.buildWithoutCache, actions.cancelBuild});
    m_build->setMenu(buildMenu);
    connect(m_build, &QToolButton::clicked, this,
            [this] { (m_services.workspace.isBuilding() ? m_actions.cancelBuild : m_actions.build)->trigger(); });
    m_run->setObjectName(QStringLiteral("runButton"));
    m_run->setPrimary(true);
    m_run->setMenu(m_runMenu);
    connect(m_run, &QToolButton::clicked, this,
            [this] { (m_services.workspace.isRunning() ? m_actions.stopRun : m_actions.run)->trigger(); });
    connect(m_runMenu, &QMenu::aboutToShow, this, &TopBar::fillRunMenu);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::unit, 0, spacing::card, 1);
    layout->setSpacing(12);
    layout->addWidget(m_menu);
    layout->addWidget(m_name);
    layout->addWidget(m_ref);
    layout->addStretch(1);
    layout->addWidget(m_target);
    layout->addWidget(m_build);
    layout->addWidget(m_run);

    connect(&services.workspace, &Workspace::hostChanged, this, &TopBar::showTarget);
    connect(&actions, &WindowActions::updated, this, &TopBar::showActivity);
    setProject(services.workspace.project());
}

void TopBar::setProject(project::Project* project) {
    if (m_project) {
        m_project->disconnect(this);
    }
    m_project = project;
    if (project) {
        connect(project, &project::Project::plansChanged, this, &TopBar::showTarget);
        connect(project, &project::Project::opened, this, &TopBar::showProject);
    }
    showProject();
}

void TopBar::openMenu() {
    m_menu->showMenu();
}

void TopBar::showProject() {
    m_name->setText(m_project ? m_project->name() : tr("Reberth"));
    const repo::Checkout checkout = m_project ? m_project->checkout() : repo::Checkout();
    QStringList parts;
    if (!checkout.commit.isEmpty()) {
        const QString commit = checkout.commit.left(7);
        parts.append(checkout.ref.isEmpty() ? commit : tr("%1 @ %2").arg(checkout.ref, commit));
    }
    if (checkout.commitDate.isValid()) {
        parts.append(checkout.commitDate.date().toString(Qt::ISODate));
    }
    m_ref->setText(parts.join(QStringLiteral(" · ")));
    m_ref->setToolTip(checkout.url);
    m_ref->setVisible(!parts.isEmpty());
    showTarget();
    showActivity();
}

void TopBar::showTarget() {
    const host::Host* host = m_services.workspace.host();
    QStringList parts;
    if (m_project) {
        const knowledge::Target& target = m_project->target();
        parts.append(target.name);
        if (target.driver) {
            parts.append(tr("driver %1").arg(target.driver->toString()));
        }
    }
    const bool asking = m_services.hosts.isProbing() && !host;
    parts.append(host ? host->displayName() : asking ? tr("Looking for engines…") : tr("No engine"));
    m_target->setText(parts.join(QStringLiteral(" · ")));
    m_target->setDot(host ? Tone::Ok : asking ? Tone::Neutral : Tone::Warning);
    m_target->setToolTip(m_target->text());
    m_target->setAccessibleDescription(m_target->text());
    m_target->updateGeometry();
}

void TopBar::showActivity() {
    const Workspace& workspace = m_services.workspace;
    m_build->setVisible(m_project);
    m_run->setVisible(m_project);
    m_build->setEnabled(workspace.canBuild() || workspace.isBuilding());
    m_build->setText(workspace.isBuilding() ? tr("Cancel Build") : tr("Build"));
    m_build->setAccessibleName(m_build->text());
    m_run->setText(workspace.isRunning() ? m_actions.stopRun->text() : m_actions.run->text());
    m_run->setAccessibleName(m_run->text());
    m_run->setEnabled(workspace.isRunning() || m_actions.run->isEnabled());
    m_run->updateGeometry();
    m_build->updateGeometry();
}

void TopBar::fillRunMenu() {
    m_runMenu->clear();
    if (m_project && m_project->recipe()) {
        for (const recipe::EntryPoint& entry : m_project->recipe()->entryPoints) {
            QAction* action = m_runMenu->addAction(tr("Run %1").arg(entry.verb));
            action->setEnabled(m_services.workspace.host() != nullptr && !m_services.workspace.isRunning());
            action->setToolTip(entry.command);
            connect(action, &QAction::triggered, this, [this, verb = entry.verb] { m_actions.runVerb(verb); });
        }
        m_runMenu->addSeparator();
    }
    m_runMenu->addAction(m_actions.stopRun);
}

void TopBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.line);
}

} // namespace reberth::ui
