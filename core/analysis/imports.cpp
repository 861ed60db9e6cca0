#include "core/analysis/detectors.h"
#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

/// Names that the repository itself provides: modules and folders beside the importing file, or anywhere on a path
/// that scripts put on sys.path.
QSet<QString> localModules(const SourceTree& tree) {
    QSet<QString> names;
    for (const SourceFile& file : tree.files()) {
        const bool python = file.path.endsWith(QLatin1String(".py")) || file.path.endsWith(QLatin1String(".pyx"));
        const bool native = file.path.endsWith(QLatin1String(".so")) || file.path.endsWith(QLatin1String(".pyi"));
        if (!python && !native)
            continue;
        names.insert(file.name().section(QLatin1Char('.'), 0, 0));
        QString folder = file.folder();
        while (!folder.isEmpty()) {
            names.insert(folder.section(QLatin1Char('/'), -1));
            const qsizetype slash = folder.lastIndexOf(QLatin1Char('/'));
            folder.truncate(std::max<qsizetype>(slash, 0));
        }
    }
    return names;
}

bool isSideCode(const QString& path) {
    static const QRegularExpression side(QStringLiteral("(?:^|/)(?:tests?|testing|docs?|examples?|benchmarks?)/|(?:^|/"
                                                        ")(?:test_[^/]*|conftest|setup|[^/]*_test)\\.py$"));
    return side.match(path).hasMatch();
}

struct Use {
    QString module;
    Evidence evidence;
    int files = 0;
    bool guarded = true;
    bool side = true;
};

} // namespace

void detectImports(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                   Draft& draft) {
    QSet<QString> local = localModules(tree);
    for (const PythonFacts& facts : python) {
        for (const BuildCall& call : facts.buildCalls)
            local.insert(call.module.section(QLatin1Char('.'), 0, 0));
    }
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
            if (top.isEmpty() || top.startsWith(QLatin1Char('_')) || knowledge.isStandardLibrary(top))
                continue;
            // A well-known name that is also a folder here (a repository called "torch_utils" is local, "numpy" is
            // not): local wins unless a deeper module of the library is meant.
            if (local.contains(top) &&
                !(frameworkOf(top) && !tree.hasFolder(top) && !tree.contains(top + QLatin1String(".py"))))
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
                it = uses.insert(module, {module, evidenceAt(facts.path, use.line, text), 0, true, true});
            }
            ++it->files;
            it->guarded = it->guarded && use.guarded;
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
        const bool framework = frameworkOf(module).has_value();
        if (framework) {
            dependency.name = *frameworkOf(module);
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
        const double factor = (known ? 1.0 : 0.5) * (dependency.optional ? 0.7 : 1.0);
        if (!isInstallTool(dependency.name)) {
            dependency.confidence = sourceWeight(QStringLiteral("import")) * factor + (known ? 0.3 : 0.0);
            draft.packages.append({dependency, QStringLiteral("import"),
                                   sourceWeight(QStringLiteral("import")) * factor, PackageClaim::Role::Need, names});
        }
    }
}

void detectSyntax(const QList<PythonFacts>& python, Draft& draft) {
    // What most files can't be read without; a single stray file is somebody's helper.
    struct Bound {
        SyntaxUse use;
        QString path;
        int files = 0;
    };
    QList<Bound> bounds;
    int total = 0, python2 = 0;
    for (const PythonFacts& facts : python) {
        if (facts.vendored)
            continue;
        ++total;
        for (const SyntaxUse& use : facts.syntax) {
            python2 += use.range == QLatin1String("<3") ? 1 : 0;
            auto it = std::find_if(bounds.begin(), bounds.end(),
                                   [&](const Bound& bound) { return bound.use.what == use.what; });
            if (it == bounds.end())
                it = bounds.insert(bounds.end(), {use, facts.path, 0});
            ++it->files;
        }
    }
    for (const Bound& bound : std::as_const(bounds)) {
        const bool old = bound.use.range == QLatin1String("<3");
        const double share = double(bound.files) / std::max(1, total);
        const double factor = old ? (share > 0.1 ? 1.0 : 0.5) : 1.0;
        draft.claimPython(bound.use.range, QStringLiteral("syntax"),
                          evidenceAt(bound.path, bound.use.line, bound.use.what + QLatin1String(": ") + bound.use.text),
                          factor);
    }
    if (python2 > 0 && std::any_of(bounds.begin(), bounds.end(),
                                   [](const Bound& bound) { return bound.use.range != QLatin1String("<3"); }))
        draft.addNote(QCoreApplication::translate("reberth::analysis",
                                                  "Some files are written for Python 2 and some for Python 3 only."));
}

} // namespace reberth::analysis
