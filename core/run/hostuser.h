#pragma once

#include <QString>

namespace reberth::run {

/// "uid:gid" of whoever runs Reberth, for a container whose results shall belong to them; empty where the platform has
/// no such thing (the engine's virtual machine maps owners by itself).
QString hostUser();

} // namespace reberth::run
