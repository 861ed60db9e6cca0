#pragma once

#include <QStyledItemDelegate>

namespace reberth::ui {

/// Draws the value with its tag, the place in the code's font and the confidence as a bar.
class FindingsDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace reberth::ui
