#include "core/knowledge/tables.h"

#include "core/knowledge/frameworktables.h"
#include "core/knowledge/jsontable.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <mutex>

namespace reberth::knowledge {

namespace {

QString text(const QJsonObject& row, const char* key) {
    return row.value(QLatin1String(key)).toString();
}

/// A value that is parsed once, by whoever asks first.
template <typename T>
struct Lazy {
    std::once_flag once;
    T value;
    template <typename Load>
    const T& get(Load load) {
        std::call_once(once, [&] { value = load(); });
        return value;
    }
};

ImageStatus imageStatus(const QString& name) {
    return name == QLatin1String("available") ? ImageStatus::Available
           : name == QLatin1String("listed")  ? ImageStatus::Listed
           : name == QLatin1String("deleted") ? ImageStatus::Deleted
                                              : ImageStatus::Unknown;
}

QList<Toolkit> parseToolkits(const QJsonObject& table) {
    QList<Toolkit> toolkits;
    const QJsonArray rows = table.value(QLatin1String("toolkits")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        toolkits.append({versionOf(row.value(QLatin1String("version"))), text(row, "minor"),
                         Version::parse(text(row, "min_driver_linux_exact")),
                         Version::parse(text(row, "min_driver_linux_minor_version_compat")),
                         row.value(QLatin1String("max_gcc_major")).toInt(),
                         versionOf(row.value(QLatin1String("min_compute_capability"))),
                         versionOf(row.value(QLatin1String("max_compute_capability")))});
    }
    std::stable_sort(toolkits.begin(), toolkits.end(),
                     [](const Toolkit& a, const Toolkit& b) { return a.version < b.version; });
    return toolkits;
}

QList<CudaImage> parseImages(const QJsonObject& table) {
    QList<CudaImage> images;
    const QJsonArray rows = table.value(QLatin1String("images")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        images.append({text(row, "tag"), versionOf(row.value(QLatin1String("cuda"))), text(row, "flavour"),
                       text(row, "os"), text(row, "cudnn"), imageStatus(text(row, "status"))});
    }
    return images;
}

QList<CapabilityRange> parseCapabilities(const QJsonObject& table) {
    QList<CapabilityRange> list;
    const QJsonArray rows = table.value(QLatin1String("compute_capabilities")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        list.append({versionOf(row.value(QLatin1String("compute_capability"))), text(row, "architecture"),
                     versionOf(row.value(QLatin1String("first_cuda"))), Version::parse(text(row, "last_cuda"))});
    }
    return list;
}

QList<PythonRelease> parsePythons(const QJsonObject& table) {
    QList<PythonRelease> list;
    const QJsonArray rows = table.value(QLatin1String("python")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        list.append({versionOf(row.value(QLatin1String("version"))), text(row, "latest_patch"),
                     dateOf(row.value(QLatin1String("release_date"))), dateOf(row.value(QLatin1String("eol"))),
                     toStringList(row.value(QLatin1String("docker_images")))});
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const PythonRelease& a, const PythonRelease& b) { return a.version > b.version; });
    return list;
}

QList<OsRelease> parseOsReleases(const QJsonObject& table) {
    QList<OsRelease> list;
    const QJsonArray rows = table.value(QLatin1String("os_releases")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        OsRelease os{text(row, "id"),
                     text(row, "image"),
                     text(row, "name"),
                     versionOf(row.value(QLatin1String("python"))),
                     text(row, "gcc").section(QLatin1Char('.'), 0, 0).toInt(),
                     {},
                     versionOf(row.value(QLatin1String("openssl"))),
                     dateOf(row.value(QLatin1String("eol"))),
                     versionOf(row.value(QLatin1String("glibc")))};
        const QStringList compilers = toStringList(row.value(QLatin1String("gcc_packages")));
        for (const QString& compiler : compilers) {
            os.gccPackages << compiler.section(QLatin1Char('.'), 0, 0).toInt();
        }
        list.append(os);
    }
    return list;
}

QList<PythonEra> parseEras(const QJsonObject& table) {
    QList<PythonEra> list;
    const QJsonArray rows = table.value(QLatin1String("plausible_by_commit_date")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        QStringList choices{text(row, "first_choice")};
        choices += text(row, "second_choice").split(QLatin1Char('/'), Qt::SkipEmptyParts);
        list.append({dateOf(row.value(QLatin1String("from"))), dateOf(row.value(QLatin1String("to"))), choices});
    }
    return list;
}

using PackageTable = QHash<QString, DistributionPackage>;

PackageTable parsePackages(const QJsonObject& table) {
    PackageTable packages;
    const QJsonArray rows = table.value(QLatin1String("packages")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        const DistributionPackage package{text(row, "os"), normalizedDistribution(text(row, "distribution")),
                                          text(row, "apt"), versionOf(row.value(QLatin1String("version")))};
        packages.insert(package.os + QLatin1Char('/') + package.distribution, package);
    }
    return packages;
}

QHash<QString, QString> parseAliases(const QJsonObject& table) {
    QHash<QString, QString> aliases;
    const QJsonArray rows = table.value(QLatin1String("os_less_aliases")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        if (text(row, "status") == QLatin1String("deleted")) {
            aliases.insert(text(row, "tag"), text(row, "same_as").section(QLatin1Char(' '), 0, 0));
        }
    }
    return aliases;
}

} // namespace

const FrameworkVariant* FrameworkRelease::variant(const QString& name) const {
    for (const FrameworkVariant& candidate : variants) {
        if (candidate.name == name) {
            return &candidate;
        }
    }
    return nullptr;
}

bool FrameworkRelease::supportsPython(const Version& python) const {
    return std::any_of(pythons.cbegin(), pythons.cend(),
                       [&](const Version& p) { return sameMinor(p, python); });
}

class Tables::Private {
public:
    explicit Private(QString path) : folder(std::move(path)) {}
    QJsonObject read(const char* name) const { return readTable(folder, QLatin1String(name)); }

    QString folder;
    Lazy<QList<FrameworkRelease>> torch, tensorflow, jax;
    Lazy<QList<KernelSet>> kernels;
    Lazy<QList<Toolkit>> toolkits;
    Lazy<QList<CudaImage>> images;
    Lazy<QHash<QString, QString>> aliases;
    Lazy<QList<CapabilityRange>> capabilities;
    Lazy<QList<PythonRelease>> pythons;
    Lazy<QList<OsRelease>> osReleases;
    Lazy<QList<PythonEra>> eras;
    Lazy<QList<EraPin>> pins;
    Lazy<QList<ExtensionWheels>> wheels;
    Lazy<QStringList> nvccBuilt;
    Lazy<PackageTable> packages;
};

Tables::Tables(QString folder) : d(std::make_unique<Private>(std::move(folder))) {}
Tables::~Tables() = default;

const QList<FrameworkRelease>& Tables::releases(const QString& framework) const {
    static const QList<FrameworkRelease> none;
    const auto load = [&] { return parseReleases(framework, readTable(d->folder, framework)); };
    if (framework == QLatin1String("torch")) {
        return d->torch.get(load);
    }
    if (framework == QLatin1String("tensorflow")) {
        return d->tensorflow.get(load);
    }
    return framework == QLatin1String("jax") ? d->jax.get(load) : none;
}

const FrameworkRelease* Tables::release(const QString& framework, const Version& version) const {
    const FrameworkRelease* patched = nullptr;
    for (const FrameworkRelease& candidate : releases(framework)) {
        if (candidate.version == version) {
            return &candidate;
        }
        if (sameMinor(candidate.version, version) && candidate.version < version &&
            version <= candidate.lastPatch) {
            patched = &candidate;
        }
    }
    return patched;
}

const KernelSet* Tables::kernels(const QString& framework, const Version& version, const Version& cuda) const {
    for (const KernelSet& set : d->kernels.get([this] { return parseKernels(d->read("gpus")); })) {
        const bool hasCuda = std::any_of(set.cuda.cbegin(), set.cuda.cend(),
                                         [&](const Version& c) { return sameMinor(c, cuda); });
        if (set.framework == framework && hasCuda && set.from <= version && version <= set.to) {
            return &set;
        }
    }
    return nullptr;
}

const QList<Toolkit>& Tables::toolkits() const {
    return d->toolkits.get([this] { return parseToolkits(d->read("cuda_toolkits")); });
}

const Toolkit* Tables::toolkit(const Version& cuda) const {
    const Toolkit* newest = nullptr;
    for (const Toolkit& candidate : toolkits()) {
        if (sameMinor(candidate.version, cuda)) {
            newest = &candidate;
        }
    }
    return newest;
}

const Toolkit* Tables::firstToolkit(const Version& cuda) const {
    for (const Toolkit& candidate : toolkits()) {
        if (sameMinor(candidate.version, cuda)) {
            return &candidate;
        }
    }
    return nullptr;
}

const QList<CudaImage>& Tables::cudaImages() const {
    return d->images.get([this] { return parseImages(d->read("cuda_images")); });
}

const CudaImage* Tables::cudaImage(const QString& tag) const {
    for (const CudaImage& image : cudaImages()) {
        if (image.tag == tag) {
            return &image;
        }
    }
    return nullptr;
}

std::optional<QString> Tables::osLessAlias(const QString& tag) const {
    const auto& aliases = d->aliases.get([this] { return parseAliases(d->read("cuda_images")); });
    const auto found = aliases.constFind(tag);
    return found == aliases.cend() ? std::nullopt : std::optional(*found);
}

const QList<CapabilityRange>& Tables::capabilities() const {
    return d->capabilities.get([this] { return parseCapabilities(d->read("gpus")); });
}

const CapabilityRange* Tables::capability(const Version& capability) const {
    for (const CapabilityRange& range : capabilities()) {
        if (range.capability == capability) {
            return &range;
        }
    }
    return nullptr;
}

const QList<PythonRelease>& Tables::pythons() const {
    return d->pythons.get([this] { return parsePythons(d->read("python_versions")); });
}

const QList<OsRelease>& Tables::osReleases() const {
    return d->osReleases.get([this] { return parseOsReleases(d->read("python_versions")); });
}

const OsRelease* Tables::os(const QString& id) const {
    for (const OsRelease& release : osReleases()) {
        if (release.id == id) {
            return &release;
        }
    }
    return nullptr;
}

QStringList Tables::pythonsOfDate(const QDate& date) const {
    for (const PythonEra& era : d->eras.get([this] { return parseEras(d->read("python_versions")); })) {
        if (era.from <= date && date <= era.to) {
            return era.choices;
        }
    }
    return {};
}

const QList<EraPin>& Tables::eraPins() const {
    return d->pins.get([this] { return parseEraPins(d->read("era_pins")); });
}

const QList<ExtensionWheels>& Tables::extensionWheels() const {
    return d->wheels.get([this] { return parseExtensionWheels(d->read("extension_wheels")); });
}

const QStringList& Tables::nvccBuilt() const {
    return d->nvccBuilt.get([this] { return parseNvccBuilt(d->read("extension_wheels")); });
}

const DistributionPackage* Tables::distributionPackage(const QString& os, const QString& distribution) const {
    const PackageTable& packages = d->packages.get([this] { return parsePackages(d->read("distribution_packages")); });
    const auto found = packages.constFind(os + QLatin1Char('/') + normalizedDistribution(distribution));
    return found == packages.cend() ? nullptr : &*found;
}

} // namespace reberth::knowledge
