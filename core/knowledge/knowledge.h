#pragma once

#include "core/base/result.h"
#include "core/base/version.h"
#include "core/knowledge/target.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace reberth::knowledge {

class Tables;

struct GpuModel {
    QString name; ///< "Tesla T4"
    Version computeCapability;
    double memoryGib = 0;
    QString architecture; ///< "Turing"
    Target target() const { return {name, computeCapability, std::nullopt, memoryGib}; }
};

/// A name that newer (or, with `pinIsMinimum`, older) releases of a distribution lack.
struct BreakageRule {
    QString id;
    QString distribution;
    QString kind;         ///< attribute, module, method, keyword, c_api, …
    QString staticCheck;  ///< "break", "hint", "log_only"
    QStringList symbols;
    QString pin;          ///< "scipy<1.3"
    bool pinIsMinimum = false;
    QString firstBroken;
    QString lastGood;
    QString fix;
    QString codeRegex; ///< for hints; may be empty
};

/// A top-level module that not every standard library has.
struct StandardModule {
    QString since;    ///< "3.7"; empty when Python 2.7 has it
    QString removed;  ///< "3.12": the first without it; empty when none is
    QString backport; ///< index name that gives it to the others, or empty
};

/// The first release of a distribution that has a name.
struct ApiSince {
    QString symbol;       ///< "torch.compile"
    QString distribution; ///< "torch"; "python" for the standard library
    QString version;      ///< "2.0"
};

/// A name of a C++ or CUDA interface that only some releases have.
struct NativeApi {
    QString symbol;
    QString distribution; ///< "torch", "cuda"
    QString range;        ///< releases that have it; empty: `reason` is a remark
    QString codeRegex;
    QString without; ///< a file that this matches has another way; may be empty
    QString reason;
};

/// How a licence is told by its text and by its name in a sentence.
struct LicenseRule {
    QString spdx;
    QStringList text;    ///< all of these stand in it, in lower case with single blanks; empty: known by its name only
    QStringList without; ///< none of these does
    QString name;        ///< regular expression for what people call it; may be empty
};

/// The facts of resources/knowledge, each table parsed at its first use and then shared. Thread-safe.
/// Solver-only tables (torch, tensorflow, jax, toolkits, images, Pythons, apt names) stand in headers of their own.
class Knowledge {
public:
    /// `folder` holds the JSON tables; the built-in ones are at ":/knowledge".
    explicit Knowledge(QString folder = QStringLiteral(":/knowledge"));
    ~Knowledge();
    Knowledge(const Knowledge&) = delete;
    Knowledge& operator=(const Knowledge&) = delete;

    /// Import name → index names, the usual one first; empty when unknown. "cv2" → opencv-python, …
    /// What is on no index is a URL for pip: "clip" → git+https://github.com/openai/CLIP.git
    QStringList distributionsForImport(const QString& importName) const;
    bool isStandardLibrary(const QString& module) const; ///< of any Python, 2 included
    bool isPython2Module(const QString& module) const;   ///< cPickle, ConfigParser, …
    /// Why an index name is not what its import suggests ("PyPI apex is a Pyramid auth toolkit"); nullopt when it is.
    std::optional<QString> misleadingName(const QString& distribution) const;
    const QList<BreakageRule>& breakages() const;
    const QList<ApiSince>& apiSince() const; ///< names that set a lower bound
    /// Import names of an index name ("opencv-python" → cv2); empty when the table has none.
    QStringList importsOfDistribution(const QString& distribution) const;
    /// Which releases of Python have a module of the standard library; nullptr for those that all have.
    const StandardModule* standardModule(const QString& module) const;
    const QList<LicenseRule>& licenses() const;
    const QList<NativeApi>& nativeApis() const;

    const QList<GpuModel>& gpus() const; ///< NVIDIA, newest architecture first
    std::optional<GpuModel> gpuByName(const QString& name) const; ///< forgiving: "t4", "NVIDIA Tesla T4", "RTX 3090"

    /// Apt packages that a distribution needs at run time on an OS release ("ubuntu20.04"), with nothing for unknown ones.
    QStringList aptPackagesFor(const QString& distribution, const QString& osRelease) const;

    /// Apt packages that are needed to build it from source; nothing for unknown ones.
    QStringList aptBuildPackagesFor(const QString& distribution, const QString& osRelease) const;

    /// An apt name as this OS release calls it; "" when the release no longer has it.
    QString aptName(const QString& name, const QString& osRelease) const;

    /// For lint: nullopt = not known to be deleted; else the whole image that stands in for it
    /// ("nvidia/cuda:11.0.3-devel-ubuntu18.04"), "" when there is none. `image` may carry a registry and a digest.
    std::optional<QString> deletedImageReplacement(const QString& image) const;

    /// Tables for the solver (tables.h).
    const Tables& tables() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::knowledge
