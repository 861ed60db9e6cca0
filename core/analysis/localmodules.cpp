#include "core/analysis/localmodules.h"

#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

bool isUsualSourcePath(const QString& folder) {
    static const QSet<QString> usual{QString(),
                                     QStringLiteral("src"),
                                     QStringLiteral("lib"),
                                     QStringLiteral("libs"),
                                     QStringLiteral("python"),
                                     QStringLiteral("code"),
                                     QStringLiteral("source"),
                                     QStringLiteral("scripts"),
                                     QStringLiteral("tools")};
    return usual.contains(folder);
}

} // namespace

LocalModules::LocalModules(const SourceTree& tree, const QList<PythonFacts>& python,
                           const knowledge::Knowledge& knowledge)
    : m_tree(tree)
    , m_knowledge(knowledge) {
    QSet<QString> seen;
    for (const SourceFile& file : tree.files()) {
        const bool module = file.path.endsWith(QLatin1String(".py")) || file.path.endsWith(QLatin1String(".pyx")) ||
                            file.path.endsWith(QLatin1String(".so")) || file.path.endsWith(QLatin1String(".pyi"));
        if (!module)
            continue;
        QString folder = file.folder();
        m_places[file.name().section(QLatin1Char('.'), 0, 0)].insert(folder);
        while (!folder.isEmpty() && !seen.contains(folder)) {
            seen.insert(folder);
            const qsizetype slash = folder.lastIndexOf(QLatin1Char('/'));
            const QString parent = folder.left(std::max<qsizetype>(slash, 0));
            m_places[folder.mid(slash + 1)].insert(parent);
            folder = parent;
        }
    }
    for (const PythonFacts& facts : python) {
        for (const BuildCall& call : facts.buildCalls)
            m_built.insert(call.module.section(QLatin1Char('.'), 0, 0));
    }
}

bool LocalModules::owns(const QString& path, const ImportUse& use) const {
    const QString top = use.module.section(QLatin1Char('.'), 0, 0);
    if (m_built.contains(top))
        return true;
    const auto places = m_places.constFind(top);
    if (places == m_places.cend())
        return false;
    if (m_knowledge.distributionsForImport(top).isEmpty() && !isWellKnown(top) && !m_knowledge.isStandardLibrary(top))
        return true;
    const QString folder = path.left(std::max<qsizetype>(path.lastIndexOf(QLatin1Char('/')), 0));
    return std::any_of(places->begin(), places->end(), [&](const QString& place) {
        const bool reachable =
            isUsualSourcePath(place) || folder == place || folder.startsWith(place + QLatin1Char('/'));
        return reachable && holds(place, top, use);
    });
}

bool LocalModules::holds(const QString& folder, const QString& top, const ImportUse& use) const {
    const QString base = folder.isEmpty() ? top : folder + QLatin1Char('/') + top;
    if (m_tree.contains(base + QLatin1String(".py")) || m_tree.contains(base + QLatin1String("/__init__.py")) ||
        !m_tree.hasFolder(base))
        return true;
    QStringList wanted;
    const QString second = use.module.section(QLatin1Char('.'), 1, 1);
    if (second.isEmpty())
        wanted = use.names;
    else
        wanted.append(second);
    return std::any_of(wanted.begin(), wanted.end(), [&](const QString& name) {
        const QString inner = base + QLatin1Char('/') + name;
        return m_tree.contains(inner + QLatin1String(".py")) || m_tree.hasFolder(inner);
    });
}

bool isSideCode(const QString& path) {
    static const QRegularExpression side(QStringLiteral("(?:^|/)(?:tests?|testing|docs?|examples?|benchmarks?)/|(?:^|/"
                                                        ")(?:test_[^/]*|conftest|setup|[^/]*_test)\\.py$|\\.ipynb$"));
    return side.match(path).hasMatch();
}

} // namespace reberth::analysis
