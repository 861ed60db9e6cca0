#include "ui/theme/style.h"
// What has parts of its own: scroll bars, combo boxes, spin boxes.

#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QStyleOption>

namespace reberth::ui {

namespace {

bool shows(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state.testFlag(flag);
}

bool isHovered(const QStyleOption* option) {
    return shows(option, QStyle::State_Enabled) && shows(option, QStyle::State_MouseOver);
}

} // namespace

void Style::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar || bar->maximum <= bar->minimum) {
        return;
    }
    const Palette& colors = Palette::of(option->palette);
    QRectF thumb = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool active = bar->activeSubControls.testFlag(SC_ScrollBarSlider) || shows(option, State_Sunken);
    const qreal inset = active ? 2 : 3;
    if (bar->orientation == Qt::Vertical) {
        thumb.adjust(inset, 2, -inset, -2);
    } else {
        thumb.adjust(2, inset, -2, -inset);
    }
    const QColor color = mixed(colors.line, colors.faint, active ? 1.0 : 0.6);
    drawRoundedBox(painter, thumb, qMin(thumb.width(), thumb.height()) / 2, color, QColor());
}

void Style::drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const {
    const Palette& colors = Palette::of(option->palette);
    const bool focused = shows(option, State_HasFocus);
    const QColor edge = isHovered(option) ? mixed(colors.line, colors.dim, 0.4) : colors.line;
    drawRoundedBox(painter, option->rect, spacing::radius,
                   shows(option, State_Enabled) ? colors.raised : colors.background, focused ? colors.accent : edge,
                   focused ? 1.5 : 1);
    const QRect arrow(option->rect.right() - 24, option->rect.top(), 16, option->rect.height());
    drawChevron(painter, arrow, Qt::DownArrow, shows(option, State_Enabled) ? colors.dim : colors.faint);
}

void Style::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (!box) {
        return;
    }
    const Palette& colors = Palette::of(option->palette);
    const bool focused = shows(option, State_HasFocus);
    drawRoundedBox(painter, option->rect, spacing::radius,
                   shows(option, State_Enabled) ? colors.raised : colors.background,
                   focused ? colors.accent : colors.line, focused ? 1.5 : 1);
    const auto arrow = [&](SubControl part, Qt::ArrowType direction, QAbstractSpinBox::StepEnabledFlag enabled) {
        const QRect rect = proxy()->subControlRect(CC_SpinBox, option, part, widget);
        drawChevron(painter, rect, direction, box->stepEnabled.testFlag(enabled) ? colors.dim : colors.line);
    };
    arrow(SC_SpinBoxUp, Qt::UpArrow, QAbstractSpinBox::StepUpEnabled);
    arrow(SC_SpinBoxDown, Qt::DownArrow, QAbstractSpinBox::StepDownEnabled);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar:
        drawScrollBar(option, painter, widget);
        return;
    case CC_ComboBox:
        drawComboBox(option, painter);
        return;
    case CC_SpinBox:
        drawSpinBox(option, painter, widget);
        return;
    case CC_ToolButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            QStyleOptionToolButton copy(*button);
            copy.features.setFlag(QStyleOptionToolButton::HasMenu, false);
            QProxyStyle::drawComplexControl(control, &copy, painter, widget);
        }
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                            const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (!bar) {
            return {};
        }
        // No arrow buttons: the groove is the whole bar.
        const bool vertical = bar->orientation == Qt::Vertical;
        const int length = vertical ? bar->rect.height() : bar->rect.width();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        const int thumb =
            range <= 0
                ? length
                : static_cast<int>(qBound(qint64(qMin(28, length)),
                                          length * qint64(bar->pageStep) / (range + bar->pageStep), qint64(length)));
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - thumb, bar->upsideDown);
        const auto piece = [&](int from, int to) {
            return vertical ? QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), to - from)
                            : QRect(bar->rect.left() + from, bar->rect.top(), to - from, bar->rect.height());
        };
        switch (subControl) {
        case SC_ScrollBarGroove:
            return bar->rect;
        case SC_ScrollBarSlider:
            return piece(start, start + thumb);
        case SC_ScrollBarSubPage:
            return piece(0, start);
        case SC_ScrollBarAddPage:
            return piece(start + thumb, length);
        default:
            return {};
        }
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        return option->rect.adjusted(8, 2, -26, -2);
    }
    if (control == CC_SpinBox) {
        const QRect rect = option->rect;
        const int half = rect.height() / 2;
        switch (subControl) {
        case SC_SpinBoxUp:
            return {rect.right() - 24, rect.top() + 2, 22, half - 2};
        case SC_SpinBoxDown:
            return {rect.right() - 24, rect.top() + half, 22, half - 2};
        case SC_SpinBoxEditField:
            return rect.adjusted(4, 2, -26, -2);
        default:
            return rect;
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

} // namespace reberth::ui
