#pragma once

#include "core/solver/kernels.h"
#include "core/solver/request.h"

namespace reberth::solver {

/// Python, framework and CUDA that belong together, with the reasons.
struct Stack {
    const knowledge::FrameworkRelease* release = nullptr; ///< nullptr for a framework without a table
    const knowledge::FrameworkVariant* variant = nullptr;
    Version version;
    Version python;
    KernelVerdict kernels;
    QString pythonReason, frameworkReason, cudaReason;
    bool pythonIsFirm = false; ///< stated by the repository or the user, not guessed
    QList<Problem> problems;
    QStringList risks;

    QString cuda() const { return variant != nullptr && variant->cuda ? variant->cuda->toString() : QString(); }
    bool isRed() const;
};

/// The stack of the commit's time. Fails with InvalidInput when the user's own choices contradict each other.
Result<Stack> faithfulStack(const Request& request);
/// The smallest change of `faithful` that the target can run; nullopt when there is none.
std::optional<Stack> liftedStack(const Request& request, const Stack& faithful);

/// Whether nvcc is needed in the image: the repository's own CUDA code or a dependency without a fitting wheel.
bool needsNvcc(const Request& request, const Stack& stack);
/// The page with wheels of `distribution` for this stack; "" when there is none.
QString wheelPage(const QString& distribution, const Stack& stack, const knowledge::Tables& tables);

} // namespace reberth::solver
