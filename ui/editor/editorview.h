#pragma once

#include <QWidget>

namespace reberth::ui {

class CodeEditor;
class FindBar;

/// An editor with its find bar: Ctrl+F find, Ctrl+H replace, F3 and Shift+F3 next and previous.
class EditorView : public QWidget {
    Q_OBJECT
public:
    explicit EditorView(QWidget* parent = nullptr);

    CodeEditor* editor() const { return m_editor; }
    FindBar* findBar() const { return m_findBar; }

private:
    CodeEditor* m_editor;
    FindBar* m_findBar;
};

} // namespace reberth::ui
