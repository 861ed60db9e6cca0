#include "ui/editor/outlinepopup.h"

#include "ui/editor/completionmodel.h"
#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/searchfield.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int boxWidth = 520;
constexpr int detailRole = Qt::UserRole;
constexpr int depthRole = Qt::UserRole + 1;
constexpr int offsetRole = Qt::UserRole + 2;
constexpr int strongRole = Qt::UserRole + 3;

class SymbolDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Palette& colors = Palette::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            drawRoundedBox(painter, option.rect.adjusted(6, 1, -6, -1), spacing::half, colors.selection, QColor());
        }
        QRect rect = option.rect.adjusted(16 + index.data(depthRole).toInt() * spacing::card, 0, -16, 0);
        painter->setFont(font(index.data(strongRole).toBool() ? FontRole::MonoStrong : FontRole::Mono));
        painter->setPen(colors.text);
        const QString name = index.data().toString();
        painter->drawText(rect, Qt::AlignVCenter, name);
        rect.setLeft(rect.left() + QFontMetrics(painter->font()).horizontalAdvance(name) + spacing::card);
        painter->setFont(font(FontRole::Mono));
        painter->setPen(colors.dim);
        const QFontMetrics metrics(painter->font());
        painter->drawText(rect, Qt::AlignVCenter,
                          metrics.elidedText(index.data(detailRole).toString(), Qt::ElideRight, rect.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
        return {200, QFontMetrics(font(FontRole::Mono)).height() + spacing::unit + 2};
    }
};

} // namespace

OutlinePopup::OutlinePopup(QWidget* window)
    : QFrame(window)
    , m_query(new SearchField(tr("Go to a stage, instruction or key"), this))
    , m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("outlinePopup"));
    setAccessibleName(tr("Outline"));
    m_query->setObjectName(QStringLiteral("outlineQuery"));
    m_query->setAccessibleName(tr("Find in the outline"));
    m_list->setObjectName(QStringLiteral("outlineList"));
    m_list->setAccessibleName(tr("Outline"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new SymbolDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 10, 1, spacing::unit);
    column->setSpacing(spacing::unit);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 0, 10, 0);
    row->addWidget(m_query);
    column->addLayout(row);
    column->addWidget(m_list);
    m_query->installEventFilter(this);
    connect(m_query, &QLineEdit::textChanged, this, &OutlinePopup::fill);
    connect(m_list, &QListWidget::itemClicked, this, &OutlinePopup::choose);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item && isVisible()) {
            emit shown(item->data(offsetRole).toLongLong());
        }
    });
    hide();
}

void OutlinePopup::open(const QList<language::Symbol>& symbols, int current, const QRect& area) {
    m_symbols = symbols;
    m_current = current;
    {
        const QSignalBlocker quiet(m_query);
        m_query->clear();
    }
    fill();
    const QRect inside(parentWidget()->mapFromGlobal(area.topLeft()), area.size());
    const int width = std::min(boxWidth, inside.width() - 2 * spacing::card);
    const int rows = m_list->count() * m_list->sizeHintForRow(0);
    const int height = std::min({rows + 64, inside.height() - 2 * spacing::card, 420});
    setGeometry(inside.center().x() - width / 2, inside.top() + spacing::card, width, std::max(height, 96));
    raise();
    show();
    m_query->setFocus();
}

void OutlinePopup::fill() {
    const QString query = m_query->text().trimmed();
    m_list->clear();
    for (qsizetype i = 0; i < m_symbols.size(); ++i) {
        const language::Symbol& symbol = m_symbols.at(i);
        const bool fits = query.isEmpty() || CompletionModel::score(symbol.name, query) > 0 ||
                          symbol.detail.contains(query, Qt::CaseInsensitive);
        if (!fits) {
            continue;
        }
        auto* item = new QListWidgetItem(symbol.name);
        item->setData(detailRole, symbol.detail);
        item->setData(depthRole, query.isEmpty() ? symbol.depth : 0);
        item->setData(offsetRole, symbol.range.start);
        item->setData(strongRole,
                      symbol.kind == language::SymbolKind::Stage || symbol.kind == language::SymbolKind::Section);
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1 %2").arg(symbol.name, symbol.detail));
        m_list->addItem(item);
        if (query.isEmpty() && i == m_current) {
            m_list->setCurrentItem(item);
        }
    }
    if (!m_list->currentItem()) {
        m_list->setCurrentRow(0);
    }
}

void OutlinePopup::choose(const QListWidgetItem* item) {
    hide();
    if (item) {
        emit chosen(item->data(offsetRole).toLongLong());
    } else {
        emit left();
    }
}

bool OutlinePopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_list->currentRow();
        switch (key->key()) {
        case Qt::Key_Escape:
            choose(nullptr);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_list->currentItem()) {
                choose(m_list->currentItem());
            }
            return true;
        case Qt::Key_Down:
            m_list->setCurrentRow(std::min(row + 1, m_list->count() - 1));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentRow(std::max(row - 1, 0));
            return true;
        default:
            break;
        }
    }
    if (watched == m_query && event->type() == QEvent::FocusOut && isVisible()) {
        choose(nullptr);
    }
    return QFrame::eventFilter(watched, event);
}

void OutlinePopup::paintEvent(QPaintEvent* /*event*/) {
    const Palette& colors = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.raised, colors.line);
}

} // namespace reberth::ui
