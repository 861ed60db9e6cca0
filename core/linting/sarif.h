#pragma once

#include "core/linting/checkedfile.h"

#include <QByteArray>

namespace reberth::linting {

/// A SARIF 2.1.0 log of one run over all files, as code hosts read it. `version` is the program's.
QByteArray sarif(const QList<CheckedFile>& files, const QString& version);

} // namespace reberth::linting
