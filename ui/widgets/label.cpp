#include "ui/widgets/label.h"

#include <QEvent>

namespace reberth::ui {

Label::Label(const QString& text, FontRole role, Ink ink, QWidget* parent)
    : QLabel(text, parent)
    , m_ink(ink) {
    setTextFormat(Qt::PlainText);
    setFontRole(this, role);
    applyInk();
}

void Label::setInk(Ink ink) {
    m_ink = ink;
    applyInk();
}

void Label::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyInk();
    }
}

void Label::applyInk() {
    const QColor color = Palette::of(palette()).*m_ink;
    if (palette().color(QPalette::Active, QPalette::WindowText) != color) {
        QPalette own; // only this role is ours: the others keep following the application
        own.setColor(QPalette::WindowText, color);
        setPalette(own);
    }
}

} // namespace reberth::ui
