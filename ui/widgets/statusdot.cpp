#include "ui/widgets/statusdot.h"

#include "ui/theme/palette.h"

#include <QPainter>

namespace reberth::ui {

StatusDot::StatusDot(Tone tone, QWidget* parent)
    : QWidget(parent)
    , m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusDot::setTone(Tone tone, const QString& words) {
    m_tone = tone;
    setToolTip(words);
    setAccessibleName(words);
    update();
}

void StatusDot::paint(QPainter* painter, const QRect& rect, Tone tone, const QPalette& palette) {
    const Palette& colors = Palette::of(palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tone == Tone::Neutral ? colors.faint : colors.foregroundOf(tone));
    painter->drawEllipse(QRectF(rect.left(), rect.center().y() - 3.5, 8, 8));
    painter->restore();
}

void StatusDot::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paint(&painter, rect().adjusted(2, 0, 0, 0), m_tone, palette());
}

} // namespace reberth::ui
