#pragma once

#include "ui/repository/findingrows.h"

#include <QAbstractItemModel>

namespace reberth::ui {

/// The findings as a table of two levels.
class FindingsModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { What, Value, From, Sure, ColumnCount };
    enum Role { LeadRole = Qt::UserRole + 1, TagRole, TagToneRole, ConfidenceRole };
    using QAbstractItemModel::QAbstractItemModel;

    void setRows(std::vector<FindingRow> rows);
    const FindingRow* row(const QModelIndex& index) const; ///< nullptr for an invalid index

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FindingRow> m_rows;
};

} // namespace reberth::ui
