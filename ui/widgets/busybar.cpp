#include "ui/widgets/busybar.h"

#include <QEasingCurve>

namespace reberth::ui {

BusyBar::BusyBar(QWidget* parent)
    : QProgressBar(parent) {
    setTextVisible(false);
    setRange(0, 0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_animation.setStartValue(0.0);
    m_animation.setKeyValueAt(0.5, 1.0);
    m_animation.setEndValue(0.0);
    m_animation.setDuration(2400);
    m_animation.setLoopCount(-1);
    m_animation.setEasingCurve(QEasingCurve::InOutSine);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        setProperty("reberthPhase", value);
        update();
    });
}

void BusyBar::setPercent(int percent) {
    setRange(0, percent < 0 ? 0 : 100);
    setValue(percent < 0 ? 0 : percent);
    animateIfBusy();
}

QSize BusyBar::sizeHint() const {
    return {160, 8};
}

void BusyBar::showEvent(QShowEvent* event) {
    QProgressBar::showEvent(event);
    animateIfBusy();
}

void BusyBar::hideEvent(QHideEvent* event) {
    QProgressBar::hideEvent(event);
    m_animation.stop();
}

void BusyBar::animateIfBusy() {
    if (maximum() > minimum() || !isVisible()) {
        m_animation.stop();
    } else if (m_animation.state() != QAbstractAnimation::Running) {
        m_animation.start();
    }
}

} // namespace reberth::ui
