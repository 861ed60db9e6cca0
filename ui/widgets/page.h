#pragma once

#include "ui/theme/tone.h"

#include <QString>
#include <QWidget>

namespace reberth::project {
class Project;
}

namespace reberth::ui {

/// What the navigation shows beside a page's name.
struct PageMark {
    Tone tone = Tone::Neutral;
    QString text;        ///< one or two characters: "2"; "" draws the tone's icon
    QString description; ///< in words, for the tool tip and screen readers; "" = no mark
    bool busy = false;   ///< work is going on there

    bool operator==(const PageMark&) const = default;
};

/// A screen of the main window. Its commands are its QWidget::actions(): each with text, objectName and (where
/// sensible) a shortcut; the window puts them into its menus and into the command palette.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// The project to show, nullptr for none; it outlives the page's use of it until the next call.
    virtual void setProject(project::Project* project);
    /// The page has come to the front: put the focus where work starts.
    virtual void activated();

    const PageMark& mark() const { return m_mark; }

signals:
    void markChanged();

protected:
    void setMark(const PageMark& mark);

private:
    PageMark m_mark;
};

} // namespace reberth::ui
