#include "ui/files/problemspanel.h"

#include "ui/files/problemsmodel.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/label.h"
#include "ui/widgets/searchfield.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace reberth::ui {

ProblemsPanel::ProblemsPanel(ProblemsModel* model, QWidget* parent)
    : Card(parent)
    , m_model(model)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_summary(new Label({}, FontRole::Section, &Palette::dim, this))
    , m_filter(new SearchField(tr("Filter problems"), this)) {
    setObjectName(QStringLiteral("problemsPanel"));
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
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
    head->addWidget(m_summary);
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
    updateSummary();
}

void ProblemsPanel::activate(const QModelIndex& index) {
    emit opened(m_filtered->mapToSource(index).row());
}

void ProblemsPanel::updateSummary() {
    using diagnostics::Severity;
    const int errors = m_model->count(Severity::Error);
    const int warnings = m_model->count(Severity::Warning);
    const int hints = m_model->count(Severity::Info);
    if (errors + warnings + hints == 0) {
        m_summary->setText(tr("No problems"));
        return;
    }
    QStringList parts;
    if (errors > 0) {
        parts.append(tr("Errors: %1").arg(errors));
    }
    if (warnings > 0) {
        parts.append(tr("Warnings: %1").arg(warnings));
    }
    if (hints > 0) {
        parts.append(tr("Hints: %1").arg(hints));
    }
    m_summary->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace reberth::ui
