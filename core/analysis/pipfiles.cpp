#include "core/analysis/detectors.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/tomldependencies.h"

namespace reberth::analysis {

namespace {

const QString pipfileSource = QStringLiteral("pipfile");

} // namespace

void detectPipfile(const SourceTree& tree, Draft& draft) {
    const bool rooted = rootDeclares(tree);
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.depth() <= 2 && candidate.name() == QLatin1String("Pipfile");
         })) {
        const std::optional<TomlValue> root = readToml(tree, file.path, draft);
        if (!root)
            continue;
        ManifestContext context;
        context.source = pipfileSource;
        context.factor = file.depth() > 0 ? 0.9 : 1.0;
        context.optional = file.depth() > 0 && rooted;
        context.group = context.optional ? file.folder() : QString();
        TomlDependencies reader(file.path, context, draft);
        reader.packages((*root)["packages"]);
        reader.packages((*root)["dev-packages"], QStringLiteral("dev"));
        bool first = true;
        for (const TomlValue& source : (*root)["source"].items) {
            reader.index(first ? QStringLiteral("index") : QStringLiteral("extra-index"), source["url"]);
            first = false;
        }
        for (const char* key : {"python_full_version", "python_version"}) {
            const TomlValue& version = (*root)["requires"][key];
            if (version.isString() && !context.optional) {
                draft.claimPython(QLatin1String("==") + version.text, pipfileSource, reader.at(version, version.text),
                                  context.factor);
                break;
            }
        }
    }
}

} // namespace reberth::analysis
