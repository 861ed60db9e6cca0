#pragma once

#include "core/language/language.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <optional>

namespace reberth::ui {

class CodeEditor;
class Completer;
class Folding;
class OutlinePopup;
class RenameBox;

/// What an editor knows of the language of its file: explanations, definitions, renaming, outline, layout, and the
/// stretches that fold, which are found off the GUI thread after the last key.
class LanguageActions : public QObject {
    Q_OBJECT
public:
    LanguageActions(CodeEditor* editor, Folding* folding);
    ~LanguageActions() override;

    void setFileName(const QString& name);
    /// What stands around the file; called whenever something is asked.
    void setContextSource(std::function<language::Context()> source);
    language::Kind kind() const { return m_kind; }
    Completer* completer() const { return m_completer; }

    /// At a position of the document.
    std::optional<language::Hover> hoverAt(int position) const;
    /// The instruction's grammar with the part that is being written; nullopt where there is none.
    std::optional<language::Signature> signatureAt(int position) const;

    bool goToDefinition(int position);
    void rename();
    void showOutline();
    /// Finds the stretches that fold at once instead of after the last key.
    void updateFolds();

signals:
    /// A sentence for the person who asked for something that is not there.
    void nothingFound(const QString& message);

private:
    language::Context context() const;

    CodeEditor* m_editor;
    Folding* m_folding;
    Completer* m_completer;
    language::Kind m_kind = language::Kind::Plain;
    std::function<language::Context()> m_source;
    QPointer<RenameBox> m_rename;
    QPointer<OutlinePopup> m_outline;
    int m_outlineReturn = 0;
    QTimer m_idle;
    quint64 m_generation = 0;
};

} // namespace reberth::ui
