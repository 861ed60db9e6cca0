#pragma once

#include "ui/theme/palette.h"

#include <QFrame>

#include <optional>

namespace reberth::ui {

/// A rounded panel with a thin line round it. Its layout is the caller's; a flush card leaves no margin but the line,
/// for a view that fills it.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);

    void setFill(Ink fill);                 ///< `&Palette::panel` at first
    void setTone(std::optional<Tone> tone); ///< tinted background without a line; none is the plain card
    void setHighlighted(bool highlighted);  ///< accent line: the chosen one of several
    void setDashed(bool dashed);            ///< a drop target

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Ink m_fill = &Palette::panel;
    std::optional<Tone> m_tone;
    bool m_highlighted = false;
    bool m_dashed = false;
};

} // namespace reberth::ui
