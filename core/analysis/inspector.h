#pragma once

#include "core/analysis/findings.h"
#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <functional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

struct InspectProgress {
    int filesRead = 0;
    int filesTotal = 0;
};

/// Reads the work tree at `checkout.path` as data; nothing in it is executed, links out of it are not followed.
/// Blocking and thread-safe: call it from a worker thread. `progress` (may be empty) is called on that thread.
/// Fails only with Cancelled or when the folder can't be read; everything else becomes a Note.
Result<Findings> inspect(const repo::Checkout& checkout, const knowledge::Knowledge& knowledge,
                         const CancellationToken& cancellation = {},
                         const std::function<void(const InspectProgress&)>& progress = {});

} // namespace reberth::analysis
