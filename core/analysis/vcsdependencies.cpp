#include "core/analysis/detectors.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::analysis {

void detectUnpinnedDependencies(Draft& draft) {
    // git+https://host/owner/name.git@ref#egg=name; the '@' of git@host stands before the path.
    static const QRegularExpression pinned(QStringLiteral("^\\w+\\+(?:\\w+://)?+[^/]+/[^@#]*@[^#]+"));
    QStringList names;
    QList<Evidence> evidence;
    for (const PackageClaim& claim : std::as_const(draft.packages)) {
        const QString& url = claim.dependency.url;
        if (!url.startsWith(QLatin1String("git+")) && !url.startsWith(QLatin1String("hg+")))
            continue;
        if (pinned.match(url).hasMatch() || names.contains(url) || names.size() >= 50)
            continue;
        names.append(url);
        evidence += claim.dependency.evidence.mid(0, 1);
    }
    if (names.isEmpty())
        return;
    draft.addNote(QCoreApplication::translate("reberth::analysis",
                                              "These dependencies come from the newest commit of a repository, so that "
                                              "they change under the build: %1. Name a commit.")
                      .arg(names.mid(0, 10).join(QLatin1String(", "))),
                  evidence);
}

} // namespace reberth::analysis
