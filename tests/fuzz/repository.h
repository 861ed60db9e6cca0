#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>

namespace reberth::fuzz {

/// Takes the input for a small repository in memory, reads it with analysis::inspect(), and aborts when what comes
/// back can't be: JSON that reads back differently, a range that does not parse, evidence on a line that is not there.
/// Input up to the first line that starts with "=== " is the file `path`; each such line names the next file.
void inspectRepository(const QString& path, const std::uint8_t* data, std::size_t size);

} // namespace reberth::fuzz
