#include "ui/home/recentdelegate.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/tag.h"

#include <QPainter>

namespace reberth::ui {

void RecentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Palette& colors = Palette::of(option.palette);
    const QRect box = option.rect.adjusted(2, 1, -2, -1);
    if (option.state.testFlag(QStyle::State_Selected)) {
        drawRoundedBox(painter, box, spacing::radius, colors.selection, QColor());
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        drawRoundedBox(painter, box, spacing::radius, mixed(colors.panel, colors.hover, colors.hover.alphaF()),
                       QColor());
    }
    painter->save();
    QRect content = box.adjusted(12, 7, -12, -7);
    const QRect top(content.left(), content.top(), content.width(), content.height() / 2);
    const QRect bottom(content.left(), top.bottom() + 1, content.width(), content.height() - top.height());

    // Right side first: what is left over belongs to the name.
    int right = content.right();
    const QString build = index.data(BuildWordsRole).toString();
    if (!build.isEmpty()) {
        const int width = Tag::widthOf(build);
        Tag::paint(painter, QRect(right - width + 1, top.top(), width, top.height()), build,
                   static_cast<Tone>(index.data(BuildToneRole).toInt()), option.palette);
        right -= width + spacing::unit;
    }
    painter->setFont(font(FontRole::Strong));
    painter->setPen(colors.text);
    const QFontMetrics strong(painter->font());
    const QString name = strong.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, right - top.left());
    painter->drawText(top, Qt::AlignVCenter, name);
    const int refLeft = top.left() + strong.horizontalAdvance(name) + spacing::unit;
    painter->setFont(font(FontRole::Mono));
    painter->setPen(colors.dim);
    painter->drawText(
        QRect(refLeft, top.top(), right - refLeft, top.height()), Qt::AlignVCenter,
        QFontMetrics(painter->font()).elidedText(index.data(RefRole).toString(), Qt::ElideRight, right - refLeft));

    painter->setFont(font(FontRole::Small));
    const QFontMetrics small(painter->font());
    const QString when = index.data(WhenRole).toString();
    const int whenWidth = small.horizontalAdvance(when);
    painter->drawText(bottom, Qt::AlignVCenter | Qt::AlignRight, when);
    painter->drawText(
        bottom, Qt::AlignVCenter,
        small.elidedText(index.data(PathRole).toString(), Qt::ElideMiddle, bottom.width() - whenWidth - spacing::card));
    painter->restore();
}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
    return {240, QFontMetrics(font(FontRole::Body)).height() * 2 + 24};
}

} // namespace reberth::ui
