#include "core/diagnostics/diagnostic.h"

namespace reberth::diagnostics {

QString severityName(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Info:
        return QStringLiteral("info");
    }
    return QStringLiteral("warning");
}

} // namespace reberth::diagnostics
