#include "core/knowledge/knowledge.h"

#include "core/knowledge/aptnames.h"
#include "core/knowledge/jsontable.h"
#include "core/knowledge/tables.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <mutex>

static void initializeKnowledgeResource() {
    // The tables are compiled into a static library, whose resources register themselves only when asked.
    Q_INIT_RESOURCE(knowledge);
}

namespace reberth::knowledge {

namespace {

struct ImportTable {
    QHash<QString, QStringList> mappings;
    QSet<QString> standardLibrary;
    QSet<QString> python2;
    QHash<QString, QStringList> modules; ///< normalised index name → imports
    QHash<QString, QString> misleading;
};

QString topLevel(const QString& module) {
    return module.section(QLatin1Char('.'), 0, 0);
}

BreakageRule toRule(const QJsonObject& row) {
    BreakageRule rule;
    rule.id = row.value(QLatin1String("id")).toString();
    rule.distribution = row.value(QLatin1String("distribution")).toString();
    rule.kind = row.value(QLatin1String("kind")).toString();
    rule.staticCheck = row.value(QLatin1String("static")).toString();
    rule.symbols = toStringList(row.value(QLatin1String("symbols")));
    rule.pin = row.value(QLatin1String("pin")).toString();
    rule.pinIsMinimum = row.value(QLatin1String("pin_is_minimum")).toBool();
    rule.firstBroken = row.value(QLatin1String("first_broken")).toString();
    rule.lastGood = row.value(QLatin1String("last_good")).toString();
    rule.fix = row.value(QLatin1String("fix")).toString();
    rule.codeRegex = row.value(QLatin1String("code_regex")).toString();
    return rule;
}

/// "NVIDIA A100-SXM4-40GB" → "a10040gb": what is left when vendors, form factors and separators are gone.
QString gpuKey(const QString& name) {
    static const QRegularExpression noise(
        QStringLiteral(R"(\b(nvidia|tesla|geforce|quadro|grid|corporation|graphics|gpu|sxm\d*|pcie?|hbm\d*e?)\b|[()])"));
    static const QRegularExpression separators(QStringLiteral(R"([\s_-]+)"));
    QString key = name.toLower();
    key.replace(QLatin1Char('-'), QLatin1Char(' '));
    key.remove(noise);
    key.remove(separators);
    return key;
}

} // namespace

class Knowledge::Private {
public:
    explicit Private(QString path) : folder(std::move(path)), tables(folder) {}

    const AptNames& apt() const {
        std::call_once(aptOnce, [this] { aptNames = AptNames(readTable(folder, QStringLiteral("system_packages"))); });
        return aptNames;
    }

    const ImportTable& imports() const {
        std::call_once(importsOnce, [this] { loadImports(); });
        return importTable;
    }

    void loadImports() const {
        const QJsonObject root = readTable(folder, QStringLiteral("import_names"));
        const QJsonArray mappings = root.value(QLatin1String("mappings")).toArray();
        for (const QJsonValue& value : mappings) {
            const QJsonObject row = value.toObject();
            const QString import = row.value(QLatin1String("import")).toString();
            const QStringList distributions = toStringList(row.value(QLatin1String("distributions")));
            importTable.mappings.insert(import, distributions);
            if (!distributions.isEmpty())
                importTable.modules[normalizedDistribution(distributions.first())].append(import);
        }
        const QStringList python3 = toStringList(root.value(QLatin1String("stdlib_modules")));
        const QStringList python2 = toStringList(root.value(QLatin1String("python2_only_modules")));
        importTable.python2 = QSet<QString>(python2.cbegin(), python2.cend());
        importTable.standardLibrary = QSet<QString>(python3.cbegin(), python3.cend());
        const QJsonArray misleading = root.value(QLatin1String("misleading_pypi_names")).toArray();
        for (const QJsonValue& value : misleading) {
            const QJsonObject row = value.toObject();
            importTable.misleading.insert(row.value(QLatin1String("name")).toString(),
                                          row.value(QLatin1String("why")).toString());
        }
    }

    QString folder;
    Tables tables;
    mutable std::once_flag aptOnce;
    mutable AptNames aptNames;
    mutable std::once_flag importsOnce;
    mutable ImportTable importTable;
    mutable std::once_flag breakagesOnce;
    mutable QList<BreakageRule> breakageRules;
    mutable std::once_flag apisOnce;
    mutable QList<ApiSince> apis;
    mutable std::once_flag modulesOnce;
    mutable QHash<QString, StandardModule> modules;
    mutable std::once_flag licensesOnce;
    mutable QList<LicenseRule> licenseRules;
    mutable std::once_flag nativeOnce;
    mutable QList<NativeApi> native;
    mutable std::once_flag gpusOnce;
    mutable QList<GpuModel> gpuModels;
};

Knowledge::Knowledge(QString folder) : d(std::make_unique<Private>(std::move(folder))) {
    initializeKnowledgeResource();
}

Knowledge::~Knowledge() = default;

QStringList Knowledge::distributionsForImport(const QString& importName) const {
    const ImportTable& table = d->imports();
    // "google.protobuf" has a row of its own; "cv2.aruco" is found as "cv2".
    for (QString name = importName; !name.isEmpty(); name.truncate(std::max<qsizetype>(name.lastIndexOf(u'.'), 0))) {
        const auto found = table.mappings.constFind(name);
        if (found != table.mappings.cend()) {
            return *found;
        }
    }
    return {};
}

bool Knowledge::isStandardLibrary(const QString& module) const {
    return d->imports().standardLibrary.contains(topLevel(module)) || isPython2Module(module);
}

bool Knowledge::isPython2Module(const QString& module) const {
    return d->imports().python2.contains(module) || d->imports().python2.contains(topLevel(module));
}

std::optional<QString> Knowledge::misleadingName(const QString& distribution) const {
    const auto found = d->imports().misleading.constFind(distribution);
    return found == d->imports().misleading.cend() ? std::nullopt : std::optional(*found);
}

const QList<BreakageRule>& Knowledge::breakages() const {
    std::call_once(d->breakagesOnce, [this] {
        const QJsonArray rows =
            readTable(d->folder, QStringLiteral("breakages")).value(QLatin1String("breakages")).toArray();
        for (const QJsonValue& row : rows) {
            d->breakageRules.append(toRule(row.toObject()));
        }
    });
    return d->breakageRules;
}

const QList<ApiSince>& Knowledge::apiSince() const {
    std::call_once(d->apisOnce, [this] {
        const QJsonArray rows = readTable(d->folder, QStringLiteral("api_since")).value(QLatin1String("apis")).toArray();
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            for (const QString& symbol : toStringList(row.value(QLatin1String("symbols")))) {
                d->apis.append({symbol, row.value(QLatin1String("distribution")).toString(),
                                row.value(QLatin1String("since")).toString()});
            }
        }
    });
    return d->apis;
}

QStringList Knowledge::importsOfDistribution(const QString& distribution) const {
    return d->imports().modules.value(normalizedDistribution(distribution));
}

const StandardModule* Knowledge::standardModule(const QString& module) const {
    std::call_once(d->modulesOnce, [this] {
        const QJsonArray rows =
            readTable(d->folder, QStringLiteral("python_modules")).value(QLatin1String("modules")).toArray();
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            d->modules.insert(row.value(QLatin1String("module")).toString(),
                              {row.value(QLatin1String("since")).toString(),
                               row.value(QLatin1String("removed")).toString(),
                               row.value(QLatin1String("backport")).toString()});
        }
        for (const QString& old : std::as_const(d->imports().python2))
            d->modules.insert(old, {{}, QStringLiteral("3.0"), {}});
    });
    const auto found = d->modules.constFind(module);
    return found == d->modules.cend() ? nullptr : &*found;
}

const QList<LicenseRule>& Knowledge::licenses() const {
    std::call_once(d->licensesOnce, [this] {
        const QJsonArray rows =
            readTable(d->folder, QStringLiteral("licenses")).value(QLatin1String("licenses")).toArray();
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            d->licenseRules.append({row.value(QLatin1String("spdx")).toString(),
                                    toStringList(row.value(QLatin1String("text"))),
                                    toStringList(row.value(QLatin1String("without"))),
                                    row.value(QLatin1String("name")).toString()});
        }
    });
    return d->licenseRules;
}

const QList<NativeApi>& Knowledge::nativeApis() const {
    std::call_once(d->nativeOnce, [this] {
        const QJsonArray rows =
            readTable(d->folder, QStringLiteral("native_apis")).value(QLatin1String("apis")).toArray();
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            const auto text = [&row](const char* key) { return row.value(QLatin1String(key)).toString(); };
            d->native.append({text("symbol"), text("distribution"), text("range"), text("code_regex"), text("without"),
                              text("reason")});
        }
    });
    return d->native;
}

const QList<GpuModel>& Knowledge::gpus() const {
    std::call_once(d->gpusOnce, [this] {
        const QJsonArray rows = readTable(d->folder, QStringLiteral("gpus")).value(QLatin1String("gpus")).toArray();
        for (const QJsonValue& value : rows) {
            const QJsonObject row = value.toObject();
            const auto capability = Version::parse(row.value(QLatin1String("compute_capability")).toString());
            if (capability) {
                d->gpuModels.append({row.value(QLatin1String("name")).toString(), *capability,
                                     row.value(QLatin1String("memory_gib")).toDouble(),
                                     row.value(QLatin1String("architecture")).toString()});
            }
        }
        std::stable_sort(d->gpuModels.begin(), d->gpuModels.end(), [](const GpuModel& a, const GpuModel& b) {
            return a.computeCapability > b.computeCapability;
        });
    });
    return d->gpuModels;
}

std::optional<GpuModel> Knowledge::gpuByName(const QString& name) const {
    const QString wanted = gpuKey(name);
    if (wanted.isEmpty()) {
        return std::nullopt;
    }
    const GpuModel* best = nullptr;
    for (const GpuModel& gpu : gpus()) {
        const QString key = gpuKey(gpu.name);
        if (key == wanted) {
            return gpu;
        }
        // "A100" stands for the smallest A100; "A100X" is another card.
        static const QRegularExpression memory(QStringLiteral(R"(^\d+gb$)"));
        if (key.startsWith(wanted) && memory.match(key.mid(wanted.size())).hasMatch() &&
            (best == nullptr || gpu.memoryGib < best->memoryGib)) {
            best = &gpu;
        }
    }
    if (best != nullptr) {
        return *best;
    }
    static const QRegularExpression capability(QStringLiteral(R"(^(?:sm|compute)?_?(?:(\d+)\.(\d)|(\d+)(\d)a?)$)"));
    const auto match = capability.match(name.trimmed().toLower());
    if (match.hasMatch()) {
        const QString text = match.capturedLength(1) > 0 ? match.captured(1) + QLatin1Char('.') + match.captured(2)
                                                         : match.captured(3) + QLatin1Char('.') + match.captured(4);
        for (const GpuModel& gpu : gpus()) {
            if (gpu.computeCapability.toString() == text) {
                return GpuModel{QLatin1String("compute capability ") + text, gpu.computeCapability, 0,
                                gpu.architecture};
            }
        }
    }
    // A card that the driver names with its memory ("RTX A6000 48GB") or as a laptop's.
    static const QRegularExpression suffix(QStringLiteral(R"((\d+gb|laptop|maxq|withmaxqdesign)+$)"));
    QString shorter = wanted;
    shorter.remove(suffix);
    return shorter != wanted ? gpuByName(shorter) : std::nullopt;
}

QStringList Knowledge::aptPackagesFor(const QString& distribution, const QString& osRelease) const {
    return d->apt().forRun(distribution, osRelease);
}

QStringList Knowledge::aptBuildPackagesFor(const QString& distribution, const QString& osRelease) const {
    return d->apt().forBuild(distribution, osRelease);
}

QString Knowledge::aptName(const QString& name, const QString& osRelease) const {
    return d->apt().renamed(name, osRelease);
}

std::optional<QString> Knowledge::deletedImageReplacement(const QString& image) const {
    static const QRegularExpression expression(
        QStringLiteral(R"(^(?:(?:docker\.io|index\.docker\.io|nvcr\.io)/)?nvidia/cuda(?::([^@\s]+))?(?:@.*)?$)"));
    const auto match = expression.match(image.trimmed());
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QString tag = match.captured(1);
    if (tag.isEmpty() || tag == QLatin1String("latest")) {
        return QString(); // removed in January 2021
    }
    const auto alias = d->tables.osLessAlias(tag);
    const CudaImage* row = d->tables.cudaImage(alias ? *alias : tag);
    if (row == nullptr) {
        return alias ? std::optional(QString()) : std::nullopt;
    }
    if (!alias && row->status != ImageStatus::Deleted) {
        return std::nullopt;
    }
    const CudaImage* best = nullptr;
    for (const CudaImage& candidate : d->tables.cudaImages()) {
        // cuDNN's major may differ between patches of one toolkit; what code links is the major.
        if (candidate.exists() && sameMinor(candidate.cuda, row->cuda) &&
            candidate.flavour == row->flavour && candidate.os == row->os && candidate.cudnn == row->cudnn &&
            (best == nullptr || best->cuda < candidate.cuda)) {
            best = &candidate;
        }
    }
    return best != nullptr ? best->name() : QString();
}

const Tables& Knowledge::tables() const {
    return d->tables;
}

} // namespace reberth::knowledge
