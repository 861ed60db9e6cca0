#pragma once

#include "core/language/language.h"

#include <QAbstractListModel>

namespace reberth::ui {

/// Completions that fit what is typed, the best first.
class CompletionModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole, TypedRole };

    using QAbstractListModel::QAbstractListModel;

    void setItems(const QList<language::CompletionItem>& items);
    void setTyped(const QString& typed);
    QString typed() const { return m_typed; }
    const language::CompletionItem& item(int row) const { return m_items.at(m_rows.at(row)); }
    /// Nothing is left to write: the only fit is what stands there.
    bool isDone() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    /// How well a label fits; 0 = not at all. Case does not count.
    static int score(const QString& label, const QString& typed);

private:
    void fill();

    QList<language::CompletionItem> m_items;
    QList<int> m_rows;
    QString m_typed;
};

} // namespace reberth::ui
