#pragma once

#include "core/diagnostics/diagnostic.h"
#include "ui/editor/linemarks.h"

#include <QPlainTextEdit>
#include <QTextCursor>

#include <optional>

namespace reberth::ui {

class DiagnosticPopup;
class Folding;
class Gutter;
class Highlighter;
class LanguageActions;
class SuppressBox;
struct Palette;

/// A text editor for the project's files: syntax colours, line numbers, folding, squiggles with explanations and fixes,
/// and what LanguageActions knows of the file's language.
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
    LanguageActions* languageActions() const { return m_language; }
    Folding* folding() const { return m_folding; }

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
    /// The same without taking the focus.
    void showOffset(qsizetype offset);
    /// Offsets of text() to positions of the document and back: they differ where lines end with CRLF.
    int documentPosition(qsizetype offset) const;
    qsizetype textOffset(int position) const;
    /// Marks whole lines (0-based, inclusive) as evidence; an empty range (last < first) clears it.
    void highlightLines(int first, int last);
    void setSearchMatches(const QList<QTextCursor>& matches);

    /// As one undo step. Edits refer to text() as it is now.
    void applyEdits(const QList<TextEdit>& edits);
    /// The first fix of every finding of this rule; with an empty rule all fixes that are safe. One undo step.
    void fixAll(const QString& ruleId);
    int fixableCount(const QString& ruleId) const;

    /// Asks why the finding's rule is to be left out, and where.
    void askSuppression(const diagnostics::Diagnostic& diagnostic);
    /// Global place right below a line's text, for popups.
    QPoint belowLine(int line) const;

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
    void explain(); ///< what stands at the cursor
    void showSignature();
    void toggleComment();
    void foldHere();
    void unfoldHere();
    void zoomBy(int steps);
    void resetZoom();

signals:
    void edited();
    void lineMarkClicked(int line);
    /// The user wants to leave a rule out everywhere in the project.
    void projectSuppressionAsked(const QString& ruleId, const QString& reason);
    /// A sentence for the person who asked for something that is not there.
    void nothingFound(const QString& message);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    /// Positions of the document, kept by hand: a QTextCursor would lay its line out to be placed.
    struct Mark {
        diagnostics::Diagnostic diagnostic;
        int start = 0;
        int end = 0;
    };

    void addActions();
    void updateGutter(const QRect& rect, int dy);
    void updateGutterWidth();
    void updateSelections();
    void updateFoldState();
    void drawFoldMarks(QPainter& painter);
    bool fixesAreCurrent() const;
    void moveMarks(int from, int removed, int added);
    QList<int> marksAt(int position) const;
    QList<int> marksOfLine(int line) const;
    void jumpToProblem(bool forward);
    DiagnosticPopup* popup();
    /// What is known of the position; false when nothing is.
    bool showPopup(const QList<int>& marks, int position, const QPoint& globalPosition);
    void sayNothingFound(const QString& message);
    void setTextFont(const QFont& font);

    Gutter* m_gutter = nullptr;
    Highlighter* m_highlighter = nullptr;
    DiagnosticPopup* m_popup = nullptr;
    SuppressBox* m_suppress = nullptr;
    Folding* m_folding = nullptr;
    LanguageActions* m_language = nullptr;
    QString m_fileName;
    QList<Mark> m_marks; ///< by their start
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
