#pragma once

#include "ui/wizards/contextpage.h"

class QLabel;

namespace reberth::ui {

class OptionList;

class PythonPage : public ContextPage {
    Q_OBJECT
public:
    explicit PythonPage(EnvironmentContext& context, QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    OptionList* m_options;
    QLabel* m_reason;
};

} // namespace reberth::ui
