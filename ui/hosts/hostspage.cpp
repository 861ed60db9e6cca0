#include "ui/hosts/hostspage.h"

#include "core/host/hostlist.h"
#include "ui/hosts/hostdetail.h"
#include "ui/models/workspace.h"
#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace reberth::ui {

HostsPage::HostsPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_stack(new QStackedWidget)
    , m_empty(
          new EmptyState(QStringLiteral("hosts"), tr("No container engine was found"),
                         tr("Install Docker or Podman and start it, or set DOCKER_HOST or a docker context, then look "
                            "again. Importing, planning and editing work without one.")))
    , m_content(new QWidget)
    , m_detail(new HostDetail)
    , m_use(new QPushButton(tr("Build and Run Here")))
    , m_refreshButton(new QPushButton(icon(QStringLiteral("refresh")), tr("Look Again")))
    , m_refresh(new QAction(icon(QStringLiteral("refresh")), tr("Look for Hosts Again"), this)) {
    setObjectName(QStringLiteral("hostsPage"));
    m_refresh->setObjectName(QStringLiteral("actionRefreshHosts"));
    m_refresh->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F5));
    connect(m_refresh, &QAction::triggered, &m_services.hosts, &host::HostList::refresh);
    addAction(m_refresh);

    m_use->setObjectName(QStringLiteral("useHost"));
    m_use->setAccessibleName(m_use->text());
    m_refreshButton->setObjectName(QStringLiteral("refreshHosts"));
    m_refreshButton->setAccessibleName(tr("Look for hosts again"));
    connect(m_refreshButton, &QPushButton::clicked, m_refresh, &QAction::trigger);

    auto* heading = new QHBoxLayout;
    heading->setSpacing(spacing::unit);
    heading->addWidget(new Label(tr("Hosts"), FontRole::Title), 1);
    heading->addWidget(m_refreshButton);
    heading->addWidget(m_use);
    auto* columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(14);
    columns->addWidget(makeList());
    columns->addWidget(m_detail, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(14);
    layout->addLayout(heading);
    layout->addWidget(m_stack, 1);

    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const QListWidgetItem* item = m_list->currentItem()) {
            m_services.workspace.chooseHost(item->data(Qt::UserRole).toString());
        }
    });
    connect(&m_services.hosts, &host::HostList::changed, this, &HostsPage::showHosts);
    connect(&m_services.hosts, &host::HostList::probed, this, &HostsPage::showHosts);
    connect(&m_services.workspace, &Workspace::hostChanged, this, &HostsPage::showHosts);
    showHosts();
}

QWidget* HostsPage::makeList() {
    auto* card = new Card;
    card->setFixedWidth(300);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(spacing::unit, spacing::unit, spacing::unit, spacing::unit);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("hostList"));
    m_list->setAccessibleName(tr("Hosts"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    layout->addWidget(m_list);
    connect(m_list, &QListWidget::currentRowChanged, this, &HostsPage::showSelected);
    return card;
}

void HostsPage::activated() {
    if (m_stack->currentWidget() == m_content) {
        m_list->setFocus();
    } else {
        m_refreshButton->setFocus();
    }
}

void HostsPage::showHosts() {
    const QList<host::Host>& hosts = m_services.hosts.hosts();
    const host::Host* used = m_services.workspace.host();
    const QString selected = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toString()
                             : used                ? used->endpoint.address
                                                   : QString();
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    PageMark mark;
    for (const host::Host& host : hosts) {
        const Tone tone = toneOf(host.state);
        const QString words =
            used && used->endpoint == host.endpoint ? tr("Ready, used for builds") : wordsFor(host.state);
        const Ink ink = tone == Tone::Ok        ? &Palette::ok
                        : tone == Tone::Error   ? &Palette::error
                        : tone == Tone::Warning ? &Palette::warning
                                                : &Palette::dim;
        const QString name = tone == Tone::Ok ? QStringLiteral("check-circle") : iconNameFor(tone);
        auto* item =
            new QListWidgetItem(icon(name, ink), QStringLiteral("%1\n%2").arg(host.displayName(), words), m_list);
        item->setData(Qt::UserRole, host.endpoint.address);
        item->setSizeHint(QSize(0, 52));
        if (host.endpoint.address == selected) {
            m_list->setCurrentItem(item);
        }
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0) {
        m_list->setCurrentRow(0);
    }
    m_stack->setCurrentWidget(hosts.isEmpty() ? static_cast<QWidget*>(m_empty) : m_content);
    m_refreshButton->setEnabled(!m_services.hosts.isProbing());
    m_refresh->setEnabled(!m_services.hosts.isProbing());
    mark.busy = m_services.hosts.isProbing();
    mark.text = QStringLiteral("●");
    mark.tone = used ? Tone::Ok : Tone::Warning;
    mark.description = used ? tr("%1 is ready").arg(used->displayName()) : tr("No engine answers");
    setMark(mark);
    showSelected();
}

void HostsPage::showSelected() {
    const QList<host::Host>& hosts = m_services.hosts.hosts();
    const int row = m_list->currentRow();
    if (row < 0 || row >= hosts.size()) {
        m_use->setEnabled(false);
        return;
    }
    const host::Host& host = hosts.at(row);
    const host::Host* used = m_services.workspace.host();
    m_detail->showHost(host);
    m_use->setEnabled(host.isReady() && !(used && used->endpoint == host.endpoint));
}

} // namespace reberth::ui
