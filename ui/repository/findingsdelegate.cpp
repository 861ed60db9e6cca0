#include "ui/repository/findingsdelegate.h"

#include "ui/repository/findingsmodel.h"
#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/confidencebar.h"
#include "ui/widgets/tag.h"

#include <QApplication>
#include <QPainter>

namespace reberth::ui {

namespace {

void paintValue(QPainter* painter, QRect rect, const QModelIndex& index, const QPalette& palette) {
    const Palette& colors = Palette::of(palette);
    const QString tag = index.data(FindingsModel::TagRole).toString();
    const int tagWidth = tag.isEmpty() ? 0 : Tag::widthOf(tag) + spacing::unit;
    const int textRight = rect.right() - tagWidth;
    const auto put = [&](const QString& text, FontRole role) {
        painter->setFont(font(role));
        const QFontMetrics metrics(painter->font());
        const QString shown = metrics.elidedText(text, Qt::ElideRight, textRight - rect.left());
        painter->drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine, shown);
        rect.setLeft(rect.left() + metrics.horizontalAdvance(shown) + 5);
    };
    painter->setPen(colors.text);
    if (const QString lead = index.data(FindingsModel::LeadRole).toString(); !lead.isEmpty()) {
        put(lead, FontRole::Body);
    }
    if (const QString value = index.data().toString(); !value.isEmpty()) {
        put(value, index.parent().isValid() ? FontRole::Body : FontRole::Strong);
    }
    if (!tag.isEmpty()) {
        Tag::paint(painter, rect.adjusted(2, 0, 0, 0), tag,
                   static_cast<Tone>(index.data(FindingsModel::TagToneRole).toInt()), palette);
    }
}

} // namespace

void FindingsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Palette& colors = Palette::of(option.palette);
    QStyleOptionViewItem box(option);
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &box, painter, option.widget);
    painter->save();
    painter->setPen(colors.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect rect = option.rect.adjusted(spacing::unit, 0, -spacing::unit, -1);
    switch (index.column()) {
    case FindingsModel::Value:
        paintValue(painter, rect, index, option.palette);
        break;
    case FindingsModel::Sure:
        if (const double confidence = index.data(FindingsModel::ConfidenceRole).toDouble(); confidence >= 0) {
            ConfidenceBar::paint(painter, rect, confidence, option.palette);
        }
        break;
    default: {
        const bool place = index.column() == FindingsModel::From;
        painter->setFont(font(place ? FontRole::Mono : FontRole::Body));
        painter->setPen(place || index.parent().isValid() ? colors.dim : colors.text);
        painter->drawText(
            rect, Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetrics(painter->font())
                .elidedText(index.data().toString(), place ? Qt::ElideLeft : Qt::ElideRight, rect.width()));
        break;
    }
    }
    painter->restore();
}

QSize FindingsDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
    return {80, QFontMetrics(font(FontRole::Body)).height() + spacing::card};
}

} // namespace reberth::ui
