#pragma once

namespace reberth::settings {
class Settings;
}

namespace reberth::ui {

class LogPane;

/// Keeps the pane's wrapping and the user's setting the same, whichever changes. `settings` must outlive the pane.
void followLogWrap(LogPane* pane, settings::Settings& settings);

} // namespace reberth::ui
