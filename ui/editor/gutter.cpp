#include "ui/editor/gutter.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/folding.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>

namespace reberth::ui {

Gutter::Gutter(CodeEditor* editor)
    : QWidget(editor)
    , m_editor(editor) {
    setObjectName(QStringLiteral("editorGutter"));
    setAccessibleName(tr("Line numbers"));
    setCursor(Qt::ArrowCursor);
}

QSize Gutter::sizeHint() const {
    return {m_editor->gutterWidth(), 0};
}

void Gutter::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& colors = m_editor->colors();
    painter.fillRect(event->rect(), colors.code);
    const int current = m_editor->textCursor().blockNumber();
    const QFontMetrics metrics(m_editor->font());
    painter.setFont(m_editor->font());
    const auto lines = m_editor->visibleLines();
    for (const CodeEditor::VisibleLine& line : lines) {
        if (line.top > event->rect().bottom() || line.top + line.height < event->rect().top()) {
            continue;
        }
        if (line.number == current && !m_editor->isReadOnly()) {
            painter.fillRect(0, line.top, width(), line.height, colors.selection);
        }
        painter.setPen(line.number == current ? colors.text : colors.faint);
        painter.drawText(0, line.top, width() - foldWidth, metrics.height(), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(line.number + 1));
        if (const auto severity = m_editor->severityOfLine(line.number)) {
            // The shape differs with the severity too: a disc, a triangle, a ring.
            const QRectF box(7, line.top + (metrics.height() - 8) / 2.0, 8, 8);
            painter.setPen(Qt::NoPen);
            switch (*severity) {
            case diagnostics::Severity::Error:
                painter.setBrush(colors.error);
                painter.drawEllipse(box);
                break;
            case diagnostics::Severity::Warning:
                painter.setBrush(colors.warning);
                painter.drawPolygon(QPolygonF({{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
                break;
            case diagnostics::Severity::Info:
                painter.setBrush(Qt::NoBrush);
                painter.setPen(QPen(colors.accent, 1.5));
                painter.drawEllipse(box.adjusted(1, 1, -1, -1));
                break;
            }
        }
        const Folding& folding = *m_editor->folding();
        if (folding.foldAt(line.number)) {
            // Open ones only show when the mouse is near: the text is what counts.
            const bool folded = folding.isFolded(line.number);
            if (folded || m_hovered || line.number == current) {
                drawChevron(&painter, QRectF(width() - foldWidth + 3, line.top, 16, metrics.height()),
                            folded ? Qt::RightArrow : Qt::DownArrow, folded ? colors.accent : colors.faint);
            }
        }
        const LineMarks& marks = m_editor->lineMarks();
        if (const auto mark = marks.constFind(line.number); mark != marks.constEnd()) {
            painter.setPen(Qt::NoPen);
            if (*mark == LineMark::RemovedBelow) {
                painter.setBrush(colors.error);
                const int y = line.top + line.height;
                painter.drawPolygon(QPolygon({{0, y - 4}, {6, y}, {0, y + 4}}));
            } else {
                painter.fillRect(0, line.top, 3, line.height, *mark == LineMark::Added ? colors.ok : colors.accent);
            }
        }
    }
}

void Gutter::mousePressEvent(QMouseEvent* event) {
    const int line = m_editor->lineAt(event->position().toPoint().y());
    if (line < 0) {
        return;
    }
    if (event->position().x() <= 6 && m_editor->lineMarks().contains(line)) {
        emit m_editor->lineMarkClicked(line);
        return;
    }
    if (event->position().x() >= width() - foldWidth && m_editor->folding()->foldAt(line)) {
        m_editor->folding()->setFolded(line, !m_editor->folding()->isFolded(line));
        return;
    }
    m_editor->goTo(line, 0);
    if (m_editor->severityOfLine(line) && event->position().x() <= 20) {
        m_editor->showQuickFixes();
    }
}

void Gutter::enterEvent(QEnterEvent* event) {
    m_hovered = true;
    update();
    QWidget::enterEvent(event);
}

void Gutter::leaveEvent(QEvent* event) {
    m_hovered = false;
    update();
    QWidget::leaveEvent(event);
}

bool Gutter::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int line = m_editor->lineAt(help->pos().y());
        if (m_editor->severityOfLine(line)) {
            m_editor->showProblemsOfLine(line);
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace reberth::ui
