#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace reberth::project {

/// Names of the sample repositories that come with the program (":/samples/<name>").
QStringList sampleNames();

/// Writes a sample as a Git repository with one commit into a new folder below `parentFolder` and returns its path.
/// Its project fixes a plain Debian image as base, so that it builds from distribution packages alone.
/// Blocking (a dozen small files). An earlier copy of the same name is returned as it is.
Result<QString> createSample(const QString& name, const QString& parentFolder);

} // namespace reberth::project
