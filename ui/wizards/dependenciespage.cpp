#include "ui/wizards/dependenciespage.h"

#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/wizards/environmentcontext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

namespace reberth::ui {

DependenciesPage::DependenciesPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(context, tr("Dependencies"),
                  tr("Python packages in the order they are installed. Double-click or F2 changes a version."), parent)
    , m_table(new QTableWidget(this))
    , m_name(new QLineEdit(this))
    , m_version(new QLineEdit(this))
    , m_add(new QPushButton(tr("&Add"), this))
    , m_remove(new QPushButton(tr("&Remove"), this))
    , m_objection(new QLabel(this)) {
    m_table->setObjectName(QStringLiteral("packageTable"));
    m_table->setAccessibleName(tr("Python packages"));
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Package"), tr("Version"), tr("Why")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(spacing::control - spacing::half);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_name->setObjectName(QStringLiteral("packageName"));
    m_name->setAccessibleName(tr("Name of the package to add"));
    m_name->setPlaceholderText(tr("Package"));
    m_version->setObjectName(QStringLiteral("packageVersion"));
    m_version->setAccessibleName(tr("Version of the package to add"));
    m_version->setPlaceholderText(tr("==1.0, >=1,<2 or empty"));
    m_add->setObjectName(QStringLiteral("packageAdd"));
    m_remove->setObjectName(QStringLiteral("packageRemove"));
    m_objection->setObjectName(QStringLiteral("packageObjection"));
    m_objection->setWordWrap(true);
    m_objection->hide();
    body()->addWidget(m_table, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_name, 2);
    row->addWidget(m_version, 2);
    row->addWidget(m_add);
    row->addStretch(1);
    row->addWidget(m_remove);
    body()->addLayout(row);
    body()->addWidget(m_objection);
    connect(m_table, &QTableWidget::cellChanged, this, &DependenciesPage::cellEdited, Qt::QueuedConnection);
    connect(m_add, &QPushButton::clicked, this, &DependenciesPage::addPackage);
    connect(m_remove, &QPushButton::clicked, this, &DependenciesPage::removeSelected);
    const auto check = [this] {
        const bool any = !m_name->text().isEmpty();
        const QString objection =
            any ? EnvironmentContext::packageObjection(m_name->text(), m_version->text()) : QString();
        m_objection->setText(objection);
        m_objection->setVisible(!objection.isEmpty());
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, Palette::of(ink).error);
        m_objection->setPalette(ink);
        m_add->setEnabled(any && objection.isEmpty());
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    connect(m_version, &QLineEdit::textChanged, this, check);
    check();
}

void DependenciesPage::refresh() {
    m_filling = true;
    const int current = m_table->currentRow();
    const QList<recipe::PythonPackage>& packages = context().packages();
    m_table->setRowCount(static_cast<int>(packages.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const recipe::PythonPackage& package = packages.at(row);
        auto* name = new QTableWidgetItem(package.name);
        name->setFlags(name->flags() & ~Qt::ItemIsEditable);
        auto* version = new QTableWidgetItem(package.url.isEmpty() ? package.specifier : package.url);
        if (!package.url.isEmpty()) {
            version->setFlags(version->flags() & ~Qt::ItemIsEditable);
        }
        auto* reason = new QTableWidgetItem(package.reason);
        reason->setFlags(reason->flags() & ~Qt::ItemIsEditable);
        reason->setToolTip(package.reason);
        m_table->setItem(row, 0, name);
        m_table->setItem(row, 1, version);
        m_table->setItem(row, 2, reason);
    }
    m_table->setCurrentCell(std::min(current, m_table->rowCount() - 1), 1);
    m_remove->setEnabled(m_table->rowCount() > 0);
    m_filling = false;
}

void DependenciesPage::cellEdited(int row, int column) {
    if (m_filling || column != 1 || row >= context().packages().size()) {
        return;
    }
    const recipe::PythonPackage package = context().packages().at(row);
    const QString specifier = m_table->item(row, 1)->text();
    if (!package.url.isEmpty() || specifier == package.specifier) {
        return;
    }
    const QString objection = EnvironmentContext::packageObjection(package.name, specifier);
    m_objection->setText(objection);
    m_objection->setVisible(!objection.isEmpty());
    if (!context().setPackage(package.name, specifier)) {
        refresh();
    }
}

void DependenciesPage::addPackage() {
    if (context().setPackage(m_name->text(), m_version->text())) {
        m_name->clear();
        m_version->clear();
        m_name->setFocus();
    }
}

void DependenciesPage::removeSelected() {
    const int row = m_table->currentRow();
    if (row >= 0 && row < context().packages().size()) {
        context().removePackage(context().packages().at(row).name);
    }
}

} // namespace reberth::ui
