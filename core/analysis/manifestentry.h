#pragma once

#include "core/analysis/condaspec.h"
#include "core/analysis/draft.h"
#include "core/analysis/requirement.h"

namespace reberth::analysis {

/// What a manifest's entries have in common.
struct ManifestContext {
    QString source; ///< as Claim::source
    double factor = 1;
    bool optional = false;
    QString group; ///< of optional ones
    PackageClaim::Role role = PackageClaim::Role::Need;
    Dependency::Origin origin = Dependency::Origin::Declared;
    bool locks = false;         ///< the list names exact releases of everything
    bool writtenByHand = false; ///< pip, setuptools and wheel are meant when they stand here
};

/// Adds one entry: what its wheel or build tells of Python and CUDA, its release where the list is frozen, and the
/// package. What is only for other systems, or for an extra, is optional. Folders of the repository are left out.
void addManifestEntry(const Requirement& requirement, const Evidence& evidence, const ManifestContext& context,
                      Draft& draft);
void addManifestEntry(const CondaSpec& spec, const Evidence& evidence, const ManifestContext& context, Draft& draft);

/// CUDA of an index such as https://download.pytorch.org/whl/cu113; "" where the URL tells none.
QString cudaOfIndex(const QString& url);

} // namespace reberth::analysis
