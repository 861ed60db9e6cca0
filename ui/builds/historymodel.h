#pragma once

#include "core/build/buildtypes.h"

#include <QAbstractListModel>

namespace reberth::ui {

/// The builds of a project, newest first: two lines and a tone each.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setRecords(const QList<build::BuildRecord>& records);
    /// Replaces the record of the same id; nothing happens when there is none.
    void update(const build::BuildRecord& record);
    const build::BuildRecord& record(int row) const { return m_records.at(row); }
    int rowOf(const QString& id) const; ///< -1 when it is not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    enum Role { ToneRole = Qt::UserRole + 1, SecondLineRole };

private:
    QList<build::BuildRecord> m_records;
};

} // namespace reberth::ui
