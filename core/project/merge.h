#pragma once

#include "core/base/result.h"

#include <QString>

namespace reberth::project {

struct Merge {
    QString text;
    bool conflict = false; ///< `text` carries <<<<<<< yours … >>>>>>> generated (or another label) marks
};

/// Three-way merge by lines: what changed from `base` to `generated` goes into `yours`. `label` is what a conflict
/// calls the new text. Pure and thread-safe.
Result<Merge> mergeGenerated(const QString& base, const QString& yours, const QString& generated,
                             const char* label = "generated");

} // namespace reberth::project
