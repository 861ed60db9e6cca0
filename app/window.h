#pragma once

namespace reberth::app {

/// Opens the main window; `reberth open PATH|URL` opens it on a repository. Returns the exit code.
int runWindow(int argc, char** argv);

} // namespace reberth::app
