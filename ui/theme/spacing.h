#pragma once

namespace reberth::ui::spacing {

// Logical pixels, on a grid of 8 with one half step.
inline constexpr int half = 4;
inline constexpr int unit = 8;
inline constexpr int card = 16;    ///< inside a card, between cards
inline constexpr int page = 24;    ///< round a page's content
inline constexpr int control = 32; ///< height of buttons and inputs
inline constexpr int radius = 6;   ///< of controls
inline constexpr int cardRadius = 8;
inline constexpr int icon = 16;

} // namespace reberth::ui::spacing
