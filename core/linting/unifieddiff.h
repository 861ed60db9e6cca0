#pragma once

#include <QString>

namespace reberth::linting {

/// What `diff -u` prints for the two texts, "" when they are equal. `path` stands in both header lines.
QString unifiedDiff(const QString& path, const QString& before, const QString& after);

} // namespace reberth::linting
