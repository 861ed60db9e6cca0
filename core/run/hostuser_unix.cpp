#include "core/run/hostuser.h"

#include <unistd.h>

namespace reberth::run {

QString hostUser() {
    return QStringLiteral("%1:%2").arg(::getuid()).arg(::getgid());
}

} // namespace reberth::run
