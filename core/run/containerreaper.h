#pragma once

#include "core/engine/endpoint.h"

#include <QString>

namespace reberth::run {

/// Removes a container, running or not, when the one who started it is being destroyed and can't wait for it. Works on
/// a thread of the global pool, which the application waits for before it ends; gives up after 20 s.
void reapContainer(const engine::Endpoint& endpoint, const QString& containerId);

} // namespace reberth::run
