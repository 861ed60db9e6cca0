#pragma once

#include <QWidget>

class QPushButton;

namespace reberth::ui {

class BusyBar;
class ElidedLabel;

/// Long work as one row: what it does, how far it is, and a way to stop it.
class ProgressRow : public QWidget {
    Q_OBJECT
public:
    explicit ProgressRow(QWidget* parent = nullptr);

    void setProgress(const QString& text, int percent); ///< -1 for unknown
    QPushButton* cancelButton() const { return m_cancel; }

signals:
    void cancelRequested();

private:
    ElidedLabel* m_text;
    BusyBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace reberth::ui
