#pragma once

#include "core/analysis/findings.h"
#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"
#include "core/solver/planner.h"

#include <QCoreApplication>

namespace reberth::solver {

/// The translation context of the solver's sentences.
class Solver {
    Q_DECLARE_TR_FUNCTIONS(reberth::solver::Solver)
};

/// What is asked for, with what follows from it alone. Lives during one plan().
struct Request {
    const analysis::Findings& findings;
    const knowledge::Target& target;
    const FixedChoices& fixed;
    const knowledge::Knowledge& knowledge;
    const knowledge::Tables& tables;

    QString framework;                              ///< torch, tensorflow, jax, another's name, or ""
    const analysis::VersionFinding* stated = nullptr; ///< what the repository says of its version; may be nullptr
    VersionRange bounds;                            ///< of the framework, from names that are used
    VersionRange pythonRange;                       ///< stated and from names that are used
    bool buildsExtensions = false;
    bool buildsCuda = false;      ///< in the repository
    QStringList nvccDependencies; ///< distributions that are compiled with nvcc unless a wheel fits
    bool condaIsMain = false;
    bool plainBase = false;       ///< a plain OS image was fixed and there is no GPU

    bool hasTable() const { return !tables.releases(framework).isEmpty(); }
    QDate date() const { return findings.checkout.commitDate.date(); }
    /// The dependency under any spelling of its name; nullptr when the repository has none.
    const analysis::Dependency* dependency(const QString& name) const;
};

Request makeRequest(const analysis::Findings& findings, const knowledge::Target& target, const FixedChoices& fixed,
                    const knowledge::Knowledge& knowledge);

/// The one marked so, else the first; nullptr without any.
const analysis::Framework* mainFramework(const analysis::Findings& findings);
/// "requirements.txt:3", "README.md"; "" without evidence.
QString where(const QList<analysis::Evidence>& evidence);
/// The finding's own sentence with the place of its best claim.
QString because(const analysis::VersionFinding& finding);
/// "PyTorch", "TensorFlow", …
QString frameworkTitle(const QString& framework);
/// A name the index and conda agree on: lower case, one "-" between words.
QString distributionKey(const QString& name);
/// The OS that an image's name tells: "ubuntu20.04" of nvidia/cuda:…-ubuntu20.04, "debian12" of …-bookworm; "" if none.
QString osOfImage(const QString& image, const knowledge::Tables& tables);

} // namespace reberth::solver
