#include "ui/wizards/entrypointspage.h"

#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/wizards/environmentcontext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

namespace reberth::ui {

EntryPointsPage::EntryPointsPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(
          context, tr("Entry Points"),
          tr("Each verb becomes a make target and a card on the Run page. The first is the container's default."),
          parent)
    , m_table(new QTableWidget(this))
    , m_remove(new QPushButton(tr("&Remove"), this))
    , m_up(new QPushButton(tr("Move &Up"), this))
    , m_objection(new QLabel(this)) {
    m_table->setObjectName(QStringLiteral("entryPointTable"));
    m_table->setAccessibleName(tr("Entry points"));
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Verb"), tr("Command"), tr("Folder")});
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(spacing::control - spacing::half);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* addButton = new QPushButton(tr("&Add"), this);
    addButton->setObjectName(QStringLiteral("entryPointAdd"));
    m_remove->setObjectName(QStringLiteral("entryPointRemove"));
    m_up->setObjectName(QStringLiteral("entryPointUp"));
    m_objection->setObjectName(QStringLiteral("entryPointObjection"));
    m_objection->setWordWrap(true);
    m_objection->hide();
    body()->addWidget(m_table, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(addButton);
    row->addWidget(m_up);
    row->addStretch(1);
    row->addWidget(m_remove);
    body()->addLayout(row);
    body()->addWidget(m_objection);
    connect(m_table, &QTableWidget::cellChanged, this, [this] {
        if (!m_filling) {
            edited();
        }
    });
    connect(addButton, &QPushButton::clicked, this, &EntryPointsPage::add);
    connect(m_remove, &QPushButton::clicked, this, &EntryPointsPage::remove);
    connect(m_up, &QPushButton::clicked, this, &EntryPointsPage::moveUp);
}

bool EntryPointsPage::isComplete() const {
    return ContextPage::isComplete() && m_objection->text().isEmpty();
}

void EntryPointsPage::refresh() {
    if (shown() == context().entryPoints()) {
        return; // what the user is typing stays as it is
    }
    m_filling = true;
    m_entries = context().entryPoints();
    m_table->setRowCount(static_cast<int>(m_entries.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        m_table->setItem(row, 0, new QTableWidgetItem(m_entries.at(row).verb));
        m_table->setItem(row, 1, new QTableWidgetItem(m_entries.at(row).command));
        m_table->setItem(row, 2, new QTableWidgetItem(m_entries.at(row).workdir));
    }
    m_filling = false;
    edited();
}

QList<recipe::EntryPoint> EntryPointsPage::shown() const {
    QList<recipe::EntryPoint> result = m_entries;
    for (int row = 0; row < result.size(); ++row) {
        const auto text = [this, row](int column) {
            const QTableWidgetItem* item = m_table->item(row, column);
            return item ? item->text().trimmed() : QString();
        };
        result[row].verb = text(0);
        result[row].command = text(1);
        result[row].workdir = text(2);
    }
    return result;
}

void EntryPointsPage::edited() {
    m_entries = shown();
    const QString objection = EnvironmentContext::entryPointsObjection(m_entries);
    m_objection->setText(objection);
    m_objection->setVisible(!objection.isEmpty());
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, Palette::of(ink).error);
    m_objection->setPalette(ink);
    if (objection.isEmpty() && m_entries != context().entryPoints()) {
        context().setEntryPoints(m_entries);
    }
    emit completeChanged();
}

void EntryPointsPage::add() {
    m_filling = true;
    m_entries.append(recipe::EntryPoint{});
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    for (int column = 0; column < 3; ++column) {
        m_table->setItem(row, column, new QTableWidgetItem);
    }
    m_filling = false;
    edited();
    m_table->setCurrentCell(row, 0);
    m_table->editItem(m_table->item(row, 0));
}

void EntryPointsPage::remove() {
    const int row = m_table->currentRow();
    if (row < 0) {
        return;
    }
    m_entries = shown();
    m_entries.removeAt(row);
    m_filling = true;
    m_table->removeRow(row);
    m_filling = false;
    edited();
}

void EntryPointsPage::moveUp() {
    const int row = m_table->currentRow();
    if (row < 1) {
        return;
    }
    m_entries = shown();
    m_entries.swapItemsAt(row, row - 1);
    m_filling = true;
    for (int column = 0; column < 3; ++column) {
        QTableWidgetItem* lower = m_table->takeItem(row, column);
        m_table->setItem(row, column, m_table->takeItem(row - 1, column));
        m_table->setItem(row - 1, column, lower);
    }
    m_filling = false;
    m_table->setCurrentCell(row - 1, m_table->currentColumn());
    edited();
}

} // namespace reberth::ui
