#include "ui/widgets/progressrow.h"

#include "ui/theme/spacing.h"
#include "ui/widgets/busybar.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

ProgressRow::ProgressRow(QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, FontRole::Body, &Palette::dim))
    , m_bar(new BusyBar)
    , m_cancel(new QPushButton(tr("Cancel"))) {
    m_cancel->setObjectName(QStringLiteral("progressCancel"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_bar->setAccessibleName(tr("Progress"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::card);
    auto* left = new QVBoxLayout;
    left->setSpacing(spacing::half);
    left->addWidget(m_text);
    left->addWidget(m_bar);
    layout->addLayout(left, 1);
    layout->addWidget(m_cancel, 0, Qt::AlignVCenter);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressRow::cancelRequested);
}

void ProgressRow::setProgress(const QString& text, int percent) {
    m_text->setText(percent < 0 ? text : tr("%1 · %2 %").arg(text).arg(percent));
    m_bar->setPercent(percent);
}

} // namespace reberth::ui
