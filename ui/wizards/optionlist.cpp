#include "ui/wizards/optionlist.h"

#include "ui/theme/spacing.h"

#include <algorithm>

namespace reberth::ui {

OptionList::OptionList(QWidget* parent)
    : QListWidget(parent) {
    setUniformItemSizes(true);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!m_filling && item) {
            emit chosenChanged(item->data(Qt::UserRole).toString());
        }
    });
}

void OptionList::setOptions(const QList<solver::Option>& options, const QString& chosen, const QString& current) {
    m_filling = true;
    clear();
    auto* automatic = new QListWidgetItem(
        current.isEmpty() || !chosen.isEmpty() ? tr("Choose for me") : tr("Choose for me: %1").arg(current), this);
    automatic->setData(Qt::UserRole, QString());
    automatic->setSizeHint({0, spacing::control - spacing::half});
    setCurrentItem(automatic);
    // What can be chosen stands first: nobody should have to scroll past what can't.
    QList<solver::Option> sorted = options;
    std::stable_partition(sorted.begin(), sorted.end(),
                          [](const solver::Option& option) { return option.objection.isEmpty(); });
    for (const solver::Option& option : std::as_const(sorted)) {
        const bool allowed = option.objection.isEmpty();
        auto* item =
            new QListWidgetItem(allowed ? option.value : tr("%1   %2").arg(option.value, option.objection), this);
        item->setData(Qt::UserRole, option.value);
        item->setToolTip(option.objection);
        item->setSizeHint({0, spacing::control - spacing::half});
        if (!allowed) {
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        }
        if (!chosen.isEmpty() && option.value == chosen) {
            setCurrentItem(item);
        }
    }
    m_filling = false;
}

QString OptionList::chosen() const {
    return currentItem() ? currentItem()->data(Qt::UserRole).toString() : QString();
}

} // namespace reberth::ui
