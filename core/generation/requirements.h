#pragma once

#include "core/recipe/recipe.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace reberth::generation {

/// The recipe's pip packages in the groups in which an image installs them.
struct PackageGroups {
    /// The framework with its companions, and what setup scripts of others import (numpy, Cython): a layer of its own.
    QList<recipe::PythonPackage> first;
    QList<recipe::PythonPackage> main;
    /// Compiled against the framework while they are installed, so without pip's isolated build environment.
    QList<recipe::PythonPackage> compiled;
    /// Folders of the repository itself, installed after the code is copied.
    QList<recipe::PythonPackage> local;
    /// pip, setuptools and wheel where the recipe fixes them.
    QList<recipe::PythonPackage> installers;
    /// The framework that the base image brings; it is not installed and must not be replaced.
    QList<recipe::PythonPackage> fromImage;

    bool needGit() const;
    bool isEmpty() const { return first.isEmpty() && main.isEmpty() && compiled.isEmpty() && local.isEmpty(); }
};

/// With a framework image the image's own framework is kept, and its companions lose their local version label
/// ("+cu117") so that pip finds them satisfied.
PackageGroups groupPackages(const recipe::Recipe& recipe);

/// "numpy==1.21.6", "detectron2 @ git+https://…"
QString requirement(const recipe::PythonPackage& package);

/// "--extra-index-url", "https://…", …: as words of a command line.
QStringList indexOptions(const recipe::Recipe& recipe);

/// requirements.txt: everything that is installed from an index, with reasons.
QByteArray requirementsFile(const recipe::Recipe& recipe, const PackageGroups& groups);
/// requirements-build.txt: what is compiled against the framework.
QByteArray compiledRequirementsFile(const recipe::Recipe& recipe, const PackageGroups& groups);
/// environment.yml of the conda style: Python, pip and the conda packages.
QByteArray environmentFile(const recipe::Recipe& recipe, const PackageGroups& groups);

} // namespace reberth::generation
