#pragma once

#include "core/language/language.h"

#include <QObject>
#include <QPointer>
#include <QTextCursor>

#include <functional>
#include <optional>

class QKeyEvent;

namespace reberth::ui {

class CodeEditor;
class CompletionPopup;

/// Completion of one editor: asks off the GUI thread, drops late answers, and inserts what is chosen as one undo step.
/// It opens by Ctrl+Space and while typing where something is known of the place, and Enter only takes what was meant.
class Completer : public QObject {
    Q_OBJECT
public:
    explicit Completer(CodeEditor* editor);
    ~Completer() override;

    void setKind(language::Kind kind) { m_kind = kind; }
    void setContextSource(std::function<language::Context()> source) { m_context = std::move(source); }

    bool isOpen() const;
    void close();
    /// Ctrl+Space.
    void complete();
    /// What the editor has just taken from the keyboard; "\b" for a deletion.
    void typed(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void ask(bool automatic);
    void take(quint64 generation, bool automatic, const language::CompletionList& list);
    void refilter();
    void accept();
    bool takesKey(QKeyEvent* event);
    QString typedWord() const;
    bool opensCompletion(QChar c) const;

    CodeEditor* m_editor;
    QPointer<CompletionPopup> m_popup;
    language::Kind m_kind = language::Kind::Plain;
    std::function<language::Context()> m_context;
    QTextCursor m_word; ///< position: where the completed word begins
    quint64 m_generation = 0;
    int m_dismissed = -1; ///< start of the word for which the user closed the list
    bool m_accepting = false;
    bool m_asking = false;
    std::optional<bool> m_next; ///< asked while an answer is on its way: whether by typing
    int m_line = 0;
    bool m_nothingHere = false; ///< the word that is being typed has no completions
};

} // namespace reberth::ui
