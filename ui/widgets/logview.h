#pragma once

#include "ui/widgets/ansitext.h"
#include "ui/widgets/logsearch.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QTextLayout>

#include <functional>
#include <memory>

namespace reberth::ui {

/// A line of a log as its owner has it.
struct LogText {
    QString text; ///< ANSI sequences are drawn
    bool isError = false;
    qsizetype number = 0; ///< shown in the gutter; 0 = its place in the list
};

/// Shows lines that stay with their owner, and only asks for those that are seen, so that a million of them scroll as
/// smoothly as ten. Read-only, with selection, copy, search, wrap and follow. A filter is the owner's: give it a source
/// that leaves lines out.
class LogView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(QWidget* parent = nullptr);

    /// `line` is called on the GUI thread with 0 ≤ index < count until the next setSource() or clear().
    void setSource(qsizetype count, std::function<LogText(qsizetype)> line);
    void setLineCount(qsizetype count); ///< lines were added
    void clear();
    qsizetype lineCount() const { return m_count; }

    void setLineNumbersVisible(bool visible);
    void setWrap(bool wrap);
    bool wraps() const { return m_wrap; }
    /// Stays at the end as lines come. Scrolling up ends it, scrolling to the end starts it again.
    void setFollowing(bool follow);
    bool isFollowing() const { return m_follow; }

    void setSearch(const QString& text, bool regularExpression = false);
    QString searchError() const { return m_search->error(); }
    void findNext();
    void findPrevious();

    void setMarkedLine(qsizetype line); ///< -1 for none
    void scrollToLine(qsizetype line);  ///< into the middle where it is not seen yet
    qsizetype firstVisibleLine() const;

    bool hasSelection() const;
    QString selectedText() const; ///< without escape sequences
    void copy() const;
    void selectAll();

signals:
    void followingChanged(bool follow);
    void searchChanged(int current, int total); ///< current is 1-based, 0 before the first jump; total -1: no search
    void lineActivated(qsizetype line);         ///< double-click

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    struct Position {
        qsizetype line = 0;
        int column = 0;
        auto operator<=>(const Position&) const = default;
    };
    struct Row {
        qsizetype line;
        int top;
        int height;
        bool isError;
        AnsiText content;
        std::unique_ptr<QTextLayout> layout;
    };

    Row layOut(qsizetype line, int top) const;
    int heightOf(qsizetype line) const;
    qsizetype lastTop() const; ///< the first line that lets the last one end at the bottom
    int gutterWidth() const;
    int lineHeight() const;
    int textLeft() const;
    Position positionAt(const QPoint& point) const;
    void paintRow(QPainter& painter, const Row& row);
    QList<QTextLayout::FormatRange> formatsFor(const Row& row) const;
    void updateScrollBars();
    void goToHit(qsizetype index);
    Position selectionStart() const { return std::min(m_anchor, m_cursor); }
    Position selectionEnd() const { return std::max(m_anchor, m_cursor); }
    void emitSearch();

    std::function<LogText(qsizetype)> m_line;
    qsizetype m_count = 0;
    bool m_lineNumbers = true;
    bool m_wrap = false;
    bool m_follow = true;
    bool m_moving = false; ///< we move the scroll bar, not the user
    qsizetype m_marked = -1;
    int m_widest = 0;
    Position m_anchor;
    Position m_cursor;
    QPoint m_dragPoint;
    QBasicTimer m_dragTimer;
    LogSearch* m_search;
    qsizetype m_currentHit = -1;
};

} // namespace reberth::ui
