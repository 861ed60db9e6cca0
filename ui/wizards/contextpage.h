#pragma once

#include <QWizardPage>

class QLabel;
class QVBoxLayout;

namespace reberth::ui {

class EnvironmentContext;

/// A page of the environment wizard: shows the context and hands it what the user does; decides nothing. The line at
/// its foot carries the context's error, so that a choice that can't be planned says so where it was made.
class ContextPage : public QWizardPage {
    Q_OBJECT
public:
    ContextPage(EnvironmentContext& context, const QString& title, const QString& subTitle, QWidget* parent = nullptr);

    void initializePage() override;
    bool isComplete() const override;

protected:
    EnvironmentContext& context() const { return m_context; }
    QVBoxLayout* body() const { return m_body; }
    virtual void refresh() = 0;

private:
    void update();

    EnvironmentContext& m_context;
    QVBoxLayout* m_body;
    QLabel* m_error;
};

} // namespace reberth::ui
