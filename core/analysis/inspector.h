#pragma once

#include "core/analysis/findings.h"
#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <functional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

class SourceTree;

/// How far the reading is; the counts of files are those of the stage.
struct InspectProgress {
    enum class Stage { Listing, Python, Manifests, Scripts, Documents, Code, Extensions, EntryPoints, Weighing };
    Stage stage = Stage::Listing;
    int filesRead = 0;    ///< while listing: found
    int filesTotal = 0;   ///< 0: not known
    qint64 bytesRead = 0; ///< of all stages
    /// "Reading Python files", translated.
    QString stageName() const;
    /// The stage with its counts in words: "Reading Python files: 320 of 5000, 12.4 MB".
    QString text() const;
};

/// Reads the work tree at `checkout.path` as data; nothing in it is executed, links out of it are not followed.
/// Blocking and thread-safe: call it from a worker thread. `progress` (may be empty) is called on that thread.
/// Fails only with Cancelled or when the folder can't be read; everything else becomes a Note. Once `cancellation` is
/// cancelled no further file is read.
Result<Findings> inspect(const repo::Checkout& checkout, const knowledge::Knowledge& knowledge,
                         const CancellationToken& cancellation = {},
                         const std::function<void(const InspectProgress&)>& progress = {});

/// The same over a tree that is listed already; `checkout` only tells where it came from. Stops by the tree's token.
Result<Findings> inspect(const SourceTree& tree, const repo::Checkout& checkout,
                         const knowledge::Knowledge& knowledge,
                         const std::function<void(const InspectProgress&)>& progress = {});

} // namespace reberth::analysis
