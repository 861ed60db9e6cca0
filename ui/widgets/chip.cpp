#include "ui/widgets/chip.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QMenu>
#include <QPainter>
#include <QStyleOption>

namespace reberth::ui {

namespace {
constexpr int padding = 10;
constexpr int dotSize = 8;
} // namespace

Chip::Chip(const QString& text, QWidget* parent)
    : QToolButton(parent) {
    setText(text);
    setFontRole(this, FontRole::Body);
    setAttribute(Qt::WA_Hover);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Chip::setDot(std::optional<Tone> tone) {
    m_dot = tone;
    updateGeometry();
    update();
}

void Chip::setQuiet(bool quiet) {
    m_quiet = quiet;
    setFocusPolicy(quiet ? Qt::NoFocus : Qt::StrongFocus);
    update();
}

int Chip::leading() const {
    return (m_dot ? dotSize + 6 : 0) + (icon().isNull() ? 0 : spacing::icon + 4);
}

QSize Chip::sizeHint() const {
    const int width = fontMetrics().horizontalAdvance(text()) + 2 * padding + leading() + (menu() ? 16 : 0);
    return {width + 2, qMax(28, fontMetrics().height() + 10)};
}

QSize Chip::minimumSizeHint() const {
    return {qMin(sizeHint().width(), 72), sizeHint().height()};
}

void Chip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    const bool active = !m_quiet && isEnabled();
    QColor fill = colors.panel;
    QColor border = colors.line;
    QColor ink = m_quiet ? colors.dim : isEnabled() ? colors.text : colors.faint;
    if (isChecked()) {
        fill = colors.accentBackground;
        border = colors.accentBackground;
        ink = colors.accent;
    } else if (active && (underMouse() || isDown())) {
        fill = mixed(fill, colors.hover, colors.hover.alphaF() * (isDown() ? 2 : 1));
    }
    drawRoundedBox(&painter, rect(), spacing::radius, fill, border);
    if (hasFocus() && active) {
        drawRoundedBox(&painter, rect(), spacing::radius, QColor(), colors.accent, 2);
    }
    int x = padding;
    if (m_dot) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(*m_dot == Tone::Neutral ? colors.faint : colors.foregroundOf(*m_dot));
        painter.drawEllipse(QRectF(x, (height() - dotSize) / 2.0, dotSize, dotSize));
        x += dotSize + 6;
    }
    if (!icon().isNull()) {
        icon().paint(&painter, QRect(x, (height() - spacing::icon) / 2, spacing::icon, spacing::icon), Qt::AlignCenter,
                     isEnabled() ? QIcon::Normal : QIcon::Disabled);
        x += spacing::icon + 4;
    }
    const int right = width() - padding - (menu() ? 16 : 0);
    painter.setPen(ink);
    painter.setFont(font());
    painter.drawText(QRect(x, 0, right - x + 1, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, right - x + 1));
    if (menu()) {
        drawChevron(&painter, QRectF(width() - padding - 12, 0, 12, height()), Qt::DownArrow, colors.dim);
    }
}

} // namespace reberth::ui
