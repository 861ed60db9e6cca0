#include "core/analysis/submodules.h"

#include "core/analysis/detectors.h"
#include "core/repo/gitindex.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

} // namespace

QList<Submodule> parseModules(const QString& text) {
    static const QRegularExpression section(QStringLiteral("^\\s*\\[submodule\\s+\"(.*)\"\\]"));
    static const QRegularExpression pair(QStringLiteral("^\\s*(\\w+)\\s*=\\s*\"?([^\"]*?)\"?\\s*$"));
    QList<Submodule> found;
    int number = 0;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        ++number;
        if (section.match(line).hasMatch()) {
            found.append(Submodule());
            continue;
        }
        const auto match = pair.match(line);
        if (!match.hasMatch() || found.isEmpty())
            continue;
        if (match.captured(1) == QLatin1String("path")) {
            found.last().path = joinInside({}, match.captured(2)).value_or(QString());
            found.last().evidence.append(evidenceAt(QStringLiteral(".gitmodules"), number, line));
        } else if (match.captured(1) == QLatin1String("url")) {
            found.last().url = match.captured(2);
            found.last().evidence.append(evidenceAt(QStringLiteral(".gitmodules"), number, line));
        }
    }
    found.removeIf([](const Submodule& module) { return module.path.isEmpty(); });
    return found.mid(0, 500);
}

QStringList foreignFolders(const QList<Submodule>& modules) {
    constexpr int shelf = 3;
    QHash<QString, int> inFolder;
    QStringList folders;
    for (const Submodule& module : modules) {
        folders.append(module.path);
        const QString parent = module.path.section(QLatin1Char('/'), 0, -2);
        if (!parent.isEmpty() && ++inFolder[parent] == shelf)
            folders.append(parent);
    }
    return folders;
}

void detectSubmodules(const SourceTree& tree, Draft& draft) {
    const std::optional<QString> text = tree.text(QStringLiteral(".gitmodules"));
    if (!text)
        return;
    // A tree without a folder on the disk has no index either.
    const QByteArray index = tree.root().isEmpty() ? QByteArray() : repo::readGitIndex(tree.root());
    const QHash<QString, QString> links = repo::gitLinks(index);
    QList<Submodule> modules = parseModules(*text);
    QStringList absent;
    QList<Evidence> evidence;
    for (Submodule& module : modules) {
        module.commit = links.value(module.path);
        const QString inside = module.path + QLatin1Char('/');
        module.present = std::any_of(tree.files().begin(), tree.files().end(),
                                     [&](const SourceFile& file) { return file.path.startsWith(inside); });
        if (!module.present) {
            absent.append(module.path);
            evidence += module.evidence.mid(0, 1);
        }
    }
    if (!absent.isEmpty())
        draft.addNote(tr("Submodules that are not here: %1. Fetch them with \"git submodule update --init "
                         "--recursive\" before building.")
                          .arg(absent.mid(0, 20).join(QLatin1String(", "))),
                      evidence.mid(0, 20));
    draft.submodules = modules;
}

} // namespace reberth::analysis
