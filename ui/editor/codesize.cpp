#include "ui/editor/codesize.h"

#include "core/settings/settings.h"
#include "ui/editor/codeeditor.h"

namespace reberth::ui {

void followCodeSize(CodeEditor* editor, const settings::Settings& settings) {
    namespace keys = reberth::settings::keys;
    editor->setBaseFontSize(settings.value(keys::editorFontSize));
    QObject::connect(&settings, &reberth::settings::Settings::changed, editor, [editor, &settings](const QString& name) {
        if (name == QLatin1String(keys::editorFontSize.name)) {
            editor->setBaseFontSize(settings.value(keys::editorFontSize));
        }
    });
}

} // namespace reberth::ui
