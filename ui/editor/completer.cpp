#include "ui/editor/completer.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/completionpopup.h"

#include <QFutureWatcher>
#include <QKeyEvent>
#include <QtConcurrentRun>

#include <QTextBlock>
#include <utility>

namespace reberth::ui {

namespace {

bool isWordPart(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-') || c == QLatin1Char('.');
}

} // namespace

Completer::Completer(CodeEditor* editor)
    : QObject(editor)
    , m_editor(editor) {
    editor->installEventFilter(this);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        const QTextCursor cursor = m_editor->textCursor();
        if (cursor.blockNumber() != m_line) {
            m_line = cursor.blockNumber();
            m_nothingHere = false;
        }
        if (isOpen() && !m_accepting &&
            (cursor.position() < m_word.position() || cursor.blockNumber() != m_word.blockNumber() ||
             cursor.hasSelection())) {
            close();
        }
    });
}

Completer::~Completer() {
    // They read the knowledge, which may go next; each takes a few milliseconds.
    const auto running = findChildren<QFutureWatcherBase*>();
    for (QFutureWatcherBase* watcher : running) {
        watcher->disconnect(this);
        watcher->waitForFinished();
    }
    delete m_popup;
}

bool Completer::isOpen() const {
    return m_popup && m_popup->isVisible();
}

void Completer::close() {
    ++m_generation;
    m_next.reset();
    if (m_popup) {
        m_popup->hide();
    }
}

void Completer::complete() {
    m_dismissed = -1;
    ask(false);
}

bool Completer::opensCompletion(QChar c) const {
    const QTextCursor cursor = m_editor->textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    if (c.isLetterOrNumber() || c == QLatin1Char('_')) {
        return true;
    }
    switch (c.unicode()) {
    case '$':
    case '=':
    case ':':
    case '/':
    case ',':
    case '*':
        return true;
    case '{':
        return before.endsWith(QLatin1String("${"));
    case '-':
        return before.endsWith(QLatin1String(" --"));
    case ' ': {
        const QString word = before.trimmed().section(QLatin1Char(' '), -1).toUpper();
        if (m_kind == language::Kind::Compose) {
            return word.endsWith(QLatin1Char(':')) || word == QLatin1String("-");
        }
        return word == QLatin1String("FROM") || word == QLatin1String("ONBUILD") ||
               word == QLatin1String("STOPSIGNAL") || word == QLatin1String("SHELL") ||
               word == QLatin1String("HEALTHCHECK");
    }
    default:
        return false;
    }
}

void Completer::typed(const QString& text) {
    if (m_kind == language::Kind::Plain || m_editor->isReadOnly() || text.isEmpty()) {
        return;
    }
    const QChar c = text.back();
    if (isOpen() && (isWordPart(c) || c == QLatin1Char('\b'))) {
        refilter();
        if (isOpen()) {
            return;
        }
    }
    if (c == QLatin1Char('\b')) {
        return;
    }
    if (!isWordPart(c)) {
        m_dismissed = -1;
        m_nothingHere = false;
    }
    if (m_nothingHere) {
        return; // more letters of a word that nothing is known of
    }
    if (opensCompletion(c)) {
        ask(true);
    } else {
        close();
    }
}

QString Completer::typedWord() const {
    QTextCursor cursor = m_editor->textCursor();
    const int end = cursor.position();
    cursor.setPosition(m_word.position());
    cursor.setPosition(std::max(end, m_word.position()), QTextCursor::KeepAnchor);
    return cursor.selectedText();
}

void Completer::refilter() {
    if (m_editor->textCursor().position() < m_word.position()) {
        close();
        return;
    }
    m_popup->setTyped(typedWord());
}

void Completer::ask(bool automatic) {
    if (m_kind == language::Kind::Plain || m_editor->isReadOnly()) {
        return;
    }
    const quint64 generation = ++m_generation;
    if (m_asking) {
        m_next = automatic;
        return;
    }
    m_asking = true;
    const language::Kind kind = m_kind;
    const QString text = m_editor->text();
    const qsizetype position = m_editor->textOffset(m_editor->textCursor().position());
    const language::Context context = m_context ? m_context() : language::Context();
    auto* watcher = new QFutureWatcher<language::CompletionList>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation, automatic] {
        watcher->deleteLater();
        m_asking = false;
        if (const auto next = std::exchange(m_next, std::nullopt); next && generation != m_generation) {
            ask(*next);
            return;
        }
        take(generation, automatic, watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(
        [kind, text, position, context] { return language::complete(kind, text, position, context); }));
}

void Completer::take(quint64 generation, bool automatic, const language::CompletionList& list) {
    // Another key, or the cursor went elsewhere: that answer is not for this place.
    if (generation != m_generation || !m_editor->hasFocus()) {
        return;
    }
    m_word = QTextCursor(m_editor->document());
    m_word.setPosition(m_editor->documentPosition(list.range.start));
    m_word.setKeepPositionOnInsert(true);
    m_nothingHere = list.items.isEmpty() && automatic;
    if (list.items.isEmpty() || (automatic && m_word.position() == m_dismissed)) {
        close();
        return;
    }
    if (!m_popup) {
        m_popup = new CompletionPopup(m_editor->window());
        connect(m_popup, &CompletionPopup::accepted, this, &Completer::accept);
    }
    QRect place = m_editor->cursorRect(m_word);
    place.moveTopLeft(m_editor->viewport()->mapToGlobal(place.topLeft()));
    m_popup->showFor(list.items, typedWord(), place);
}

void Completer::accept() {
    const language::CompletionItem* chosen = m_popup ? m_popup->current() : nullptr;
    if (!chosen) {
        return;
    }
    const language::CompletionItem item = *chosen;
    QTextCursor cursor = m_editor->textCursor();
    QString insert = item.text();
    // What follows is there already: "RUN " before " x", "--from=" before "=x".
    const QChar next = m_editor->document()->characterAt(cursor.position());
    if (!insert.isEmpty() && next == insert.back() && !next.isLetterOrNumber()) {
        insert.chop(1);
    }
    const int start = m_word.position();
    close();
    m_accepting = true;
    cursor.beginEditBlock();
    cursor.setPosition(start, QTextCursor::KeepAnchor);
    cursor.insertText(insert);
    if (item.caret >= 0) {
        cursor.setPosition(start + static_cast<int>(std::min(item.caret, insert.size())));
    }
    cursor.endEditBlock();
    m_editor->setTextCursor(cursor);
    m_editor->ensureCursorVisible();
    m_editor->setFocus();
    m_accepting = false;
    m_dismissed = -1;
    if (item.continues) {
        ask(true);
    }
}

bool Completer::takesKey(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Escape:
        m_dismissed = m_word.position();
        close();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        return event->modifiers() == Qt::NoModifier && m_popup->navigate(event->key());
    case Qt::Key_Tab:
        accept();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() == Qt::NoModifier && m_popup->isMeant()) {
            accept();
            return true;
        }
        close();
        return false;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        close();
        return false;
    default:
        return false;
    }
}

bool Completer::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_editor && isOpen()) {
        if (event->type() == QEvent::KeyPress && takesKey(static_cast<QKeyEvent*>(event))) {
            return true;
        }
        if (event->type() == QEvent::ShortcutOverride) {
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Escape || key == Qt::Key_Tab || key == Qt::Key_Return || key == Qt::Key_Enter) {
                event->accept();
                return true;
            }
        }
        if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide || event->type() == QEvent::Wheel) {
            close();
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace reberth::ui
