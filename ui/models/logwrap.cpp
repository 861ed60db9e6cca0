#include "ui/models/logwrap.h"

#include "core/settings/settings.h"
#include "ui/widgets/logpane.h"

namespace reberth::ui {

void followLogWrap(LogPane* pane, settings::Settings& settings) {
    namespace keys = reberth::settings::keys;
    pane->setWrap(settings.value(keys::wrapLog));
    QObject::connect(&settings, &reberth::settings::Settings::changed, pane, [pane, &settings](const QString& name) {
        if (name == QLatin1String(keys::wrapLog.name)) {
            pane->setWrap(settings.value(keys::wrapLog));
        }
    });
    QObject::connect(pane, &LogPane::wrapChanged, pane, [&settings](bool wrap) {
        if (settings.value(keys::wrapLog) != wrap) {
            settings.setValue(keys::wrapLog, wrap);
        }
    });
}

} // namespace reberth::ui
