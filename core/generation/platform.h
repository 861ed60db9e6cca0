#pragma once

#include "core/recipe/recipe.h"

#include <QString>
#include <QStringList>

namespace reberth::generation {

/// Where the image's Python comes from.
enum class PythonSource {
    Image,        ///< the base image brings it
    Distribution, ///< the distribution's python3 packages
    Built,        ///< built from source with pyenv's python-build
    Conda,        ///< the conda environment
};

/// What is known of the operating system and Python of a recipe. Facts only, no text of files.
struct Platform {
    QString family;  ///< "ubuntu", "debian", "" when the recipe does not say
    QString release; ///< "22.04", "12"
    PythonSource python = PythonSource::Image;
    QString pythonVersion; ///< "3.8"; with PythonSource::Built the full release, "3.8.20"

    /// "ubuntu22.04"; "" when unknown
    QString name() const { return family + release; }
    /// The release number as one integer to compare: 2204, 12; 0 when unknown.
    int number() const;
    bool isUbuntu(int below) const { return family == QLatin1String("ubuntu") && number() > 0 && number() < below; }
    bool isDebian(int below) const { return family == QLatin1String("debian") && number() > 0 && number() < below; }

    /// apt's servers no longer have it; the archive does.
    bool inDebianArchive() const { return isDebian(11); }
    bool inUbuntuArchive() const;
    /// pip refuses to write into the system's Python (PEP 668).
    bool managesPython() const;
    QString defaultGcc() const; ///< major version, "" when unknown
    bool hasCudaRepositories = false; ///< the image carries NVIDIA's apt sources
};

/// Fails with Unsupported for a distribution without apt.
Result<Platform> platformOf(const recipe::Recipe& recipe);

/// Exact versions of what installs the packages, as requirements. They are the newest that old packages install with:
/// pip 24.1 refuses their metadata, setuptools 60 breaks tensorboard of old PyTorch, 70 breaks its extension builds.
QStringList installers(const QString& pythonVersion);

} // namespace reberth::generation
