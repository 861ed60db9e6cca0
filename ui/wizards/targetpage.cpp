#include "ui/wizards/targetpage.h"

#include "ui/theme/spacing.h"
#include "ui/wizards/environmentcontext.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace reberth::ui {

TargetPage::TargetPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(context, tr("Target GPU"),
                  tr("The machine that the container will run on decides which versions can work."), parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_driver(new QLineEdit(this)) {
    m_filter->setObjectName(QStringLiteral("targetFilter"));
    m_filter->setAccessibleName(tr("Filter the GPUs"));
    m_filter->setPlaceholderText(tr("Filter, for example T4 or 3090"));
    m_filter->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("targetList"));
    m_list->setAccessibleName(tr("Target GPU"));
    m_driver->setObjectName(QStringLiteral("targetDriver"));
    m_driver->setAccessibleName(tr("NVIDIA driver"));
    m_driver->setPlaceholderText(tr("Not known, for example 525.60"));
    body()->addWidget(m_filter);
    body()->addWidget(m_list, 1);
    auto* form = new QFormLayout;
    form->addRow(tr("NVIDIA &driver:"), m_driver);
    body()->addLayout(form);
    connect(m_filter, &QLineEdit::textChanged, this, &TargetPage::filter);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        if (!m_filling) {
            choose();
        }
    });
    connect(m_driver, &QLineEdit::editingFinished, this, &TargetPage::choose);
    connect(m_driver, &QLineEdit::textChanged, this, &TargetPage::completeChanged);
}

bool TargetPage::isComplete() const {
    return ContextPage::isComplete() && (m_driver->text().isEmpty() || Version::parse(m_driver->text()));
}

void TargetPage::refresh() {
    const knowledge::Target& current = context().target();
    m_filling = true;
    if (m_targets.isEmpty()) {
        m_targets = context().targets();
        for (const knowledge::Target& target : std::as_const(m_targets)) {
            auto* item = new QListWidgetItem(
                target.hasGpu()
                    ? tr("%1   compute capability %2").arg(target.name, target.computeCapability->toString())
                    : target.name,
                m_list);
            item->setSizeHint({0, spacing::control - spacing::half});
        }
    }
    for (int row = 0; row < m_targets.size(); ++row) {
        if (m_targets.at(row).name == current.name || (!current.hasGpu() && !m_targets.at(row).hasGpu())) {
            m_list->setCurrentRow(row);
        }
    }
    m_driver->setEnabled(current.hasGpu());
    if (!m_driver->hasFocus()) {
        m_driver->setText(current.driver ? current.driver->toString() : QString());
    }
    m_filling = false;
}

void TargetPage::choose() {
    const int row = m_list->currentRow();
    if (row < 0) {
        return;
    }
    knowledge::Target target = m_targets.at(row);
    if (target.hasGpu()) {
        target.driver = Version::parse(m_driver->text());
    }
    const knowledge::Target& current = context().target();
    if (target.name != current.name || target.driver != current.driver) {
        context().setTarget(target);
    }
}

void TargetPage::filter(const QString& text) {
    for (int row = 0; row < m_list->count(); ++row) {
        m_list->setRowHidden(row, !m_list->item(row)->text().contains(text, Qt::CaseInsensitive));
    }
}

} // namespace reberth::ui
