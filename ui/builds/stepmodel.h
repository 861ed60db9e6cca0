#pragma once

#include "core/build/buildtypes.h"

#include <QAbstractListModel>

namespace reberth::ui {

/// The steps of the build that is shown, with their places on its time line.
class StepModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setSteps(const QList<build::BuildStep>& steps);
    void setStep(int index, const build::BuildStep& step); ///< appends when it is the next one
    /// Running steps grow: repaints them.
    void tick();
    const build::BuildStep& step(int row) const { return m_steps.at(m_rows.at(row)); }
    int stepIndex(int row) const { return m_rows.at(row); } ///< as in LogLine::step
    int rowOfStep(int index) const;                         ///< -1 when it is hidden
    int failedRow() const;                                  ///< -1 when none failed

    /// 0…1 of the whole build; both 0 until it starts.
    struct Span {
        double start = 0;
        double end = 0;
    };
    Span spanOf(int row) const;
    /// "cached", "1 m 52 s", "failed after 41 s", "not reached"
    QString timeText(int row) const;
    /// The name without "[2/5] ".
    QString title(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    void rebuildRows();

    QList<build::BuildStep> m_steps;
    QList<int> m_rows; ///< of m_steps; internal ones only while they run or when they fail
};

} // namespace reberth::ui
