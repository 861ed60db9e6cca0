#pragma once

#include <QMap>

namespace reberth::ui {

/// How a line differs from a reference text; drawn as a strip in the gutter.
enum class LineMark { Added, Changed, RemovedBelow };
/// 0-based line → mark.
using LineMarks = QMap<int, LineMark>;

} // namespace reberth::ui
