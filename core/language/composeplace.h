#pragma once

#include "core/base/textrange.h"

#include <QString>
#include <QStringList>

namespace reberth::language {

/// Where a position lies in a YAML text that may be half written: read by indentation, not by a parser.
struct ComposePlace {
    QStringList path;     ///< keys from the top; "[]" for an item of a list
    bool isKey = true;    ///< a key may be written here (of the map at `path`), else a value of `path`
    TextRange word;       ///< the whole key or value
    QString typed;        ///< of it, up to the position
    QStringList siblings; ///< keys that the map has already
    bool inText = false;  ///< in a comment or a block of text: nothing is known of it
    bool inItem = false;  ///< right behind "- ": a value of the list is as good as a key
};

ComposePlace composePlaceAt(const QString& text, qsizetype position);

} // namespace reberth::language
