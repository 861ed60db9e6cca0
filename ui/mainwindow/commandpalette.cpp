#include "ui/mainwindow/commandpalette.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/card.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace reberth::ui {

namespace {

constexpr int groupRole = Qt::UserRole + 1;
constexpr int shortcutRole = Qt::UserRole + 2;

QString plainText(const QAction& action) {
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    return text;
}

int wordScore(const QString& text, const QString& word) {
    const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
    if (at == 0) {
        return 100;
    }
    if (at > 0) {
        return text.at(at - 1).isLetterOrNumber() ? 50 : 80;
    }
    qsizetype from = 0;
    for (const QChar c : word) {
        from = text.indexOf(c, from, Qt::CaseInsensitive);
        if (from < 0) {
            return 0;
        }
        ++from;
    }
    return 10;
}

class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Palette& colors = Palette::of(option.palette);
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected)) {
            drawRoundedBox(painter, option.rect.adjusted(6, 1, -6, -1), spacing::radius, colors.selection, QColor());
        }
        QRect rect = option.rect.adjusted(16, 0, -16, 0);
        painter->setFont(font(FontRole::Small));
        const QFontMetrics small(painter->font());
        const QString shortcut = index.data(shortcutRole).toString();
        painter->setPen(colors.dim);
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, shortcut);
        rect.setRight(rect.right() - small.horizontalAdvance(shortcut) - spacing::card);
        const QString group = index.data(groupRole).toString();
        painter->setFont(font(FontRole::Body));
        painter->setPen(colors.text);
        const QString text = index.data().toString();
        painter->drawText(rect, Qt::AlignVCenter, text);
        rect.setLeft(rect.left() + QFontMetrics(painter->font()).horizontalAdvance(text) + spacing::unit);
        painter->setFont(font(FontRole::Small));
        painter->setPen(colors.dim);
        painter->drawText(rect, Qt::AlignVCenter, small.elidedText(group, Qt::ElideRight, rect.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
        return {200, QFontMetrics(font(FontRole::Body)).height() + 16};
    }
};

} // namespace

int commandScore(const QString& text, const QString& query) {
    int score = 1;
    for (const QString& word : query.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const int one = wordScore(text, word);
        if (one == 0) {
            return 0;
        }
        score += one;
    }
    return score;
}

CommandPalette::CommandPalette(QWidget* window)
    : QWidget(window)
    , m_box(new QWidget(this))
    , m_query(new QLineEdit)
    , m_list(new QListWidget) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Commands"));
    hide();
    m_query->setObjectName(QStringLiteral("commandQuery"));
    m_query->setAccessibleName(tr("Find a command"));
    m_query->setPlaceholderText(tr("Type what you want to do"));
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    auto* card = new Card;
    card->setFill(&Palette::raised);
    auto* outer = new QVBoxLayout(m_box);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 10, 1, 8);
    layout->setSpacing(spacing::unit);
    auto* queryRow = new QHBoxLayout;
    queryRow->setContentsMargins(10, 0, 10, 0);
    queryRow->addWidget(m_query);
    layout->addLayout(queryRow);
    layout->addWidget(m_list);
    m_query->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_query, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::trigger);
}

void CommandPalette::open(const QList<Command>& commands) {
    m_commands = commands;
    m_before = QApplication::focusWidget();
    m_query->clear();
    fill();
    place();
    show();
    raise();
    m_query->setFocus();
}

void CommandPalette::place() {
    setGeometry(parentWidget()->rect());
    const int boxWidth = qMin(600, width() - 48);
    m_box->setGeometry((width() - boxWidth) / 2, 64, boxWidth, qMin(440, height() - 128));
}

void CommandPalette::fill() {
    struct Fit {
        int score;
        const Command* command;
    };
    QList<Fit> fits;
    const QString query = m_query->text().trimmed();
    for (const Command& command : m_commands) {
        if (!command.action || !command.action->isEnabled() || command.action->isSeparator()) {
            continue;
        }
        const QString text = plainText(*command.action);
        const int own = commandScore(text, query);
        const int score = own > 0 ? own + 5 : commandScore(QStringLiteral("%1 %2").arg(text, command.group), query);
        if (score > 0 && !text.isEmpty()) {
            fits.append({score, &command});
        }
    }
    std::stable_sort(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) { return a.score > b.score; });
    m_list->clear();
    for (const Fit& fit : fits) {
        auto* item = new QListWidgetItem(plainText(*fit.command->action), m_list);
        item->setData(groupRole, fit.command->group);
        item->setData(shortcutRole, fit.command->action->shortcut().toString(QKeySequence::NativeText));
        item->setData(Qt::UserRole, QVariant::fromValue<QObject*>(fit.command->action.data()));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::trigger(const QListWidgetItem* item) {
    const QPointer<QAction> action =
        item ? qobject_cast<QAction*>(item->data(Qt::UserRole).value<QObject*>()) : nullptr;
    hide();
    if (m_before) {
        m_before->setFocus();
    }
    if (action) {
        action->trigger();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_list->currentRow();
        switch (key->key()) {
        case Qt::Key_Escape:
            trigger(nullptr);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_list->currentItem()) {
                trigger(m_list->currentItem());
            }
            return true;
        case Qt::Key_Down:
            m_list->setCurrentRow(qMin(row + 1, m_list->count() - 1));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentRow(qMax(row - 1, 0));
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            return true; // the palette is the only thing to reach while it is open
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CommandPalette::mousePressEvent(QMouseEvent* /*event*/) {
    trigger(nullptr);
}

void CommandPalette::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    painter.fillRect(rect(), colors.shadow);
}

} // namespace reberth::ui
