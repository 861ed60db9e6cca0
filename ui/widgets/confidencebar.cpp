#include "ui/widgets/confidencebar.h"

#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QPainter>

namespace reberth::ui {

ConfidenceBar::ConfidenceBar(double confidence, QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setConfidence(confidence);
}

void ConfidenceBar::setConfidence(double confidence) {
    m_confidence = qBound(0.0, confidence, 1.0);
    setToolTip(describe(m_confidence));
    setAccessibleName(describe(m_confidence));
    update();
}

QSize ConfidenceBar::sizeHint() const {
    return {46, 16};
}

void ConfidenceBar::paint(QPainter* painter, const QRect& rect, double confidence, const QPalette& palette) {
    const Palette& colors = Palette::of(palette);
    QRectF groove(rect.left(), rect.center().y() - 2, qMin(rect.width(), 46), 5);
    drawRoundedBox(painter, groove, 2.5, colors.line, QColor());
    groove.setWidth(groove.width() * qBound(0.0, confidence, 1.0));
    if (groove.width() >= 1) {
        drawRoundedBox(painter, groove, 2.5, colors.accent, QColor());
    }
}

QString ConfidenceBar::describe(double confidence) {
    return tr("%1 % sure").arg(qRound(confidence * 100));
}

void ConfidenceBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paint(&painter, rect(), m_confidence, palette());
}

} // namespace reberth::ui
