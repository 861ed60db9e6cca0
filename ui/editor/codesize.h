#pragma once

namespace reberth::settings {
class Settings;
}

namespace reberth::ui {

class CodeEditor;

/// Gives the editor the user's size of code, now and whenever the setting changes. `settings` must outlive the editor.
void followCodeSize(CodeEditor* editor, const settings::Settings& settings);

} // namespace reberth::ui
