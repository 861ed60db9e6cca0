#include "ui/widgets/card.h"

#include "ui/theme/painting.h"
#include "ui/theme/spacing.h"

#include <QPainter>

namespace reberth::ui {

Card::Card(QWidget* parent)
    : QFrame(parent) {
    setFrameShape(QFrame::NoFrame);
}

void Card::setFill(Ink fill) {
    m_fill = fill;
    update();
}

void Card::setTone(std::optional<Tone> tone) {
    m_tone = tone;
    update();
}

void Card::setHighlighted(bool highlighted) {
    m_highlighted = highlighted;
    update();
}

void Card::setDashed(bool dashed) {
    m_dashed = dashed;
    update();
}

void Card::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    if (m_tone) {
        drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.backgroundOf(*m_tone), QColor());
        return;
    }
    if (m_dashed) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(colors.*m_fill);
        painter.setPen(QPen(m_highlighted ? colors.accent : colors.faint, 1, Qt::DashLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), spacing::cardRadius,
                                spacing::cardRadius);
        return;
    }
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.*m_fill, m_highlighted ? colors.accent : colors.line,
                   m_highlighted ? 2 : 1);
}

} // namespace reberth::ui
