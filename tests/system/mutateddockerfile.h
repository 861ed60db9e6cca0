#pragma once

#include <QString>

namespace reberth::test {

/// The Dockerfile with this number: one of a few good ones on the empty image, changed in one to three places. The same
/// number gives the same text everywhere. Nothing in it needs a registry, and what the engines of today know only by
/// their newest builder is left out.
QString mutatedDockerfile(unsigned number);

} // namespace reberth::test
