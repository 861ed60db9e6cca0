#pragma once

#include "core/diagnostics/diagnostic.h"
#include "ui/editor/linemarks.h"

#include <QPlainTextEdit>
#include <QTextCursor>

#include <optional>

namespace reberth::ui {

class DiagnosticPopup;
class Gutter;
class Highlighter;
struct Palette;

/// A text editor for the project's files: syntax colours, line numbers, squiggles with explanations and fixes.
/// Line ends are kept: a text that came with CRLF goes out with CRLF.
class CodeEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit CodeEditor(QWidget* parent = nullptr);
    ~CodeEditor() override;

    /// Replaces everything and forgets the undo history; does not emit edited().
    void loadText(const QString& text);
    /// Replaces everything as one undo step, keeping the cursor's place.
    void replaceText(const QString& text);
    QString text() const;

    /// Sets the language by name and the accessible name.
    void setFileName(const QString& name);
    QString fileName() const { return m_fileName; }
    QString language() const;

    /// Of the theme that is on.
    const Palette& colors() const;

    /// Findings about text() as it is now; ranges follow later edits, fixes are offered until the next edit.
    void setDiagnostics(const QList<diagnostics::Diagnostic>& diagnostics);
    QList<diagnostics::Diagnostic> diagnosticsAt(int position) const;
    std::optional<diagnostics::Severity> severityOfLine(int line) const;

    void setLineMarks(const LineMarks& marks);
    const LineMarks& lineMarks() const { return m_lineMarks; }

    /// 0-based; moves the cursor and centres the line when it is out of sight.
    void goTo(int line, int column);
    /// Shows the line in the middle without taking the focus, and keeps it there until somebody scrolls or clicks.
    void reveal(int line);
    /// Offsets of text(), as in Diagnostic::range.
    void goToOffset(qsizetype offset);
    /// Marks whole lines (0-based, inclusive) as evidence; an empty range (last < first) clears it.
    void highlightLines(int first, int last);
    void setSearchMatches(const QList<QTextCursor>& matches);

    /// As one undo step. Edits refer to text() as it is now.
    void applyEdits(const QList<TextEdit>& edits);

    /// In points; 0 is the theme's. Zooming goes from there.
    void setBaseFontSize(int points);

    // For the gutter
    struct VisibleLine {
        int number;
        int top;
        int height;
    };
    QList<VisibleLine> visibleLines() const;
    int lineAt(int y) const;
    int gutterWidth() const;
    void showProblemsOfLine(int line);

public slots:
    void goToNextProblem();
    void goToPreviousProblem();
    void showQuickFixes();
    void toggleComment();
    void zoomBy(int steps);
    void resetZoom();

signals:
    void edited();
    void lineMarkClicked(int line);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Mark {
        diagnostics::Diagnostic diagnostic;
        QTextCursor range;
    };

    void addActions();
    void updateGutter(const QRect& rect, int dy);
    void updateGutterWidth();
    void updateSelections();
    int toDocument(qsizetype offset) const;
    bool fixesAreCurrent() const;
    QList<int> marksAt(int position) const;
    QList<int> marksOfLine(int line) const;
    void jumpToProblem(bool forward);
    void showPopup(const QList<int>& marks, const QPoint& globalPosition);
    void setTextFont(const QFont& font);

    Gutter* m_gutter = nullptr;
    Highlighter* m_highlighter = nullptr;
    DiagnosticPopup* m_popup = nullptr;
    QString m_fileName;
    QList<Mark> m_marks;
    int m_marksRevision = -1;
    int m_revision = 0; ///< the last one that edited() told of
    LineMarks m_lineMarks;
    QList<QTextCursor> m_matches;
    int m_firstHighlighted = 0;
    int m_lastHighlighted = -1;
    bool m_crlf = false;
    bool m_loading = false;
    bool m_revealing = false; ///< the cursor's line is to stay in the middle
    qreal m_baseFontSize = 0;
};

} // namespace reberth::ui
