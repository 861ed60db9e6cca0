#pragma once

#include <QCoreApplication>
#include <QString>

namespace reberth::app {

/// A text of the command line in the user's language.
inline QString translated(const char* text) {
    return QCoreApplication::translate("reberth::app", text);
}

} // namespace reberth::app
