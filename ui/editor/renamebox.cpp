#include "ui/editor/renamebox.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int boxWidth = 460;
constexpr int shownLines = 8;

} // namespace

RenameBox::RenameBox(QWidget* window)
    : QFrame(window)
    , m_name(new QLineEdit(this))
    , m_summary(new QLabel(this))
    , m_lines(new QLabel(this)) {
    setObjectName(QStringLiteral("renameBox"));
    setAccessibleName(tr("Rename"));
    m_name->setObjectName(QStringLiteral("renameName"));
    m_name->setAccessibleName(tr("New name"));
    setFontRole(m_name, FontRole::Mono);
    m_summary->setObjectName(QStringLiteral("renameSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_lines->setObjectName(QStringLiteral("renamePreview"));
    m_lines->setAccessibleName(tr("Lines that change"));
    m_lines->setTextFormat(Qt::PlainText);
    setFontRole(m_lines, FontRole::Mono);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(spacing::unit);
    column->addWidget(m_name);
    column->addWidget(m_summary);
    column->addWidget(m_lines);
    m_name->installEventFilter(this);
    connect(m_name, &QLineEdit::textChanged, this, &RenameBox::preview);
    hide();
}

void RenameBox::open(const QString& name, const QString& text, const Edits& edits, const QPoint& globalPosition) {
    m_before = name;
    m_text = text;
    m_edits = edits;
    m_at = parentWidget()->mapFromGlobal(globalPosition);
    {
        const QSignalBlocker quiet(m_name);
        m_name->setText(name);
    }
    m_name->selectAll();
    preview();
    raise();
    show();
    m_name->setFocus();
}

void RenameBox::preview() {
    const QString name = m_name->text();
    const auto edits = m_edits(name);
    m_lines->setVisible(edits.has_value());
    m_summary->setForegroundRole(edits ? QPalette::PlaceholderText : QPalette::WindowText);
    if (!edits) {
        m_summary->setText(edits.error().message);
        resizeToContents();
        return;
    }
    const QString after = applyEdits(m_text, *edits);
    const QStringList lines = after.split(QLatin1Char('\n'));
    const LineIndex index(m_text);
    QList<qsizetype> changed;
    for (const TextEdit& edit : *edits) {
        const qsizetype line = index.position(edit.range.start).line;
        if (changed.isEmpty() || changed.last() != line) {
            changed.append(line);
        }
    }
    m_summary->setText(tr("Places: %1. Enter renames, Esc leaves.").arg(edits->size()));
    QStringList shown;
    const QFontMetrics metrics(m_lines->font());
    for (const qsizetype line : std::as_const(changed)) {
        if (shown.size() == shownLines) {
            shown.append(tr("… and %1 more").arg(changed.size() - shownLines));
            break;
        }
        const QString text = QStringLiteral("%1  %2").arg(line + 1, 4).arg(lines.value(line).trimmed());
        shown.append(metrics.elidedText(text, Qt::ElideRight, boxWidth - 28));
    }
    m_lines->setText(shown.join(QLatin1Char('\n')));
    resizeToContents();
}

void RenameBox::resizeToContents() {
    const QSize room = parentWidget()->size();
    setFixedWidth(std::min(boxWidth, room.width() - 2 * spacing::unit));
    setFixedHeight(layout()->totalHeightForWidth(width()));
    QPoint at = m_at;
    at.setX(std::clamp(at.x(), spacing::unit, std::max(spacing::unit, room.width() - width() - spacing::unit)));
    if (at.y() + height() > room.height() - spacing::unit) {
        at.setY(std::max(spacing::unit, at.y() - height() - 28));
    }
    move(at);
}

bool RenameBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_name && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            hide();
            emit closed();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            const auto edits = m_edits(m_name->text());
            if (edits) {
                hide();
                if (m_name->text() != m_before) {
                    emit accepted(*edits);
                }
                emit closed();
            }
            return true;
        }
    }
    if (watched == m_name && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // Escape and F2 belong to the box while it is open
        return true;
    }
    if (watched == m_name && event->type() == QEvent::FocusOut && isVisible()) {
        hide();
    }
    return QFrame::eventFilter(watched, event);
}

void RenameBox::paintEvent(QPaintEvent* /*event*/) {
    const Palette& colors = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.raised, colors.line);
}

} // namespace reberth::ui
