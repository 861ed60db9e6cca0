#pragma once

#include "ui/theme/palette.h"

#include <QIcon>
#include <QString>

namespace reberth::ui {

/// A line icon of resources/icons, drawn in the ink of the theme that is on when it is painted (and faint when
/// disabled), at any device pixel ratio. `name` is the file's name without ".svg".
QIcon icon(const QString& name, Ink ink = &Palette::dim);

} // namespace reberth::ui
