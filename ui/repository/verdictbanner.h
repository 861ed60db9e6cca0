#pragma once

#include "core/knowledge/target.h"
#include "core/solver/planner.h"
#include "ui/widgets/banner.h"

namespace reberth::ui {

/// Whether the repository runs on the target as it was published, and the smallest change where it doesn't.
class VerdictBanner : public Banner {
    Q_OBJECT
public:
    explicit VerdictBanner(QWidget* parent = nullptr);

    void showPlans(const solver::Plans& plans, const knowledge::Target& target);
    /// All problems with their cures, one a line.
    static QString explain(const solver::Plan& plan);

signals:
    void whyRequested();
    void planRequested(bool lifted);

private:
    QPushButton* m_why;
    QPushButton* m_use;
    bool m_lifted = false;
};

} // namespace reberth::ui
