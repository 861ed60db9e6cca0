#include "core/analysis/pixi.h"

#include "core/analysis/detectors.h"

namespace reberth::analysis {

namespace {

bool isLinux(const QString& target) {
    return target == QLatin1String("linux-64") || target == QLatin1String("linux") || target == QLatin1String("unix");
}

/// What a feature, a target or the file itself asks for.
void readPackages(const TomlValue& table, const QString& group, TomlDependencies& reader) {
    for (const char* key : {"dependencies", "host-dependencies"})
        reader.condaPackages(table[key], group);
    reader.condaPackages(table["build-dependencies"], group.isEmpty() ? QStringLiteral("build") : group);
    reader.packages(table["pypi-dependencies"], group);
    for (const auto& [target, value] : table["target"].entries) {
        if (!isLinux(target))
            continue;
        reader.condaPackages(value["dependencies"], group);
        reader.packages(value["pypi-dependencies"], group);
    }
}

} // namespace

void readPixi(const TomlValue& table, TomlDependencies& reader, Draft& draft) {
    const TomlValue& head = table["workspace"].isTable() ? table["workspace"] : table["project"];
    for (const TomlValue& channel : head["channels"].items)
        reader.index(QStringLiteral("conda-channel"), channel.isTable() ? channel["channel"] : channel);
    const TomlValue& cuda = table["system-requirements"]["cuda"];
    if (!cuda.isNone())
        draft.claimCuda(QLatin1String(">=") + cuda.text, reader.context().source, reader.at(cuda, cuda.text),
                        reader.context().factor * 0.7);
    readPackages(table, {}, reader);
    for (const auto& [feature, value] : table["feature"].entries)
        readPackages(value, feature, reader);
    for (const auto& [name, value] : table["activation"]["env"].entries)
        draft.environment.append({name, value.text, false, {reader.at(value, name)}});
}

void detectPixi(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral("pixi.toml");
    if (!tree.contains(path))
        return;
    const std::optional<TomlValue> root = readToml(tree, path, draft);
    if (!root)
        return;
    ManifestContext context;
    context.source = QStringLiteral("conda");
    TomlDependencies reader(path, context, draft);
    readPixi(*root, reader, draft);
}

} // namespace reberth::analysis
