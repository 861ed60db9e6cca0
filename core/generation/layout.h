#pragma once

#include <QString>

/// Where things lie, in the checkout and in the image; shared by the writers of the files.
namespace reberth::generation {

inline const QString filesFolder = QStringLiteral(".reberth");
inline const QString codeFolder = QStringLiteral("/app");
inline const QString homeFolder = QStringLiteral("/home/app");

} // namespace reberth::generation
