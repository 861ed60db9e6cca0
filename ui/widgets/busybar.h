#pragma once

#include <QProgressBar>
#include <QVariantAnimation>

namespace reberth::ui {

/// A thin progress bar; with an unknown end it moves while it is seen.
class BusyBar : public QProgressBar {
    Q_OBJECT
public:
    explicit BusyBar(QWidget* parent = nullptr);

    void setPercent(int percent); ///< -1 for unknown

    QSize sizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void animateIfBusy();

    QVariantAnimation m_animation;
};

} // namespace reberth::ui
