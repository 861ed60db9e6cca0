#include "ui/runs/runspage.h"

#include "core/host/host.h"
#include "core/io/atomicfile.h"
#include "core/project/project.h"
#include "core/run/runsession.h"
#include "ui/models/logwrap.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/runs/runform.h"
#include "ui/runs/runhistorymodel.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"
#include "ui/widgets/logpane.h"
#include "ui/widgets/statusdot.h"

#include <QAction>
#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int formWidth = 330;
constexpr int rowHeight = 32;

} // namespace

RunsPage::RunsPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_entries(new QListWidget(this))
    , m_verb(new Label({}, FontRole::Heading, &Palette::text, this))
    , m_form(new RunForm(this))
    , m_gpus(new QCheckBox(tr("Use the GPUs of the host"), this))
    , m_run(new QPushButton(tr("Run"), this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_status(new Card(this))
    , m_dot(new StatusDot(Tone::Neutral, this))
    , m_what(new Label({}, FontRole::Strong, &Palette::text, this))
    , m_detail(new Label({}, FontRole::Body, &Palette::dim, this))
    , m_banner(new Banner(this))
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_log(new LogPane(this))
    , m_history(new RunHistoryModel(this))
    , m_historyView(new QTableView(this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(QStringLiteral("run"), {}, {}, this))
    , m_emptyButton(m_empty->addButton({}, QStringLiteral("runNextStep"))) {
    setObjectName(QStringLiteral("runsPage"));
    setAccessibleName(tr("Run"));
    m_entries->setObjectName(QStringLiteral("entryPoints"));
    m_entries->setAccessibleName(tr("Entry points"));
    m_entries->setFrameShape(QFrame::NoFrame);
    m_entries->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_gpus->setObjectName(QStringLiteral("useGpus"));
    m_run->setObjectName(QStringLiteral("startRun"));
    m_stop->setObjectName(QStringLiteral("stopRun"));
    m_banner->setObjectName(QStringLiteral("runBanner"));
    m_log->setObjectName(QStringLiteral("runLog"));
    followLogWrap(m_log, services.settings);
    m_what->setObjectName(QStringLiteral("runWhat"));
    m_detail->setObjectName(QStringLiteral("runDetail"));
    m_historyView->setObjectName(QStringLiteral("runHistory"));
    m_historyView->setAccessibleName(tr("Earlier runs"));
    m_historyView->setModel(m_history);
    m_historyView->setFrameShape(QFrame::NoFrame);
    m_historyView->setShowGrid(false);
    m_historyView->setTabKeyNavigation(false);
    m_historyView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_historyView->verticalHeader()->hide();
    m_historyView->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_historyView->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_historyView->horizontalHeader()->setHighlightSections(false);
    setPrimary(m_run);

    auto* listCard = new Card(this);
    auto* listColumn = new QVBoxLayout(listCard);
    listColumn->setContentsMargins(spacing::unit, spacing::unit, spacing::unit, spacing::unit);
    listColumn->addWidget(m_entries);
    auto* formCard = new Card(this);
    auto* formColumn = new QVBoxLayout(formCard);
    formColumn->setContentsMargins(spacing::card, 14, spacing::card, spacing::card);
    formColumn->setSpacing(spacing::unit);
    formColumn->addWidget(m_verb);
    auto* scroll = new QScrollArea(formCard);
    scroll->setObjectName(QStringLiteral("formScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget(scroll);
    auto* innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(0, 0, 0, 0);
    innerColumn->addWidget(m_form);
    innerColumn->addStretch();
    scroll->setWidget(inner);
    inner->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    formColumn->addWidget(scroll, 1);
    formColumn->addWidget(m_gpus);
    formColumn->addWidget(m_run);
    auto* left = new QWidget(this);
    left->setFixedWidth(formWidth);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(spacing::card);
    leftColumn->addWidget(listCard);
    leftColumn->addWidget(formCard, 1);

    auto* statusRow = new QHBoxLayout(m_status);
    statusRow->setContentsMargins(spacing::card, 10, spacing::card, 10);
    statusRow->setSpacing(spacing::unit + 2);
    statusRow->addWidget(m_dot);
    statusRow->addWidget(m_what);
    statusRow->addWidget(m_detail);
    statusRow->addStretch();
    statusRow->addWidget(m_stop);
    m_tabs->setObjectName(QStringLiteral("runTabs"));
    m_tabs->setAccessibleName(tr("Log or earlier runs"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Log"));
    m_tabs->addTab(tr("History"));
    auto* historyCard = new Card(this);
    auto* historyColumn = new QVBoxLayout(historyCard);
    historyColumn->setContentsMargins(spacing::unit, spacing::unit, spacing::unit, spacing::unit);
    historyColumn->addWidget(m_historyView);
    m_stack->addWidget(m_log);
    m_stack->addWidget(historyCard);
    auto* rightColumn = new QVBoxLayout;
    rightColumn->setSpacing(spacing::card);
    rightColumn->addWidget(m_status);
    rightColumn->addWidget(m_banner);
    auto* tabbed = new QVBoxLayout;
    tabbed->setSpacing(0);
    tabbed->addWidget(m_tabs);
    tabbed->addWidget(m_stack, 1);
    rightColumn->addLayout(tabbed, 1);
    auto* row = new QHBoxLayout(m_content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::card);
    row->addWidget(left);
    row->addLayout(rightColumn, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(spacing::page, spacing::card, spacing::page, spacing::card);
    outer->addWidget(m_content, 1);
    outer->addWidget(m_empty, 1);

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &RunsPage::showSession);
    connect(m_entries, &QListWidget::currentRowChanged, this, &RunsPage::chooseEntryPoint);
    connect(m_form, &RunForm::changed, this, &RunsPage::updateState);
    connect(m_run, &QPushButton::clicked, this, &RunsPage::startRun);
    connect(m_stop, &QPushButton::clicked, this, &RunsPage::stopRun);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_log, &LogPane::saveRequested, this, &RunsPage::saveLog);
    connect(m_emptyButton, &QPushButton::clicked, this,
            [this] { m_services.navigator.goTo(!m_project ? PageId::Home : PageId::Environment); });
    connect(&services.workspace, &Workspace::hostChanged, this, &RunsPage::updateState);
    connect(&services.workspace, &Workspace::activityChanged, this, &RunsPage::updateState);
    addActions();
    updateState();
}

void RunsPage::addActions() {
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QStringLiteral("actionStartRun"), tr("Run the Entry Point"), QKeySequence(Qt::CTRL | Qt::Key_Return),
        &RunsPage::startRun);
    add(QStringLiteral("actionRunHistory"), tr("Show Earlier Runs"), {}, [this] { m_tabs->setCurrentIndex(1); });
}

void RunsPage::setProject(project::Project* project) {
    if (m_project == project) {
        return;
    }
    if (m_project) {
        m_project->disconnect(this);
    }
    if (m_session) {
        m_session->disconnect(this);
    }
    m_project = project;
    m_session = nullptr;
    m_log->setSource(0, {});
    if (project) {
        connect(project, &project::Project::recipeChanged, this, &RunsPage::fillEntryPoints);
        connect(project, &project::Project::runStarted, this, &RunsPage::watch);
        connect(project, &project::Project::runFinished, this, &RunsPage::refreshHistory);
        connect(project, &project::Project::buildFinished, this, &RunsPage::updateState);
    }
    fillEntryPoints();
    refreshHistory();
    if (project && project->currentRun()) {
        watch(project->currentRun());
    }
    updateState();
}

void RunsPage::activated() {
    if (m_content->isVisible()) {
        m_run->setFocus();
    } else {
        m_emptyButton->setFocus();
    }
}

void RunsPage::fillEntryPoints() {
    const QString current = m_form->entryPoint().verb;
    const QList<recipe::EntryPoint> entries =
        m_project && m_project->recipe() ? m_project->recipe()->entryPoints : QList<recipe::EntryPoint>();
    int row = 0;
    {
        const QSignalBlocker quiet(m_entries);
        m_entries->clear();
        for (int i = 0; i < entries.size(); ++i) {
            auto* item = new QListWidgetItem(entries.at(i).verb, m_entries);
            item->setToolTip(entries.at(i).command);
            item->setSizeHint({0, rowHeight});
            if (entries.at(i).verb == current) {
                row = i;
            }
        }
        m_entries->setCurrentRow(row);
    }
    const auto shown = std::clamp<qsizetype>(entries.size(), 1, 6);
    m_entries->setFixedHeight(rowHeight * static_cast<int>(shown) + 4);
    if (!entries.isEmpty()) {
        chooseEntryPoint(row);
    }
    updateState();
}

void RunsPage::chooseEntryPoint(int row) {
    if (!m_project || !m_project->recipe() || row < 0 || row >= m_project->recipe()->entryPoints.size()) {
        return;
    }
    const recipe::EntryPoint entry = m_project->recipe()->entryPoints.at(row);
    // What is filled in stays while the entry point is the same.
    if (!(entry == m_form->entryPoint())) {
        m_verb->setText(entry.verb);
        m_form->setEntryPoint(entry);
    }
    updateState();
}

void RunsPage::watch(run::RunSession* session) {
    if (m_session) {
        m_session->disconnect(this);
    }
    m_session = session;
    m_log->setSource(session->logLineCount(), [source = m_session](qsizetype index) {
        if (!source) {
            return LogText{};
        }
        if (index >= source->logLineCount()) {
            return LogText{source->unfinishedLine(), false, index + 1};
        }
        return LogText{source->logLine(index), source->logLineIsError(index), index + 1};
    });
    m_log->view()->setFollowing(true);
    m_tabs->setCurrentIndex(0);
    const auto showLines = [this] {
        // A progress bar without a line end yet is the last line.
        m_log->setLineCount(m_session->logLineCount() + (m_session->unfinishedLine().isEmpty() ? 0 : 1));
    };
    connect(session, &run::RunSession::logAppended, this, showLines);
    connect(session, &run::RunSession::unfinishedLineChanged, this, showLines);
    connect(session, &run::RunSession::stateChanged, this, &RunsPage::updateState);
    connect(session, &run::RunSession::finished, this, &RunsPage::updateState);
    connect(session, &run::RunSession::finished, this, showLines);
    updateState();
}

void RunsPage::showSession() {
    if (!m_session) {
        m_dot->setTone(Tone::Neutral, tr("Nothing has run yet"));
        m_what->setText(tr("Nothing has run yet"));
        m_detail->setText(tr("Fill in the form and press Run; the log appears here."));
        m_stop->hide();
        m_banner->hide();
        return;
    }
    const run::RunRecord& record = m_session->record();
    m_dot->setTone(toneOf(record), wordsFor(record));
    m_what->setText(record.verb);
    QStringList detail{wordsFor(record)};
    if (record.started.isValid()) {
        const QDateTime end = record.completed.isValid() ? record.completed : QDateTime::currentDateTimeUtc();
        detail.append(durationText(static_cast<double>(record.started.msecsTo(end)) / 1000.0));
    }
    if (!record.containerId.isEmpty()) {
        detail.append(tr("container %1").arg(record.containerId.left(12)));
    }
    m_detail->setText(detail.join(QStringLiteral(" · ")));
    m_stop->setVisible(!m_session->isFinished());
    m_stop->setEnabled(record.state != run::RunState::Stopping);
    if (!m_session->isFinished()) {
        m_banner->hide();
        return;
    }
    if (record.state == run::RunState::Exited && record.exitCode == 0) {
        m_banner->setMessage(Tone::Ok, tr("Finished"), tr("%1 ended with exit code 0.").arg(record.verb));
    } else if (record.state == run::RunState::Exited) {
        QString hint = tr("The end of the log says why.");
        if (record.exitCode == 137) {
            hint = tr("137 means that it was killed, most often for want of memory.");
        } else if (record.exitCode == 127) {
            hint = tr("127 means that the command was not found in the image.");
        }
        m_banner->setMessage(Tone::Error, wordsFor(record), hint);
    } else if (record.state == run::RunState::Cancelled) {
        m_banner->setMessage(Tone::Neutral, tr("Stopped"),
                             tr("The container was removed; what it wrote to the volumes stays."));
    } else {
        m_banner->setMessage(Tone::Error, tr("The run failed"), record.error);
    }
    m_banner->show();
}

void RunsPage::refreshHistory() {
    m_history->setRecords(m_project ? m_project->runRecords() : QList<run::RunRecord>());
    m_tabs->setTabText(1, m_history->rowCount() > 0 ? tr("History %1").arg(m_history->rowCount()) : tr("History"));
    updateState();
}

void RunsPage::updateState() {
    const bool any = m_project && m_project->recipe() && !m_project->recipe()->entryPoints.isEmpty();
    m_content->setVisible(any);
    m_empty->setVisible(!any);
    if (!m_project) {
        m_empty->setText(tr("No project is open"), tr("Import a repository on the Home page first."));
        m_emptyButton->setText(tr("Go to Home"));
    } else if (!m_project->recipe()) {
        m_empty->setText(tr("Nothing to run yet"), tr("Choose a plan first; then build it."));
        m_emptyButton->setText(tr("Go to the Environment"));
    } else if (!any) {
        m_empty->setText(tr("No entry point was found"), tr("Add a command with Change… on the Environment page."));
        m_emptyButton->setText(tr("Go to the Environment"));
    }
    const host::Host* host = m_services.workspace.host();
    const bool running = m_session && !m_session->isFinished();
    const bool gpus = host && host->hasGpu();
    m_gpus->setEnabled(gpus && !running);
    if (!gpus) {
        m_gpus->setChecked(false);
    }
    m_gpus->setToolTip(gpus   ? QString()
                       : host ? tr("This host has no NVIDIA GPU that containers can use")
                              : tr("No host is ready"));
    const QString objection = any ? m_form->objection() : QString();
    m_run->setText(host ? tr("Run on %1").arg(host->displayName()) : tr("Run"));
    m_run->setAccessibleName(m_run->text());
    m_run->setEnabled(any && host && !running && objection.isEmpty());
    m_run->setToolTip(!host     ? tr("No container engine answers; see Hosts")
                      : running ? tr("One run at a time: stop the one that is under way first")
                                : objection);
    if (running) {
        m_tick.start();
    } else {
        m_tick.stop();
    }
    showSession();
    PageMark mark;
    if (running) {
        mark.busy = true;
        mark.tone = Tone::Accent;
        mark.description = tr("Running %1").arg(m_session->record().verb);
    } else if (m_session) {
        mark.tone = toneOf(m_session->record());
        mark.description = wordsFor(m_session->record());
    }
    setMark(mark);
}

void RunsPage::startRun() {
    if (!m_run->isEnabled()) {
        return;
    }
    const auto started = m_services.workspace.run(m_form->entryPoint().verb, m_form->arguments(), m_gpus->isChecked());
    if (!started) {
        m_services.prompts.showError(this, tr("The run could not start"), started.error());
    }
}

void RunsPage::stopRun() {
    m_services.workspace.stopRun();
}

void RunsPage::saveLog() {
    if (!m_session) {
        return;
    }
    m_services.prompts.chooseSaveFile(
        this, tr("Save the Log"), QDir::home().filePath(QStringLiteral("run-%1.log").arg(m_session->record().id)),
        [this](const QString& path) {
            if (path.isEmpty()) {
                return;
            }
            if (const auto saved = io::writeFileAtomically(path, m_log->allText().toUtf8()); !saved) {
                m_services.prompts.showError(this, tr("The log could not be saved"), saved.error());
            }
        });
}

} // namespace reberth::ui
