#pragma once

#include <QString>

namespace reberth::analysis {

/// Can an environment marker (PEP 508: `sys_platform == "win32" and python_version < "3.8"`) hold on Linux on a PC?
/// True for every marker that can't be read, and for what only the Python decides.
bool mayHoldOnLinux(const QString& marker);

/// The extra that a marker asks for (`extra == "gpu"`), or "".
QString extraOfMarker(const QString& marker);

} // namespace reberth::analysis
