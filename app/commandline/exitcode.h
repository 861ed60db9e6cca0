#pragma once

#include "core/base/error.h"

namespace reberth::app {

/// What `reberth` returns; documented by every command's --help. `reberth run` returns the container's own code.
enum ExitCode {
    Ok = 0,
    Failed = 1,            ///< the work was done and says no: a build failed, lint found errors, a conflict is left
    Usage = 2,             ///< the command line is wrong
    BadInput = 3,          ///< no such repository, folder or ref; a file that can't be read
    EngineUnavailable = 4, ///< no Docker engine answers
    Interrupted = 130,     ///< Ctrl+C, SIGTERM
};

ExitCode exitCodeFor(const Error& error);

} // namespace reberth::app
