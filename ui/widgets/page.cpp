#include "ui/widgets/page.h"

namespace reberth::ui {

void Page::setProject(project::Project* /*project*/) {
}

void Page::activated() {
    setFocus();
}

void Page::setMark(const PageMark& mark) {
    if (m_mark != mark) {
        m_mark = mark;
        emit markChanged();
    }
}

} // namespace reberth::ui
