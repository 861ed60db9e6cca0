#include "ui/editor/codeeditor.h"

#include "ui/editor/completer.h"
#include "ui/editor/diagnosticpopup.h"
#include "ui/editor/folding.h"
#include "ui/editor/gutter.h"
#include "ui/editor/highlighter.h"
#include "ui/editor/languageactions.h"
#include "ui/editor/suppressbox.h"
#include "ui/editor/typing.h"
#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace reberth::ui {

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
    , m_highlighter(new Highlighter(document(), this))
    , m_folding(new Folding(document(), this)) {
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
    connect(document(), &QTextDocument::contentsChange, this, [this](int from, int removed, int added) {
        // New colours arrive as changes too, but they make no new revision.
        if (!m_loading && document()->revision() != m_revision) {
            m_revision = document()->revision();
            moveMarks(from, removed, added);
            emit edited();
        }
    });
    m_language = new LanguageActions(this, m_folding);
    connect(m_language, &LanguageActions::nothingFound, this, &CodeEditor::sayNothingFound);
    connect(m_folding, &Folding::changed, this, &CodeEditor::updateFoldState);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (!textCursor().block().isVisible()) {
            m_folding->reveal(textCursor().blockNumber());
        }
    });
    m_highlighter->setColors(colors());
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    addActions();
    updateGutterWidth();
}

CodeEditor::~CodeEditor() {
    // Before the document goes, and without a word about it.
    m_loading = true;
    delete m_highlighter;
    m_highlighter = nullptr;
    delete m_popup;
    delete m_suppress;
    delete m_language;
    m_language = nullptr;
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
    add(QStringLiteral("editorComplete"), tr("Complete"), QKeySequence(Qt::CTRL | Qt::Key_Space),
        [this] { m_language->completer()->complete(); });
    add(QStringLiteral("editorExplain"), tr("Explain"), QKeySequence(Qt::SHIFT | Qt::Key_F1), &CodeEditor::explain);
    add(QStringLiteral("editorSignature"), tr("Show the Grammar"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Space),
        &CodeEditor::showSignature);
    add(QStringLiteral("editorDefinition"), tr("Go to the Definition"), QKeySequence(Qt::Key_F12),
        [this] { m_language->goToDefinition(textCursor().position()); });
    add(QStringLiteral("editorRename"), tr("Rename…"), QKeySequence(Qt::Key_F2), [this] { m_language->rename(); });
    add(QStringLiteral("editorOutline"), tr("Go to a Symbol…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
        [this] { m_language->showOutline(); });
    add(QStringLiteral("editorFold"), tr("Fold"), QKeySequence(QStringLiteral("Ctrl+Shift+[")), &CodeEditor::foldHere);
    add(QStringLiteral("editorUnfold"), tr("Unfold"), QKeySequence(QStringLiteral("Ctrl+Shift+]")),
        &CodeEditor::unfoldHere);
    add(QStringLiteral("editorFoldAll"), tr("Fold All"), QKeySequence(QStringLiteral("Ctrl+Alt+[")),
        [this] { m_folding->setAllFolded(true); });
    add(QStringLiteral("editorUnfoldAll"), tr("Unfold All"), QKeySequence(QStringLiteral("Ctrl+Alt+]")),
        [this] { m_folding->setAllFolded(false); });
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
    m_folding->clear();
    setPlainText(text);
    m_revision = document()->revision();
    m_loading = false;
    m_language->updateFolds();
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
    m_language->setFileName(name);
}

QString CodeEditor::language() const {
    return m_highlighter->language();
}

const Palette& CodeEditor::colors() const {
    return Palette::of(palette());
}

int CodeEditor::documentPosition(qsizetype offset) const {
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

void CodeEditor::setLineMarks(const LineMarks& marks) {
    m_lineMarks = marks;
    m_gutter->update();
}

void CodeEditor::goTo(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::clamp(line, 0, document()->blockCount() - 1));
    m_folding->reveal(block.blockNumber());
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
    const int position = documentPosition(offset);
    const QTextBlock block = document()->findBlock(position);
    goTo(block.blockNumber(), position - block.position());
}

void CodeEditor::showOffset(qsizetype offset) {
    QTextCursor cursor(document());
    cursor.setPosition(documentPosition(offset));
    setTextCursor(cursor);
    if (!viewport()->rect().contains(cursorRect())) {
        centerCursor();
    }
}

qsizetype CodeEditor::textOffset(int position) const {
    return m_crlf ? position + document()->findBlock(position).blockNumber() : position;
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

QPoint CodeEditor::belowLine(int line) const {
    const QRectF box = blockBoundingGeometry(document()->findBlockByNumber(line)).translated(contentOffset());
    return viewport()->mapToGlobal(QPoint(0, qRound(box.bottom()) + 2));
}

int CodeEditor::gutterWidth() const {
    const auto digits = QString::number(std::max(100, document()->blockCount())).size();
    return 22 + fontMetrics().horizontalAdvance(QLatin1Char('9')) * static_cast<int>(digits) + Gutter::foldWidth;
}

void CodeEditor::updateGutterWidth() {
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(QRect(inner.left(), viewport()->y(), gutterWidth(), viewport()->height()));
}

void CodeEditor::updateGutter(const QRect& rect, int dy) {
    if (dy != 0) {
        m_gutter->scroll(0, dy);
        updateSelections();
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
    // Only what can be seen: thousands of marks would make every key wait for their layout.
    const QTextBlock top = firstVisibleBlock();
    QTextBlock bottom = top;
    const int rows = viewport()->height() / std::max(1, fontMetrics().height()) + 2;
    for (int i = 0; i < rows && bottom.next().isValid();) {
        bottom = bottom.next();
        i += bottom.isVisible() ? 1 : 0;
    }
    const int from = top.position();
    const int to = bottom.position() + bottom.length();
    for (const QTextCursor& match : std::as_const(m_matches)) {
        if (match.selectionEnd() < from || match.selectionStart() > to) {
            continue;
        }
        QTextEdit::ExtraSelection selection;
        selection.format.setBackground(mixed(scheme.code, scheme.warning, 0.3));
        selection.cursor = match;
        selections.append(selection);
    }
    for (const Mark& mark : std::as_const(m_marks)) {
        if (mark.end < from || mark.start > to) {
            continue;
        }
        QTextEdit::ExtraSelection selection;
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(mark.diagnostic.severity == Severity::Error     ? scheme.error
                                           : mark.diagnostic.severity == Severity::Warning ? scheme.warning
                                                                                           : scheme.accent);
        const int end = document()->characterCount() - 1;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(std::min(mark.start, end));
        selection.cursor.setPosition(std::min(mark.end, end), QTextCursor::KeepAnchor);
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
    QPainter over(viewport());
    drawFoldMarks(over);
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
    const int before = document()->revision();
    if (handleTyping(*this, *event, language())) {
        event->accept();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
    if (document()->revision() != before && !event->text().isEmpty() &&
        (event->text().at(0).isPrint() || event->text() == QLatin1String("\b"))) {
        m_language->completer()->typed(event->text());
    }
}

void CodeEditor::foldHere() {
    const int line = m_folding->enclosing(textCursor().blockNumber(), false);
    if (line < 0) {
        return;
    }
    if (line != textCursor().blockNumber()) {
        QTextCursor cursor(document()->findBlockByNumber(line));
        cursor.movePosition(QTextCursor::EndOfBlock);
        setTextCursor(cursor);
    }
    m_folding->setFolded(line, true);
}

void CodeEditor::unfoldHere() {
    if (const int line = m_folding->enclosing(textCursor().blockNumber(), true); line >= 0) {
        m_folding->setFolded(line, false);
    }
}

void CodeEditor::updateFoldState() {
    if (!textCursor().block().isVisible()) {
        // The cursor goes where the text that held it can still be seen.
        QTextBlock block = textCursor().block();
        while (block.isValid() && !block.isVisible()) {
            block = block.previous();
        }
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock);
        setTextCursor(cursor);
    }
    viewport()->update();
    m_gutter->update();
}

void CodeEditor::drawFoldMarks(QPainter& painter) {
    if (!m_folding->anyFolded()) {
        return;
    }
    const Palette& scheme = colors();
    const QFont small = ui::font(FontRole::Small);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto lines = visibleLines();
    for (const VisibleLine& line : lines) {
        const language::Fold* fold = m_folding->foldAt(line.number);
        if (!fold || !m_folding->isFolded(line.number)) {
            continue;
        }
        const QTextBlock block = document()->findBlockByNumber(line.number);
        QTextCursor end(block);
        end.movePosition(QTextCursor::EndOfBlock);
        const QString text = tr("%1 more lines").arg(fold->last - fold->first);
        const int width = QFontMetrics(small).horizontalAdvance(text) + 16;
        const QRectF box(cursorRect(end).right() + 10, line.top + 1, width, line.height - 2);
        drawRoundedBox(&painter, box, 4, scheme.selection, QColor());
        painter.setFont(small);
        painter.setPen(scheme.dim);
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void CodeEditor::mouseMoveEvent(QMouseEvent* event) {
    QPlainTextEdit::mouseMoveEvent(event);
    const bool linked =
        (event->modifiers() & Qt::ControlModifier) && event->buttons() == Qt::NoButton &&
        language::definition(m_language->kind(), text(), textOffset(cursorForPosition(event->pos()).position()));
    viewport()->setCursor(linked ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void CodeEditor::mouseReleaseEvent(QMouseEvent* event) {
    QPlainTextEdit::mouseReleaseEvent(event);
    if ((event->modifiers() & Qt::ControlModifier) && event->button() == Qt::LeftButton &&
        !textCursor().hasSelection()) {
        m_language->goToDefinition(cursorForPosition(event->pos()).position());
    }
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
        static const QStringList changing{QStringLiteral("editorQuickFix"), QStringLiteral("editorToggleComment"),
                                          QStringLiteral("editorComplete"), QStringLiteral("editorRename"),
                                          QStringLiteral("editorFormat")};
        const bool changes = changing.contains(action->objectName());
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
            showPopup(marksAt(cursor.position()), cursor.position(), below);
        }
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

} // namespace reberth::ui
