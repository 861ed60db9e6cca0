#include "ui/theme/painting.h"

#include <QPainter>
#include <QPainterPath>

namespace reberth::ui {

QColor mixed(const QColor& under, const QColor& over, qreal amount) {
    const auto part = [amount](int a, int b) { return static_cast<int>(a + (b - a) * amount); };
    return QColor(part(under.red(), over.red()), part(under.green(), over.green()), part(under.blue(), over.blue()));
}

void drawRoundedBox(QPainter* painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border,
                    qreal borderWidth) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : Qt::NoBrush);
    if (border.isValid()) {
        painter->setPen(QPen(border, borderWidth));
        const qreal inset = borderWidth / 2;
        painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
    } else {
        painter->setPen(Qt::NoPen);
        painter->drawRoundedRect(rect, radius, radius);
    }
    painter->restore();
}

void drawChevron(QPainter* painter, const QRectF& rect, Qt::ArrowType direction, const QColor& color) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.center());
    switch (direction) {
    case Qt::UpArrow:
        painter->rotate(180);
        break;
    case Qt::LeftArrow:
        painter->rotate(90);
        break;
    case Qt::RightArrow:
        painter->rotate(-90);
        break;
    case Qt::DownArrow:
    case Qt::NoArrow:
        break;
    }
    QPainterPath path;
    path.moveTo(-3.5, -1.75);
    path.lineTo(0, 1.75);
    path.lineTo(3.5, -1.75);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(path);
    painter->restore();
}

} // namespace reberth::ui
