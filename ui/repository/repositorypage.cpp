#include "ui/repository/repositorypage.h"

#include "core/project/project.h"
#include "ui/models/navigator.h"
#include "ui/prompts/prompts.h"
#include "ui/repository/evidencepane.h"
#include "ui/repository/findingsdelegate.h"
#include "ui/repository/findingsmodel.h"
#include "ui/repository/verdictbanner.h"
#include "ui/theme/icons.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"
#include "ui/widgets/progressrow.h"

#include <QAction>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace reberth::ui {

RepositoryPage::RepositoryPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("repository"), tr("No repository is open"),
                             tr("Import one on the Home page: an address, a folder, or the sample.")))
    , m_model(new FindingsModel(this)) {
    setObjectName(QStringLiteral("repositoryPage"));
    m_content = makeContent();
    const QPushButton* home = m_empty->addButton(tr("Go to Home"), QStringLiteral("repositoryGoHome"));
    connect(home, &QPushButton::clicked, this, [this] { m_services.navigator.goTo(PageId::Home); });
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->addWidget(m_stack);
    makeActions();
    showState();
}

QWidget* RepositoryPage::makeContent() {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    m_verdict = new VerdictBanner;
    m_failure = new Banner;
    m_failure->setObjectName(QStringLiteral("repositoryFailure"));
    m_progress = new ProgressRow;
    m_progress->setObjectName(QStringLiteral("inspectProgress"));
    m_progress->cancelButton()->setObjectName(QStringLiteral("inspectCancel"));
    layout->addWidget(m_failure);
    layout->addWidget(m_progress);
    layout->addWidget(m_verdict);
    m_problems = new Label;
    m_problems->setObjectName(QStringLiteral("verdictProblems"));
    m_problems->setWordWrap(true);
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problems->setContentsMargins(14, 0, 14, 0);
    m_problems->hide();
    layout->addWidget(m_problems);

    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("repositorySplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeFindings());
    m_evidence = new EvidencePane(m_services.settings);
    splitter->addWidget(m_evidence);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({690, 380});
    layout->addWidget(splitter, 1);

    connect(m_verdict, &VerdictBanner::whyRequested, this, [this] { m_problems->setVisible(m_problems->isHidden()); });
    connect(m_verdict, &VerdictBanner::planRequested, this, &RepositoryPage::usePlan);
    connect(m_progress, &ProgressRow::cancelRequested, this, [this] {
        if (m_project) {
            m_project->cancelInspect();
        }
    });
    return content;
}

QWidget* RepositoryPage::makeFindings() {
    auto* card = new Card;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(10, 14, 10, 10);
    layout->setSpacing(spacing::half);
    auto* heading = new Label(tr("Found in the repository"), FontRole::Section, &Palette::dim);
    heading->setContentsMargins(spacing::unit, 0, 0, 0);
    layout->addWidget(heading);
    m_table = new QTreeView;
    m_table->setObjectName(QStringLiteral("findingsTable"));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new FindingsDelegate(m_table));
    m_table->setUniformRowHeights(true);
    m_table->setIndentation(18);
    m_table->setMouseTracking(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMinimumWidth(360);
    QHeaderView* header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setFontRole(header, FontRole::Small);
    header->setSectionResizeMode(FindingsModel::Value, QHeaderView::Stretch);
    header->resizeSection(FindingsModel::What, 164);
    header->resizeSection(FindingsModel::From, 150);
    header->resizeSection(FindingsModel::Sure, 64);
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RepositoryPage::showSelected);
    return card;
}

void RepositoryPage::makeActions() {
    m_inspect = new QAction(icon(QStringLiteral("refresh")), tr("Inspect Again"), this);
    m_inspect->setObjectName(QStringLiteral("actionInspect"));
    m_inspect->setShortcut(QKeySequence(Qt::Key_F5));
    connect(m_inspect, &QAction::triggered, this, [this] {
        if (m_project) {
            m_failure->hide();
            m_project->inspect();
        }
    });
    addAction(m_inspect);
}

void RepositoryPage::setProject(project::Project* project) {
    if (m_project) {
        m_project->disconnect(this);
    }
    m_project = project;
    m_failure->hide();
    m_problems->hide();
    if (project) {
        connect(project, &project::Project::inspectProgress, this, [this](const analysis::InspectProgress& now) {
            m_progress->setProgress(now.text(), now.filesTotal > 0 ? now.filesRead * 100 / now.filesTotal : -1);
        });
        connect(project, &project::Project::inspectingChanged, this, &RepositoryPage::showState);
        connect(project, &project::Project::findingsChanged, this, &RepositoryPage::showFindings);
        connect(project, &project::Project::plansChanged, this, &RepositoryPage::showVerdict);
        connect(project, &project::Project::failed, this, [this](const Error& error) {
            const bool cancelled = error.code == ErrorCode::Cancelled;
            m_failure->setMessage(cancelled ? Tone::Neutral : Tone::Error,
                                  cancelled ? tr("Cancelled") : tr("Something went wrong"), error.message);
            m_failure->show();
        });
    }
    showFindings();
    showState();
}

void RepositoryPage::activated() {
    if (m_stack->currentWidget() == m_content) {
        m_table->setFocus();
    } else {
        setFocus();
    }
}

void RepositoryPage::showState() {
    const bool inspecting = m_project && m_project->isInspecting();
    m_stack->setCurrentWidget(m_project ? m_content : static_cast<QWidget*>(m_empty));
    m_progress->setVisible(inspecting);
    if (inspecting) {
        m_progress->setProgress(tr("Reading the repository"), -1);
    }
    m_inspect->setEnabled(m_project && !inspecting);
    showVerdict();
}

void RepositoryPage::showFindings() {
    const bool known = m_project && m_project->findings();
    m_model->setRows(known ? rowsFor(*m_project->findings()) : std::vector<FindingRow>());
    m_evidence->clear();
    if (known) {
        m_table->setCurrentIndex(m_model->index(0, 0));
    }
    showVerdict();
}

void RepositoryPage::showVerdict() {
    const bool known = m_project && m_project->plans();
    const bool inspecting = m_project && m_project->isInspecting();
    m_verdict->setVisible(known && !inspecting);
    PageMark mark;
    if (inspecting) {
        mark = {Tone::Accent, {}, tr("Reading the repository"), true};
    } else if (known) {
        const solver::Plans& plans = *m_project->plans();
        m_verdict->showPlans(plans, m_project->target());
        m_problems->setText(VerdictBanner::explain(plans.faithful));
        mark = {plans.faithful.verdict == solver::Verdict::Red ? Tone::Warning : Tone::Ok,
                {},
                m_verdict->headline(),
                false};
    }
    setMark(mark);
}

void RepositoryPage::showSelected() {
    if (const FindingRow* row = m_model->row(m_table->currentIndex()); row && m_project) {
        m_evidence->showFinding(m_project->root(), *row);
    }
}

void RepositoryPage::usePlan(bool lifted) {
    if (lifted && m_project && m_project->plans()) {
        Result<void> taken = m_project->setRecipe(m_project->plans()->lifted.recipe);
        if (taken) {
            taken = m_project->generateFiles();
        }
        if (!taken) {
            m_services.prompts.showError(this, tr("Could not use the plan"), taken.error());
            return;
        }
    }
    m_services.navigator.goTo(PageId::Environment);
}

} // namespace reberth::ui
