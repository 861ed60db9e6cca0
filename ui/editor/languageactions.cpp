#include "ui/editor/languageactions.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/completer.h"
#include "ui/editor/folding.h"
#include "ui/editor/outlinepopup.h"
#include "ui/editor/renamebox.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>
#include <QTextBlock>

namespace reberth::ui {

namespace {

/// Folds may follow the text a little later than the eye notices.
constexpr int idleMs = 150;

} // namespace

LanguageActions::LanguageActions(CodeEditor* editor, Folding* folding)
    : QObject(editor)
    , m_editor(editor)
    , m_folding(folding)
    , m_completer(new Completer(editor)) {
    m_idle.setSingleShot(true);
    m_idle.setInterval(idleMs);
    connect(&m_idle, &QTimer::timeout, this, &LanguageActions::updateFolds);
    connect(editor, &CodeEditor::edited, this, [this] {
        ++m_generation;
        m_idle.start();
    });
}

LanguageActions::~LanguageActions() {
    delete m_rename;
    delete m_outline;
}

void LanguageActions::setFileName(const QString& name) {
    m_kind = language::kindOf(name);
    m_completer->setKind(m_kind);
    updateFolds();
}

void LanguageActions::setContextSource(std::function<language::Context()> source) {
    m_source = std::move(source);
    m_completer->setContextSource(m_source);
}

language::Context LanguageActions::context() const {
    return m_source ? m_source() : language::Context();
}

std::optional<language::Hover> LanguageActions::hoverAt(int position) const {
    return language::hover(m_kind, m_editor->text(), m_editor->textOffset(position), context());
}

std::optional<language::Signature> LanguageActions::signatureAt(int position) const {
    return language::signature(m_kind, m_editor->text(), m_editor->textOffset(position));
}

bool LanguageActions::goToDefinition(int position) {
    const auto found = language::definition(m_kind, m_editor->text(), m_editor->textOffset(position));
    if (!found) {
        emit nothingFound(tr("Nothing here is defined in this file."));
        return false;
    }
    m_editor->goToOffset(found->start);
    return true;
}

void LanguageActions::rename() {
    if (m_editor->isReadOnly()) {
        return;
    }
    const QString text = m_editor->text();
    const int position = m_editor->textCursor().position();
    const qsizetype offset = m_editor->textOffset(position);
    const language::Kind kind = m_kind;
    const language::Occurrences found = language::occurrences(kind, text, offset);
    if (const auto possible = language::rename(kind, text, offset, found.name); !possible) {
        emit nothingFound(possible.error().message);
        return;
    }
    if (!m_rename) {
        m_rename = new RenameBox(m_editor->window());
        connect(m_rename, &RenameBox::accepted, this,
                [this](const QList<TextEdit>& edits) { m_editor->applyEdits(edits); });
        connect(m_rename, &RenameBox::closed, m_editor, [this] { m_editor->setFocus(); });
    }
    QTextCursor name(m_editor->document());
    name.setPosition(position);
    for (const TextRange& range : found.ranges) {
        if (offset >= range.start && offset <= range.end) {
            name.setPosition(m_editor->documentPosition(range.start));
        }
    }
    const QPoint below = m_editor->cursorRect(name).bottomLeft() + QPoint(0, 4);
    m_rename->open(
        found.name, text,
        [kind, text, offset](const QString& wanted) { return language::rename(kind, text, offset, wanted); },
        m_editor->viewport()->mapToGlobal(below));
}

void LanguageActions::showOutline() {
    const QList<language::Symbol> symbols = language::symbols(m_kind, m_editor->text());
    if (symbols.isEmpty()) {
        emit nothingFound(tr("This file has no outline."));
        return;
    }
    if (!m_outline) {
        m_outline = new OutlinePopup(m_editor->window());
        connect(m_outline, &OutlinePopup::shown, this, [this](qsizetype offset) { m_editor->showOffset(offset); });
        connect(m_outline, &OutlinePopup::chosen, this, [this](qsizetype offset) { m_editor->goToOffset(offset); });
        connect(m_outline, &OutlinePopup::left, this, [this] {
            m_editor->showOffset(m_editor->textOffset(m_outlineReturn));
            m_editor->setFocus();
        });
    }
    m_outlineReturn = m_editor->textCursor().position();
    const qsizetype here = m_editor->textOffset(m_outlineReturn);
    int current = -1;
    for (int i = 0; i < symbols.size() && symbols.at(i).range.start <= here; ++i) {
        current = i;
    }
    m_outline->open(symbols, current, QRect(m_editor->mapToGlobal(QPoint(0, 0)), m_editor->size()));
}

void LanguageActions::updateFolds() {
    m_idle.stop();
    const quint64 generation = ++m_generation;
    const language::Kind kind = m_kind;
    if (kind == language::Kind::Plain) {
        m_folding->setFolds({});
        return;
    }
    const QString text = m_editor->text();
    auto* watcher = new QFutureWatcher<QList<language::Fold>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation] {
        watcher->deleteLater();
        if (generation == m_generation) {
            m_folding->setFolds(watcher->result());
        }
    });
    watcher->setFuture(QtConcurrent::run([kind, text] { return language::folds(kind, text); }));
}

} // namespace reberth::ui
