#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace reberth::ui {

/// `amount` (0…1) of `over` laid on `under`.
QColor mixed(const QColor& under, const QColor& over, qreal amount);

/// A filled rounded box with a one-pixel border inside `rect`; either colour may be invalid for none.
void drawRoundedBox(QPainter* painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border,
                    qreal borderWidth = 1);

/// A small chevron in the middle of `rect`.
void drawChevron(QPainter* painter, const QRectF& rect, Qt::ArrowType direction, const QColor& color);

} // namespace reberth::ui
