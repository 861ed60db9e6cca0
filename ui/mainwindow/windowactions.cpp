#include "ui/mainwindow/windowactions.h"

#include "core/host/host.h"
#include "core/project/project.h"
#include "core/settings/settings.h"
#include "ui/models/whenfree.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace reberth::ui {

WindowActions::WindowActions(const Services& services, const QList<PageEntry>& pages, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_pages(pages)
    , m_window(window) {
    import =
        add(QStringLiteral("actionImport"), tr("Import Repository…"), QKeySequence::New, QStringLiteral("download"));
    closeProject = add(QStringLiteral("actionCloseProject"), tr("Close Project"), QKeySequence::Close);
    quit = add(QStringLiteral("actionQuit"), tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
    build =
        add(QStringLiteral("actionBuild"), tr("Build"), QKeySequence(Qt::CTRL | Qt::Key_B), QStringLiteral("build"));
    buildWithoutCache = add(QStringLiteral("actionBuildWithoutCache"), tr("Build Without Cache"),
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B));
    cancelBuild = add(QStringLiteral("actionCancelBuild"), tr("Cancel Build"), QKeySequence(Qt::CTRL | Qt::Key_Period),
                      QStringLiteral("stop"));
    run = add(QStringLiteral("actionRun"), tr("Run"), QKeySequence(Qt::CTRL | Qt::Key_R), QStringLiteral("run"));
    stopRun = add(QStringLiteral("actionStopRun"), tr("Stop Run"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Period),
                  QStringLiteral("stop"));
    palette = add(QStringLiteral("actionPalette"), tr("Find a Command…"), QKeySequence(Qt::CTRL | Qt::Key_K),
                  QStringLiteral("command"));
    toggleTheme = add(QStringLiteral("actionToggleTheme"), tr("Switch Light and Dark"),
                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), QStringLiteral("moon"));
    fullScreen = add(QStringLiteral("actionFullScreen"), tr("Full Screen"), QKeySequence(Qt::Key_F11));
    fullScreen->setCheckable(true);
    mainMenu = add(QStringLiteral("actionMainMenu"), tr("Open the Menu"), QKeySequence(Qt::Key_F10));
    about = add(QStringLiteral("actionAbout"), tr("About Reberth"), QKeySequence(Qt::CTRL | Qt::Key_F1));
    about->setMenuRole(QAction::AboutRole);
    int place = 1;
    for (const PageEntry& page : m_pages) {
        const int digit = page.id == PageId::Home ? 0 : place++;
        QAction* action = add(QStringLiteral("actionGoTo_%1").arg(page.name), tr("Go to %1").arg(page.title),
                              QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + digit)));
        connect(action, &QAction::triggered, &services.navigator,
                [&navigator = services.navigator, id = page.id] { navigator.goTo(id); });
        goTo.append(action);
    }

    connect(import, &QAction::triggered, &services.navigator,
            [&navigator = services.navigator] { navigator.goTo(PageId::Home); });
    connect(closeProject, &QAction::triggered, this, [this] {
        whenFree(m_services, m_window, tr("Close the Project"), [this] {
            m_services.workspace.closeProject();
            m_services.navigator.goTo(PageId::Home);
        });
    });
    connect(quit, &QAction::triggered, window, &QWidget::close);
    connect(build, &QAction::triggered, this, [this] { startBuild(false); });
    connect(buildWithoutCache, &QAction::triggered, this, [this] { startBuild(true); });
    connect(cancelBuild, &QAction::triggered, &services.workspace, &Workspace::cancelBuild);
    connect(run, &QAction::triggered, this, [this] { runVerb(defaultVerb()); });
    connect(stopRun, &QAction::triggered, &services.workspace, &Workspace::stopRun);
    connect(toggleTheme, &QAction::triggered, this, [this] {
        const Theme::Mode mode = m_services.theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark;
        m_services.theme.setMode(mode);
        m_services.settings.setValue(settings::keys::theme, Theme::nameOf(mode));
    });
    connect(fullScreen, &QAction::toggled, window,
            [window](bool on) { window->setWindowState(window->windowState().setFlag(Qt::WindowFullScreen, on)); });
    connect(about, &QAction::triggered, this, [this] {
        Question question;
        question.title = tr("Reberth");
        question.text = tr("From a model repository to a pinned container that builds and runs.\n"
                           "Free software under the GNU General Public License, version 3 or later.");
        question.primary = tr("Close");
        m_services.prompts.ask(m_window, question, [](Question::Answer) {});
    });
    connect(&services.workspace, &Workspace::activityChanged, this, &WindowActions::update);
    connect(&services.workspace, &Workspace::projectChanged, this, &WindowActions::update);
    update();
}

QAction* WindowActions::add(const QString& name, const QString& text, const QKeySequence& shortcut,
                            const QString& iconName) {
    auto* action = new QAction(text, m_window);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    if (!iconName.isEmpty()) {
        action->setIcon(icon(iconName));
    }
    m_window->addAction(action);
    return action;
}

QString WindowActions::defaultVerb() const {
    const project::Project* project = m_services.workspace.project();
    if (!project || !project->recipe() || project->recipe()->entryPoints.isEmpty()) {
        return {};
    }
    const QList<recipe::EntryPoint>& entries = project->recipe()->entryPoints;
    const bool trains = std::any_of(entries.cbegin(), entries.cend(), [](const recipe::EntryPoint& entry) {
        return entry.verb == QLatin1String("train");
    });
    return trains ? QStringLiteral("train") : entries.first().verb;
}

void WindowActions::startBuild(bool noCache) const {
    m_services.navigator.goTo(PageId::Build);
    if (const auto started = m_services.workspace.build(noCache); !started) {
        m_services.prompts.showError(m_window, tr("Could not start the build"), started.error());
    }
}

void WindowActions::runVerb(const QString& verb) const {
    const host::Host* host = m_services.workspace.host();
    m_services.navigator.goTo(PageId::Run);
    if (const auto started = m_services.workspace.run(verb, {}, host && host->hasGpu()); !started) {
        m_services.prompts.showError(m_window, tr("Could not start the run"), started.error());
    }
}

void WindowActions::update() {
    const Workspace& workspace = m_services.workspace;
    const bool open = workspace.project() != nullptr;
    const QString verb = defaultVerb();
    closeProject->setEnabled(open);
    build->setEnabled(workspace.canBuild());
    buildWithoutCache->setEnabled(workspace.canBuild());
    cancelBuild->setEnabled(workspace.isBuilding());
    run->setText(verb.isEmpty() ? tr("Run") : tr("Run %1").arg(verb));
    run->setEnabled(open && !verb.isEmpty() && workspace.host() && !workspace.isRunning());
    stopRun->setEnabled(workspace.isRunning());
    emit updated();
}

QMenu* WindowActions::makeMenu(QWidget* window) const {
    auto* menu = new QMenu(window);
    menu->setObjectName(QStringLiteral("mainMenu"));
    QMenu* project = menu->addMenu(tr("&Project"));
    project->addAction(import);
    for (const PageEntry& page : m_pages) {
        if (page.id == PageId::Home) {
            project->addActions(page.page->actions());
        }
    }
    project->addAction(closeProject);
    project->addSeparator();
    project->addActions({build, buildWithoutCache, cancelBuild});
    project->addSeparator();
    project->addActions({run, stopRun});
    for (const PageEntry& page : m_pages) {
        if (page.id != PageId::Home && !page.page->actions().isEmpty()) {
            menu->addMenu(page.title)->addActions(page.page->actions());
        }
    }
    QMenu* view = menu->addMenu(tr("&View"));
    view->addActions(goTo);
    view->addSeparator();
    view->addActions({palette, toggleTheme, fullScreen});
    menu->addSeparator();
    menu->addAction(about);
    menu->addAction(quit);
    return menu;
}

} // namespace reberth::ui
