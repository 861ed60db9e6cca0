#pragma once

#include "ui/widgets/card.h"
#include "ui/widgets/logview.h"

#include <QList>

#include <functional>

class QHBoxLayout;

namespace reberth::ui {

class Chip;
class SearchField;

/// A log with its tools: search, regular expression, errors only, wrap, follow, save. Lines stay with their owner; the
/// pane keeps which of them are shown.
class LogPane : public Card {
    Q_OBJECT
public:
    explicit LogPane(QWidget* parent = nullptr);

    /// `line` is asked for 0 ≤ index < count on the GUI thread until the next setSource().
    void setSource(qsizetype count, std::function<LogText(qsizetype)> line);
    /// Lines were added at the end.
    void setLineCount(qsizetype count);
    /// Shows only lines for which `accept` is true; none shows all. It is kept for lines that come.
    void setFilter(std::function<bool(qsizetype)> accept);
    void setWrap(bool wrap);
    void scrollToLine(qsizetype sourceLine, bool mark);
    /// Everything, without escape sequences of the terminal.
    QString allText() const;
    LogView* view() const { return m_view; }

    /// A line that says that something is wrong, going by its words.
    static bool looksLikeError(const QString& text);

signals:
    void saveRequested();
    void wrapChanged(bool wrap);

private:
    void refilter();
    void append(qsizetype first);
    bool accepts(qsizetype index) const;

    LogView* m_view;
    SearchField* m_search;
    Chip* m_regex;
    Chip* m_errors;
    Chip* m_wrap;
    Chip* m_follow;
    Chip* m_save;
    std::function<LogText(qsizetype)> m_line;
    std::function<bool(qsizetype)> m_accept;
    qsizetype m_count = 0;
    bool m_all = true; ///< no filter: shown lines are the source's
    QList<qsizetype> m_shown;
};

} // namespace reberth::ui
