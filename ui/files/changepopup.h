#pragma once

#include "ui/files/linechanges.h"

#include <QFrame>

class QPushButton;
class QVBoxLayout;

namespace reberth::ui {

/// What one stretch of lines was and is, with the way back. A child of the window; Escape, a click on Close or losing
/// the focus closes it.
class ChangePopup : public QFrame {
    Q_OBJECT
public:
    explicit ChangePopup(QWidget* window);

    void open(const QString& oldText, const QString& newText, const LineHunk& hunk, const QPoint& globalPosition);

signals:
    void revertChosen(const reberth::ui::LineHunk& hunk);
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Lines;

    LineHunk m_hunk;
    Lines* m_lines;
    QPushButton* m_revert;
    QPushButton* m_close;
};

} // namespace reberth::ui
