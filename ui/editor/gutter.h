#pragma once

#include <QWidget>

namespace reberth::ui {

class CodeEditor;

/// The strip left of the text: change marks, diagnostic marks, line numbers, fold marks. A click on a diagnostic's mark
/// goes there and opens its fixes; one on a change mark shows what changed; one on a fold mark folds or unfolds.
class Gutter : public QWidget {
    Q_OBJECT
public:
    /// Room for the fold marks, right of the numbers.
    static constexpr int foldWidth = 22;

    explicit Gutter(CodeEditor* editor);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    CodeEditor* m_editor;
    bool m_hovered = false;
};

} // namespace reberth::ui
