#include "ui/builds/buildspage.h"

#include "core/base/textrange.h"
#include "core/build/buildsession.h"
#include "core/host/host.h"
#include "core/io/atomicfile.h"
#include "core/project/project.h"
#include "ui/builds/historymodel.h"
#include "ui/builds/rowdelegates.h"
#include "ui/builds/stepmodel.h"
#include "ui/models/logwrap.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"
#include "ui/widgets/logpane.h"
#include "ui/widgets/progressrow.h"

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int historyWidth = 212;
constexpr int tickMs = 250;

QListView* listView(const QString& name, const QString& accessible, QWidget* parent) {
    auto* view = new QListView(parent);
    view->setObjectName(name);
    view->setAccessibleName(accessible);
    view->setFrameShape(QFrame::NoFrame);
    view->setMouseTracking(true);
    view->setUniformItemSizes(true);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return view;
}

} // namespace

BuildsPage::BuildsPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_history(new HistoryModel(this))
    , m_steps(new StepModel(this))
    , m_historyView(listView(QStringLiteral("buildHistory"), tr("Builds"), this))
    , m_stepView(listView(QStringLiteral("buildSteps"), tr("Steps of the build"), this))
    , m_build(new QPushButton(tr("Build"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_noCache(new QCheckBox(tr("Without cache"), this))
    , m_progress(new ProgressRow(this))
    , m_banner(new Banner(this))
    , m_showLine(m_banner->addButton(tr("Show in the Dockerfile"), QStringLiteral("showDockerfileLine")))
    , m_showLog(m_banner->addButton(tr("Show in the Log"), QStringLiteral("showFailedLog")))
    , m_run(m_banner->addButton(tr("Go to Run"), QStringLiteral("goToRun")))
    , m_log(new LogPane(this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(QStringLiteral("build"), {}, {}, this))
    , m_emptyButton(m_empty->addButton(tr("Build"), QStringLiteral("firstBuild"))) {
    setObjectName(QStringLiteral("buildsPage"));
    setAccessibleName(tr("Build"));
    m_historyView->setModel(m_history);
    m_historyView->setItemDelegate(new HistoryDelegate(m_historyView));
    m_stepView->setModel(m_steps);
    m_stepView->setItemDelegate(new StepDelegate(m_steps, m_stepView));
    m_build->setObjectName(QStringLiteral("startBuild"));
    m_cancel->setObjectName(QStringLiteral("cancelBuild"));
    m_noCache->setObjectName(QStringLiteral("noCache"));
    m_noCache->setToolTip(tr("Runs every step again, also those that did not change"));
    m_banner->setObjectName(QStringLiteral("buildBanner"));
    m_log->setObjectName(QStringLiteral("buildLog"));
    followLogWrap(m_log, services.settings);
    m_progress->setObjectName(QStringLiteral("buildProgress"));
    m_progress->cancelButton()->hide();

    auto* left = new Card(this);
    left->setFixedWidth(historyWidth);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(10, 14, 10, 10);
    leftColumn->setSpacing(spacing::unit);
    auto* heading = new Label(tr("BUILDS"), FontRole::Section, &Palette::dim, left);
    heading->setContentsMargins(spacing::unit, 0, 0, 0);
    leftColumn->addWidget(heading);
    leftColumn->addWidget(m_historyView, 1);
    leftColumn->addWidget(m_noCache);
    leftColumn->addWidget(m_build);
    leftColumn->addWidget(m_cancel);

    auto* stepCard = new Card(this);
    auto* stepColumn = new QVBoxLayout(stepCard);
    stepColumn->setContentsMargins(spacing::unit + 4, spacing::unit + 2, spacing::unit + 4, spacing::unit + 2);
    stepColumn->addWidget(m_progress);
    stepColumn->addWidget(m_stepView, 1);
    auto* below = new QWidget(this);
    auto* belowColumn = new QVBoxLayout(below);
    belowColumn->setContentsMargins(0, 0, 0, 0);
    belowColumn->setSpacing(spacing::card);
    belowColumn->addWidget(m_banner);
    belowColumn->addWidget(m_log, 1);
    auto* right = new QSplitter(Qt::Vertical, this);
    right->setChildrenCollapsible(false);
    right->setHandleWidth(spacing::card);
    right->addWidget(stepCard);
    right->addWidget(below);
    right->setSizes({250, 420});
    right->setStretchFactor(1, 1);

    auto* row = new QHBoxLayout(m_content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::card);
    row->addWidget(left);
    row->addWidget(right, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(spacing::page, spacing::card, spacing::page, spacing::card);
    outer->addWidget(m_content, 1);
    outer->addWidget(m_empty, 1);

    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, m_steps, &StepModel::tick);
    connect(m_build, &QPushButton::clicked, this, &BuildsPage::startBuild);
    connect(m_cancel, &QPushButton::clicked, this, &BuildsPage::cancelBuild);
    connect(m_emptyButton, &QPushButton::clicked, this, [this] {
        if (!m_project) {
            m_services.navigator.goTo(PageId::Home);
        } else if (!m_project->recipe()) {
            m_services.navigator.goTo(PageId::Environment);
        } else if (!m_services.workspace.host()) {
            m_services.navigator.goTo(PageId::Hosts);
        } else {
            startBuild();
        }
    });
    connect(m_run, &QPushButton::clicked, this, [this] { m_services.navigator.goTo(PageId::Run); });
    connect(m_showLine, &QPushButton::clicked, this, [this] { openStepLine(m_steps->failedRow()); });
    connect(m_showLog, &QPushButton::clicked, this, [this] {
        const int failed = m_steps->failedRow();
        if (failed >= 0) {
            m_stepView->setCurrentIndex(m_steps->index(failed));
        }
    });
    connect(m_historyView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && m_history->record(index.row()).id != m_shown) {
                    show(m_history->record(index.row()).id);
                }
            });
    connect(m_stepView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) { selectStep(index.isValid() ? index.row() : -1); });
    connect(m_stepView, &QListView::clicked, this, [this](const QModelIndex& index) { selectStep(index.row()); });
    connect(m_stepView, &QListView::activated, this, [this](const QModelIndex& index) { openStepLine(index.row()); });
    connect(m_log, &LogPane::saveRequested, this, &BuildsPage::saveLog);
    connect(&services.workspace, &Workspace::hostChanged, this, &BuildsPage::updateState);
    connect(&services.workspace, &Workspace::activityChanged, this, &BuildsPage::updateState);
    addActions();
    updateState();
}

void BuildsPage::addActions() {
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QStringLiteral("actionShowWholeLog"), tr("Show the Whole Log"), QKeySequence(Qt::CTRL | Qt::Key_L), [this] {
        m_stepView->selectionModel()->clear();
        selectStep(-1);
    });
    add(QStringLiteral("actionShowStepLine"), tr("Show the Step in the Dockerfile"), QKeySequence(Qt::CTRL | Qt::Key_J),
        [this] { openStepLine(m_stepView->currentIndex().row()); });
}

void BuildsPage::setProject(project::Project* project) {
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
    m_shown.clear();
    m_storedLog.clear();
    m_log->setSource(0, {});
    m_steps->setSteps({});
    if (project) {
        connect(project, &project::Project::buildStarted, this, &BuildsPage::watch);
        connect(project, &project::Project::buildFinished, this, [this] {
            refreshHistory();
            updateState();
        });
        connect(project, &project::Project::recipeChanged, this, &BuildsPage::updateState);
    }
    refreshHistory();
    if (project && project->currentBuild()) {
        watch(project->currentBuild());
    } else if (m_history->rowCount() > 0) {
        m_historyView->setCurrentIndex(m_history->index(0));
    }
    updateState();
}

void BuildsPage::activated() {
    if (!m_content->isVisible()) {
        m_emptyButton->setFocus();
    } else {
        m_stepView->setFocus();
    }
}

void BuildsPage::refreshHistory() {
    const QString shown = m_shown;
    QList<build::BuildRecord> records = m_project ? m_project->buildRecords() : QList<build::BuildRecord>();
    if (m_session && !m_session->record().id.isEmpty()) {
        const QString live = m_session->record().id;
        const bool known = std::any_of(records.cbegin(), records.cend(),
                                       [&live](const build::BuildRecord& record) { return record.id == live; });
        if (!known) {
            records.prepend(m_session->record());
        }
    }
    m_history->setRecords(records);
    if (const int row = m_history->rowOf(shown); row >= 0) {
        m_historyView->setCurrentIndex(m_history->index(row));
    }
}

void BuildsPage::watch(build::BuildSession* session) {
    if (m_session) {
        m_session->disconnect(this);
    }
    m_session = session;
    connect(session, &build::BuildSession::stepAdded, this, [this](int index) {
        if (isLive()) {
            m_steps->setStep(index, m_session->steps().at(index));
        }
    });
    connect(session, &build::BuildSession::stepChanged, this, [this](int index) {
        if (isLive()) {
            m_steps->setStep(index, m_session->steps().at(index));
            if (m_session->steps().at(index).state == build::StepState::Running && m_log->view()->isFollowing()) {
                m_stepView->scrollTo(m_steps->index(m_steps->rowOfStep(index)));
            }
        }
    });
    connect(session, &build::BuildSession::logAppended, this, [this] {
        if (isLive()) {
            m_log->setLineCount(m_session->logLineCount());
        }
    });
    connect(session, &build::BuildSession::uploadProgress, this, [this](qint64 sent, qint64 total) {
        m_progress->setProgress(tr("Sending the build context: %1").arg(QLocale().formattedDataSize(sent)),
                                total > 0 ? static_cast<int>(sent * 100 / total) : -1);
    });
    connect(session, &build::BuildSession::stateChanged, this, [this] {
        if (m_shown.isEmpty()) {
            m_shown = m_session->record().id;
            refreshHistory();
        }
        m_history->update(m_session->record());
        showOutcome();
        updateState();
    });
    connect(session, &build::BuildSession::finished, this, [this] {
        m_history->update(m_session->record());
        showOutcome();
        updateState();
    });
    m_shown = session->record().id;
    refreshHistory();
    showLive();
    updateState();
}

bool BuildsPage::isLive() const {
    // A build has no id before it has started; until then the one that was announced is on show.
    return m_session && (m_shown.isEmpty() || m_session->record().id == m_shown);
}

const build::BuildRecord* BuildsPage::shownRecord() const {
    if (isLive()) {
        return &m_session->record();
    }
    const int row = m_history->rowOf(m_shown);
    return row >= 0 ? &m_history->record(row) : nullptr;
}

void BuildsPage::show(const QString& id) {
    m_shown = id;
    if (isLive()) {
        showLive();
    } else if (const build::BuildRecord* record = shownRecord()) {
        showStored(*record);
    }
    updateState();
}

void BuildsPage::showLive() {
    m_log->setSource(0, {});
    m_storedLog.clear();
    m_steps->setSteps(m_session->steps());
    m_log->setFilter({});
    m_log->setSource(m_session->logLineCount(), [session = m_session](qsizetype index) {
        if (!session || index >= session->logLineCount()) {
            return LogText{};
        }
        const build::LogLine line = session->logLine(index);
        return LogText{line.text, line.isError, index + 1};
    });
    m_log->view()->setFollowing(true);
    showOutcome();
}

void BuildsPage::showStored(const build::BuildRecord& record) {
    m_log->setSource(0, {});
    m_steps->setSteps(record.steps);
    m_storedLog.clear();
    if (auto log = build::readBuildLog(m_project->buildsFolder(), record.id)) {
        m_storedLog = std::move(*log);
    }
    m_log->setFilter({});
    m_log->setSource(m_storedLog.size(), [this](qsizetype index) {
        const build::LogLine& line = m_storedLog.at(index);
        return LogText{line.text, line.isError, index + 1};
    });
    showOutcome();
}

void BuildsPage::selectStep(int row) {
    if (row < 0 || row >= m_steps->rowCount()) {
        m_log->setFilter({});
        return;
    }
    const int step = m_steps->stepIndex(row);
    const bool live = isLive();
    const qsizetype count = live ? m_session->logLineCount() : m_storedLog.size();
    qsizetype last = -1;
    qsizetype first = -1;
    for (qsizetype index = 0; index < count; ++index) {
        if ((live ? m_session->logLine(index).step : m_storedLog.at(index).step) == step) {
            first = first < 0 ? index : first;
            last = index;
        }
    }
    if (first < 0) {
        return;
    }
    m_log->setFilter({});
    if (m_steps->step(row).state != build::StepState::Failed) {
        m_log->scrollToLine(first, true);
        return;
    }
    // Of what failed, the last word that speaks of an error is what people look for.
    for (qsizetype index = last; index >= first; --index) {
        const build::LogLine line = live ? m_session->logLine(index) : m_storedLog.at(index);
        if (line.step == step && LogPane::looksLikeError(line.text)) {
            last = index;
            break;
        }
    }
    m_log->scrollToLine(last, true);
}

void BuildsPage::openStepLine(int row) {
    if (row < 0 || row >= m_steps->rowCount() || !m_project) {
        return;
    }
    const int line = m_steps->step(row).dockerfileLine;
    const QString name = QStringLiteral("Dockerfile");
    const project::ProjectFile* file = m_project->file(name);
    if (line > 0 && file) {
        m_services.navigator.showFile(name, static_cast<int>(LineIndex(file->text).lineStart(line - 1)));
    }
}

void BuildsPage::showOutcome() {
    const build::BuildRecord* record = shownRecord();
    const int failed = m_steps->failedRow();
    m_showLine->setVisible(failed >= 0 && m_steps->step(failed).dockerfileLine > 0);
    m_showLog->setVisible(failed >= 0);
    m_run->setVisible(record && record->state == build::BuildState::Succeeded);
    setPrimary(m_run);
    if (!record) {
        m_banner->hide();
        return;
    }
    switch (record->state) {
    case build::BuildState::Succeeded:
        m_banner->setMessage(Tone::Ok, tr("The image is built"), record->tags.join(QStringLiteral(", ")));
        break;
    case build::BuildState::Failed:
        m_banner->setMessage(Tone::Error,
                             record->failedStep.isEmpty()
                                 ? tr("The build failed")
                                 : tr("Failed: %1").arg(record->failedStep.simplified().left(90)),
                             record->error.isEmpty() ? tr("The log says more.") : record->error);
        break;
    case build::BuildState::Cancelled:
        m_banner->setMessage(Tone::Neutral, tr("The build was cancelled"),
                             tr("Steps that were done stay in the engine's cache."));
        break;
    default:
        m_banner->hide();
        return;
    }
    m_banner->show();
}

void BuildsPage::updateState() {
    const bool building = m_services.workspace.isBuilding();
    const bool any = m_history->rowCount() > 0 || m_session;
    m_content->setVisible(any);
    m_empty->setVisible(!any);
    m_build->setVisible(!building);
    m_build->setText(any ? tr("Build Again") : tr("Build"));
    m_build->setEnabled(m_services.workspace.canBuild());
    m_build->setToolTip(m_services.workspace.host() ? QString() : tr("No container engine answers; see Hosts"));
    setPrimary(m_build, m_services.workspace.canBuild());
    m_noCache->setVisible(!building);
    m_cancel->setVisible(building);
    const build::BuildState state = m_session ? m_session->state() : build::BuildState::Idle;
    m_progress->setVisible(isLive() &&
                           (state == build::BuildState::Preparing || state == build::BuildState::Uploading));
    if (state == build::BuildState::Preparing) {
        m_progress->setProgress(tr("Packing the build context"), -1);
    }
    if (building) {
        m_tick.start();
    } else {
        m_tick.stop();
        m_steps->tick();
    }
    if (!m_project) {
        m_empty->setText(tr("No project is open"), tr("Import a repository on the Home page first."));
        m_emptyButton->setText(tr("Go to Home"));
    } else if (!m_project->recipe()) {
        m_empty->setText(tr("Nothing to build yet"), tr("Choose a plan first; it becomes the files that are built."));
        m_emptyButton->setText(tr("Go to the Environment"));
    } else if (!m_services.workspace.host()) {
        m_empty->setText(tr("No container engine answers"),
                         tr("The Hosts page says what was tried and how to get one."));
        m_emptyButton->setText(tr("Go to Hosts"));
    } else {
        m_empty->setText(tr("Not built yet"), tr("Builds the image on %1. The steps and the log appear here.")
                                                  .arg(m_services.workspace.host()->displayName()));
        m_emptyButton->setText(tr("Build"));
    }
    PageMark mark;
    if (building) {
        mark.busy = true;
        mark.tone = Tone::Accent;
        mark.description = tr("Building");
    } else if (m_history->rowCount() > 0) {
        const build::BuildRecord& last = m_history->record(0);
        mark.tone = toneOf(last.state);
        mark.description = tr("Last build: %1").arg(wordsFor(last.state));
    }
    setMark(mark);
}

void BuildsPage::startBuild() {
    if (!m_services.workspace.canBuild()) {
        return;
    }
    Result<void> started;
    if (m_noCache->isChecked()) {
        const host::Host* host = m_services.workspace.host();
        if (const auto session = m_project->startBuild(host->endpoint, host->displayName(), true); !session) {
            started = fail(session.error());
        }
    } else {
        started = m_services.workspace.build();
    }
    if (!started) {
        m_services.prompts.showError(this, tr("The build could not start"), started.error());
    }
}

void BuildsPage::cancelBuild() {
    m_services.workspace.cancelBuild();
}

void BuildsPage::saveLog() {
    const build::BuildRecord* record = shownRecord();
    if (!record) {
        return;
    }
    m_services.prompts.chooseSaveFile(
        this, tr("Save the Log"), QDir::home().filePath(QStringLiteral("build-%1.log").arg(record->id)),
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
