#include "ui/repository/repositorypage.h"

#include "core/io/atomicfile.h"
#include "core/project/project.h"
#include "core/settings/settings.h"
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
#include "ui/widgets/searchfield.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
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

    m_splitter = new QSplitter;
    m_splitter->setObjectName(QStringLiteral("repositorySplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeFindings());
    m_evidence = new EvidencePane(m_services.settings);
    m_splitter->addWidget(m_evidence);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({690, 380});
    layout->addWidget(m_splitter, 1);
    restoreLayout();

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
    auto* head = new QHBoxLayout;
    head->setContentsMargins(spacing::unit, 0, 0, 0);
    head->addWidget(new Label(tr("Found in the repository"), FontRole::Section, &Palette::dim), 1);
    m_search = new SearchField(tr("Filter"));
    m_search->setObjectName(QStringLiteral("findingsFilter"));
    m_search->setAccessibleName(tr("Filter the findings"));
    m_search->setMaximumWidth(220);
    head->addWidget(m_search);
    layout->addLayout(head);
    m_nothing = new Label({}, FontRole::Body, &Palette::dim);
    m_nothing->setContentsMargins(spacing::unit, spacing::unit, 0, 0);
    m_nothing->hide();
    layout->addWidget(m_nothing);
    m_shown = new QSortFilterProxyModel(this);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterRole(FindingsModel::TextRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setRecursiveFilteringEnabled(true);
    m_shown->setAutoAcceptChildRows(true);
    m_table = new QTreeView;
    m_table->setObjectName(QStringLiteral("findingsTable"));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setModel(m_shown);
    m_table->setItemDelegate(new FindingsDelegate(m_table));
    m_table->setUniformRowHeights(true);
    m_table->setIndentation(18);
    m_table->setMouseTracking(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMinimumWidth(360);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
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
    connect(m_table, &QTreeView::customContextMenuRequested, this, &RepositoryPage::showMenu);
    connect(m_search, &QLineEdit::textChanged, this, &RepositoryPage::showMatches);
    connect(m_search, &SearchField::nextRequested, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_search, &SearchField::left, m_table, qOverload<>(&QWidget::setFocus));
    return card;
}

void RepositoryPage::restoreLayout() {
    m_table->header()->restoreState(m_services.settings.value(settings::keys::findingsColumns));
    m_splitter->restoreState(m_services.settings.value(settings::keys::findingsSplitter));
    connect(m_table->header(), &QHeaderView::sectionResized, this, [this] {
        m_services.settings.setValue(settings::keys::findingsColumns, m_table->header()->saveState());
    });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        m_services.settings.setValue(settings::keys::findingsSplitter, m_splitter->saveState());
    });
}

QAction* RepositoryPage::makeAction(const QString& name, const QString& text, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

void RepositoryPage::makeActions() {
    m_inspect = makeAction(QStringLiteral("actionInspect"), tr("Inspect Again"), QKeySequence(Qt::Key_F5));
    m_inspect->setIcon(icon(QStringLiteral("refresh")));
    connect(m_inspect, &QAction::triggered, this, [this] {
        if (m_project) {
            m_failure->hide();
            m_project->inspect();
        }
    });
    const QAction* find = makeAction(QStringLiteral("actionFilterFindings"), tr("Filter Findings"), QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    const QAction* next =
        makeAction(QStringLiteral("actionNextEvidence"), tr("Next Evidence"), QKeySequence(Qt::ALT | Qt::Key_Down));
    connect(next, &QAction::triggered, this, [this] { m_evidence->step(1); });
    const QAction* previous = makeAction(QStringLiteral("actionPreviousEvidence"), tr("Previous Evidence"),
                                         QKeySequence(Qt::ALT | Qt::Key_Up));
    connect(previous, &QAction::triggered, this, [this] { m_evidence->step(-1); });
    m_copyPlace = makeAction(QStringLiteral("actionCopyEvidence"), tr("Copy Place"),
                             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    connect(m_copyPlace, &QAction::triggered, this, [this] { copySelected(true); });
    m_save = makeAction(QStringLiteral("actionSaveFindings"), tr("Save Findings as JSON…"), {});
    connect(m_save, &QAction::triggered, this, &RepositoryPage::saveFindings);
    // Only where the table has the focus: in the evidence Ctrl+C copies the text that is selected there.
    m_copy = new QAction(tr("Copy"), this);
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    connect(m_copy, &QAction::triggered, this, [this] { copySelected(false); });
    m_table->addAction(m_copy);
}

void RepositoryPage::setProject(project::Project* project) {
    if (m_project) {
        m_project->disconnect(this);
    }
    m_project = project;
    m_failure->hide();
    m_problems->hide();
    m_search->clear();
    if (project) {
        connectProject();
    }
    showFindings();
    showState();
}

void RepositoryPage::connectProject() {
    connect(m_project, &project::Project::inspectProgress, this, [this](const analysis::InspectProgress& now) {
        m_progress->setProgress(now.text(), now.filesTotal > 0 ? now.filesRead * 100 / now.filesTotal : -1);
    });
    connect(m_project, &project::Project::inspectingChanged, this, &RepositoryPage::showState);
    connect(m_project, &project::Project::findingsChanged, this, &RepositoryPage::showFindings);
    connect(m_project, &project::Project::plansChanged, this, &RepositoryPage::showVerdict);
    connect(m_project, &project::Project::failed, this, [this](const Error& error) {
        const bool cancelled = error.code == ErrorCode::Cancelled;
        m_failure->setMessage(cancelled ? Tone::Neutral : Tone::Error,
                              cancelled ? tr("Cancelled") : tr("Something went wrong"), error.message);
        m_failure->show();
    });
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
    // A new inspection keeps the place, and what was opened.
    const QStringList selected = m_model->pathOf(source(m_table->currentIndex()));
    QList<QStringList> open;
    for (QModelIndex at = m_shown->index(0, 0); at.isValid(); at = m_table->indexBelow(at)) {
        if (m_table->isExpanded(at)) {
            open.append(m_model->pathOf(source(at)));
        }
    }
    m_model->setRows(known ? rowsFor(*m_project->findings()) : std::vector<FindingRow>());
    m_evidence->clear();
    if (known) {
        for (const QStringList& path : std::as_const(open)) {
            m_table->expand(m_shown->mapFromSource(m_model->find(path)));
        }
        const QModelIndex before = m_shown->mapFromSource(m_model->find(selected));
        m_table->setCurrentIndex(before.isValid() ? before : m_shown->index(0, 0));
    }
    m_search->setEnabled(known);
    m_save->setEnabled(known);
    showMatches();
    showVerdict();
}

void RepositoryPage::showMatches() {
    const QString wanted = m_search->text().trimmed();
    m_shown->setFilterFixedString(wanted);
    const bool nothing = !wanted.isEmpty() && m_shown->rowCount() == 0;
    m_nothing->setText(nothing ? tr("Nothing that was found has “%1” in it.").arg(wanted) : QString());
    m_nothing->setVisible(nothing);
    if (!wanted.isEmpty()) {
        m_table->expandToDepth(1);
    }
    if (!m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_shown->index(0, 0));
    }
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

QModelIndex RepositoryPage::source(const QModelIndex& shown) const {
    return m_shown->mapToSource(shown);
}

const FindingRow* RepositoryPage::selectedRow() const {
    return m_model->row(source(m_table->currentIndex()));
}

void RepositoryPage::showSelected() {
    const FindingRow* row = selectedRow();
    if (row && m_project) {
        m_evidence->showFinding(m_project->root(), *row);
    }
    m_copyPlace->setEnabled(row && !row->evidence.isEmpty());
}

void RepositoryPage::showMenu(const QPoint& at) {
    if (!m_table->indexAt(at).isValid()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_copy);
    menu->addAction(m_copyPlace);
    menu->addSeparator();
    menu->addAction(tr("Expand All"), m_table, &QTreeView::expandAll);
    menu->addAction(tr("Collapse All"), m_table, &QTreeView::collapseAll);
    menu->addSeparator();
    menu->addAction(m_save);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void RepositoryPage::copySelected(bool placeOnly) {
    const FindingRow* row = selectedRow();
    if (!row) {
        return;
    }
    if (!placeOnly) {
        QGuiApplication::clipboard()->setText(m_model->textOf(source(m_table->currentIndex())));
    } else if (!m_evidence->file().isEmpty()) {
        QGuiApplication::clipboard()->setText(placeText({m_evidence->file(), m_evidence->line(), {}}));
    }
}

void RepositoryPage::saveFindings() {
    const QString start = QDir::home().filePath(m_project->name() + QStringLiteral("-findings.json"));
    m_services.prompts.chooseSaveFile(this, tr("Save Findings"), start, [this](const QString& path) {
        if (path.isEmpty() || !m_project || !m_project->findings()) {
            return;
        }
        const QByteArray json = QJsonDocument(m_project->findings()->toJson()).toJson();
        if (const auto saved = io::writeFileAtomically(path, json); !saved) {
            m_services.prompts.showError(this, tr("The findings could not be saved"), saved.error());
        }
    });
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
