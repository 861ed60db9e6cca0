#include "ui/widgets/logview.h"

#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace reberth::ui {

namespace {
constexpr int topMargin = spacing::unit;
constexpr qsizetype copyLimit = 2'000'000; // lines; more would not fit any clipboard's reader
} // namespace

LogView::LogView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_search(new LogSearch(this)) {
    setFrameShape(QFrame::NoFrame);
    setFontRole(this, FontRole::Mono);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Log"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(1);
    connect(m_search, &LogSearch::changed, this, [this] {
        emitSearch();
        viewport()->update();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        const bool atEnd = value >= verticalScrollBar()->maximum();
        if (!m_moving && atEnd != m_follow) {
            m_follow = atEnd;
            emit followingChanged(m_follow);
        }
    });
}

void LogView::setSource(qsizetype count, std::function<LogText(qsizetype)> line) {
    m_line = std::move(line);
    m_count = count;
    m_widest = 0;
    m_anchor = m_cursor = {};
    m_marked = -1;
    m_currentHit = -1;
    m_search->setLines(count, [this](qsizetype index) { return AnsiText::parse(m_line(index).text).text; });
    updateScrollBars();
    viewport()->update();
}

void LogView::setLineCount(qsizetype count) {
    m_count = count;
    m_search->setCount(count);
    updateScrollBars();
    viewport()->update();
}

void LogView::clear() {
    setSource(0, {});
}

void LogView::setLineNumbersVisible(bool visible) {
    m_lineNumbers = visible;
    viewport()->update();
}

void LogView::setWrap(bool wrap) {
    m_wrap = wrap;
    horizontalScrollBar()->setValue(0);
    updateScrollBars();
    viewport()->update();
}

void LogView::setFollowing(bool follow) {
    if (follow != m_follow) {
        m_follow = follow;
        emit followingChanged(follow);
    }
    updateScrollBars();
}

int LogView::lineHeight() const {
    return static_cast<int>(std::ceil(QFontMetricsF(font()).height() * 1.25));
}

int LogView::gutterWidth() const {
    if (!m_lineNumbers) {
        return spacing::card;
    }
    qsizetype largest = m_count;
    if (m_count > 0) {
        largest = std::max(largest, m_line(m_count - 1).number);
    }
    const auto digits = std::max<qsizetype>(3, QString::number(largest).size());
    return fontMetrics().horizontalAdvance(QLatin1Char('0')) * static_cast<int>(digits) + 2 * spacing::card;
}

int LogView::textLeft() const {
    return gutterWidth() - (m_wrap ? 0 : horizontalScrollBar()->value());
}

LogView::Row LogView::layOut(qsizetype line, int top) const {
    const LogText source = m_line(line);
    Row row{line, top, lineHeight(), source.isError, AnsiText::parse(source.text), nullptr};
    row.layout = std::make_unique<QTextLayout>(row.content.text, font());
    QTextOption option;
    option.setWrapMode(m_wrap ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    row.layout->setTextOption(option);
    row.layout->beginLayout();
    const qreal width = m_wrap ? std::max(40, viewport()->width() - gutterWidth() - spacing::unit) : 1e7;
    qreal y = 0;
    for (QTextLine piece = row.layout->createLine(); piece.isValid(); piece = row.layout->createLine()) {
        piece.setLineWidth(width);
        piece.setPosition(QPointF(0, y + (lineHeight() - piece.height()) / 2));
        y += lineHeight();
    }
    row.layout->endLayout();
    row.height = std::max(lineHeight(), static_cast<int>(y));
    return row;
}

int LogView::heightOf(qsizetype line) const {
    return m_wrap ? layOut(line, 0).height : lineHeight();
}

qsizetype LogView::lastTop() const {
    const int room = viewport()->height() - 2 * topMargin;
    if (!m_wrap) {
        return std::max<qsizetype>(0, m_count - std::max(1, room / lineHeight()));
    }
    int used = 0;
    qsizetype line = m_count;
    while (line > 0) {
        used += heightOf(line - 1);
        if (used > room) {
            break;
        }
        --line;
    }
    return std::min(line, std::max<qsizetype>(0, m_count - 1));
}

void LogView::updateScrollBars() {
    m_moving = true;
    QScrollBar* vertical = verticalScrollBar();
    vertical->setRange(0, static_cast<int>(lastTop()));
    vertical->setPageStep(std::max(1, viewport()->height() / lineHeight() - 1));
    if (m_follow) {
        vertical->setValue(vertical->maximum());
    }
    const int room = viewport()->width() - gutterWidth() - spacing::card;
    horizontalScrollBar()->setRange(0, m_wrap ? 0 : std::max(0, m_widest - room));
    horizontalScrollBar()->setPageStep(std::max(1, room));
    horizontalScrollBar()->setSingleStep(fontMetrics().horizontalAdvance(QLatin1Char('0')) * 4);
    m_moving = false;
}

qsizetype LogView::firstVisibleLine() const {
    return verticalScrollBar()->value();
}

QList<QTextLayout::FormatRange> LogView::formatsFor(const Row& row) const {
    const Palette& colors = Palette::of(palette());
    QList<QTextLayout::FormatRange> formats;
    const QColor usual = row.isError ? colors.error : colors.text;
    for (const AnsiSpan& span : row.content.spans) {
        QTextLayout::FormatRange range;
        range.start = span.start;
        range.length = span.length;
        range.format.setForeground(span.inkIn(colors, usual));
        if (span.bold) {
            range.format.setFontWeight(QFont::Bold);
        }
        range.format.setFontUnderline(span.underline);
        formats.append(range);
    }
    for (const LogSearch::Hit& hit : m_search->hitsOf(row.line, row.content.text)) {
        QTextLayout::FormatRange range;
        range.start = hit.start;
        range.length = hit.length;
        const bool current = m_currentHit >= 0 && m_currentHit < m_search->hits().size() &&
                             m_search->hits().at(m_currentHit).line == hit.line &&
                             m_search->hits().at(m_currentHit).start == hit.start;
        range.format.setBackground(current ? colors.warning : colors.warningBackground);
        range.format.setForeground(current ? colors.panel : colors.text);
        formats.append(range);
    }
    const Position from = selectionStart();
    const Position to = selectionEnd();
    if (from != to && row.line >= from.line && row.line <= to.line) {
        QTextLayout::FormatRange range;
        range.start = row.line == from.line ? from.column : 0;
        range.length = (row.line == to.line ? to.column : static_cast<int>(row.content.text.size())) - range.start;
        range.format.setBackground(colors.textSelection);
        formats.append(range);
    }
    return formats;
}

void LogView::paintRow(QPainter& painter, const Row& row) {
    const Palette& colors = Palette::of(palette());
    if (row.line == m_marked) {
        painter.fillRect(QRect(0, row.top, viewport()->width(), row.height), colors.selection);
    }
    const int gutter = gutterWidth();
    painter.save();
    painter.setClipRect(QRect(gutter - 2, row.top, viewport()->width() - gutter + 2, row.height));
    painter.setPen(row.isError ? colors.error : colors.text);
    row.layout->draw(&painter, QPointF(textLeft(), row.top), formatsFor(row));
    painter.restore();
    if (m_lineNumbers) {
        const qsizetype number = m_line(row.line).number;
        painter.setPen(colors.faint);
        painter.setFont(font());
        painter.drawText(QRect(0, row.top, gutter - spacing::card, lineHeight()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(number > 0 ? number : row.line + 1));
    }
    const int width = static_cast<int>(std::ceil(row.layout->maximumWidth()));
    m_widest = std::max(m_widest, m_wrap ? 0 : width);
}

void LogView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Palette::of(palette()).code);
    const int before = m_widest;
    int top = topMargin;
    for (qsizetype line = firstVisibleLine(); line < m_count && top < viewport()->height(); ++line) {
        const Row row = layOut(line, top);
        paintRow(painter, row);
        top += row.height;
    }
    if (m_widest != before) {
        // A wider line has come into view; the range of the bar grows after this paint.
        QMetaObject::invokeMethod(
            this, [this] { updateScrollBars(); }, Qt::QueuedConnection);
    }
}

void LogView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void LogView::scrollContentsBy(int /*dx*/, int /*dy*/) {
    viewport()->update();
}

void LogView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateScrollBars();
    }
}

LogView::Position LogView::positionAt(const QPoint& point) const {
    if (m_count == 0) {
        return {};
    }
    if (point.y() < topMargin) {
        return {firstVisibleLine(), 0};
    }
    int top = topMargin;
    for (qsizetype line = firstVisibleLine(); line < m_count && top < viewport()->height() + lineHeight(); ++line) {
        const Row row = layOut(line, top);
        if (point.y() < top + row.height) {
            const int piece = std::clamp((point.y() - top) / lineHeight(), 0, std::max(0, row.layout->lineCount() - 1));
            const QTextLine textLine = row.layout->lineAt(piece);
            return {line, textLine.isValid() ? textLine.xToCursor(point.x() - textLeft()) : 0};
        }
        top += row.height;
    }
    const AnsiText last = AnsiText::parse(m_line(m_count - 1).text);
    return {m_count - 1, static_cast<int>(last.text.size())};
}

void LogView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_cursor = positionAt(event->pos());
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_anchor = m_cursor;
    }
    viewport()->update();
}

void LogView::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        return;
    }
    m_dragPoint = event->pos();
    if (viewport()->rect().contains(m_dragPoint)) {
        m_dragTimer.stop();
    } else if (!m_dragTimer.isActive()) {
        m_dragTimer.start(40, this);
    }
    m_cursor = positionAt(m_dragPoint);
    viewport()->update();
}

void LogView::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_dragTimer.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const int outside = m_dragPoint.y() < 0 ? m_dragPoint.y() : std::max(0, m_dragPoint.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + outside / lineHeight() + (outside > 0 ? 1 : -1));
    m_cursor = positionAt(QPoint(m_dragPoint.x(), std::clamp(m_dragPoint.y(), 0, viewport()->height() - 1)));
    viewport()->update();
}

void LogView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragTimer.stop();
    if (hasSelection() && QApplication::clipboard()->supportsSelection()) {
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    }
}

void LogView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Position at = positionAt(event->pos());
    if (at.line >= m_count) {
        return;
    }
    const QString text = AnsiText::parse(m_line(at.line).text).text;
    const auto isWord = [&text](int i) {
        return i >= 0 && i < text.size() && (text[i].isLetterOrNumber() || QLatin1String("_-./").contains(text[i]));
    };
    int from = at.column;
    int to = at.column;
    while (isWord(from - 1)) {
        --from;
    }
    while (isWord(to)) {
        ++to;
    }
    m_anchor = {at.line, from};
    m_cursor = {at.line, to};
    viewport()->update();
    emit lineActivated(at.line);
}

void LogView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copyAction = menu->addAction(tr("Copy"), this, &LogView::copy);
    copyAction->setEnabled(hasSelection());
    menu->addAction(tr("Select All"), this, &LogView::selectAll);
    menu->popup(event->globalPos());
}

void LogView::keyPressEvent(QKeyEvent* event) {
    QScrollBar* vertical = verticalScrollBar();
    QScrollBar* horizontal = horizontalScrollBar();
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Home) {
        vertical->setValue(0);
    } else if (event->key() == Qt::Key_End) {
        setFollowing(true);
    } else if (event->key() == Qt::Key_PageUp) {
        vertical->setValue(vertical->value() - vertical->pageStep());
    } else if (event->key() == Qt::Key_PageDown) {
        vertical->setValue(vertical->value() + vertical->pageStep());
    } else if (event->key() == Qt::Key_Up) {
        vertical->setValue(vertical->value() - 1);
    } else if (event->key() == Qt::Key_Down) {
        vertical->setValue(vertical->value() + 1);
    } else if (event->key() == Qt::Key_Left) {
        horizontal->setValue(horizontal->value() - horizontal->singleStep());
    } else if (event->key() == Qt::Key_Right) {
        horizontal->setValue(horizontal->value() + horizontal->singleStep());
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool LogView::hasSelection() const {
    return m_anchor != m_cursor;
}

QString LogView::selectedText() const {
    const Position from = selectionStart();
    const Position to = selectionEnd();
    if (from == to || m_count == 0) {
        return {};
    }
    QString result;
    const qsizetype last = std::min({to.line, m_count - 1, from.line + copyLimit});
    for (qsizetype line = from.line; line <= last; ++line) {
        const QString text = AnsiText::parse(m_line(line).text).text;
        const int start = line == from.line ? from.column : 0;
        const int end = line == to.line ? to.column : static_cast<int>(text.size());
        if (line > from.line) {
            result += QLatin1Char('\n');
        }
        result += QStringView(text).mid(start, end - start);
    }
    return result;
}

void LogView::copy() const {
    if (hasSelection()) {
        QApplication::clipboard()->setText(selectedText());
    }
}

void LogView::selectAll() {
    if (m_count == 0) {
        return;
    }
    m_anchor = {0, 0};
    m_cursor = {m_count - 1, static_cast<int>(AnsiText::parse(m_line(m_count - 1).text).text.size())};
    viewport()->update();
}

void LogView::setMarkedLine(qsizetype line) {
    m_marked = line;
    viewport()->update();
}

void LogView::scrollToLine(qsizetype line) {
    const qsizetype first = firstVisibleLine();
    const int rows = std::max(1, (viewport()->height() - 2 * topMargin) / lineHeight());
    if (line < first || line >= first + rows) {
        const auto target = std::clamp<qsizetype>(line - rows / 2, 0, verticalScrollBar()->maximum());
        verticalScrollBar()->setValue(static_cast<int>(target));
    }
    viewport()->update();
}

void LogView::setSearch(const QString& text, bool regularExpression) {
    m_currentHit = -1;
    m_search->setPattern(text, regularExpression);
}

void LogView::findNext() {
    const QList<LogSearch::Hit>& hits = m_search->hits();
    if (hits.isEmpty()) {
        return;
    }
    if (m_currentHit >= 0) {
        goToHit((m_currentHit + 1) % hits.size());
        return;
    }
    const auto next = std::find_if(hits.cbegin(), hits.cend(), [first = firstVisibleLine()](const LogSearch::Hit& hit) {
        return hit.line >= first;
    });
    goToHit(next == hits.cend() ? 0 : next - hits.cbegin());
}

void LogView::findPrevious() {
    const qsizetype total = m_search->hits().size();
    if (total > 0) {
        goToHit(m_currentHit > 0 ? m_currentHit - 1 : total - 1);
    }
}

void LogView::goToHit(qsizetype index) {
    m_currentHit = index;
    const LogSearch::Hit hit = m_search->hits().at(index);
    m_anchor = m_cursor = {hit.line, hit.start};
    if (!m_wrap) {
        const int x = fontMetrics().horizontalAdvance(QLatin1Char('0')) * hit.start;
        const int room = viewport()->width() - gutterWidth();
        m_widest = std::max(m_widest, x + room / 2);
        updateScrollBars();
        if (x < horizontalScrollBar()->value() || x > horizontalScrollBar()->value() + room - 120) {
            horizontalScrollBar()->setValue(std::max(0, x - room / 2));
        }
    }
    scrollToLine(hit.line);
    emitSearch();
}

void LogView::emitSearch() {
    emit searchChanged(static_cast<int>(m_currentHit + 1),
                       m_search->isActive() ? static_cast<int>(m_search->hits().size()) : -1);
}

} // namespace reberth::ui
