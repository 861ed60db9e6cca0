#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/sourcetree.h"

namespace reberth::analysis {

/// Reads one of the author's Dockerfiles: base images, what RUN installs (heredocs, JSON form and ONBUILD too), with
/// ARG and ENV put in, and the requirements that it copies in under other names. `main`: the one to follow; what
/// others install is optional.
void readDockerfile(const SourceTree& tree, const QString& path, bool main, Draft& draft);

} // namespace reberth::analysis
