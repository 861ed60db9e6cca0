#pragma once

#include "core/engine/endpoint.h"

#include <optional>

namespace reberth::app {

/// The script that starts Reberth's own engine: $REBERTH_ENGINE_SCRIPT, or packaging/engine of the tree that the program
/// was built from; "" when there is none.
QString privateEngineScript();

/// Reberth's own engine when it was started; it is never chosen before one of the user's.
std::optional<engine::Endpoint> privateEngine();

} // namespace reberth::app
