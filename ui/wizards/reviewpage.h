#pragma once

#include "ui/wizards/contextpage.h"

class QLabel;
class QTextBrowser;

namespace reberth::ui {

/// The outcome, with a reason for every value and what stands against it.
class ReviewPage : public ContextPage {
    Q_OBJECT
public:
    explicit ReviewPage(EnvironmentContext& context, QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    QTextBrowser* m_text;
};

} // namespace reberth::ui
