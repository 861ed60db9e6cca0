#include "ui/files/filecontext.h"

#include "core/knowledge/knowledge.h"
#include "core/project/project.h"

#include <QDir>

namespace reberth::ui {

namespace {

/// A folder of data may hold millions of files; nobody picks one of them from a list.
constexpr int mostNames = 500;

QStringList namesIn(const QString& root, const QString& folder) {
    const QString path = QDir::cleanPath(root + QLatin1Char('/') + folder);
    // What is outside can't be copied anyway.
    if (path != root && !path.startsWith(root + QLatin1Char('/'))) {
        return {};
    }
    QStringList names;
    const QFileInfoList entries =
        QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::DirsFirst | QDir::Name);
    for (const QFileInfo& entry : entries.mid(0, mostNames)) {
        if (entry.fileName() != QLatin1String(".git") && entry.fileName() != QLatin1String(".reberth")) {
            names.append(entry.isDir() ? entry.fileName() + QLatin1Char('/') : entry.fileName());
        }
    }
    return names;
}

} // namespace

language::Context fileContext(const project::Project& project, const knowledge::Knowledge& knowledge) {
    language::Context context;
    context.knowledge = &knowledge;
    context.today = QDate::currentDate();
    const QString root = project.root();
    context.listFolder = [root](const QString& folder) { return namesIn(root, folder); };
    if (const auto& findings = project.findings()) {
        for (const analysis::Dependency& dependency : findings->dependencies) {
            if (!dependency.name.isEmpty() && !context.distributions.contains(dependency.name)) {
                context.distributions.append(dependency.name);
            }
        }
        for (const analysis::SystemPackage& package : findings->systemPackages) {
            context.aptPackages.append(package.name);
        }
    }
    if (const auto& recipe = project.recipe()) {
        for (const auto& package : recipe->systemPackages) {
            if (!context.aptPackages.contains(package.value)) {
                context.aptPackages.append(package.value);
            }
        }
        context.images = {recipe->baseImage.value};
    }
    if (const project::ProjectFile* dockerfile = project.file(QStringLiteral("Dockerfile"))) {
        const QList<language::Symbol> symbols = language::symbols(language::Kind::Dockerfile, dockerfile->text);
        for (const language::Symbol& symbol : symbols) {
            if (symbol.kind == language::SymbolKind::Stage) {
                context.stages.append(symbol.name);
            }
        }
    }
    return context;
}

} // namespace reberth::ui
