#pragma once

namespace reberth::app {

/// Qt's own messages go to stderr without debug ones; REBERTH_LOG=debug shows all.
void installLogging();

} // namespace reberth::app
