#pragma once

#include "core/analysis/sourcetree.h"

namespace reberth::analysis {

/// True for a name such as requirements-dev.txt, docs/requirements.txt, environment_test.yml.
bool isSideManifest(const QString& path);

/// Does a file at the root say what the whole repository needs? Then those in folders speak for a part of it.
bool rootDeclares(const SourceTree& tree);

/// What a side manifest is for: "dev" of requirements-dev.txt, "docs" of docs/requirements.txt.
QString groupOfManifest(const QString& path);

/// The folder of a path, "" for the root.
QString folderOf(const QString& path);

} // namespace reberth::analysis
