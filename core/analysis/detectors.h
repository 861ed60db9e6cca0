#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// Each detector reads one kind of source and adds what it says to the draft. None fails: what can't be read becomes
/// a note. The order of calls decides only the order of evidence, never the choice.
void detectRequirements(const SourceTree& tree, Draft& draft);
void detectCondaEnvironments(const SourceTree& tree, Draft& draft);
void detectCog(const SourceTree& tree, Draft& draft);
void detectSetupCfg(const SourceTree& tree, Draft& draft);
void detectPyproject(const SourceTree& tree, Draft& draft);
void detectPipfile(const SourceTree& tree, Draft& draft);
void detectPixi(const SourceTree& tree, Draft& draft);
void detectTox(const SourceTree& tree, Draft& draft);
void detectDevcontainers(const SourceTree& tree, Draft& draft);
void detectBinder(const SourceTree& tree, Draft& draft);
void detectContinuousIntegration(const SourceTree& tree, Draft& draft);
/// To come behind the manifests: a lock chooses the release of a framework that they ask for.
void detectLockFiles(const SourceTree& tree, Draft& draft);
void detectPythonVersionFiles(const SourceTree& tree, Draft& draft);
void detectDockerfiles(const SourceTree& tree, Draft& draft);
void detectShellScripts(const SourceTree& tree, Draft& draft);
void detectReadmes(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                   Draft& draft);
void detectSetupScripts(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft);
void detectImports(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                   Draft& draft);
void detectSyntax(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                  Draft& draft);
void detectBreakages(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                     Draft& draft);
/// After detectBreakages, whose findings it joins.
void detectBounds(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                  Draft& draft);
void detectExtensions(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft);
void detectNativeApis(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft);
void detectDataSources(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft);
void detectEnvironmentVariables(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft);
void detectHardware(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft);
void detectLicenses(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft);
void detectSubmodules(const SourceTree& tree, Draft& draft);
void detectUnpinnedDependencies(Draft& draft);
void detectLfsPointers(const SourceTree& tree, Draft& draft);
void detectEntryPoints(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft);

/// False when nothing lies between the two ends of a range.
bool isPossible(const VersionRange& range);

/// Reads one requirements file with those it includes; used for the files that setup.py or a Dockerfile names too.
void readRequirementsFile(const SourceTree& tree, const QString& path, const QString& source, bool optional,
                          Draft& draft);

/// The same for a conda environment file; nothing happens when it is none.
void readCondaEnvironment(const SourceTree& tree, const QString& path, bool optional, Draft& draft);

} // namespace reberth::analysis
