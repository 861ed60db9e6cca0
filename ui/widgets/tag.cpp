#include "ui/widgets/tag.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QFontMetrics>
#include <QPainter>

namespace reberth::ui {

Tag::Tag(const QString& text, Tone tone, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
    , m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Tag::setTag(const QString& text, Tone tone) {
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Tag::sizeHint() const {
    return {widthOf(m_text), QFontMetrics(ui::font(FontRole::Tag)).height() + 4};
}

int Tag::widthOf(const QString& text) {
    return QFontMetrics(ui::font(FontRole::Tag)).horizontalAdvance(text) + 12;
}

int Tag::paint(QPainter* painter, const QRect& rect, const QString& text, Tone tone, const QPalette& palette) {
    const Palette& colors = Palette::of(palette);
    const QFont tagFont = ui::font(FontRole::Tag);
    const QFontMetrics metrics(tagFont);
    const int width = qMin(widthOf(text), rect.width());
    const int height = metrics.height() + 3;
    const QRect box(rect.left(), rect.center().y() - height / 2, width, height);
    drawRoundedBox(painter, box, 4, colors.backgroundOf(tone), QColor());
    painter->save();
    painter->setFont(tagFont);
    painter->setPen(colors.foregroundOf(tone));
    painter->drawText(box, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, width - 10));
    painter->restore();
    return width;
}

void Tag::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paint(&painter, rect(), m_text, m_tone, palette());
}

} // namespace reberth::ui
