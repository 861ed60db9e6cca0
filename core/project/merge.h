#pragma once

#include "core/base/result.h"

#include <QString>

namespace reberth::project {

struct Merge {
    QString text;
    bool conflict = false; ///< `text` carries <<<<<<< yours … >>>>>>> generated marks
};

/// Three-way merge by lines: what changed from `base` to `generated` goes into `yours`. Pure and thread-safe.
Result<Merge> mergeGenerated(const QString& base, const QString& yours, const QString& generated);

} // namespace reberth::project
