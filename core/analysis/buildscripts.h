#pragma once

#include "core/analysis/sourcetree.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace reberth::analysis {

/// One step of a script or a document that builds something in a folder of the repository.
struct BuildStep {
    QString folder;  ///< where it runs, "" for the root
    QString file;    ///< what it runs there: "setup.py", "make.sh", "Makefile", "CMakeLists.txt"
    QString command; ///< as written, on one line
    int line = 0;
};

/// Removes the comments of a shell script or Makefile; lines keep their numbers.
QString withoutComments(const QString& text);

/// True when the text calls nvcc, gcc or their like to make a library or an object by itself.
bool compilesDirectly(const QString& text);

/// What a script builds with setup.py, build.py, make, cmake or another script, following its `cd`s. `folder` is where
/// the script is run. `${ROOT}/lib` and the repository's own name in front of a path are taken for the root;
/// below `submodules` every folder is believed.
QList<BuildStep> buildSteps(const QString& text, const QString& folder, const SourceTree& tree,
                            const QStringList& submodules = {});

/// The "sm_61" and "compute_70" that -arch and -gencode flags or TORCH_CUDA_ARCH_LIST name, in their order.
QStringList architecturesIn(const QString& text);

} // namespace reberth::analysis
