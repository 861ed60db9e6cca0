#pragma once

#include <QTextCursor>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace reberth::ui {

class CodeEditor;

/// Find and replace below an editor: plain or regular expression, case, next and previous, replace one or all
/// (all = one undo step).
class FindBar : public QWidget {
    Q_OBJECT
public:
    explicit FindBar(CodeEditor* editor, QWidget* parent = nullptr);

    /// Shows the bar with the selected text as the needle; `replace` shows the second row too.
    void open(bool replace);
    void close();

public slots:
    void findNext();
    void findPrevious();
    void replaceOne();
    void replaceAll();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search();
    void showCurrent();
    void select(qsizetype index);
    QString replacementFor(const QTextCursor& match) const;

    CodeEditor* m_editor;
    QLineEdit* m_needle;
    QLineEdit* m_replacement;
    QLabel* m_count;
    QToolButton* m_regex;
    QToolButton* m_case;
    QWidget* m_replaceRow;
    QList<QTextCursor> m_matches;
    bool m_searching = false;
};

} // namespace reberth::ui
