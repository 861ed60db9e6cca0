#include "ui/mainwindow/navigationitem.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QKeyEvent>
#include <QPainter>

namespace reberth::ui {

NavigationItem::NavigationItem(const QString& title, int number, const QString& iconName, QWidget* parent)
    : QAbstractButton(parent)
    , m_number(number)
    , m_iconName(iconName) {
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setAccessibleName(title);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    QFont medium = ui::font(FontRole::Body);
    medium.setWeight(QFont::Medium);
    setFont(medium);
}

void NavigationItem::setMark(const PageMark& mark) {
    m_mark = mark;
    setToolTip(mark.description);
    setAccessibleDescription(mark.description);
    update();
}

QSize NavigationItem::sizeHint() const {
    return {160, fontMetrics().height() + 19};
}

void NavigationItem::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
    } else {
        QAbstractButton::keyPressEvent(event); // the arrow keys go through the exclusive group
    }
}

void NavigationItem::paintMark(QPainter& painter, const QColor& ink) {
    const Palette& colors = Palette::of(palette());
    const QRect area(width() - 30, 0, 20, height());
    if (m_mark.description.isEmpty()) {
        return;
    }
    if (m_mark.busy) { // a half-filled ring: work is going on
        const QRectF ring(area.right() - 10, (height() - 10) / 2.0, 10, 10);
        painter.setPen(QPen(ink, 1.25));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPie(ring, 90 * 16, 180 * 16);
        return;
    }
    const QColor toned = m_mark.tone == Tone::Neutral ? ink : colors.foregroundOf(m_mark.tone);
    if (m_mark.text == QStringLiteral("●")) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(toned);
        painter.drawEllipse(QRectF(area.right() - 9, (height() - 8) / 2.0, 8, 8));
    } else if (!m_mark.text.isEmpty()) {
        painter.setFont(ui::font(FontRole::Small));
        painter.setPen(toned);
        painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, m_mark.text);
    } else {
        const Ink iconInk = m_mark.tone == Tone::Ok        ? (isChecked() ? &Palette::accent : &Palette::dim)
                            : m_mark.tone == Tone::Warning ? &Palette::warning
                            : m_mark.tone == Tone::Error   ? &Palette::error
                                                           : &Palette::dim;
        ui::icon(iconNameFor(m_mark.tone), iconInk)
            .paint(&painter, QRect(area.right() - 13, (height() - 14) / 2, 14, 14), Qt::AlignCenter);
    }
}

void NavigationItem::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& colors = Palette::of(palette());
    const bool on = isChecked();
    if (on) {
        drawRoundedBox(&painter, rect(), spacing::radius, colors.accentBackground, QColor());
    } else if (underMouse()) {
        drawRoundedBox(&painter, rect(), spacing::radius, mixed(colors.panel, colors.hover, colors.hover.alphaF()),
                       QColor());
    }
    if (hasFocus()) {
        drawRoundedBox(&painter, rect(), spacing::radius, QColor(), colors.accent, 1.5);
    }
    const QColor ink = on ? colors.accent : colors.dim;
    const QRectF ring(10.75, (height() - 17) / 2.0, 17, 17);
    if (m_number > 0) {
        painter.setPen(QPen(ink, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring);
        painter.setFont(ui::font(FontRole::Tag));
        painter.drawText(ring, Qt::AlignCenter, QString::number(m_number));
    } else {
        ui::icon(m_iconName, on ? &Palette::accent : &Palette::dim)
            .paint(&painter, ring.toAlignedRect(), Qt::AlignCenter);
    }
    painter.setFont(font());
    painter.setPen(ink);
    painter.drawText(QRect(38, 0, width() - 70, height()), Qt::AlignVCenter | Qt::TextSingleLine, text());
    paintMark(painter, ink);
}

} // namespace reberth::ui
