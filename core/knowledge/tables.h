#pragma once

#include "core/base/version.h"

#include <QDate>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace reberth::knowledge {

/// 11.3 and 11.3.1 are of one minor.
inline bool sameMinor(const Version& a, const Version& b) {
    return a.major() == b.major() && a.minor() == b.minor();
}

/// One build of a framework's release: which CUDA it is for and how pip is asked for it.
struct FrameworkVariant {
    QString name;                 ///< "cu113", "gpu", "cuda12", "cpu"
    std::optional<Version> cuda;  ///< empty for the CPU
    QString cudnn;                ///< major, "8"
    bool isDefault = false;       ///< what a plain `pip install` gives
    QString requirement;          ///< "torch==1.10.0+cu113"; {version} stands for the release's number
    QStringList also;             ///< further requirements: "jaxlib==0.3.15+cuda11.cudnn82"
    QString findLinks;            ///< "" for none
    QString indexUrl;             ///< "" for PyPI
    bool needsSystemCuda = false; ///< the wheel does not bring CUDA's libraries
};

/// An image that carries a framework.
struct FrameworkImage {
    QString image;
    Version cuda;
    QString cudnn;
    Version python;
    QString os;           ///< "ubuntu18.04", "" when unknown
    bool devel = false;   ///< has nvcc
    bool isSeen = false;  ///< the exact tag was seen in use; others are from memory and never proposed
};

struct FrameworkRelease {
    QString framework; ///< torch, tensorflow, jax
    Version version;
    Version lastPatch; ///< newest patch of the same minor that the row stands for
    QDate date;
    QList<Version> pythons;
    QMap<QString, QString> companions; ///< torchvision → 0.11.1
    QStringList pins;                  ///< what its loose metadata forgets: "protobuf<3.21"
    QList<FrameworkVariant> variants;
    QList<FrameworkImage> images;

    const FrameworkVariant* variant(const QString& name) const;
    const FrameworkVariant* cpu() const { return variant(QStringLiteral("cpu")); }
    bool supportsPython(const Version& python) const;
};

/// GPU code in a framework's wheels.
struct KernelSet {
    QString framework;
    Version from, to;
    QList<Version> cuda;         ///< minors
    QList<Version> binaries;     ///< compute capabilities with machine code
    std::optional<Version> ptx;  ///< newest that can be compiled further on the GPU's own driver
};

struct Toolkit {
    Version version; ///< 11.3.1
    QString minor;   ///< "11.3"
    std::optional<Version> driver;              ///< needed for everything
    std::optional<Version> compatibilityDriver; ///< enough by minor-version compatibility (CUDA 11 and newer)
    int maxGcc = 0;
    Version minCapability, maxCapability;
    /// The oldest driver it runs with.
    std::optional<Version> minimumDriver() const { return compatibilityDriver ? compatibilityDriver : driver; }
};

enum class ImageStatus { Available, Listed, Deleted, Unknown };

struct CudaImage {
    QString tag;
    Version cuda;    ///< 11.3.1
    QString flavour; ///< base, runtime, devel
    QString os;      ///< "ubuntu20.04"
    QString cudnn;   ///< major, "" without
    ImageStatus status = ImageStatus::Unknown;
    QString name() const { return QLatin1String("nvidia/cuda:") + tag; }
    bool exists() const { return status == ImageStatus::Available || status == ImageStatus::Listed; }
};

struct CapabilityRange {
    Version capability;
    QString architecture;
    Version firstCuda;
    std::optional<Version> lastCuda;
};

struct PythonRelease {
    Version version;
    QString latestPatch; ///< "3.8.20"
    QDate release, endOfLife;
    QStringList images;  ///< "python:3.8-slim-bookworm", the newest OS first
};

struct OsRelease {
    QString id;    ///< "ubuntu22.04"
    QString image; ///< "ubuntu:22.04"
    QString name;
    Version python;
    int gcc = 0;           ///< default
    QList<int> gccPackages; ///< gcc-N that apt has
    Version openssl;
    QDate endOfLife;
    Version glibc;
};

/// A Python that code of a time was written for.
struct PythonEra {
    QDate from, to;
    QStringList choices; ///< likeliest first
};

/// A bound that follows from the age of the framework or the commit.
struct EraPin {
    QString id, package, specifier, because;
    QString framework;    ///< "" for any
    VersionRange range;   ///< of the framework
    QDate before;         ///< commit date; null for any
    QString uses;         ///< a distribution that must be among the dependencies
    bool whenBuilding = false;
    bool whenCython = false;
};

/// Where wheels of a library that must match torch and CUDA lie.
struct ExtensionWheels {
    struct Pair {
        QString torch;   ///< minor or full
        QString variant; ///< "cu113"
        QStringList versions; ///< known ones, may be empty
    };
    QStringList distributions; ///< normalised
    QString urlTemplate;       ///< {cuda}, {torch}, {torch_minor}
    QList<Pair> pairs;
};

/// A Python distribution that a release of an operating system packages.
struct DistributionPackage {
    QString os;
    QString distribution; ///< normalised
    QString apt;
    Version version;
};

/// The solver's tables, each parsed at its first use. Thread-safe; owned by Knowledge.
class Tables {
public:
    explicit Tables(QString folder);
    ~Tables();
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    /// torch, tensorflow or jax, oldest first; empty for a framework without a table.
    const QList<FrameworkRelease>& releases(const QString& framework) const;
    /// The row that stands for `version`, nullptr when none does.
    const FrameworkRelease* release(const QString& framework, const Version& version) const;
    /// nullptr when nothing is known of these wheels.
    const KernelSet* kernels(const QString& framework, const Version& version, const Version& cuda) const;

    const QList<Toolkit>& toolkits() const; ///< oldest first
    /// The newest patch of the minor ("11.3" or 11.3.1's); nullptr when there is no such toolkit.
    const Toolkit* toolkit(const Version& cuda) const;
    /// The oldest patch, whose driver is the least that any of the minor needs.
    const Toolkit* firstToolkit(const Version& cuda) const;

    const QList<CudaImage>& cudaImages() const;
    const CudaImage* cudaImage(const QString& tag) const;
    /// A tag without an OS ("10.0-base") that no longer exists; its OS image, "" when that is unknown.
    std::optional<QString> osLessAlias(const QString& tag) const;

    const QList<CapabilityRange>& capabilities() const;
    const CapabilityRange* capability(const Version& capability) const;
    const QList<PythonRelease>& pythons() const; ///< newest first
    const QList<OsRelease>& osReleases() const;
    const OsRelease* os(const QString& id) const;
    QStringList pythonsOfDate(const QDate& date) const;
    const QList<EraPin>& eraPins() const;
    const QList<ExtensionWheels>& extensionWheels() const;
    /// Libraries that are compiled with nvcc when no wheel fits, normalised.
    const QStringList& nvccBuilt() const;
    const DistributionPackage* distributionPackage(const QString& os, const QString& distribution) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::knowledge
