#include "app/logging.h"

#include <QLoggingCategory>

namespace reberth::app {

void installLogging() {
    if (qEnvironmentVariable("REBERTH_LOG") != QLatin1String("debug")) {
        QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\nqt.qpa.*.info=false"));
    }
    qSetMessagePattern(QStringLiteral("reberth: %{if-category}%{category}: %{endif}%{message}"));
}

} // namespace reberth::app
