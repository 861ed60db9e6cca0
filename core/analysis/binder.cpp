#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"

#include <QCoreApplication>

namespace reberth::analysis {

/// repo2docker's files: apt.txt and postBuild, at the root or in binder/. Its environment.yml, requirements.txt and
/// runtime.txt are read with those of that name.
void detectBinder(const SourceTree& tree, Draft& draft) {
    for (const char* folder : {"", "binder/", ".binder/"}) {
        const QString list = QLatin1String(folder) + QStringLiteral("apt.txt");
        int number = 0;
        if (tree.contains(list)) {
            draft.addManifest(list);
            const QString text = tree.text(list).value_or(QString()).left(100'000);
            for (const QString& line : text.split(QLatin1Char('\n'))) {
                ++number;
                const QString name = line.section(QLatin1Char('#'), 0, 0).trimmed();
                draft.addSystemPackage(name,
                                       QCoreApplication::translate("reberth::analysis", "asked for by %1").arg(list),
                                       evidenceAt(list, number, line));
            }
        }
        const QString script = QLatin1String(folder) + QStringLiteral("postBuild");
        if (tree.contains(script))
            readInstallScript(tree.text(script).value_or(QString()).left(300'000), 1,
                              {script, QStringLiteral("script"), 0.9, Dependency::Origin::Declared, false, &tree},
                              draft);
    }
}

} // namespace reberth::analysis
