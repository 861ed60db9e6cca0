#pragma once

#include "core/diagnostics/diagnostic.h"

#include <QFrame>
#include <QTimer>

class QVBoxLayout;

namespace reberth::ui {

/// The card that explains the problems under the mouse or the cursor, with their fixes as buttons. A child of the
/// window; goes away when the mouse leaves it, with Esc or with the next key in the editor.
class DiagnosticPopup : public QFrame {
    Q_OBJECT
public:
    explicit DiagnosticPopup(QWidget* window);

    void showFor(const QList<diagnostics::Diagnostic>& diagnostics, const QPoint& globalPosition);

signals:
    void fixChosen(const reberth::diagnostics::Fix& fix);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addDiagnostic(const diagnostics::Diagnostic& diagnostic, bool first);
    void hideWhenLeft();

    QVBoxLayout* m_layout;
    QTimer m_watch;
    QRect m_origin;
    bool m_entered = false;
};

} // namespace reberth::ui
