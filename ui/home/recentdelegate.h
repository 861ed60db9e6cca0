#pragma once

#include <QStyledItemDelegate>

namespace reberth::ui {

/// A recent project: name and ref, the folder below, and how its last build went at the right.
class RecentDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { RefRole = Qt::UserRole + 1, PathRole, BuildWordsRole, BuildToneRole, WhenRole };
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace reberth::ui
