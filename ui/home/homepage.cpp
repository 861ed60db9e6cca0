#include "ui/home/homepage.h"

#include "core/host/hostlist.h"
#include "ui/home/importcard.h"
#include "ui/home/recentlist.h"
#include "ui/models/navigator.h"
#include "ui/models/whenfree.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/icons.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QDir>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

HomePage::HomePage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_import(new ImportCard)
    , m_recent(new RecentList)
    , m_noRecent(new Label(tr("Projects you import are listed here. Start with an address above, or try the sample."),
                           FontRole::Body, &Palette::dim))
    , m_engine(new Banner)
    , m_lower(new QHBoxLayout) {
    setObjectName(QStringLiteral("homePage"));
    m_engine->setObjectName(QStringLiteral("engineNote"));
    QPushButton* hosts = m_engine->addButton(tr("Show Hosts"), QStringLiteral("engineNoteHosts"));

    auto* content = new QWidget;
    content->setMaximumWidth(880);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::card);
    column->addWidget(makeHeader());
    column->addWidget(m_import);
    column->addWidget(m_engine);
    m_lower->setSpacing(spacing::card);
    m_lower->addWidget(makeRecent(), 1);
    if (m_services.makeSample) {
        m_lower->addWidget(makeSample(), 0, Qt::AlignTop);
    }
    column->addLayout(m_lower, 100);
    column->addStretch(1);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::page, 32, spacing::page, spacing::page);
    layout->addStretch(1);
    layout->addWidget(content, 100);
    layout->addStretch(1);

    auto* folder = new QAction(icon(QStringLiteral("folder")), tr("Open Folder…"), this);
    folder->setObjectName(QStringLiteral("actionOpenFolder"));
    folder->setShortcut(QKeySequence::Open);
    connect(folder, &QAction::triggered, this, &HomePage::chooseFolder);
    addAction(folder);

    connect(hosts, &QPushButton::clicked, &m_services.navigator, [this] { m_services.navigator.goTo(PageId::Hosts); });
    connect(m_import, &ImportCard::folderRequested, this, &HomePage::chooseFolder);
    connectWorkspace();
    showRecent();
    showEngine();
}

QWidget* HomePage::makeHeader() {
    auto* header = new QWidget;
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::half);
    layout->addWidget(new Label(tr("Start from a repository"), FontRole::Title));
    auto* text =
        new Label(tr("Reberth reads it, chooses versions that fit together and fit your GPU, and writes a container "
                     "that builds and runs."),
                  FontRole::Body, &Palette::dim);
    text->setWordWrap(true);
    layout->addWidget(text);
    return header;
}

QWidget* HomePage::makeRecent() {
    auto* card = new Card;
    m_recentCard = card;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(spacing::unit, 14, spacing::unit, spacing::unit);
    layout->setSpacing(spacing::half);
    auto* heading = new Label(tr("Recent projects"), FontRole::Section, &Palette::dim);
    heading->setContentsMargins(14, 0, 0, 0);
    m_noRecent->setContentsMargins(14, 4, 14, 8);
    m_noRecent->setWordWrap(true);
    m_noRecent->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(heading);
    layout->addWidget(m_noRecent, 1);
    layout->addWidget(m_recent, 1);
    connect(m_recent, &RecentList::openRequested, this, [this](const QString& path) {
        whenFree(m_services, this, tr("Open Another Project"),
                 [this, path] { m_services.workspace.openProject(path); });
    });
    connect(m_recent, &RecentList::forgetRequested, &m_services.workspace, &Workspace::forgetRecent);
    return card;
}

QWidget* HomePage::makeSample() {
    auto* card = new Card;
    card->setFixedWidth(272);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(20, 14, 20, 20);
    layout->setSpacing(spacing::unit);
    layout->addWidget(new Label(tr("Sample project"), FontRole::Section, &Palette::dim));
    layout->addWidget(new Label(tr("A tiny classifier"), FontRole::Heading));
    auto* text =
        new Label(tr("A small training repository that trains on the CPU in seconds. It shows the whole way from "
                     "import to run."),
                  FontRole::Body, &Palette::dim);
    text->setWordWrap(true);
    layout->addWidget(text);
    layout->addSpacing(spacing::half);
    m_sample = new QPushButton(icon(QStringLiteral("sample")), tr("Open the Sample"));
    m_sample->setObjectName(QStringLiteral("openSample"));
    m_sample->setAccessibleName(tr("Open the sample project"));
    layout->addWidget(m_sample);
    connect(m_sample, &QPushButton::clicked, this, &HomePage::openSample);
    return card;
}

void HomePage::connectWorkspace() {
    Workspace& workspace = m_services.workspace;
    connect(m_import, &ImportCard::importRequested, this, &HomePage::startImport);
    connect(m_import, &ImportCard::cancelRequested, &workspace, &Workspace::cancelImport);
    connect(&workspace, &Workspace::importStarted, m_import, &ImportCard::showStarted);
    connect(&workspace, &Workspace::importProgress, m_import, &ImportCard::showProgress);
    connect(&workspace, &Workspace::importFailed, m_import, &ImportCard::showError);
    connect(&workspace, &Workspace::importFinished, m_import, &ImportCard::showIdle);
    connect(&workspace, &Workspace::importFinished, this, [this] { m_import->setAddress({}); });
    connect(&workspace, &Workspace::recentProjectsChanged, this, &HomePage::showRecent);
    connect(&m_services.hosts, &host::HostList::changed, this, &HomePage::showEngine);
    connect(&m_services.hosts, &host::HostList::probed, this, [this] {
        m_probed = true;
        showEngine();
    });
}

void HomePage::activated() {
    m_import->focusAddress();
}

void HomePage::importAddress(const QString& address) {
    m_import->setAddress(address);
    startImport(address, {});
}

void HomePage::startImport(const QString& address, const QString& ref) {
    whenFree(m_services, this, tr("Import Another Repository"),
             [this, address, ref] { m_services.workspace.import(address, ref); });
}

void HomePage::chooseFolder() {
    m_services.prompts.chooseFolder(this, tr("Open a Folder"), QDir::homePath(), [this](const QString& folder) {
        if (!folder.isEmpty()) {
            importAddress(folder);
        }
    });
}

void HomePage::openSample() {
    const Result<QString> folder = m_services.makeSample();
    if (folder) {
        startImport(*folder, {});
    } else {
        m_import->showError(folder.error());
    }
}

void HomePage::showRecent() {
    const QList<RecentProject> recent = m_services.workspace.recentProjects();
    m_recent->setProjects(recent);
    m_recent->setVisible(!recent.isEmpty());
    m_noRecent->setVisible(recent.isEmpty());
    // A list fills the page; the sentence in its place is as tall as it is.
    m_lower->setAlignment(m_recentCard, recent.isEmpty() ? Qt::AlignTop : Qt::Alignment());
}

void HomePage::showEngine() {
    const host::HostList& hosts = m_services.hosts;
    m_engine->setVisible(m_probed && hosts.preferred() == nullptr);
    m_engine->setMessage(
        Tone::Warning, tr("No container engine answers"),
        tr("You can import, plan, edit and save the files. To build and run here, install Docker or Podman "
           "and start it."));
}

} // namespace reberth::ui
