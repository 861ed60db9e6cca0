#include "ui/builds/rowdelegates.h"

#include "ui/builds/historymodel.h"
#include "ui/builds/stepmodel.h"
#include "ui/theme/fonts.h"
#include "ui/theme/meaning.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/statusdot.h"

#include <QPainter>

#include <algorithm>

namespace reberth::ui {

namespace {

void paintRow(QPainter* painter, const QStyleOptionViewItem& option, const Palette& scheme) {
    if (option.state & QStyle::State_Selected) {
        drawRoundedBox(painter, option.rect.adjusted(0, 1, 0, -1), spacing::radius, scheme.selection, {});
    } else if (option.state & QStyle::State_MouseOver) {
        drawRoundedBox(painter, option.rect.adjusted(0, 1, 0, -1), spacing::radius, scheme.hover, {});
    }
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        drawRoundedBox(painter, option.rect.adjusted(0, 1, 0, -1), spacing::radius, {}, scheme.accent);
    }
}

} // namespace

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Palette& scheme = Palette::of(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintRow(painter, option, scheme);
    const QRect inner = option.rect.adjusted(spacing::unit, 6, -spacing::unit, -6);
    StatusDot::paint(painter, inner, static_cast<Tone>(index.data(HistoryModel::ToneRole).toInt()), option.palette);
    const QRect text = inner.adjusted(spacing::card, 0, 0, 0);
    painter->setFont(font(FontRole::Body));
    painter->setPen(scheme.text);
    const QFontMetrics metrics(painter->font());
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
                      metrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->setFont(font(FontRole::Small));
    painter->setPen(scheme.dim);
    painter->drawText(
        text, Qt::AlignLeft | Qt::AlignBottom,
        QFontMetrics(painter->font())
            .elidedText(index.data(HistoryModel::SecondLineRole).toString(), Qt::ElideRight, text.width()));
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
    return {100, QFontMetrics(font(FontRole::Body)).height() + QFontMetrics(font(FontRole::Small)).height() + 16};
}

StepDelegate::StepDelegate(const StepModel* model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model) {
}

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Palette& scheme = Palette::of(option.palette);
    const build::BuildStep& step = m_model->step(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintRow(painter, option, scheme);
    const QRect inner = option.rect.adjusted(spacing::unit, 0, -spacing::unit, 0);
    StatusDot::paint(painter, inner, toneOf(step.state), option.palette);
    const int nameWidth = inner.width() * 42 / 100;
    const int timeWidth = 116;
    painter->setFont(font(FontRole::Mono));
    painter->setPen(step.state == build::StepState::Waiting ? scheme.dim : scheme.text);
    const QRect name =
        inner.adjusted(spacing::card, 0, 0, 0).intersected(QRect(inner.left(), inner.top(), nameWidth, inner.height()));
    painter->drawText(
        name, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(painter->font()).elidedText(m_model->title(index.row()), Qt::ElideRight, name.width()));
    const QRect line(inner.left() + nameWidth + spacing::unit, inner.top(),
                     std::max(0, inner.width() - nameWidth - timeWidth - 2 * spacing::unit), inner.height());
    const StepModel::Span span = m_model->spanOf(index.row());
    if (span.end > 0) {
        const double left = line.left() + span.start * line.width();
        const double width = std::max(3.0, (span.end - span.start) * line.width());
        const QRectF bar(std::min(left, static_cast<double>(line.right()) - 3), line.center().y() - 6, width, 13);
        const QColor color = step.state == build::StepState::Cached      ? mixed(scheme.panel, scheme.faint, 0.45)
                             : step.state == build::StepState::Failed    ? scheme.error
                             : step.state == build::StepState::Cancelled ? scheme.faint
                                                                         : scheme.accent;
        drawRoundedBox(painter, bar, 3, color, {});
    }
    painter->setFont(font(FontRole::Body));
    painter->setPen(step.state == build::StepState::Failed ? scheme.error : scheme.dim);
    painter->drawText(QRect(inner.right() - timeWidth, inner.top(), timeWidth, inner.height()),
                      Qt::AlignRight | Qt::AlignVCenter, m_model->timeText(index.row()));
    painter->restore();
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
    return {200, QFontMetrics(font(FontRole::Mono)).height() + 13};
}

} // namespace reberth::ui
