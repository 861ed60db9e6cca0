#include "ui/mainwindow/mainwindow.h"

#include "core/project/project.h"
#include "core/settings/settings.h"
#include "ui/home/homepage.h"
#include "ui/mainwindow/activity.h"
#include "ui/mainwindow/commandpalette.h"
#include "ui/mainwindow/navigation.h"
#include "ui/mainwindow/statusline.h"
#include "ui/mainwindow/topbar.h"
#include "ui/mainwindow/windowactions.h"
#include "ui/models/whenfree.h"
#include "ui/models/workspace.h"

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace reberth::ui {

namespace keys = settings::keys;

namespace {

/// What was dropped, as the import box takes it; "" when it is nothing for it.
QString addressIn(const QMimeData& data) {
    if (data.hasUrls() && !data.urls().isEmpty()) {
        const QUrl url = data.urls().constFirst();
        return url.isLocalFile() ? url.toLocalFile() : url.toString();
    }
    const QString text = data.text().trimmed();
    return text.contains(QLatin1Char('\n')) ? QString() : text;
}

} // namespace

MainWindow::MainWindow(const Services& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_pages(makePages(m_services, this))
    , m_actions(new WindowActions(m_services, m_pages, this))
    , m_activity(new Activity(m_services, this))
    , m_topBar(new TopBar(m_services, *m_actions, m_actions->makeMenu(this)))
    , m_navigation(new Navigation(m_pages))
    , m_stack(new QStackedWidget)
    , m_status(new StatusLine(m_services, m_activity, m_actions->palette))
    , m_palette(new CommandPalette(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    setMinimumSize(880, 560);
    addPages();

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_navigation);
    middle->addWidget(m_stack, 1);
    column->addWidget(m_topBar);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    setCentralWidget(content);

    connectServices();
    restore();
    takeProject(m_services.workspace.project());
}

MainWindow::~MainWindow() {
    delete takeCentralWidget(); // the pages use the services, which end before our children would
}

void MainWindow::addPages() {
    m_stack->setObjectName(QStringLiteral("pages"));
    for (const PageEntry& entry : m_pages) {
        m_stack->addWidget(entry.page);
        // A page's shortcuts are its own: two pages may use the same one.
        for (QAction* action : entry.page->actions()) {
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        }
    }
}

void MainWindow::connectServices() {
    connect(&m_services.navigator, &Navigator::pageRequested, this, &MainWindow::showPage);
    connect(m_navigation, &Navigation::pageRequested, this, &MainWindow::showPage);
    connect(&m_services.workspace, &Workspace::projectChanged, this, &MainWindow::takeProject);
    connect(&m_services.workspace, &Workspace::importFailed, this, [this] { showPage(PageId::Home); });
    connect(&m_services.workspace, &Workspace::importFinished, this, [this] { showPage(PageId::Repository); });
    connect(m_actions->palette, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_actions->mainMenu, &QAction::triggered, m_topBar, &TopBar::openMenu);
}

void MainWindow::restore() {
    resize(1280, 800);
    restoreGeometry(m_services.settings.value(keys::windowGeometry));
    const QString last = m_services.settings.value(keys::lastPage);
    const auto found =
        std::find_if(m_pages.cbegin(), m_pages.cend(), [&last](const PageEntry& entry) { return entry.name == last; });
    // Without a project the pages of one have nothing to say.
    const bool sensible = found != m_pages.cend() && (found->number == 0 || m_services.workspace.project());
    showPage(sensible ? found->id : PageId::Home);
}

void MainWindow::remember() {
    m_services.settings.setValue(keys::windowGeometry, saveGeometry());
    for (const PageEntry& entry : m_pages) {
        if (entry.id == currentPage()) {
            m_services.settings.setValue(keys::lastPage, entry.name);
        }
    }
}

void MainWindow::showPage(PageId page) {
    for (const PageEntry& entry : m_pages) {
        if (entry.id == page) {
            m_stack->setCurrentWidget(entry.page);
            m_navigation->setCurrent(page);
            entry.page->activated();
        }
    }
}

PageId MainWindow::currentPage() const {
    for (const PageEntry& entry : m_pages) {
        if (entry.page == m_stack->currentWidget()) {
            return entry.id;
        }
    }
    return PageId::Home;
}

void MainWindow::takeProject(project::Project* project) {
    for (const PageEntry& entry : m_pages) {
        entry.page->setProject(project);
    }
    m_activity->setProject(project);
    m_topBar->setProject(project);
    m_status->setProject(project);
    setWindowTitle(project ? tr("%1 – Reberth").arg(project->name()) : tr("Reberth"));
}

void MainWindow::openPalette() {
    QList<Command> commands;
    for (const PageEntry& entry : m_pages) {
        for (QAction* action : entry.page->actions()) {
            commands.append({entry.title, action});
        }
    }
    for (QAction* action : actions()) {
        if (action != m_actions->palette && action != m_actions->mainMenu) {
            commands.append({tr("Window"), action});
        }
    }
    m_palette->open(commands);
}

void MainWindow::importAddress(const QString& address) {
    showPage(PageId::Home);
    for (const PageEntry& entry : m_pages) {
        if (auto* home = qobject_cast<HomePage*>(entry.page)) {
            home->importAddress(address);
        }
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!addressIn(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    importAddress(addressIn(*event->mimeData()));
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) {
        const QSignalBlocker blocker(m_actions->fullScreen);
        m_actions->fullScreen->setChecked(isFullScreen());
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_mayClose) {
        remember();
        event->accept();
        return;
    }
    event->ignore(); // until we know that nothing is lost by it
    whenFree(m_services, this, tr("Quit Reberth"), [this] {
        m_mayClose = true;
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
}

} // namespace reberth::ui
