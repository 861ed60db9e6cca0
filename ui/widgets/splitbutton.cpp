#include "ui/widgets/splitbutton.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace reberth::ui {

SplitButton::SplitButton(const QString& text, QWidget* parent)
    : QToolButton(parent) {
    setText(text);
    QFont medium = ui::font(FontRole::Body);
    medium.setWeight(QFont::Medium);
    setFont(medium);
    setAttribute(Qt::WA_Hover);
    setPopupMode(QToolButton::MenuButtonPopup);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SplitButton::setPrimary(bool primary) {
    m_primary = primary;
    update();
}

QSize SplitButton::sizeHint() const {
    const int menuWidth = menu() ? 26 : 12;
    return {fontMetrics().horizontalAdvance(text()) + 14 + 8 + menuWidth,
            qMax(spacing::control, fontMetrics().height() + 12)};
}

void SplitButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    const bool active = isEnabled();
    QColor fill = m_primary ? (active ? colors.accent : colors.line) : colors.raised;
    QColor border = m_primary ? fill : colors.line;
    const QColor ink = !active ? colors.faint : m_primary ? colors.onAccent : colors.text;
    if (active && (underMouse() || isDown())) {
        fill = mixed(fill, colors.hover, colors.hover.alphaF() * (m_primary ? 2 : 1) * (isDown() ? 2 : 1));
        border = m_primary ? fill : mixed(colors.line, colors.dim, 0.3);
    }
    drawRoundedBox(&painter, rect(), spacing::radius, fill, border);
    if (hasFocus()) {
        drawRoundedBox(&painter, m_primary ? rect().adjusted(2, 2, -2, -2) : rect(),
                       spacing::radius - (m_primary ? 2 : 0), QColor(), m_primary ? colors.onAccent : colors.accent,
                       m_primary ? 1.5 : 2);
    }
    const int menuWidth = menu() ? 26 : 0;
    painter.setFont(font());
    painter.setPen(ink);
    painter.drawText(QRect(0, 0, width() - menuWidth + (menu() ? 4 : 0), height()), Qt::AlignCenter, text());
    if (menu()) {
        drawChevron(&painter, QRectF(width() - menuWidth, 0, 20, height()), Qt::DownArrow,
                    active && m_primary ? ink : colors.dim);
    }
}

void SplitButton::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
    } else if (event->key() == Qt::Key_Down && menu()) {
        showMenu();
    } else {
        QToolButton::keyPressEvent(event);
    }
}

} // namespace reberth::ui
