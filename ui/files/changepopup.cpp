#include "ui/files/changepopup.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int popupWidth = 620;
constexpr int shownLines = 10; // of each side

} // namespace

/// The lines, what was above what is.
class ChangePopup::Lines : public QWidget {
public:
    using QWidget::QWidget;

    void setLines(const QStringList& before, const QStringList& after) {
        m_rows.clear();
        add(before, QLatin1Char('-'));
        add(after, QLatin1Char('+'));
        setFixedHeight(rowHeight() * static_cast<int>(m_rows.size()));
        QStringList spoken;
        for (const auto& [sign, text] : std::as_const(m_rows)) {
            spoken.append(QString(sign) + QLatin1Char(' ') + text);
        }
        setAccessibleName(spoken.join(QLatin1Char('\n')));
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        const Palette& colors = Palette::of(palette());
        QPainter painter(this);
        painter.setFont(font(FontRole::Mono));
        const QFontMetrics metrics(painter.font());
        for (qsizetype i = 0; i < m_rows.size(); ++i) {
            const auto& [sign, text] = m_rows.at(i);
            const QRect row(0, static_cast<int>(i) * rowHeight(), width(), rowHeight());
            const bool added = sign == QLatin1Char('+');
            painter.fillRect(row, added ? colors.okBackground : colors.errorBackground);
            painter.setPen(added ? colors.ok : colors.error);
            painter.drawText(row.adjusted(14, 0, 0, 0), Qt::AlignVCenter, QString(sign));
            painter.setPen(colors.text);
            painter.drawText(row.adjusted(34, 0, -14, 0), Qt::AlignVCenter,
                             metrics.elidedText(text, Qt::ElideRight, width() - 48));
        }
    }

private:
    static QFont font(FontRole role) { return ui::font(role); }
    static int rowHeight() { return QFontMetrics(ui::font(FontRole::Mono)).height() + spacing::half; }

    void add(const QStringList& lines, QChar sign) {
        for (const QString& line : lines.mid(0, shownLines)) {
            m_rows.append({sign, line});
        }
        if (lines.size() > shownLines) {
            m_rows.append({sign, tr("… and %1 more").arg(lines.size() - shownLines)});
        }
    }

    QList<std::pair<QChar, QString>> m_rows;
};

ChangePopup::ChangePopup(QWidget* window)
    : QFrame(window)
    , m_lines(new Lines(this))
    , m_revert(new QPushButton(tr("Back to What Was Generated"), this))
    , m_close(new QPushButton(tr("Close"), this)) {
    setObjectName(QStringLiteral("changePopup"));
    setAccessibleName(tr("Change against what was generated"));
    m_revert->setObjectName(QStringLiteral("revertHunk"));
    m_close->setObjectName(QStringLiteral("closeChange"));
    setPrimary(m_revert, true);
    auto* head = new QLabel(tr("Your change against what was generated"), this);
    setFontRole(head, FontRole::Strong);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 12, 1, 12);
    column->setSpacing(spacing::unit);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(13, 0, 13, 0);
    top->addWidget(head);
    column->addLayout(top);
    column->addWidget(m_lines);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(13, 0, 13, 0);
    row->setSpacing(spacing::unit);
    row->addWidget(m_revert);
    row->addWidget(m_close);
    row->addStretch();
    column->addLayout(row);
    connect(m_revert, &QPushButton::clicked, this, [this] {
        hide();
        emit revertChosen(m_hunk);
        emit closed();
    });
    connect(m_close, &QPushButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    hide();
}

void ChangePopup::open(const QString& oldText, const QString& newText, const LineHunk& hunk,
                       const QPoint& globalPosition) {
    m_hunk = hunk;
    m_lines->setLines(oldText.split(QLatin1Char('\n')).mid(hunk.oldStart, hunk.oldCount),
                      newText.split(QLatin1Char('\n')).mid(hunk.newStart, hunk.newCount));
    const QSize room = parentWidget()->size();
    setFixedWidth(std::min(popupWidth, room.width() - 2 * spacing::unit));
    setFixedHeight(layout()->totalSizeHint().height());
    QPoint at = parentWidget()->mapFromGlobal(globalPosition);
    at.setX(std::clamp(at.x(), spacing::unit, std::max(spacing::unit, room.width() - width() - spacing::unit)));
    if (at.y() + height() > room.height() - spacing::unit) {
        at.setY(std::max(spacing::unit, at.y() - height() - 28));
    }
    move(at);
    raise();
    show();
    m_revert->setFocus();
}

void ChangePopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        emit closed();
        return;
    }
    QFrame::keyPressEvent(event);
}

void ChangePopup::paintEvent(QPaintEvent* /*event*/) {
    const Palette& colors = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.raised, colors.line);
}

} // namespace reberth::ui
