#pragma once

#include "core/knowledge/target.h"
#include "ui/wizards/contextpage.h"

class QLineEdit;
class QListWidget;

namespace reberth::ui {

/// Which GPU (or none) the environment is for, and the driver there.
class TargetPage : public ContextPage {
    Q_OBJECT
public:
    explicit TargetPage(EnvironmentContext& context, QWidget* parent = nullptr);
    bool isComplete() const override;

protected:
    void refresh() override;

private:
    void choose();
    void filter(const QString& text);

    QLineEdit* m_filter;
    QListWidget* m_list;
    QLineEdit* m_driver;
    QList<knowledge::Target> m_targets;
    bool m_filling = false;
};

} // namespace reberth::ui
