#pragma once

#include "core/diagnostics/diagnostic.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace reberth::ui {

/// Asks why a rule is to be left out, and whether here or in the whole project. Escape closes it.
class SuppressBox : public QFrame {
    Q_OBJECT
public:
    explicit SuppressBox(QWidget* window);

    /// Without `here` the language has no comment for it.
    void open(const diagnostics::Diagnostic& diagnostic, bool here, const QPoint& globalPosition);

signals:
    void hereChosen(const reberth::diagnostics::Diagnostic& diagnostic, const QString& reason);
    void projectChosen(const reberth::diagnostics::Diagnostic& diagnostic, const QString& reason);
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void finish();

    diagnostics::Diagnostic m_diagnostic;
    QLabel* m_title;
    QLabel* m_text;
    QLineEdit* m_reason;
    QPushButton* m_here;
    QPushButton* m_project;
};

} // namespace reberth::ui
