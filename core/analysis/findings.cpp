#include "core/analysis/findings.h"

#include <QJsonArray>

#include <algorithm>

namespace reberth::analysis {

namespace {

template <typename T, typename Convert> QJsonArray listToJson(const QList<T>& items, Convert convert) {
    QJsonArray array;
    for (const T& item : items)
        array.append(convert(item));
    return array;
}

template <typename T, typename Convert> QList<T> listFromJson(const QJsonValue& value, Convert convert) {
    QList<T> items;
    const QJsonArray array = value.toArray();
    items.reserve(array.size());
    for (const QJsonValue& item : array)
        items.append(convert(item.toObject()));
    return items;
}

QStringList stringsFrom(const QJsonValue& value) {
    QStringList strings;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array)
        strings.append(item.toString());
    return strings;
}

QString text(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString();
}

QJsonObject evidenceToJson(const Evidence& evidence) {
    return {{QStringLiteral("file"), evidence.file},
            {QStringLiteral("line"), evidence.line},
            {QStringLiteral("text"), evidence.text}};
}

Evidence evidenceFromJson(const QJsonObject& object) {
    return {text(object, "file"), object.value(QLatin1String("line")).toInt(), text(object, "text")};
}

QList<Evidence> evidencesFrom(const QJsonObject& object) {
    return listFromJson<Evidence>(object.value(QLatin1String("evidence")), evidenceFromJson);
}

QJsonArray evidences(const QList<Evidence>& evidence) {
    return listToJson(evidence, evidenceToJson);
}

QJsonObject claimToJson(const Claim& claim) {
    return {{QStringLiteral("version"), claim.version.isEmpty() ? QJsonValue() : QJsonValue(claim.version)},
            {QStringLiteral("range"), claim.range},
            {QStringLiteral("confidence"), claim.confidence},
            {QStringLiteral("source"), claim.source},
            {QStringLiteral("evidence"), evidences({claim.evidence})}};
}

Claim claimFromJson(const QJsonObject& object) {
    return {text(object, "version"), text(object, "range"), object.value(QLatin1String("confidence")).toDouble(),
            text(object, "source"), evidencesFrom(object).value(0)};
}

QJsonObject versionToJson(const VersionFinding& finding) {
    return {{QStringLiteral("version"), finding.version ? QJsonValue(finding.version->toString()) : QJsonValue()},
            {QStringLiteral("range"), finding.range.toString()},
            {QStringLiteral("confidence"), finding.confidence},
            {QStringLiteral("reason"), finding.reason},
            {QStringLiteral("candidates"), listToJson(finding.claims, claimToJson)}};
}

VersionFinding versionFromJson(const QJsonObject& object) {
    VersionFinding finding;
    finding.version = Version::parse(text(object, "version"));
    finding.range = VersionRange::parse(text(object, "range")).value_or(VersionRange());
    finding.confidence = object.value(QLatin1String("confidence")).toDouble();
    finding.reason = text(object, "reason");
    finding.claims = listFromJson<Claim>(object.value(QLatin1String("candidates")), claimFromJson);
    return finding;
}

QString originName(Dependency::Origin origin) {
    switch (origin) {
    case Dependency::Origin::Imported:
        return QStringLiteral("imported");
    case Dependency::Origin::Prose:
        return QStringLiteral("prose");
    case Dependency::Origin::Declared:
        break;
    }
    return QStringLiteral("declared");
}

Dependency::Origin originFrom(const QString& name) {
    if (name == QLatin1String("imported"))
        return Dependency::Origin::Imported;
    return name == QLatin1String("prose") ? Dependency::Origin::Prose : Dependency::Origin::Declared;
}

QJsonObject dependencyToJson(const Dependency& dependency) {
    return {{QStringLiteral("name"), dependency.name},
            {QStringLiteral("specifier"), dependency.specifier},
            {QStringLiteral("marker"), dependency.marker},
            {QStringLiteral("extras"), QJsonArray::fromStringList(dependency.extras)},
            {QStringLiteral("url"), dependency.url},
            {QStringLiteral("origin"), originName(dependency.origin)},
            {QStringLiteral("optional"), dependency.optional},
            {QStringLiteral("group"), dependency.group},
            {QStringLiteral("locked"), dependency.locked},
            {QStringLiteral("conda"), dependency.conda},
            {QStringLiteral("confidence"), dependency.confidence},
            {QStringLiteral("evidence"), evidences(dependency.evidence)}};
}

Dependency dependencyFromJson(const QJsonObject& object) {
    Dependency dependency;
    dependency.name = text(object, "name");
    dependency.specifier = text(object, "specifier");
    dependency.marker = text(object, "marker");
    dependency.extras = stringsFrom(object.value(QLatin1String("extras")));
    dependency.url = text(object, "url");
    dependency.origin = originFrom(text(object, "origin"));
    dependency.optional = object.value(QLatin1String("optional")).toBool();
    dependency.group = text(object, "group");
    dependency.locked = text(object, "locked");
    dependency.conda = object.value(QLatin1String("conda")).toBool();
    dependency.confidence = object.value(QLatin1String("confidence")).toDouble(1);
    dependency.evidence = evidencesFrom(object);
    return dependency;
}

QJsonObject parameterToJson(const Parameter& parameter) {
    return {{QStringLiteral("name"), parameter.name},
            {QStringLiteral("type"), parameter.type},
            {QStringLiteral("default"), parameter.defaultValue},
            {QStringLiteral("choices"), QJsonArray::fromStringList(parameter.choices)},
            {QStringLiteral("help"), parameter.help},
            {QStringLiteral("required"), parameter.required}};
}

Parameter parameterFromJson(const QJsonObject& object) {
    return {text(object, "name"),    text(object, "type"),
            text(object, "default"), stringsFrom(object.value(QLatin1String("choices"))),
            text(object, "help"),    object.value(QLatin1String("required")).toBool()};
}

QJsonObject extensionToJson(const Extension& extension) {
    return {{QStringLiteral("path"), extension.path},
            {QStringLiteral("kind"), extension.kind},
            {QStringLiteral("cuda"), extension.cuda},
            {QStringLiteral("workdir"), extension.workdir},
            {QStringLiteral("buildCommand"), extension.buildCommand},
            {QStringLiteral("sources"), QJsonArray::fromStringList(extension.sources)},
            {QStringLiteral("architectures"), QJsonArray::fromStringList(extension.architectures)},
            {QStringLiteral("includes"), QJsonArray::fromStringList(extension.includes)},
            {QStringLiteral("evidence"), evidences(extension.evidence)}};
}

Extension extensionFromJson(const QJsonObject& object) {
    Extension extension;
    extension.path = text(object, "path");
    extension.kind = text(object, "kind");
    extension.cuda = object.value(QLatin1String("cuda")).toBool();
    extension.workdir = text(object, "workdir");
    extension.buildCommand = text(object, "buildCommand");
    extension.sources = stringsFrom(object.value(QLatin1String("sources")));
    extension.architectures = stringsFrom(object.value(QLatin1String("architectures")));
    extension.includes = stringsFrom(object.value(QLatin1String("includes")));
    extension.evidence = evidencesFrom(object);
    return extension;
}

QJsonObject entryPointToJson(const EntryPoint& entry) {
    return {{QStringLiteral("verb"), entry.verb},
            {QStringLiteral("command"), entry.command},
            {QStringLiteral("script"), entry.script},
            {QStringLiteral("workdir"), entry.workdir},
            {QStringLiteral("source"), entry.source},
            {QStringLiteral("parameters"), listToJson(entry.parameters, parameterToJson)},
            {QStringLiteral("confidence"), entry.confidence},
            {QStringLiteral("evidence"), evidences(entry.evidence)}};
}

EntryPoint entryPointFromJson(const QJsonObject& object) {
    EntryPoint entry;
    entry.verb = text(object, "verb");
    entry.command = text(object, "command");
    entry.script = text(object, "script");
    entry.workdir = text(object, "workdir");
    entry.source = text(object, "source");
    entry.parameters = listFromJson<Parameter>(object.value(QLatin1String("parameters")), parameterFromJson);
    entry.confidence = object.value(QLatin1String("confidence")).toDouble();
    entry.evidence = evidencesFrom(object);
    return entry;
}

QJsonObject dataToJson(const DataSource& source) {
    return {{QStringLiteral("kind"), source.kind},
            {QStringLiteral("url"), source.url},
            {QStringLiteral("path"), source.path},
            {QStringLiteral("tool"), source.tool},
            {QStringLiteral("size"), source.size < 0 ? QJsonValue() : QJsonValue(source.size)},
            {QStringLiteral("evidence"), evidences(source.evidence)}};
}

DataSource dataFromJson(const QJsonObject& object) {
    DataSource source;
    source.kind = text(object, "kind");
    source.url = text(object, "url");
    source.path = text(object, "path");
    source.tool = text(object, "tool");
    source.size = qint64(object.value(QLatin1String("size")).toDouble(-1));
    source.evidence = evidencesFrom(object);
    return source;
}

QJsonObject variableToJson(const EnvironmentVariable& variable) {
    return {{QStringLiteral("name"), variable.name},
            {QStringLiteral("value"), variable.value},
            {QStringLiteral("required"), variable.required},
            {QStringLiteral("evidence"), evidences(variable.evidence)}};
}

EnvironmentVariable variableFromJson(const QJsonObject& object) {
    return {text(object, "name"), text(object, "value"), object.value(QLatin1String("required")).toBool(),
            evidencesFrom(object)};
}

struct HardwareName {
    HardwareNeed::Kind kind;
    QLatin1String name;
};
constexpr HardwareName hardwareNames[]{{HardwareNeed::Kind::GpuCount, QLatin1String("gpu-count")},
                                       {HardwareNeed::Kind::GpuMemory, QLatin1String("gpu-memory")},
                                       {HardwareNeed::Kind::GpuModel, QLatin1String("gpu-model")},
                                       {HardwareNeed::Kind::Memory, QLatin1String("memory")},
                                       {HardwareNeed::Kind::Disk, QLatin1String("disk")}};

QJsonObject hardwareToJson(const HardwareNeed& need) {
    const auto* const row = std::find_if(std::begin(hardwareNames), std::end(hardwareNames),
                                         [&](const HardwareName& name) { return name.kind == need.kind; });
    return {{QStringLiteral("kind"), QString(row->name)},
            {QStringLiteral("amount"), need.amount},
            {QStringLiteral("model"), need.model},
            {QStringLiteral("evidence"), evidences(need.evidence)}};
}

HardwareNeed hardwareFromJson(const QJsonObject& object) {
    HardwareNeed need;
    for (const HardwareName& row : hardwareNames) {
        if (row.name == text(object, "kind"))
            need.kind = row.kind;
    }
    need.amount = object.value(QLatin1String("amount")).toDouble();
    need.model = text(object, "model");
    need.evidence = evidencesFrom(object);
    return need;
}

QJsonObject licenseToJson(const License& license) {
    return {{QStringLiteral("spdx"), license.spdx}, {QStringLiteral("evidence"), evidences(license.evidence)}};
}

License licenseFromJson(const QJsonObject& object) {
    return {text(object, "spdx"), evidencesFrom(object)};
}

QJsonObject submoduleToJson(const Submodule& submodule) {
    return {{QStringLiteral("path"), submodule.path},
            {QStringLiteral("url"), submodule.url},
            {QStringLiteral("commit"), submodule.commit},
            {QStringLiteral("present"), submodule.present},
            {QStringLiteral("evidence"), evidences(submodule.evidence)}};
}

Submodule submoduleFromJson(const QJsonObject& object) {
    return {text(object, "path"), text(object, "url"), text(object, "commit"),
            object.value(QLatin1String("present")).toBool(), evidencesFrom(object)};
}

QJsonObject lfsPointerToJson(const LfsPointer& pointer) {
    return {{QStringLiteral("path"), pointer.path}, {QStringLiteral("size"), pointer.size}};
}

LfsPointer lfsPointerFromJson(const QJsonObject& object) {
    return {text(object, "path"), qint64(object.value(QLatin1String("size")).toDouble())};
}

QJsonObject lockedToJson(const LockedPackage& package) {
    return {{QStringLiteral("name"), package.name},
            {QStringLiteral("version"), package.version},
            {QStringLiteral("file"), package.file},
            {QStringLiteral("line"), package.line},
            {QStringLiteral("conda"), package.conda}};
}

LockedPackage lockedFromJson(const QJsonObject& object) {
    return {text(object, "name"), text(object, "version"), text(object, "file"),
            object.value(QLatin1String("conda")).toBool(), object.value(QLatin1String("line")).toInt()};
}

QJsonObject boundToJson(const ApiBound& bound) {
    return {{QStringLiteral("distribution"), bound.distribution},
            {QStringLiteral("range"), bound.range.toString()},
            {QStringLiteral("symbols"), QJsonArray::fromStringList(bound.symbols)},
            {QStringLiteral("evidence"), evidences(bound.evidence)}};
}

ApiBound boundFromJson(const QJsonObject& object) {
    return {text(object, "distribution"), VersionRange::parse(text(object, "range")).value_or(VersionRange()),
            stringsFrom(object.value(QLatin1String("symbols"))), evidencesFrom(object)};
}

/// Declared for an extra, for development or for documentation: not needed to run the code.
bool isDeclaredOption(const Dependency& dependency) {
    return dependency.optional && dependency.origin != Dependency::Origin::Imported;
}

QJsonObject frameworkToJson(const Framework& framework) {
    QJsonObject object = versionToJson(framework.version);
    object.insert(QStringLiteral("name"), framework.name);
    object.insert(QStringLiteral("main"), framework.main);
    object.insert(QStringLiteral("evidence"), evidences(framework.evidence));
    return object;
}

QJsonObject indexToJson(const PackageIndex& index) {
    return {{QStringLiteral("kind"), index.kind},
            {QStringLiteral("url"), index.url},
            {QStringLiteral("evidence"), evidences(index.evidence)}};
}

PackageIndex indexFromJson(const QJsonObject& object) {
    return {text(object, "kind"), text(object, "url"), evidencesFrom(object)};
}

QJsonObject checkoutToJson(const repo::Checkout& checkout) {
    return {{QStringLiteral("path"), checkout.path},
            {QStringLiteral("name"), checkout.name},
            {QStringLiteral("url"), checkout.url},
            {QStringLiteral("ref"), checkout.ref},
            {QStringLiteral("commit"), checkout.commit},
            {QStringLiteral("commitDate"),
             checkout.commitDate.isValid() ? checkout.commitDate.toUTC().toString(Qt::ISODate) : QString()},
            {QStringLiteral("submodules"), QJsonArray::fromStringList(checkout.submodules)},
            {QStringLiteral("notes"), QJsonArray::fromStringList(checkout.notes)}};
}

repo::Checkout checkoutFromJson(const QJsonObject& object) {
    repo::Checkout checkout;
    checkout.path = text(object, "path");
    checkout.name = text(object, "name");
    checkout.url = text(object, "url");
    checkout.ref = text(object, "ref");
    checkout.commit = text(object, "commit");
    checkout.commitDate = QDateTime::fromString(text(object, "commitDate"), Qt::ISODate);
    checkout.submodules = stringsFrom(object.value(QLatin1String("submodules")));
    checkout.notes = stringsFrom(object.value(QLatin1String("notes")));
    return checkout;
}

} // namespace

const Framework* Findings::mainFramework() const {
    const auto it =
        std::find_if(frameworks.begin(), frameworks.end(), [](const Framework& framework) { return framework.main; });
    return it == frameworks.end() ? nullptr : &*it;
}

QJsonObject Findings::toJson() const {
    QList<Dependency> needed, options;
    for (const Dependency& dependency : dependencies)
        (isDeclaredOption(dependency) ? options : needed).append(dependency);
    return {{QStringLiteral("schema"), schemaVersion},
            {QStringLiteral("checkout"), checkoutToJson(checkout)},
            {QStringLiteral("python"), versionToJson(python)},
            {QStringLiteral("frameworks"), listToJson(frameworks, frameworkToJson)},
            {QStringLiteral("cuda"), versionToJson(cuda)},
            {QStringLiteral("cudnn"), versionToJson(cudnn)},
            {QStringLiteral("baseImage"), baseImage},
            {QStringLiteral("dependencies"), listToJson(needed, dependencyToJson)},
            {QStringLiteral("optionalDependencies"), listToJson(options, dependencyToJson)},
            {QStringLiteral("extensions"), listToJson(extensions, extensionToJson)},
            {QStringLiteral("entryPoints"), listToJson(entryPoints, entryPointToJson)},
            {QStringLiteral("systemPackages"),
             listToJson(systemPackages,
                        [](const SystemPackage& package) {
                            return QJsonObject{{QStringLiteral("name"), package.name},
                                               {QStringLiteral("reason"), package.reason},
                                               {QStringLiteral("evidence"), evidences(package.evidence)}};
                        })},
            {QStringLiteral("data"), listToJson(data, dataToJson)},
            {QStringLiteral("environment"), listToJson(environment, variableToJson)},
            {QStringLiteral("hardware"), listToJson(hardware, hardwareToJson)},
            {QStringLiteral("licenses"), listToJson(licenses, licenseToJson)},
            {QStringLiteral("submodules"), listToJson(submodules, submoduleToJson)},
            {QStringLiteral("lfsPointers"), listToJson(lfsPointers, lfsPointerToJson)},
            {QStringLiteral("locked"), listToJson(locked, lockedToJson)},
            {QStringLiteral("indexes"), listToJson(indexes, indexToJson)},
            {QStringLiteral("bounds"), listToJson(bounds, boundToJson)},
            {QStringLiteral("breakages"),
             listToJson(breakages,
                        [](const Breakage& breakage) {
                            return QJsonObject{{QStringLiteral("symbol"), breakage.symbol},
                                               {QStringLiteral("distribution"), breakage.distribution},
                                               {QStringLiteral("bound"), breakage.bound},
                                               {QStringLiteral("fix"), breakage.fix},
                                               {QStringLiteral("hint"), breakage.hint},
                                               {QStringLiteral("evidence"), evidences(breakage.evidence)}};
                        })},
            {QStringLiteral("manifests"), QJsonArray::fromStringList(manifests)},
            {QStringLiteral("notes"), listToJson(notes,
                                                 [](const Note& note) {
                                                     return QJsonObject{
                                                         {QStringLiteral("text"), note.text},
                                                         {QStringLiteral("evidence"), evidences(note.evidence)}};
                                                 })},
            {QStringLiteral("pythonFiles"), pythonFiles}};
}

Findings Findings::fromJson(const QJsonObject& object) {
    const auto at = [&object](const char* key) { return object.value(QLatin1String(key)); };
    Findings findings;
    findings.checkout = checkoutFromJson(at("checkout").toObject());
    findings.python = versionFromJson(at("python").toObject());
    findings.frameworks = listFromJson<Framework>(at("frameworks"), [](const QJsonObject& row) {
        return Framework{text(row, "name"), row.value(QLatin1String("main")).toBool(), versionFromJson(row),
                         evidencesFrom(row)};
    });
    findings.cuda = versionFromJson(at("cuda").toObject());
    findings.cudnn = versionFromJson(at("cudnn").toObject());
    findings.baseImage = at("baseImage").toString();
    findings.dependencies = listFromJson<Dependency>(at("dependencies"), dependencyFromJson) +
                            listFromJson<Dependency>(at("optionalDependencies"), dependencyFromJson);
    findings.extensions = listFromJson<Extension>(at("extensions"), extensionFromJson);
    findings.entryPoints = listFromJson<EntryPoint>(at("entryPoints"), entryPointFromJson);
    findings.systemPackages = listFromJson<SystemPackage>(at("systemPackages"), [](const QJsonObject& row) {
        return SystemPackage{text(row, "name"), text(row, "reason"), evidencesFrom(row)};
    });
    findings.data = listFromJson<DataSource>(at("data"), dataFromJson);
    findings.environment = listFromJson<EnvironmentVariable>(at("environment"), variableFromJson);
    findings.hardware = listFromJson<HardwareNeed>(at("hardware"), hardwareFromJson);
    findings.licenses = listFromJson<License>(at("licenses"), licenseFromJson);
    findings.submodules = listFromJson<Submodule>(at("submodules"), submoduleFromJson);
    findings.lfsPointers = listFromJson<LfsPointer>(at("lfsPointers"), lfsPointerFromJson);
    findings.locked = listFromJson<LockedPackage>(at("locked"), lockedFromJson);
    findings.indexes = listFromJson<PackageIndex>(at("indexes"), indexFromJson);
    findings.bounds = listFromJson<ApiBound>(at("bounds"), boundFromJson);
    findings.breakages = listFromJson<Breakage>(at("breakages"), [](const QJsonObject& row) {
        return Breakage{text(row, "symbol"), text(row, "distribution"), text(row, "bound"), text(row, "fix"),
                        evidencesFrom(row),  row.value(QLatin1String("hint")).toBool()};
    });
    findings.manifests = stringsFrom(at("manifests"));
    findings.notes = listFromJson<Note>(at("notes"), [](const QJsonObject& row) {
        return Note{text(row, "text"), evidencesFrom(row)};
    });
    findings.pythonFiles = at("pythonFiles").toInt();
    return findings;
}

} // namespace reberth::analysis
