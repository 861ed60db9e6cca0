#pragma once

#include "core/language/language.h"

#include <QFrame>

class QListWidget;
class QListWidgetItem;

namespace reberth::ui {

class SearchField;

/// The symbols of a file, found by typing. Moving through the list shows the place, Enter stays there, Escape goes
/// back.
class OutlinePopup : public QFrame {
    Q_OBJECT
public:
    explicit OutlinePopup(QWidget* window);

    /// `area` is the editor, in global coordinates; `current` is the symbol that the cursor is in, or -1.
    void open(const QList<language::Symbol>& symbols, int current, const QRect& area);

signals:
    void shown(qsizetype offset);  ///< the chosen row's place
    void chosen(qsizetype offset); ///< by Enter or a click
    void left();                   ///< without a choice

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void choose(const QListWidgetItem* item);

    QList<language::Symbol> m_symbols;
    int m_current = -1;
    SearchField* m_query;
    QListWidget* m_list;
};

} // namespace reberth::ui
