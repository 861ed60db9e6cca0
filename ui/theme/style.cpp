#include "ui/theme/style.h"

#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

namespace reberth::ui {

namespace {

constexpr char primaryProperty[] = "reberthPrimary";
constexpr char dangerProperty[] = "reberthDanger";

bool isPrimary(const QWidget* widget) {
    return widget && widget->property(primaryProperty).toBool();
}

bool isDanger(const QWidget* widget) {
    return widget && widget->property(dangerProperty).toBool();
}

bool shows(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state.testFlag(flag);
}

bool isHovered(const QStyleOption* option) {
    return shows(option, QStyle::State_Enabled) && shows(option, QStyle::State_MouseOver);
}

bool showsFocus(const QStyleOption* option) {
    return shows(option, QStyle::State_HasFocus) && shows(option, QStyle::State_KeyboardFocusChange);
}

/// Laid over: hover and shadow carry an alpha.
QColor over(const QColor& under, const QColor& wash, qreal strength = 1) {
    return mixed(under, wash, wash.alphaF() * strength);
}

void drawFocusRing(QPainter* painter, const QRect& rect, const Palette& colors, qreal radius) {
    drawRoundedBox(painter, rect, radius, QColor(), colors.accent, 2);
}

} // namespace

void setPrimary(QAbstractButton* button, bool primary) {
    button->setProperty(primaryProperty, primary);
    button->update();
}

void setDanger(QAbstractButton* button, bool danger) {
    button->setProperty(dangerProperty, danger);
    button->update();
}

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {
}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QScrollBar*>(widget) || qobject_cast<QLineEdit*>(widget) || qobject_cast<QTabBar*>(widget) ||
        qobject_cast<QAbstractSpinBox*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (auto* view = qobject_cast<QAbstractItemView*>(widget)) {
        view->viewport()->setAttribute(Qt::WA_Hover);
    }
    if (qobject_cast<QMenu*>(widget)) {
        widget->setAttribute(Qt::WA_TranslucentBackground);
    }
}

void Style::drawButtonPanel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const Palette& colors = Palette::of(option->palette);
    const bool enabled = shows(option, State_Enabled);
    const bool down = shows(option, State_Sunken) || shows(option, State_On);
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const bool flat = button && button->features.testFlag(QStyleOptionButton::Flat);
    QColor fill = colors.raised;
    QColor border = colors.line;
    if (isPrimary(widget)) {
        fill = enabled ? colors.accent : colors.line;
        border = fill;
    } else if (down) {
        fill = over(fill, colors.hover, 2);
    }
    if (isHovered(option) || (down && isPrimary(widget))) {
        fill = over(fill, colors.hover, isPrimary(widget) ? 2 : 1);
        border = isPrimary(widget) ? fill : mixed(colors.line, colors.dim, 0.3);
    }
    if (flat && !down && !isHovered(option)) {
        fill = QColor();
    }
    if (flat) {
        border = QColor();
    }
    drawRoundedBox(painter, option->rect, spacing::radius, fill, border);
    if (showsFocus(option)) {
        if (isPrimary(widget)) {
            drawRoundedBox(painter, option->rect.adjusted(2, 2, -2, -2), spacing::radius - 2, QColor(), colors.onAccent,
                           1.5);
        } else {
            drawFocusRing(painter, option->rect, colors, spacing::radius);
        }
    }
}

void Style::drawIndicator(bool round, const QStyleOption* option, QPainter* painter) const {
    const Palette& colors = Palette::of(option->palette);
    const bool enabled = shows(option, State_Enabled);
    const bool on = shows(option, State_On) || shows(option, State_NoChange);
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const qreal radius = round ? box.height() / 2 : 4;
    const QColor edge = isHovered(option) ? colors.accent : mixed(colors.line, colors.dim, 0.55);
    const QColor fill = !on ? colors.raised : enabled ? colors.accent : colors.faint;
    drawRoundedBox(painter, box, radius, fill, on ? fill : edge, 1.25);
    if (!on) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.onAccent);
        painter->drawEllipse(box.center(), box.width() * 0.2, box.height() * 0.2);
    } else {
        painter->setPen(QPen(colors.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const auto at = [&box](qreal x, qreal y) {
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
        };
        if (shows(option, State_NoChange)) {
            painter->drawLine(at(0.28, 0.5), at(0.72, 0.5));
        } else {
            painter->drawPolyline(QPolygonF({at(0.25, 0.52), at(0.43, 0.69), at(0.76, 0.33)}));
        }
    }
    painter->restore();
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Palette& colors = Palette::of(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(option, painter, widget);
        return;
    case PE_PanelButtonTool:
        if (isHovered(option) || shows(option, State_Sunken) || shows(option, State_On)) {
            const bool on = shows(option, State_On);
            drawRoundedBox(painter, option->rect, spacing::radius,
                           on ? colors.accentBackground : over(colors.panel, colors.hover, 1.5), QColor());
        }
        return;
    case PE_FrameFocusRect:
        // Buttons, inputs and tabs draw their own ring with their panel; rows are marked by their selection.
        if (qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QAbstractButton*>(widget) == nullptr ||
            (widget && widget->inherits("QCheckBox")) || (widget && widget->inherits("QRadioButton"))) {
            if (!qobject_cast<const QAbstractItemView*>(widget)) {
                drawRoundedBox(painter, option->rect, 4, QColor(), colors.accent, 1.5);
            }
        }
        return;
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth <= 0) {
            return;
        }
        const bool focused = shows(option, State_HasFocus) && !shows(option, State_ReadOnly);
        const QColor edge = isHovered(option) ? mixed(colors.line, colors.dim, 0.4) : colors.line;
        drawRoundedBox(painter, option->rect, spacing::radius,
                       shows(option, State_Enabled) ? colors.raised : colors.background, focused ? colors.accent : edge,
                       focused ? 1.5 : 1);
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        drawRoundedBox(painter, option->rect, spacing::radius, QColor(), colors.line);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(false, option, painter);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(true, option, painter);
        return;
    case PE_IndicatorArrowDown:
        drawChevron(painter, option->rect, Qt::DownArrow, colors.dim);
        return;
    case PE_IndicatorArrowUp:
        drawChevron(painter, option->rect, Qt::UpArrow, colors.dim);
        return;
    case PE_IndicatorArrowLeft:
        drawChevron(painter, option->rect, Qt::LeftArrow, colors.dim);
        return;
    case PE_IndicatorArrowRight:
        drawChevron(painter, option->rect, Qt::RightArrow, colors.dim);
        return;
    case PE_IndicatorBranch:
        if (shows(option, State_Children)) {
            drawChevron(painter, option->rect, shows(option, State_Open) ? Qt::DownArrow : Qt::RightArrow, colors.dim);
        }
        return;
    case PE_PanelItemViewRow:
        // The whole row of a tree, with the part in front of its first column.
        if (shows(option, State_Selected) && qobject_cast<const QTreeView*>(widget)) {
            painter->fillRect(option->rect, colors.selection);
        }
        return;
    case PE_PanelItemViewItem:
        if (shows(option, State_Selected) || isHovered(option)) {
            const QColor fill = shows(option, State_Selected) ? colors.selection : over(colors.panel, colors.hover);
            drawRoundedBox(painter, option->rect, qobject_cast<const QListView*>(widget) ? spacing::radius : 0, fill,
                           QColor());
        } else if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
                   item && item->backgroundBrush.style() != Qt::NoBrush) {
            painter->fillRect(option->rect, item->backgroundBrush);
        }
        return;
    case PE_PanelScrollAreaCorner:
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        if (element == PE_PanelMenu) {
            drawRoundedBox(painter, option->rect, spacing::cardRadius, colors.raised, colors.line);
        }
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, colors.raised);
        painter->setPen(colors.line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameTabWidget:
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawTab(const QStyleOption* option, QPainter* painter) const {
    const Palette& colors = Palette::of(option->palette);
    const bool selected = shows(option, State_Selected);
    const QRect rect = option->rect;
    if (isHovered(option) && !selected) {
        drawRoundedBox(painter, rect.adjusted(2, 4, -2, -4), spacing::radius, over(colors.panel, colors.hover),
                       QColor());
    }
    if (selected) {
        painter->fillRect(QRect(rect.left() + spacing::unit, rect.bottom() - 1, rect.width() - 2 * spacing::unit, 2),
                          colors.accent);
    }
    if (showsFocus(option)) {
        drawRoundedBox(painter, rect.adjusted(3, 5, -3, -5), 4, QColor(), colors.accent, 1.5);
    }
}

void Style::drawProgress(ControlElement element, const QStyleOption* option, QPainter* painter,
                         const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
    if (!bar || element == CE_ProgressBarLabel) {
        return;
    }
    const Palette& colors = Palette::of(option->palette);
    QRectF groove(bar->rect);
    groove = QRectF(groove.left(), groove.center().y() - 2.5, groove.width(), 5);
    if (element == CE_ProgressBarGroove) {
        drawRoundedBox(painter, groove, 2.5, colors.line, QColor());
        return;
    }
    if (bar->maximum <= bar->minimum) { // how far is unknown: a still, half-filled bar that says "working"
        QRectF part = groove;
        part.setWidth(groove.width() * 0.35);
        part.moveLeft(groove.left() +
                      (groove.width() - part.width()) * (widget ? widget->property("reberthPhase").toDouble() : 0.0));
        drawRoundedBox(painter, part, 2.5, colors.accent, QColor());
        return;
    }
    const double share = double(bar->progress - bar->minimum) / (double(bar->maximum) - bar->minimum);
    groove.setWidth(groove.width() * qBound(0.0, share, 1.0));
    if (groove.width() >= 1) {
        drawRoundedBox(painter, groove, 2.5, colors.accent, QColor());
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const Palette& colors = Palette::of(option->palette);
    switch (element) {
    case CE_PushButtonBevel:
        // Ours has no separate default frame or arrow box; the arrow of a menu button is drawn with its label.
        proxy()->drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
            button && button->features.testFlag(QStyleOptionButton::HasMenu)) {
            const QRect arrow(option->rect.right() - 22, option->rect.top(), 16, option->rect.height());
            drawChevron(painter, arrow, Qt::DownArrow, isPrimary(widget) ? colors.onAccent : colors.dim);
        }
        return;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton copy(*button);
            if (button->features.testFlag(QStyleOptionButton::HasMenu)) {
                copy.features.setFlag(QStyleOptionButton::HasMenu, false);
                copy.rect.adjust(0, 0, -14, 0);
            }
            if (shows(option, State_Enabled) && (isPrimary(widget) || isDanger(widget))) {
                copy.palette.setColor(QPalette::ButtonText, isPrimary(widget) ? colors.onAccent : colors.error);
            }
            painter->save();
            QFont font = painter->font();
            font.setWeight(QFont::Medium);
            painter->setFont(font);
            QProxyStyle::drawControl(element, &copy, painter, widget);
            painter->restore();
        }
        return;
    case CE_ToolButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            QStyleOptionToolButton copy(*button);
            copy.features.setFlag(QStyleOptionToolButton::HasMenu, false); // no arrow over the icon
            if (shows(option, State_AutoRaise) && shows(option, State_Enabled) && !isHovered(option)) {
                copy.palette.setColor(QPalette::ButtonText, colors.dim);
            }
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_ItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            QStyleOptionViewItem copy(*item);
            copy.palette.setColor(QPalette::HighlightedText, item->palette.color(QPalette::Text));
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_HeaderSection:
        painter->fillRect(option->rect, colors.panel);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), colors.line);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, colors.panel);
        return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeader copy(*header);
            copy.palette.setColor(QPalette::ButtonText, colors.dim);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_TabBarTabShape:
        drawTab(option, painter);
        return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            QStyleOptionTab copy(*tab);
            copy.state.setFlag(State_HasFocus, false);
            copy.palette.setColor(QPalette::WindowText, shows(option, State_Selected) ? colors.text : colors.dim);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarContents:
    case CE_ProgressBarLabel:
        drawProgress(element, option, painter, widget);
        return;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            QStyleOptionMenuItem copy(*item);
            if (item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty()) {
                painter->fillRect(QRect(item->rect.left() + 8, item->rect.center().y(), item->rect.width() - 16, 1),
                                  colors.line);
                return;
            }
            if (shows(option, State_Selected) && shows(option, State_Enabled)) {
                drawRoundedBox(painter, item->rect.adjusted(4, 0, -4, 0), spacing::radius, colors.selection, QColor());
                copy.state.setFlag(State_Selected, false);
            }
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_Splitter:
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool menu = button && button->features.testFlag(QStyleOptionButton::HasMenu);
        const bool iconOnly = button && button->text.isEmpty();
        // The label is drawn in medium weight, a little wider than what was measured.
        result.setWidth(iconOnly ? spacing::control : size.width() + 32 + (menu ? 16 : 0));
        result.setHeight(qMax(spacing::control, size.height() + 10));
        return result;
    }
    case CT_LineEdit:
        result.setHeight(qMax(spacing::control, result.height()));
        return result;
    case CT_ComboBox:
        result = QSize(size.width() + 42, qMax(spacing::control, size.height() + 10));
        return result;
    case CT_SpinBox:
        result.setHeight(qMax(spacing::control, result.height()));
        return result;
    case CT_HeaderSection:
        result.setHeight(qMax(32, result.height()));
        return result;
    case CT_ItemViewItem:
        result.setHeight(qMax(30, result.height()));
        return result;
    case CT_TabBarTab:
        result.setHeight(qMax(36, result.height()));
        return result;
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            item && item->menuItemType == QStyleOptionMenuItem::Separator) {
            return QSize(result.width(), item->text.isEmpty() ? 9 : 26);
        }
        return QSize(result.width() + 16, qMax(28, result.height()));
    default:
        return result;
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseHeight:
    case PM_TabBarTabOverlap:
        return 0;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return spacing::icon;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return spacing::unit;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return spacing::half;
    case PM_MenuHMargin:
        return 0;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_TabBarTabHSpace:
        return 28;
    case PM_SplitterWidth:
        return spacing::card;
    case PM_HeaderMargin:
        return spacing::unit;
    case PM_FocusFrameHMargin:
        if (qobject_cast<const QListView*>(widget)) {
            return spacing::unit; // text away from the edge of the selected row
        }
        return QProxyStyle::pixelMetric(metric, option, widget);
    case PM_DefaultFrameWidth:
        if (qobject_cast<const QLineEdit*>(widget)) {
            return 6; // text away from the rounded edge
        }
        return QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* result) const {
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

} // namespace reberth::ui
