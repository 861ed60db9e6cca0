#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace reberth::recipe {

/// A value with the reason it was chosen; `byUser` marks a choice that a new plan must keep.
struct Choice {
    QString value;
    QString reason;
    bool byUser = false;
    bool operator==(const Choice&) const = default;
};

enum class Style {
    FrameworkImage, ///< FROM pytorch/pytorch:… (or tensorflow/tensorflow:…) + pip
    CudaPyenv,      ///< FROM nvidia/cuda:… + a CPython of the wanted version + pip
    CudaConda,      ///< FROM nvidia/cuda:… or a plain OS + micromamba/conda environment
    Plain,          ///< FROM a distribution or python image, the distribution's own Python; CPU only
};
QString styleName(Style style);
Result<Style> styleFromName(const QString& name);

enum class GpuAccess { None, Runtime, DeployDevices, Gpus };
QString gpuAccessName(GpuAccess access);
Result<GpuAccess> gpuAccessFromName(const QString& name);

struct PythonPackage {
    QString name;
    QString specifier; ///< "==1.13.1" or "" (then `firmness` says unpinned)
    QString url;       ///< VCS/archive/find-links form, "" for an index name
    QString reason;
    bool byUser = false;
    bool operator==(const PythonPackage&) const = default;
};

struct ExtensionBuild {
    QString path;    ///< file that builds it
    QString workdir; ///< relative to the code's root
    QString command; ///< "python setup.py build develop"
    bool cuda = false;
    bool operator==(const ExtensionBuild&) const = default;
};

struct Parameter {
    QString name, type, defaultValue, help;
    QStringList choices;
    bool required = false;
    bool operator==(const Parameter&) const = default;
};

struct EntryPoint {
    QString verb; ///< unique within the recipe: train, evaluate, infer, …
    QString command;
    QString workdir;
    QList<Parameter> parameters;
    bool operator==(const EntryPoint&) const = default;
};

struct Volume {
    QString host;      ///< relative to the compose file, e.g. "./data"
    QString container; ///< absolute, e.g. "/data"
    bool readOnly = false;
    bool operator==(const Volume&) const = default;
};

/// The environment as a value: what the container must provide, and why. A plain value; its file form is a YAML
/// document with a schema version (recipeio.h), its renderings are made by core/generation.
struct Recipe {
    static constexpr int schemaVersion = 1;

    QString name;   ///< project, also the image's repository: lower case [a-z0-9._-]
    QString source; ///< git URL, may be empty
    QString commit;

    Style style = Style::CudaPyenv;
    Choice baseImage; ///< exact tag
    Choice osRelease; ///< "ubuntu22.04", "debian12": decides apt names
    Choice python;    ///< "3.8"
    Choice framework; ///< "torch"
    Choice frameworkVersion;
    Choice cuda;      ///< "11.8", "" for CPU
    Choice cudnn;     ///< "8", "" when the wheel brings it
    Choice gcc;       ///< "9", "" for the distribution's own
    Choice archList;  ///< TORCH_CUDA_ARCH_LIST: "7.5", "" when nothing is compiled
    Choice target;    ///< "Tesla T4", "CPU only"

    QList<PythonPackage> packages; ///< pip, in the order of installation; the framework first
    QStringList indexUrls;         ///< --index-url first, then --extra-index-url
    QStringList findLinks;
    QList<PythonPackage> condaPackages;
    QStringList condaChannels;
    QList<Choice> systemPackages;  ///< apt names with reasons
    QList<ExtensionBuild> extensions;

    QList<EntryPoint> entryPoints; ///< the first is the default command
    QList<Volume> volumes;
    QMap<QString, QString> environment;
    QString shmSize; ///< "8gb", "" for the engine's default
    GpuAccess gpuAccess = GpuAccess::None;
    QString composeVersion; ///< "" for the Compose specification, "2.4" for old files
    QStringList ignore;     ///< further lines of .dockerignore
    QStringList risks;      ///< sentences: what may still fail, and what would have to change

    bool operator==(const Recipe&) const = default;
};

} // namespace reberth::recipe
