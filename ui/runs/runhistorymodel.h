#pragma once

#include "core/run/runsession.h"

#include <QAbstractTableModel>

namespace reberth::ui {

/// Earlier runs, newest first: what, how it ended, when, how long.
class RunHistoryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(const QList<run::RunRecord>& records);
    const run::RunRecord& record(int row) const { return m_records.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<run::RunRecord> m_records;
};

} // namespace reberth::ui
