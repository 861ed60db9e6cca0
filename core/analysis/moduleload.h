#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// Environment modules of a cluster: `module load cuda/10.1 python/3.7 cudnn-7.6`, `ml CUDA/11.3.1`. False when the
/// words are no such command.
bool readModuleLoad(const QStringList& words, const Evidence& evidence, const QString& source, double factor,
                    Draft& draft);

} // namespace reberth::analysis
