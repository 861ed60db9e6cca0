#pragma once

#include <QProcess>

namespace reberth::process {

/// Makes the program that `process` will start the leader of a process group of its own (where the system has groups).
void separateGroup(QProcess& process);

/// Ends a running program together with its children. `pid` is the group leader's.
void killGroup(qint64 pid);

} // namespace reberth::process
