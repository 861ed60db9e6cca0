#pragma once

#include "ui/editor/completionmodel.h"

#include <QFrame>

class QKeyEvent;
class QLabel;
class QListView;

namespace reberth::ui {

/// The list of completions below the cursor with the chosen one's documentation beside it. A child of the window that
/// never takes the focus: the editor hands it its keys.
class CompletionPopup : public QFrame {
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* window);

    /// `word` is where the completed word stands, in global coordinates.
    void showFor(const QList<language::CompletionItem>& items, const QString& typed, const QRect& word);
    /// Hides when nothing fits any more.
    void setTyped(const QString& typed);
    /// Up, Down and the page keys.
    bool navigate(int key);
    /// Null when the list is empty.
    const language::CompletionItem* current() const;
    /// Did the user choose a row, or type a part of one?
    bool isMeant() const { return m_moved || !m_model->typed().isEmpty(); }
    int count() const { return m_model->rowCount(); }

signals:
    void accepted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void showDocumentation();

    CompletionModel* m_model;
    QListView* m_list;
    QLabel* m_title;
    QLabel* m_text;
    QWidget* m_side;
    QRect m_word;
    bool m_moved = false;
};

} // namespace reberth::ui
