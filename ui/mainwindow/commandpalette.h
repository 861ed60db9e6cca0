#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

class QAction;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace reberth::ui {

/// A command that can be found by typing: an action with where it belongs.
struct Command {
    QString group; ///< "Files"
    QPointer<QAction> action;
};

/// How well a command's text fits what was typed; 0 = not at all. Every word must be in it, as a word's start, inside a
/// word, or as letters in order.
int commandScore(const QString& text, const QString& query);

/// Lies over the window, finds commands as you type and triggers the chosen one. Escape or a click beside it closes it.
class CommandPalette : public QWidget {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* window);

    void open(const QList<Command>& commands);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void trigger(const QListWidgetItem* item);
    void place();

    QList<Command> m_commands;
    QWidget* m_box;
    QLineEdit* m_query;
    QListWidget* m_list;
    QPointer<QWidget> m_before; ///< had the focus
};

} // namespace reberth::ui
