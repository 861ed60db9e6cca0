#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/language/language.h"

#include <QFrame>
#include <QTimer>

#include <optional>

class QVBoxLayout;

namespace reberth::ui {

/// The card that explains the problems under the mouse or the cursor, with their fixes as buttons, and what stands
/// there. A child of the window; goes away when the mouse leaves it, with Esc or with the next key in the editor.
class DiagnosticPopup : public QFrame {
    Q_OBJECT
public:
    explicit DiagnosticPopup(QWidget* window);

    /// With `suppressible` each problem offers to be left out from now on.
    void showFor(const QList<diagnostics::Diagnostic>& diagnostics, const std::optional<language::Hover>& words,
                 bool suppressible, const QPoint& globalPosition);
    /// A grammar with the part that is being written in another colour.
    void showSignature(const language::Signature& signature, const QPoint& globalPosition);

signals:
    void fixChosen(const reberth::diagnostics::Fix& fix);
    void suppressionAsked(const reberth::diagnostics::Diagnostic& diagnostic);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void clear();
    void open(const QPoint& globalPosition);
    void addDiagnostic(const diagnostics::Diagnostic& diagnostic, bool suppressible, bool first);
    void addWords(const QString& title, Qt::TextFormat format, const QString& text, bool first);
    void hideWhenLeft();

    QVBoxLayout* m_layout;
    QTimer m_watch;
    QRect m_origin;
    bool m_entered = false;
};

} // namespace reberth::ui
