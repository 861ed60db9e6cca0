#pragma once

#include <QString>

#include <optional>

namespace reberth::analysis {

/// PEP 503: "Pillow_SIMD" → "pillow-simd".
QString normalizedName(const QString& name);

/// "tensorflow-gpu", "tensorflow" → "tensorflow"; "mxnet-cu80" → "mxnet"; nullopt when it is no framework.
std::optional<QString> frameworkOf(const QString& distribution);

/// The index name of a conda package ("pytorch" → "torch", "opencv" → "opencv-python"); others are unchanged.
QString indexNameOfConda(const QString& package);

/// A conda package with no Python in it (compilers, libraries, programs).
bool isNativeConda(const QString& package);

/// A native package that people ask for as a program: ffmpeg, git.
bool isProgram(const QString& package);

/// Libraries that are imported by the name they have on the index, and that every reader of research code knows.
bool isWellKnown(const QString& module);

/// Parts of every environment that are no wish of the author: pip, setuptools, wheel, conda itself …
bool isInstallTool(const QString& package);

/// Arrives with others (kiwisolver, idna): on a list of releases it tells that the list was frozen.
bool isUsuallyTransitive(const QString& package);

} // namespace reberth::analysis
