#pragma once

#include "ui/repository/findingrows.h"

#include <QAbstractItemModel>
#include <QHash>

namespace reberth::ui {

/// The findings as a tree: facts and groups, their members, and what these are made of.
class FindingsModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { What, Value, From, Sure, ColumnCount };
    enum Role { LeadRole = Qt::UserRole + 1, TagRole, TagToneRole, ConfidenceRole, TextRole };
    using QAbstractItemModel::QAbstractItemModel;

    void setRows(std::vector<FindingRow> rows);
    const FindingRow* row(const QModelIndex& index) const; ///< nullptr for an invalid index
    /// The words of column What from the top down to the row: what is selected or open survives a new inspection by it.
    QStringList pathOf(const QModelIndex& index) const;
    QModelIndex find(const QStringList& path) const; ///< invalid when there is no such row any more
    /// "Python 3.6 (README.md:12)", as people paste it.
    QString textOf(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Place {
        const FindingRow* parent = nullptr; ///< nullptr at the top
        int row = 0;
    };
    void place(const std::vector<FindingRow>& rows, const FindingRow* parent);
    const std::vector<FindingRow>& childrenOf(const QModelIndex& parent) const;

    std::vector<FindingRow> m_rows;
    QHash<const FindingRow*, Place> m_places;
};

} // namespace reberth::ui
