#pragma once

#include "ui/wizards/contextpage.h"

class QComboBox;
class QLabel;

namespace reberth::ui {

class OptionList;

/// Framework and CUDA side by side, as each limits the other, and the style of the image.
class FrameworkPage : public ContextPage {
    Q_OBJECT
public:
    explicit FrameworkPage(EnvironmentContext& context, QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    QLabel* m_frameworkLabel;
    OptionList* m_framework;
    QLabel* m_cudaLabel;
    OptionList* m_cuda;
    QComboBox* m_style;
    QLabel* m_reason;
};

} // namespace reberth::ui
