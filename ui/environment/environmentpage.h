#pragma once

#include "core/base/result.h"
#include "ui/environment/whatif.h"
#include "ui/widgets/page.h"

#include <QPointer>

class QComboBox;
class QPushButton;

namespace reberth::ui {

class Banner;
class EmptyState;
class EnvironmentWizard;
class GpuStrip;
class Label;
class PlanCard;
class ProgressRow;
struct Services;

/// The two plans side by side, the recipe that is in use, and the way to its files.
class EnvironmentPage : public Page {
    Q_OBJECT
public:
    explicit EnvironmentPage(const Services& services, QWidget* parent = nullptr);

    void setProject(project::Project* project) override;
    void activated() override;

public slots:
    void generate();
    void undo();

private:
    void addActions();
    void refresh();
    void refreshTargets();
    void refreshVerdicts();
    void chooseTarget(int index);
    void usePlan(bool lifted);
    void openWizard(bool lifted, int page);
    void takeWizard(EnvironmentWizard* wizard);
    bool isLiftedInUse() const;
    void report(const QString& title, const Result<void>& result);

    const Services& m_services;
    QPointer<project::Project> m_project;
    Label* m_title;
    QComboBox* m_target;
    QPushButton* m_generate;
    QPushButton* m_undo;
    Banner* m_own;
    PlanCard* m_faithful;
    PlanCard* m_lifted;
    GpuStrip* m_strip;
    QWidget* m_content;
    EmptyState* m_empty;
    QPushButton* m_makePlan;
    ProgressRow* m_progress;
    QPointer<EnvironmentWizard> m_wizard;
    WhatIf m_whatIf;
    QList<knowledge::Target> m_targets;
};

} // namespace reberth::ui
