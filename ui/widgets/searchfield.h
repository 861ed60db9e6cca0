#pragma once

#include <QLineEdit>

namespace reberth::ui {

/// An input for searching a list or a log: Enter for the next hit, Shift+Enter for the one before, Escape empties it
/// first and then leaves.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

    void setHits(int current, int total); ///< 1-based; "2 of 3" at the right end; total -1 shows nothing

signals:
    void nextRequested();
    void previousRequested();
    void left(); ///< Escape in an empty field

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_hits;
};

} // namespace reberth::ui
