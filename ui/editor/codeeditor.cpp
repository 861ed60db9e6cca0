#include "ui/editor/codeeditor.h"

#include "ui/editor/diagnosticpopup.h"
#include "ui/editor/gutter.h"
#include "ui/editor/highlighter.h"
#include "ui/editor/typing.h"
#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace reberth::ui {

using diagnostics::Diagnostic;
using diagnostics::Severity;

namespace {

/// Only when every line ends so: a mixed file is taken as one with plain line ends.
bool usesCrLf(const QString& text) {
    qsizetype at = text.indexOf(QLatin1Char('\n'));
    if (at < 0) {
        return false;
    }
    for (; at >= 0; at = text.indexOf(QLatin1Char('\n'), at + 1)) {
        if (at == 0 || text.at(at - 1) != QLatin1Char('\r')) {
            return false;
        }
    }
    return true;
}

} // namespace

CodeEditor::CodeEditor(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_gutter(new Gutter(this))
    , m_highlighter(new Highlighter(document(), this)) {
    setObjectName(QStringLiteral("codeEditor"));
    setAccessibleName(tr("Text editor"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    const QFont fixed = ui::font(FontRole::Mono);
    m_baseFontSize = fixed.pointSizeF();
    setTextFont(fixed);
    connect(this, &QPlainTextEdit::updateRequest, this, &CodeEditor::updateGutter);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::updateGutterWidth);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEditor::updateSelections);
    connect(verticalScrollBar(), &QAbstractSlider::actionTriggered, this, [this] { m_revealing = false; });
    connect(document(), &QTextDocument::contentsChange, this, [this] {
        // New colours arrive as changes too, but they make no new revision.
        if (!m_loading && document()->revision() != m_revision) {
            m_revision = document()->revision();
            emit edited();
        }
    });
    m_highlighter->setColors(colors());
    viewport()->setAutoFillBackground(false);
    addActions();
    updateGutterWidth();
}

CodeEditor::~CodeEditor() {
    // Before the document goes, and without a word about it.
    m_loading = true;
    delete m_highlighter;
    m_highlighter = nullptr;
    delete m_popup;
}

void CodeEditor::addActions() {
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QStringLiteral("editorNextProblem"), tr("Next Problem"), QKeySequence(Qt::Key_F8),
        &CodeEditor::goToNextProblem);
    add(QStringLiteral("editorPreviousProblem"), tr("Previous Problem"), QKeySequence(Qt::SHIFT | Qt::Key_F8),
        &CodeEditor::goToPreviousProblem);
    add(QStringLiteral("editorQuickFix"), tr("Quick Fix…"), QKeySequence(Qt::ALT | Qt::Key_Return),
        &CodeEditor::showQuickFixes);
    add(QStringLiteral("editorToggleComment"), tr("Toggle Comment"), QKeySequence(Qt::CTRL | Qt::Key_Slash),
        &CodeEditor::toggleComment);
    add(QStringLiteral("editorZoomIn"), tr("Zoom In"), QKeySequence(QKeySequence::ZoomIn), [this] { zoomBy(1); });
    add(QStringLiteral("editorZoomOut"), tr("Zoom Out"), QKeySequence(QKeySequence::ZoomOut), [this] { zoomBy(-1); });
    add(QStringLiteral("editorZoomReset"), tr("Reset Zoom"), QKeySequence(Qt::CTRL | Qt::Key_0),
        &CodeEditor::resetZoom);
}

void CodeEditor::loadText(const QString& text) {
    m_revealing = false;
    m_loading = true;
    m_crlf = usesCrLf(text);
    m_marks.clear();
    m_matches.clear();
    setPlainText(text);
    m_revision = document()->revision();
    m_loading = false;
    updateSelections();
}

void CodeEditor::replaceText(const QString& text) {
    const int line = textCursor().blockNumber();
    const int column = textCursor().positionInBlock();
    QString plain = text;
    plain.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    m_marks.clear();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(plain);
    cursor.endEditBlock();
    goTo(line, column);
}

QString CodeEditor::text() const {
    // Not toPlainText(): that turns no-break spaces into spaces.
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, m_crlf ? QStringLiteral("\r\n") : QStringLiteral("\n"));
    return text;
}

void CodeEditor::setFileName(const QString& name) {
    m_fileName = name;
    setAccessibleName(tr("Text of %1").arg(name));
    m_highlighter->setFileName(name);
}

QString CodeEditor::language() const {
    return m_highlighter->language();
}

const Palette& CodeEditor::colors() const {
    return Palette::of(palette());
}

int CodeEditor::toDocument(qsizetype offset) const {
    if (!m_crlf) {
        return static_cast<int>(std::clamp<qsizetype>(offset, 0, document()->characterCount() - 1));
    }
    // Every line before the offset is one character longer in the text than in the document.
    qsizetype line = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next(), ++line) {
        if (block.position() + line + block.length() > offset || !block.next().isValid()) {
            break;
        }
    }
    return static_cast<int>(std::clamp<qsizetype>(offset - line, 0, document()->characterCount() - 1));
}

void CodeEditor::setDiagnostics(const QList<Diagnostic>& diagnostics) {
    m_marks.clear();
    m_marks.reserve(diagnostics.size());
    for (const Diagnostic& diagnostic : diagnostics) {
        QTextCursor range(document());
        range.setPosition(toDocument(diagnostic.range.start));
        range.setPosition(toDocument(std::max(diagnostic.range.end, diagnostic.range.start)), QTextCursor::KeepAnchor);
        m_marks.append({diagnostic, range});
    }
    m_marksRevision = document()->revision();
    updateSelections();
    m_gutter->update();
}

bool CodeEditor::fixesAreCurrent() const {
    return m_marksRevision == document()->revision();
}

QList<int> CodeEditor::marksAt(int position) const {
    QList<int> result;
    for (int i = 0; i < m_marks.size(); ++i) {
        const QTextCursor& range = m_marks.at(i).range;
        if (position >= range.selectionStart() &&
            position <= std::max(range.selectionEnd(), range.selectionStart() + 1)) {
            result.append(i);
        }
    }
    return result;
}

QList<int> CodeEditor::marksOfLine(int line) const {
    QList<int> result;
    for (int i = 0; i < m_marks.size(); ++i) {
        if (document()->findBlock(m_marks.at(i).range.selectionStart()).blockNumber() == line) {
            result.append(i);
        }
    }
    return result;
}

QList<Diagnostic> CodeEditor::diagnosticsAt(int position) const {
    QList<Diagnostic> result;
    for (const int index : marksAt(position)) {
        result.append(m_marks.at(index).diagnostic);
    }
    return result;
}

std::optional<Severity> CodeEditor::severityOfLine(int line) const {
    std::optional<Severity> worst;
    for (const int index : marksOfLine(line)) {
        const Severity severity = m_marks.at(index).diagnostic.severity;
        if (!worst || severity < *worst) {
            worst = severity;
        }
    }
    return worst;
}

void CodeEditor::setLineMarks(const LineMarks& marks) {
    m_lineMarks = marks;
    m_gutter->update();
}

void CodeEditor::goTo(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::clamp(line, 0, document()->blockCount() - 1));
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(column, 0, block.length() - 1));
    setTextCursor(cursor);
    if (!viewport()->rect().contains(cursorRect())) {
        centerCursor();
    }
    setFocus();
}

void CodeEditor::reveal(int line) {
    setTextCursor(QTextCursor(document()->findBlockByNumber(std::clamp(line, 0, document()->blockCount() - 1))));
    centerCursor();
    m_revealing = true;
}

void CodeEditor::goToOffset(qsizetype offset) {
    const int position = toDocument(offset);
    const QTextBlock block = document()->findBlock(position);
    goTo(block.blockNumber(), position - block.position());
}

void CodeEditor::highlightLines(int first, int last) {
    m_firstHighlighted = first;
    m_lastHighlighted = last;
    updateSelections();
}

void CodeEditor::setSearchMatches(const QList<QTextCursor>& matches) {
    m_matches = matches;
    updateSelections();
}

void CodeEditor::applyEdits(const QList<TextEdit>& edits) {
    if (edits.isEmpty() || isReadOnly()) {
        return;
    }
    struct Place {
        int start;
        int end;
        QString replacement;
    };
    QList<Place> places;
    for (const TextEdit& edit : edits) {
        QString replacement = edit.replacement;
        replacement.replace(QLatin1String("\r\n"), QLatin1String("\n"));
        places.append(
            {toDocument(edit.range.start), toDocument(std::max(edit.range.start, edit.range.end)), replacement});
    }
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.start < b.start; });
    QList<Place> kept;
    int end = -1;
    for (const Place& place : places) {
        if (place.start >= end) {
            kept.append(place);
            end = std::max(end, place.end);
        }
    }
    QTextCursor cursor = textCursor();
    cursor.beginEditBlock();
    for (auto it = kept.crbegin(); it != kept.crend(); ++it) {
        cursor.setPosition(it->start);
        cursor.setPosition(it->end, QTextCursor::KeepAnchor);
        cursor.insertText(it->replacement);
    }
    cursor.endEditBlock();
    setTextCursor(cursor);
}

QList<CodeEditor::VisibleLine> CodeEditor::visibleLines() const {
    QList<VisibleLine> result;
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= viewport()->height()) {
        const qreal height = blockBoundingRect(block).height();
        if (block.isVisible() && top + height >= 0) {
            result.append({block.blockNumber(), qRound(top), qRound(top + height) - qRound(top)});
        }
        top += height;
        block = block.next();
    }
    return result;
}

int CodeEditor::lineAt(int y) const {
    const auto lines = visibleLines();
    for (const VisibleLine& line : lines) {
        if (y >= line.top && y < line.top + line.height) {
            return line.number;
        }
    }
    return -1;
}

int CodeEditor::gutterWidth() const {
    const auto digits = QString::number(std::max(100, document()->blockCount())).size();
    return 22 + fontMetrics().horizontalAdvance(QLatin1Char('9')) * static_cast<int>(digits) + 12;
}

void CodeEditor::updateGutterWidth() {
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(QRect(inner.left(), viewport()->y(), gutterWidth(), viewport()->height()));
}

void CodeEditor::updateGutter(const QRect& rect, int dy) {
    if (dy != 0) {
        m_gutter->scroll(0, dy);
        if (m_popup) {
            m_popup->hide();
        }
    } else {
        m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    }
}

void CodeEditor::updateSelections() {
    const Palette& scheme = colors();
    QList<QTextEdit::ExtraSelection> selections;
    const auto line = [&scheme](const QTextBlock& block) {
        QTextEdit::ExtraSelection selection;
        selection.format.setBackground(scheme.selection);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selection.cursor = QTextCursor(block);
        return selection;
    };
    for (int i = m_firstHighlighted; i <= m_lastHighlighted; ++i) {
        const QTextBlock block = document()->findBlockByNumber(i);
        if (block.isValid()) {
            selections.append(line(block));
        }
    }
    if (!isReadOnly()) {
        selections.append(line(textCursor().block()));
    }
    for (const QTextCursor& match : std::as_const(m_matches)) {
        QTextEdit::ExtraSelection selection;
        selection.format.setBackground(mixed(scheme.code, scheme.warning, 0.3));
        selection.cursor = match;
        selections.append(selection);
    }
    for (const Mark& mark : std::as_const(m_marks)) {
        QTextEdit::ExtraSelection selection;
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(mark.diagnostic.severity == Severity::Error     ? scheme.error
                                           : mark.diagnostic.severity == Severity::Warning ? scheme.warning
                                                                                           : scheme.accent);
        selection.cursor = mark.range;
        if (!selection.cursor.hasSelection()) {
            selection.cursor.movePosition(selection.cursor.atBlockEnd() ? QTextCursor::PreviousCharacter
                                                                        : QTextCursor::NextCharacter,
                                          QTextCursor::KeepAnchor);
        }
        selections.append(selection);
    }
    setExtraSelections(selections);
    m_gutter->update();
}

void CodeEditor::jumpToProblem(bool forward) {
    if (m_marks.isEmpty()) {
        return;
    }
    const int here = textCursor().position();
    QList<int> starts;
    for (const Mark& mark : std::as_const(m_marks)) {
        starts.append(mark.range.selectionStart());
    }
    std::sort(starts.begin(), starts.end());
    int target = forward ? starts.first() : starts.last();
    if (forward) {
        const auto next = std::upper_bound(starts.cbegin(), starts.cend(), here);
        target = next == starts.cend() ? starts.first() : *next;
    } else {
        const auto next = std::lower_bound(starts.cbegin(), starts.cend(), here);
        target = next == starts.cbegin() ? starts.last() : *std::prev(next);
    }
    const QTextBlock block = document()->findBlock(target);
    goTo(block.blockNumber(), target - block.position());
    showPopup(marksAt(target), viewport()->mapToGlobal(cursorRect().bottomLeft()));
}

void CodeEditor::goToNextProblem() {
    jumpToProblem(true);
}

void CodeEditor::goToPreviousProblem() {
    jumpToProblem(false);
}

void CodeEditor::showProblemsOfLine(int line) {
    const QRectF box = blockBoundingGeometry(document()->findBlockByNumber(line)).translated(contentOffset());
    showPopup(marksOfLine(line), viewport()->mapToGlobal(QPoint(0, qRound(box.bottom()))));
}

void CodeEditor::showQuickFixes() {
    QList<int> indexes = marksAt(textCursor().position());
    if (indexes.isEmpty()) {
        indexes = marksOfLine(textCursor().blockNumber());
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("quickFixMenu"));
    menu->setAccessibleName(tr("Quick fixes"));
    for (const int index : std::as_const(indexes)) {
        const Diagnostic& diagnostic = m_marks.at(index).diagnostic;
        if (diagnostic.fixes.isEmpty() || isReadOnly() || !fixesAreCurrent()) {
            continue;
        }
        menu->addSection(diagnostic.message);
        for (const diagnostics::Fix& fix : diagnostic.fixes) {
            connect(menu->addAction(fix.title), &QAction::triggered, this, [this, fix] { applyEdits(fix.edits); });
        }
    }
    if (menu->isEmpty()) {
        menu->addAction(indexes.isEmpty() ? tr("No problem here") : tr("No fix is known for this problem"))
            ->setEnabled(false);
    }
    menu->popup(viewport()->mapToGlobal(cursorRect().bottomLeft()));
    for (QAction* action : menu->actions()) {
        if (!action->isSeparator() && action->isEnabled()) {
            menu->setActiveAction(action);
            break;
        }
    }
}

void CodeEditor::showPopup(const QList<int>& marks, const QPoint& globalPosition) {
    if (marks.isEmpty() || !isVisible()) {
        return;
    }
    QList<Diagnostic> shown;
    for (const int index : marks) {
        Diagnostic diagnostic = m_marks.at(index).diagnostic;
        if (isReadOnly() || !fixesAreCurrent()) {
            diagnostic.fixes.clear();
        }
        shown.append(diagnostic);
    }
    if (!m_popup) {
        m_popup = new DiagnosticPopup(window());
        connect(m_popup, &QObject::destroyed, this, [this] { m_popup = nullptr; });
        connect(m_popup, &DiagnosticPopup::fixChosen, this, [this](const diagnostics::Fix& fix) {
            applyEdits(fix.edits);
            setFocus();
        });
    }
    m_popup->showFor(shown, globalPosition);
}

void CodeEditor::toggleComment() {
    toggleLineComments(*this, m_highlighter->lineComment());
}

void CodeEditor::setTextFont(const QFont& font) {
    setFont(font);
    setTabStopDistance(QFontMetricsF(font).horizontalAdvance(QLatin1Char(' ')) * 4);
    updateGutterWidth();
}

void CodeEditor::setBaseFontSize(int points) {
    m_baseFontSize = points > 0 ? points : ui::font(FontRole::Mono).pointSizeF();
    resetZoom();
}

void CodeEditor::zoomBy(int steps) {
    QFont zoomed = font();
    zoomed.setPointSizeF(std::clamp(zoomed.pointSizeF() + steps, 6.0, 40.0));
    setTextFont(zoomed);
}

void CodeEditor::resetZoom() {
    QFont plain = font();
    plain.setPointSizeF(m_baseFontSize);
    setTextFont(plain);
}

void CodeEditor::paintEvent(QPaintEvent* event) {
    QPainter(viewport()).fillRect(event->rect(), colors().code);
    QPlainTextEdit::paintEvent(event);
}

void CodeEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    updateGutterWidth();
    if (m_revealing) {
        centerCursor();
    }
}

void CodeEditor::mousePressEvent(QMouseEvent* event) {
    m_revealing = false;
    QPlainTextEdit::mousePressEvent(event);
}

void CodeEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_gutter) {
        updateGutterWidth();
    } else if (event->type() == QEvent::PaletteChange && m_highlighter) {
        m_highlighter->setColors(colors());
        updateSelections();
    } else if (event->type() == QEvent::ReadOnlyChange) {
        updateSelections();
    }
}

void CodeEditor::keyPressEvent(QKeyEvent* event) {
    m_revealing = false;
    if (m_popup) {
        m_popup->hide();
    }
    if (handleTyping(*this, *event, language())) {
        event->accept();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void CodeEditor::wheelEvent(QWheelEvent* event) {
    m_revealing = false;
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->angleDelta().y() != 0) {
            zoomBy(event->angleDelta().y() > 0 ? 1 : -1);
        }
        event->accept();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

void CodeEditor::contextMenuEvent(QContextMenuEvent* event) {
    QMenu* menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    const auto own = actions();
    for (QAction* action : own) {
        const bool changes = action->objectName() == QLatin1String("editorQuickFix") ||
                             action->objectName() == QLatin1String("editorToggleComment");
        if (!changes || !isReadOnly()) {
            menu->addAction(action);
        }
    }
    menu->popup(event->globalPos());
}

bool CodeEditor::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QTextCursor cursor = cursorForPosition(help->pos());
        // Right of the line's end the nearest position is the end: that is no hover over the text.
        if (cursorRect(cursor).adjusted(-24, 0, 24, 0).contains(help->pos())) {
            QPoint below = help->globalPos();
            below.setY(viewport()->mapToGlobal(cursorRect(cursor).bottomLeft()).y() + 4);
            showPopup(marksAt(cursor.position()), below);
        }
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

} // namespace reberth::ui
