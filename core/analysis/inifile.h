#pragma once

#include <QList>
#include <QString>

namespace reberth::analysis {

/// One value of an INI file as Python's configparser reads it; a value over several lines gives one entry a line.
struct IniEntry {
    QString section;
    QString key;
    QString value; ///< trimmed, never empty
    QString text;  ///< the whole line
    int line = 0;  ///< 1-based
};

/// Reads setup.cfg, tox.ini and the like. Bounded in lines and their length.
QList<IniEntry> readIni(const QString& text);

} // namespace reberth::analysis
