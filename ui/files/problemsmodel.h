#pragma once

#include "core/diagnostics/diagnostic.h"

#include <QAbstractTableModel>
#include <QList>

namespace reberth::ui {

/// The findings of all files as rows: severity (icon and word), rule with its aliases, message, place, fix.
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, RuleColumn, MessageColumn, PlaceColumn, FixColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Replaces the rows of one file; `text` is what was checked and gives the line numbers.
    void setDiagnostics(const QString& file, const QString& text, const QList<diagnostics::Diagnostic>& diagnostics);
    /// Forgets files that are not in `names`.
    void keepFiles(const QStringList& names);
    const diagnostics::Diagnostic& diagnostic(int row) const { return m_rows.at(row).diagnostic; }
    QString file(int row) const { return m_rows.at(row).file; }
    int line(int row) const { return m_rows.at(row).line; } ///< 0-based
    int count(diagnostics::Severity severity) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        QString file;
        int line;
        int column;
        diagnostics::Diagnostic diagnostic;
    };
    QList<Row> m_rows;
};

} // namespace reberth::ui
