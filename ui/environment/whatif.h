#pragma once

#include "core/analysis/findings.h"
#include "core/knowledge/knowledge.h"
#include "core/recipe/recipe.h"
#include "core/solver/planner.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

namespace reberth::ui {

/// The verdict of one recipe on one GPU.
struct GpuVerdict {
    QString gpu;
    solver::Verdict verdict = solver::Verdict::Green;
    QString reason; ///< the first problem, "" when there is none
};

/// Would these versions run on the usual GPUs? Plans for one GPU at a time between the window's events, so that it
/// needs no thread and a newer question simply replaces the one that is being answered.
class WhatIf : public QObject {
    Q_OBJECT
public:
    /// `knowledge` must outlive it.
    explicit WhatIf(const knowledge::Knowledge& knowledge, QObject* parent = nullptr);

    void ask(const analysis::Findings& findings, const recipe::Recipe& recipe);
    void cancel();

signals:
    void answered(const QList<reberth::ui::GpuVerdict>& verdicts);

private:
    void step();

    const knowledge::Knowledge& m_knowledge;
    analysis::Findings m_findings;
    solver::FixedChoices m_fixed;
    QList<knowledge::GpuModel> m_waiting;
    QList<GpuVerdict> m_verdicts;
    QTimer m_timer;
};

} // namespace reberth::ui
