#include "ui/files/problemspanel.h"

#include "ui/files/problemsmodel.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/label.h"
#include "ui/widgets/searchfield.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace reberth::ui {

/// Rows of the wanted severities that hold the wanted text.
class ProblemsFilter : public QSortFilterProxyModel {
public:
    explicit ProblemsFilter(ProblemsModel* model, QObject* parent)
        : QSortFilterProxyModel(parent)
        , m_model(model) {
        setSourceModel(model);
        setFilterKeyColumn(-1);
        setFilterCaseSensitivity(Qt::CaseInsensitive);
    }

    void setShown(diagnostics::Severity severity, bool shown) {
        m_hidden.removeAll(severity);
        if (!shown) {
            m_hidden.append(severity);
        }
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        return !m_hidden.contains(m_model->diagnostic(row).severity) &&
               QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    const ProblemsModel* m_model;
    QList<diagnostics::Severity> m_hidden;
};

ProblemsPanel::ProblemsPanel(ProblemsModel* model, QWidget* parent)
    : Card(parent)
    , m_model(model)
    , m_filtered(new ProblemsFilter(model, this))
    , m_table(new QTableView(this))
    , m_summary(new Label({}, FontRole::Section, &Palette::dim, this))
    , m_filter(new SearchField(tr("Filter problems"), this)) {
    setObjectName(QStringLiteral("problemsPanel"));
    m_filter->setObjectName(QStringLiteral("problemsFilter"));
    m_filter->setAccessibleName(tr("Filter problems"));
    m_filter->setMaximumWidth(260);
    m_table->setObjectName(QStringLiteral("problemsTable"));
    m_table->setAccessibleName(tr("Problems"));
    m_table->setModel(m_filtered);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(spacing::control - spacing::half);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ProblemsModel::MessageColumn, QHeaderView::Stretch);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::card, spacing::unit, spacing::card, spacing::unit);
    column->setSpacing(spacing::half);
    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::unit);
    head->addWidget(m_summary);
    addSeverity(head, diagnostics::Severity::Error, QStringLiteral("showErrors"));
    addSeverity(head, diagnostics::Severity::Warning, QStringLiteral("showWarnings"));
    addSeverity(head, diagnostics::Severity::Info, QStringLiteral("showHints"));
    head->addStretch();
    head->addWidget(m_filter);
    column->addLayout(head);
    column->addWidget(m_table, 1);

    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ProblemsPanel::updateSummary);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        const int row = m_filtered->mapToSource(index).row();
        if (index.column() == ProblemsModel::FixColumn && !m_model->diagnostic(row).fixes.isEmpty()) {
            emit fixRequested(row);
        } else {
            activate(index);
        }
    });
    connect(m_table, &QTableView::activated, this, &ProblemsPanel::activate);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { showMenu(m_table->indexAt(at), m_table->viewport()->mapToGlobal(at)); });
    m_table->installEventFilter(this);
    updateSummary();
}

void ProblemsPanel::activate(const QModelIndex& index) {
    emit opened(m_filtered->mapToSource(index).row());
}

void ProblemsPanel::takeFocus() {
    if (!m_table->currentIndex().isValid()) {
        m_table->selectRow(0);
    }
    m_table->setFocus();
}

void ProblemsPanel::addSeverity(QHBoxLayout* row, diagnostics::Severity severity, const QString& name) {
    auto* chip = new Chip({}, this);
    chip->setObjectName(name);
    chip->setCheckable(true);
    chip->setChecked(true);
    chip->setDot(toneOf(severity));
    connect(chip, &QAbstractButton::toggled, this,
            [this, severity](bool shown) { m_filtered->setShown(severity, shown); });
    m_severities.insert(static_cast<int>(severity), chip);
    row->addWidget(chip);
}

void ProblemsPanel::showMenu(const QModelIndex& index, const QPoint& globalPosition) {
    if (!index.isValid()) {
        return;
    }
    const int row = m_filtered->mapToSource(index).row();
    const diagnostics::Diagnostic& diagnostic = m_model->diagnostic(row);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("problemMenu"));
    menu->setAccessibleName(tr("What to do about the problem"));
    connect(menu->addAction(tr("Go to the Place")), &QAction::triggered, this, [this, row] { emit opened(row); });
    if (!diagnostic.fixes.isEmpty()) {
        QAction* one = menu->addAction(diagnostic.fixes.first().title);
        one->setObjectName(QStringLiteral("problemFix"));
        connect(one, &QAction::triggered, this, [this, row] { emit fixRequested(row); });
        QAction* all = menu->addAction(tr("Fix All of “%1” in This File").arg(diagnostic.ruleId));
        all->setObjectName(QStringLiteral("problemFixAll"));
        connect(all, &QAction::triggered, this, [this, row] { emit fixAllRequested(row); });
    }
    if (diagnostic.severity != diagnostics::Severity::Error) {
        QAction* ignore = menu->addAction(tr("Ignore “%1”…").arg(diagnostic.ruleId));
        ignore->setObjectName(QStringLiteral("problemIgnore"));
        connect(ignore, &QAction::triggered, this, [this, row] { emit ignoreRequested(row); });
    }
    menu->popup(globalPosition);
}

bool ProblemsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const QModelIndex index = m_table->currentIndex();
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && (key->modifiers() & Qt::AltModifier) && index.isValid()) {
            showMenu(index, m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
            return true;
        }
    }
    return Card::eventFilter(watched, event);
}

void ProblemsPanel::updateSummary() {
    using diagnostics::Severity;
    int all = 0;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
        const int count = m_model->count(severity);
        all += count;
        Chip* chip = m_severities.value(static_cast<int>(severity));
        chip->setText(QString::number(count));
        chip->setVisible(count > 0);
        const QString words = severity == Severity::Error     ? tr("Errors: %1").arg(count)
                              : severity == Severity::Warning ? tr("Warnings: %1").arg(count)
                                                              : tr("Hints: %1").arg(count);
        chip->setAccessibleName(words);
        chip->setToolTip(words);
    }
    m_summary->setText(all == 0 ? tr("No problems") : tr("Problems"));
}

} // namespace reberth::ui
