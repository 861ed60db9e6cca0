#pragma once

#include "ui/theme/tone.h"

#include <QColor>
#include <QPalette>

#include <array>

namespace reberth::ui {

/// Every colour of the window, once for light and once for dark. Widgets ask Palette::of(palette()) when they paint,
/// so that a switch of the theme needs nothing but a repaint.
struct Palette {
    QColor background; ///< behind the cards
    QColor panel;      ///< cards, navigation, bars
    QColor raised;     ///< buttons, inputs, popups
    QColor line;
    QColor text;
    QColor dim;   ///< second voice, still readable
    QColor faint; ///< line numbers and decoration only
    QColor accent;
    QColor accentBackground;
    QColor onAccent; ///< text on accent
    QColor ok, okBackground;
    QColor warning, warningBackground;
    QColor error, errorBackground;
    QColor code;          ///< behind code and logs
    QColor selection;     ///< selected rows, current line
    QColor textSelection; ///< behind selected text
    QColor hover;         ///< laid over what is under the pointer
    QColor shadow;
    QColor keyword, string, comment, number;
    std::array<QColor, 16> ansi; ///< terminal colours, the bright ones last

    bool isDark() const { return background.lightness() < 128; }
    QColor foregroundOf(Tone tone) const; ///< Neutral is `dim`
    QColor backgroundOf(Tone tone) const; ///< Neutral is `background`
    /// For QApplication::setPalette.
    QPalette toQPalette() const;

    static const Palette& light();
    static const Palette& dark();
    /// The one that `palette` was made from.
    static const Palette& of(const QPalette& palette);
};

/// One of the colours, chosen when it is painted: `&Palette::dim`.
using Ink = QColor Palette::*;

} // namespace reberth::ui
