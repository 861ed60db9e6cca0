#include "core/analysis/detectors.h"
#include "core/analysis/localmodules.h"
#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

struct Use {
    QString module;
    Evidence evidence;
    int files = 0;
    bool guarded = true;
    bool side = true;
    bool local = true; ///< only inside functions
};

} // namespace

void detectImports(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                   Draft& draft) {
    const LocalModules local(tree, python, knowledge);
    QHash<QString, Use> uses;
    QStringList order;
    QHash<QString, QStringList> table;
    const auto distributions = [&](const QString& module) -> const QStringList& {
        auto it = table.find(module);
        if (it == table.end())
            it = table.insert(module, knowledge.distributionsForImport(module));
        return *it;
    };
    for (const PythonFacts& facts : python) {
        if (facts.vendored)
            continue;
        const bool side = isSideCode(facts.path);
        for (const ImportUse& use : facts.imports) {
            const QString top = use.module.section(QLatin1Char('.'), 0, 0);
            if (top.isEmpty() || top.startsWith(QLatin1Char('_')) || knowledge.isStandardLibrary(top) ||
                use.module.startsWith(QLatin1String("google.colab")))
                continue;
            if (local.owns(facts.path, use))
                continue;
            QString module = distributions(use.module).isEmpty() ? top : use.module;
            // Only "google.protobuf" style rows need more than the first part.
            if (distributions(top) == distributions(module))
                module = top;
            auto it = uses.find(module);
            if (it == uses.end()) {
                order.append(module);
                QString text = use.names.isEmpty()
                                   ? QLatin1String("import ") + use.module
                                   : QStringLiteral("from %1 import %2")
                                         .arg(use.module, use.names.mid(0, 4).join(QLatin1String(", ")));
                it = uses.insert(module, {module, evidenceAt(facts.path, use.line, text), 0, true, true, true});
            }
            ++it->files;
            it->guarded = it->guarded && (use.guarded || use.conditional);
            it->local = it->local && use.local;
            it->side = it->side && side;
        }
    }
    for (const QString& module : std::as_const(order)) {
        const Use& use = uses[module];
        const QStringList names = distributions(module);
        QString name = names.value(0, module);
        const bool fromGit = name.startsWith(QLatin1String("git+"));
        if (name.startsWith(QLatin1Char('(')))
            name = module;
        Dependency dependency;
        if (fromGit) {
            dependency.url = name.section(QLatin1Char(' '), 0, 0);
            dependency.name = module;
        } else {
            static const QRegularExpression valid(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]*$"));
            dependency.name = valid.match(name).hasMatch() ? name : module;
        }
        const std::optional<QString> framework = frameworkOf(module) ? frameworkOf(module)
                                                 : names.isEmpty()   ? std::nullopt
                                                                     : frameworkOf(names.first());
        if (framework) {
            dependency.name = *framework;
            if (!use.side || draft.frameworks.isEmpty()) {
                const double factor = (use.guarded || use.side ? 0.5 : 1.0) * (1.0 - 0.4 / (1.0 + use.files / 8.0));
                draft.claimFramework(dependency.name, {}, QStringLiteral("import"), use.evidence, factor);
            }
        }
        dependency.origin = Dependency::Origin::Imported;
        dependency.optional = use.guarded || use.side;
        dependency.evidence = {use.evidence};
        // A name that no table knows may be anything: somebody's unpublished module, or one on a path of that time.
        const bool known = !names.isEmpty() || isWellKnown(module);
        const double factor = (known ? 1.0 : 0.5) * (dependency.optional ? 0.7 : use.local ? 0.85 : 1.0);
        if (!isInstallTool(dependency.name)) {
            dependency.confidence = sourceWeight(QStringLiteral("import")) * factor + (known ? 0.3 : 0.0);
            draft.packages.append({dependency, QStringLiteral("import"),
                                   sourceWeight(QStringLiteral("import")) * factor, PackageClaim::Role::Need, names});
        }
    }
}

} // namespace reberth::analysis
