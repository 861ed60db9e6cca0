#pragma once

#include "core/solver/stack.h"

namespace reberth::solver {

struct BaseImage {
    recipe::Style style = recipe::Style::CudaPyenv;
    QString image;
    QString reason;
    QString os;       ///< "ubuntu22.04"
    QString osReason;
    QString gcc;      ///< "9", "" for the distribution's own
    QString gccReason;
    QString cudnn;    ///< major that the image or conda brings, "" when the wheels do
    bool condaCuda = false; ///< CUDA's libraries come from conda
    std::optional<Version> python; ///< the image brings this one, so the stack must take it
    QList<Problem> problems;
    QStringList risks;
};

/// An image with nvcc of this CUDA that can be pulled: nvidia/cuda's, or a framework's that was seen.
bool hasCompilerImage(const Version& cuda, const knowledge::Tables& tables);

/// Fails with InvalidInput when the user's image and style contradict each other or the stack.
Result<BaseImage> chooseBaseImage(const Request& request, const Stack& stack);

} // namespace reberth::solver
