#pragma once

#include "core/base/version.h"
#include "core/repo/checkout.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace reberth::analysis {

/// Where a claim stands in the repository.
struct Evidence {
    QString file; ///< relative to the root, '/' as separator
    int line = 0; ///< 1-based; 0 when the whole file is meant
    QString text; ///< the line, trimmed to 200 characters
    bool operator==(const Evidence&) const = default;
};

/// One source's word about a version, kept even when it loses.
struct Claim {
    QString version;       ///< "3.6"; empty when the source only gives a range
    QString range;         ///< PEP 440 style: ">=3.6,<3.9"; empty when exact
    double confidence = 0; ///< 0…1
    QString source; ///< kind of evidence: "dockerfile", "conda", "requirements", "readme", "setup", "syntax", "date"…
    Evidence evidence;
};

/// A version with all that was said about it; `version` is the choice, `reason` says why in a sentence.
struct VersionFinding {
    std::optional<Version> version;
    VersionRange range;
    double confidence = 0;
    QString reason;
    QList<Claim> claims; ///< best first
};

struct Framework {
    QString name; ///< distribution: torch, tensorflow, jax, keras, mxnet, paddlepaddle, …
    bool main = false;
    VersionFinding version;
    QList<Evidence> evidence;
};

struct Dependency {
    enum class Origin { Declared, Imported, Prose };
    QString name;      ///< distribution name as written (declared) or mapped from the import
    QString specifier; ///< PEP 440 range, "" for any
    QString marker;    ///< environment marker or ""
    QStringList extras;
    QString url; ///< VCS, archive or local path, "" for an index name
    Origin origin = Origin::Declared;
    bool optional = false; ///< guarded import, extra, test or documentation only
    QString group;         ///< of an optional one: the extra's or group's name ("atari", "dev"); else empty
    QString locked;        ///< the exact release that a lock file names, or ""
    bool conda = false;    ///< a conda package name
    double confidence = 1;
    QList<Evidence> evidence;
};

struct Extension {
    QString path; ///< the file that builds it (lib/setup.py) or the source that is compiled just in time
    QString kind; ///< "setuptools", "torch-ffi", "jit", "cmake", "make", "cython"
    bool cuda = false;
    QString workdir;      ///< folder to build from, "" for the root
    QString buildCommand; ///< "python setup.py build develop"
    QStringList sources;
    QStringList architectures; ///< that its build names: "sm_35", "compute_70"
    QStringList includes;      ///< headers that date it: "THC/THC.h"
    QList<Evidence> evidence;
};

struct Parameter {
    QString name; ///< "--lr"; positional ones without dashes; "lr=" is joined with its value (hydra, sacred)
    QString type; ///< "int", "float", "str", "bool", "choice"
    QString defaultValue;
    QStringList choices;
    QString help;
    bool required = false;
};

struct EntryPoint {
    QString verb;    ///< preprocess, train, evaluate, infer, serve, demo, other
    QString command; ///< as a shell command from workdir: "python train.py --epochs 3"
    QString script;  ///< "train.py"
    QString workdir; ///< "" for the root
    QString source;  ///< "readme", "docs", "script", "console-script", "notebook", "parser" (a script nobody mentions)
    QList<Parameter> parameters;
    double confidence = 0;
    QList<Evidence> evidence;
};

struct SystemPackage {
    QString name; ///< apt name as stated
    QString reason;
    QList<Evidence> evidence;
};

struct DataSource {
    QString kind; ///< "weights", "dataset", "unknown"
    QString url;  ///< may be empty when only a folder is named
    QString path; ///< expected folder or file, may be empty
    QString tool; ///< what fetches it: "wget", "curl", "gdown", "huggingface", "git", …; empty for a mere link
    qint64 size = -1; ///< bytes, where somebody wrote it; -1 when not
    QList<Evidence> evidence;
};

/// A variable that the code or its documents read from the environment.
struct EnvironmentVariable {
    QString name;
    QString value; ///< default or the value that the authors set, may be empty
    bool required = false; ///< read without a default
    QList<Evidence> evidence;
};

/// What the authors say the code needs or ran on.
struct HardwareNeed {
    enum class Kind { GpuCount, GpuMemory, GpuModel, Memory, Disk };
    Kind kind = Kind::GpuMemory;
    double amount = 0; ///< GiB of memory or disk, number of GPUs; 0 for a model
    QString model;     ///< "V100", "RTX 2080 Ti"
    QList<Evidence> evidence;
};

struct License {
    QString spdx; ///< "MIT", "Apache-2.0", "CC-BY-NC-4.0"; "LicenseRef-custom" for a text that no table knows
    QList<Evidence> evidence;
};

struct Submodule {
    QString path;
    QString url;
    QString commit; ///< 40 hex digits; empty when the tree does not say
    bool present = false; ///< its files are here
    QList<Evidence> evidence;
};

/// A file that is only a Git LFS pointer here.
struct LfsPointer {
    QString path;
    qint64 size = 0; ///< bytes of the real file
};

/// An exact release out of a lock file or a frozen list; transitive ones too.
struct LockedPackage {
    QString name;
    QString version;
    QString file; ///< the lock
    bool conda = false;
    int line = 0; ///< 1-based; 0 when it is not known
};

/// Where packages come from besides the usual index, as the author's files name it.
struct PackageIndex {
    QString kind; ///< "index" (instead of the usual one), "extra-index", "find-links", "conda-channel"
    QString url;  ///< a channel's name where that is what is written
    QList<Evidence> evidence;
};

/// A name that is gone from newer releases of a library, used here (knowledge/breakages).
struct Breakage {
    QString symbol;       ///< scipy.misc.imread
    QString distribution; ///< scipy
    QString bound;        ///< "<1.2": range that still has it
    QString fix;
    QList<Evidence> evidence;
    bool hint = false; ///< a pattern suggests it, or only tests and examples use it: to be asked for, not acted on
};

/// The releases of a library that still have every name which the code uses.
struct ApiBound {
    QString distribution;
    VersionRange range; ///< "<1.2", ">=0.4,<1.5"
    QStringList symbols;
    QList<Evidence> evidence;
};

struct Note {
    QString text; ///< a contradiction, a file that could not be read, a limit that was reached
    QList<Evidence> evidence;
};

/// All that was read out of a repository. A plain value; nothing was executed to get it.
struct Findings {
    static constexpr int schemaVersion = 1;

    repo::Checkout checkout;
    VersionFinding python;
    QList<Framework> frameworks; ///< main first
    VersionFinding cuda;
    VersionFinding cudnn;
    QString baseImage; ///< the author's own FROM, if there is a Dockerfile
    QList<Dependency> dependencies;
    QList<Extension> extensions;   ///< in build order
    QList<EntryPoint> entryPoints; ///< best first
    QList<SystemPackage> systemPackages;
    QList<DataSource> data;
    QList<EnvironmentVariable> environment;
    QList<HardwareNeed> hardware;
    QList<License> licenses; ///< the root's first
    QList<Submodule> submodules;
    QList<LfsPointer> lfsPointers;
    QList<LockedPackage> locked;
    QList<PackageIndex> indexes;
    QList<Breakage> breakages;
    QList<ApiBound> bounds;
    QStringList manifests; ///< files read as dependency manifests, e.g. requirements.txt
    QList<Note> notes;
    int pythonFiles = 0;

    const Framework* mainFramework() const;
    /// The documented schema of `reberth inspect --json`.
    QJsonObject toJson() const;
    static Findings fromJson(const QJsonObject& object);
};

} // namespace reberth::analysis
