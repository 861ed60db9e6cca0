#include "core/knowledge/frameworktables.h"

#include "core/knowledge/jsontable.h"

#include <algorithm>

namespace reberth::knowledge {

namespace {

QString text(const QJsonObject& row, const char* key) {
    return row.value(QLatin1String(key)).toString();
}

QList<Version> versions(const QJsonValue& value) {
    QList<Version> list;
    const QStringList texts = toStringList(value);
    for (const QString& item : texts) {
        if (const auto version = Version::parse(item)) {
            list.append(*version);
        }
    }
    return list;
}

FrameworkVariant parseVariant(const QJsonObject& row) {
    FrameworkVariant variant;
    variant.name = text(row, "name");
    variant.cuda = Version::parse(text(row, "cuda"));
    variant.cudnn = text(row, "cudnn");
    variant.isDefault = row.value(QLatin1String("default")).toBool();
    variant.requirement = text(row, "requirement");
    variant.also = toStringList(row.value(QLatin1String("also")));
    variant.findLinks = text(row, "find_links");
    variant.indexUrl = text(row, "index_url");
    if (variant.indexUrl.isEmpty()) {
        variant.indexUrl = text(row, "extra_index_url");
    }
    variant.needsSystemCuda = row.value(QLatin1String("system_cuda")).toBool();
    return variant;
}

FrameworkImage parseImage(const QJsonObject& row) {
    FrameworkImage image;
    image.image = text(row, "image");
    image.cuda = versionOf(row.value(QLatin1String("cuda")));
    image.cudnn = text(row, "cudnn");
    image.python = versionOf(row.value(QLatin1String("python")));
    image.os = text(row, "os");
    image.devel = text(row, "flavour") == QLatin1String("devel");
    image.isSeen = row.value(QLatin1String("seen")).toBool();
    return image;
}

} // namespace

Version versionOf(const QJsonValue& value) {
    return Version::parse(value.toString()).value_or(Version());
}

QDate dateOf(const QJsonValue& value) {
    return QDate::fromString(value.toString().left(10), Qt::ISODate);
}

QList<FrameworkRelease> parseReleases(const QString& framework, const QJsonObject& table) {
    QList<FrameworkRelease> releases;
    const QJsonArray rows = table.value(QLatin1String("releases")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        FrameworkRelease release;
        release.framework = framework;
        release.version = versionOf(row.value(QLatin1String("version")));
        const auto lastPatch = Version::parse(text(row, "last_patch"));
        release.lastPatch = lastPatch.value_or(release.version);
        release.date = dateOf(row.value(QLatin1String("date")));
        release.pythons = versions(row.value(QLatin1String("python")));
        const QJsonObject companions = row.value(QLatin1String("companions")).toObject();
        for (auto it = companions.begin(); it != companions.end(); ++it) {
            release.companions.insert(it.key(), it.value().toString());
        }
        release.pins = toStringList(row.value(QLatin1String("pins")));
        const QJsonArray variants = row.value(QLatin1String("variants")).toArray();
        for (const QJsonValue& variant : variants) {
            release.variants.append(parseVariant(variant.toObject()));
        }
        const QJsonArray images = row.value(QLatin1String("images")).toArray();
        for (const QJsonValue& image : images) {
            release.images.append(parseImage(image.toObject()));
        }
        releases.append(release);
    }
    std::stable_sort(releases.begin(), releases.end(),
                     [](const FrameworkRelease& a, const FrameworkRelease& b) { return a.version < b.version; });
    return releases;
}

QList<KernelSet> parseKernels(const QJsonObject& gpus) {
    QList<KernelSet> sets;
    const QJsonArray rows = gpus.value(QLatin1String("framework_kernels")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        sets.append({text(row, "framework"), versionOf(row.value(QLatin1String("from"))),
                     versionOf(row.value(QLatin1String("to"))), versions(row.value(QLatin1String("cuda"))),
                     versions(row.value(QLatin1String("sm"))), Version::parse(text(row, "ptx"))});
    }
    return sets;
}

QList<ExtensionWheels> parseExtensionWheels(const QJsonObject& table) {
    QList<ExtensionWheels> list;
    const QJsonArray rows = table.value(QLatin1String("libraries")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject links = value.toObject().value(QLatin1String("find_links")).toObject();
        if (links.isEmpty()) {
            continue;
        }
        ExtensionWheels wheels;
        const QStringList names = toStringList(links.value(QLatin1String("distributions")));
        for (const QString& name : names) {
            wheels.distributions << normalizedDistribution(name);
        }
        wheels.urlTemplate = text(links, "url");
        const QJsonArray pairs = links.value(QLatin1String("pairs")).toArray();
        for (const QJsonValue& pair : pairs) {
            const QJsonObject object = pair.toObject();
            wheels.pairs.append({text(object, "torch"), text(object, "variant"),
                                 toStringList(object.value(QLatin1String("versions")))});
        }
        list.append(wheels);
    }
    return list;
}

QStringList parseNvccBuilt(const QJsonObject& table) {
    QStringList names;
    const QJsonArray rows = table.value(QLatin1String("libraries")).toArray();
    for (const QJsonValue& value : rows) {
        const QStringList built = toStringList(value.toObject().value(QLatin1String("built_with_nvcc")));
        for (const QString& name : built) {
            names << normalizedDistribution(name);
        }
    }
    return names;
}

QList<EraPin> parseEraPins(const QJsonObject& table) {
    QList<EraPin> pins;
    const QJsonArray rows = table.value(QLatin1String("pins")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        const QJsonObject when = row.value(QLatin1String("when")).toObject();
        EraPin pin;
        pin.id = text(row, "id");
        pin.package = text(row, "package");
        pin.specifier = text(row, "specifier");
        pin.because = text(row, "because");
        pin.framework = text(when, "framework");
        pin.range = VersionRange::parse(text(when, "range")).value_or(VersionRange());
        pin.before = dateOf(when.value(QLatin1String("before")));
        pin.uses = text(when, "uses");
        pin.whenBuilding = when.value(QLatin1String("builds")).toBool();
        pin.whenCython = when.value(QLatin1String("cython")).toBool();
        pins.append(pin);
    }
    return pins;
}

} // namespace reberth::knowledge
