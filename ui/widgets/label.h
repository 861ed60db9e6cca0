#pragma once

#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"

#include <QLabel>

namespace reberth::ui {

/// A label in one of our fonts and inks; the ink follows the theme. Plain text unless told otherwise.
class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(const QString& text = {}, FontRole role = FontRole::Body, Ink ink = &Palette::text,
                   QWidget* parent = nullptr);

    void setInk(Ink ink);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyInk();

    Ink m_ink;
};

} // namespace reberth::ui
