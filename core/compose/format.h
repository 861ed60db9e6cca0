#pragma once

#include <QString>

namespace reberth::compose {

/// The compose file in its usual layout: two blanks a level, lists one level below their key, one blank behind ':' and
/// '-', no blanks at line ends, one blank line at most in a row, a line end at the end. Comments, quotes, the order of
/// keys and block texts stay. Idempotent; text that can't be read, or whose meaning a new layout would change, comes
/// back unchanged.
QString format(const QString& text);

} // namespace reberth::compose
