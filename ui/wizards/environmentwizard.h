#pragma once

#include <QWizard>

namespace reberth::ui {

class EnvironmentContext;

/// Changes the plan step by step. Takes the context over; when accepted, the caller reads its outcome.
class EnvironmentWizard : public QWizard {
    Q_OBJECT
public:
    enum PageId { TargetPageId, PythonPageId, FrameworkPageId, DependenciesPageId, EntryPointsPageId, ReviewPageId };

    /// Opens at `first`; the pages before it can be reached with Back.
    EnvironmentWizard(EnvironmentContext* context, int first, QWidget* parent = nullptr);

    const EnvironmentContext& context() const { return *m_context; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    EnvironmentContext* m_context;
    int m_first;
};

} // namespace reberth::ui
