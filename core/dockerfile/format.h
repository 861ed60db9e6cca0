#pragma once

#include <QString>

namespace reberth::dockerfile {

/// The Dockerfile in its usual layout: keywords in capitals, one blank between words outside quotes and shell text,
/// continuation lines of an instruction indented alike, no blanks at line ends, one blank line at most between
/// instructions, a line end at the end. Comments, heredocs and what the shell sees stay as they are; the builder reads
/// the same. Idempotent. Text that can't be read comes back unchanged.
QString format(const QString& text);

} // namespace reberth::dockerfile
