#include "core/process/processgroup.h"

#include <csignal>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace reberth::process {

void separateGroup(QProcess& process) {
    process.setChildProcessModifier([] {
        // Only async-signal-safe calls are allowed between fork and exec.
        ::setpgid(0, 0);
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // nothing goes on alone when we are killed
#endif
    });
}

void killGroup(qint64 pid) {
    if (pid > 1) {
        ::kill(-static_cast<pid_t>(pid), SIGKILL);
    }
}

} // namespace reberth::process
