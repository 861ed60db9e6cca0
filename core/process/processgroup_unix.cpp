#include "core/process/processgroup.h"

#include <csignal>
#include <unistd.h>

namespace reberth::process {

void separateGroup(QProcess& process) {
    process.setChildProcessModifier([] {
        // Only async-signal-safe calls are allowed between fork and exec.
        ::setpgid(0, 0);
    });
}

void killGroup(qint64 pid) {
    if (pid > 1) {
        ::kill(-static_cast<pid_t>(pid), SIGKILL);
    }
}

} // namespace reberth::process
