#include "ui/editor/completionpopup.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int listWidth = 380;
constexpr int sideWidth = 280;
constexpr int visibleRows = 9;

class CompletionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Palette& colors = Palette::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            drawRoundedBox(painter, option.rect.adjusted(4, 1, -4, -1), spacing::half, colors.selection, QColor());
        }
        QRect rect = option.rect.adjusted(12, 0, -12, 0);
        const QString label = index.data().toString();
        const QString typed = index.data(CompletionModel::TypedRole).toString();
        const QFont mono = font(FontRole::Mono);
        painter->setFont(mono);
        const QFontMetrics metrics(mono);
        const int match = typed.isEmpty() ? -1 : static_cast<int>(label.indexOf(typed, 0, Qt::CaseInsensitive));
        const QString shown = metrics.elidedText(label, Qt::ElideMiddle, rect.width());
        const int baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
        painter->setPen(colors.text);
        painter->drawText(rect.left(), baseline, shown);
        if (match >= 0 && shown == label) {
            const int left = rect.left() + metrics.horizontalAdvance(label.left(match));
            painter->setPen(colors.accent);
            painter->setFont(font(FontRole::MonoStrong));
            painter->drawText(left, baseline, label.mid(match, typed.size()));
        }
        rect.setLeft(rect.left() + metrics.horizontalAdvance(shown) + spacing::card);
        painter->setFont(font(FontRole::Small));
        const QFontMetrics small(painter->font());
        if (rect.width() > 40) {
            painter->setPen(colors.dim);
            painter->drawText(
                rect, Qt::AlignRight | Qt::AlignVCenter,
                small.elidedText(index.data(CompletionModel::DetailRole).toString(), Qt::ElideRight, rect.width()));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
        return {200, QFontMetrics(font(FontRole::Mono)).height() + spacing::unit};
    }
};

} // namespace

CompletionPopup::CompletionPopup(QWidget* window)
    : QFrame(window)
    , m_model(new CompletionModel(this))
    , m_list(new QListView(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_side(new QWidget(this)) {
    setObjectName(QStringLiteral("completionPopup"));
    setAccessibleName(tr("Completions"));
    setFocusPolicy(Qt::NoFocus);
    m_list->setObjectName(QStringLiteral("completionList"));
    m_list->setAccessibleName(tr("Completions"));
    m_list->setModel(m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new CompletionDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_title->setObjectName(QStringLiteral("completionTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    setFontRole(m_title, FontRole::Strong);
    m_text->setObjectName(QStringLiteral("completionDocumentation"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(14, spacing::unit, 14, spacing::unit);
    side->setSpacing(spacing::half);
    side->addWidget(m_title);
    side->addWidget(m_text, 1);
    m_side->setFixedWidth(sideWidth);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(1, spacing::half, 1, spacing::half);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addWidget(m_side);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::showDocumentation);
    connect(m_list, &QListView::clicked, this, &CompletionPopup::accepted);
    hide();
}

void CompletionPopup::showFor(const QList<language::CompletionItem>& items, const QString& typed, const QRect& word) {
    m_word = word;
    m_moved = false;
    m_model->setItems(items);
    m_model->setTyped(typed);
    if (m_model->rowCount() == 0 || m_model->isDone()) {
        hide();
        return;
    }
    m_list->setCurrentIndex(m_model->index(0));
    place();
    raise();
    show();
}

void CompletionPopup::setTyped(const QString& typed) {
    m_model->setTyped(typed);
    if (m_model->rowCount() == 0 || m_model->isDone()) {
        hide();
        return;
    }
    m_moved = false;
    m_list->setCurrentIndex(m_model->index(0));
    place();
}

bool CompletionPopup::navigate(int key) {
    const int rows = m_model->rowCount();
    if (rows == 0) {
        return false;
    }
    int row = m_list->currentIndex().row();
    switch (key) {
    case Qt::Key_Down:
        row = (row + 1) % rows;
        break;
    case Qt::Key_Up:
        row = (row + rows - 1) % rows;
        break;
    case Qt::Key_PageDown:
        row = std::min(row + visibleRows - 1, rows - 1);
        break;
    case Qt::Key_PageUp:
        row = std::max(row - visibleRows + 1, 0);
        break;
    default:
        return false;
    }
    m_moved = true;
    m_list->setCurrentIndex(m_model->index(row));
    return true;
}

const language::CompletionItem* CompletionPopup::current() const {
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model->item(index.row()) : nullptr;
}

void CompletionPopup::showDocumentation() {
    const language::CompletionItem* item = current();
    const bool has = item && !item->documentation.isEmpty();
    const bool before = m_side->isVisibleTo(this);
    m_side->setVisible(has);
    if (has) {
        m_title->setText(item->label);
        m_text->setText(item->documentation);
        m_list->setAccessibleDescription(item->documentation);
    }
    if (before != has && isVisible()) {
        place();
    }
}

void CompletionPopup::place() {
    const int rows = std::min(m_model->rowCount(), visibleRows);
    const int rowHeight = m_list->sizeHintForRow(0);
    const bool side = m_side->isVisibleTo(this);
    const QSize room = parentWidget()->size();
    const int list = std::min(listWidth, room.width() - 2 * spacing::unit);
    m_list->setFixedWidth(list);
    int height = rows * rowHeight + 2 * spacing::half;
    if (side) {
        height = std::max(height, std::min(220, m_side->layout()->totalHeightForWidth(sideWidth) + 2 * spacing::half));
    }
    setFixedSize(list + 2 + (side ? sideWidth : 0), height);
    QPoint at = parentWidget()->mapFromGlobal(m_word.bottomLeft()) + QPoint(-13, spacing::half);
    at.setX(std::clamp(at.x(), spacing::unit, std::max(spacing::unit, room.width() - width() - spacing::unit)));
    if (at.y() + height > room.height() - spacing::unit) {
        at.setY(std::max(spacing::unit, parentWidget()->mapFromGlobal(m_word.topLeft()).y() - height - spacing::half));
    }
    move(at);
}

void CompletionPopup::paintEvent(QPaintEvent* /*event*/) {
    const Palette& colors = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.raised, colors.line);
    if (m_side->isVisibleTo(this)) {
        painter.fillRect(m_side->x(), spacing::unit, 1, height() - 2 * spacing::unit, colors.line);
    }
}

} // namespace reberth::ui
