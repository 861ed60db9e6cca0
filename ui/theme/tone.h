#pragma once

namespace reberth::ui {

/// What a colour means. State is never shown by the tone alone: a word or a mark goes with it.
enum class Tone { Neutral, Accent, Ok, Warning, Error };

} // namespace reberth::ui
