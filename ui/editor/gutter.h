#pragma once

#include <QWidget>

namespace reberth::ui {

class CodeEditor;

/// The strip left of the text: change marks, diagnostic marks, line numbers. A click on a diagnostic's mark goes there
/// and opens its fixes; a click on a change mark asks to revert the hunk.
class Gutter : public QWidget {
    Q_OBJECT
public:
    explicit Gutter(CodeEditor* editor);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    CodeEditor* m_editor;
};

} // namespace reberth::ui
