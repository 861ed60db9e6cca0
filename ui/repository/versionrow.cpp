#include "ui/repository/versionrow.h"

#include <QCoreApplication>
#include <QHash>

namespace reberth::ui {

namespace {

using namespace reberth::analysis;

QString tr(const char* text) {
    return QCoreApplication::translate("VersionRow", text);
}

/// The kind of evidence in the reader's words; the names are those of the findings' schema.
QString sourceName(const QString& source) {
    static const QHash<QString, const char*> names{
        {QStringLiteral("dockerfile"), QT_TRANSLATE_NOOP("VersionRow", "Dockerfile")},
        {QStringLiteral("cog"), QT_TRANSLATE_NOOP("VersionRow", "cog.yaml")},
        {QStringLiteral("conda"), QT_TRANSLATE_NOOP("VersionRow", "conda environment")},
        {QStringLiteral("pipfile"), QT_TRANSLATE_NOOP("VersionRow", "Pipfile")},
        {QStringLiteral("requirements"), QT_TRANSLATE_NOOP("VersionRow", "requirements")},
        {QStringLiteral("lock"), QT_TRANSLATE_NOOP("VersionRow", "lock file")},
        {QStringLiteral("python-version"), QT_TRANSLATE_NOOP("VersionRow", "version file")},
        {QStringLiteral("pyproject"), QT_TRANSLATE_NOOP("VersionRow", "pyproject")},
        {QStringLiteral("setup"), QT_TRANSLATE_NOOP("VersionRow", "setup script")},
        {QStringLiteral("readme"), QT_TRANSLATE_NOOP("VersionRow", "README")},
        {QStringLiteral("image"), QT_TRANSLATE_NOOP("VersionRow", "known image")},
        {QStringLiteral("script"), QT_TRANSLATE_NOOP("VersionRow", "shell script")},
        {QStringLiteral("notebook"), QT_TRANSLATE_NOOP("VersionRow", "notebook")},
        {QStringLiteral("ci"), QT_TRANSLATE_NOOP("VersionRow", "CI")},
        {QStringLiteral("docs"), QT_TRANSLATE_NOOP("VersionRow", "documents")},
        {QStringLiteral("syntax"), QT_TRANSLATE_NOOP("VersionRow", "syntax of the code")},
        {QStringLiteral("api"), QT_TRANSLATE_NOOP("VersionRow", "names in the code")},
        {QStringLiteral("import"), QT_TRANSLATE_NOOP("VersionRow", "imports")},
        {QStringLiteral("date"), QT_TRANSLATE_NOOP("VersionRow", "date of the commit")},
    };
    const char* name = names.value(source);
    return name ? tr(name) : source;
}

QString saidBy(const Claim& claim) {
    return claim.version.isEmpty() ? claim.range : claim.version;
}

/// Whether what was chosen is what the claim says.
bool agrees(const Claim& claim, const VersionFinding& finding) {
    if (!finding.version) {
        return claim.version.isEmpty();
    }
    if (claim.version.isEmpty()) {
        const std::optional<VersionRange> range = VersionRange::parse(claim.range);
        return !range || range->contains(*finding.version);
    }
    const std::optional<Version> version = Version::parse(claim.version);
    return version && (version->startsWith(*finding.version) || finding.version->startsWith(*version));
}

FindingRow claimRow(const Claim& claim, const VersionFinding& finding) {
    FindingRow row;
    row.what = sourceName(claim.source);
    row.value = saidBy(claim);
    row.confidence = claim.confidence;
    row.evidence = {claim.evidence};
    if (!agrees(claim, finding)) {
        row.tag = tr("outweighed");
        row.tagTone = Tone::Warning;
        row.why = finding.reason;
        row.lost = true;
    }
    return row;
}

} // namespace

FindingRow versionRow(const QString& what, const QString& subject, const VersionFinding& finding) {
    FindingRow row;
    row.what = what;
    row.confidence = finding.confidence;
    row.why = finding.reason;
    const QString chosen = finding.version ? finding.version->toString() : finding.range.toString();
    QStringList said;
    bool contradicted = false;
    bool placed = false;
    for (const Claim& claim : finding.claims) {
        const QString text = saidBy(claim);
        if (!text.isEmpty() && !said.contains(text)) {
            said.append(text);
        }
        contradicted = contradicted || (!claim.version.isEmpty() && !agrees(claim, finding));
        // The place of the words that won stands in the table, which is not always the most believed claim.
        const bool won = !placed && text == chosen;
        if (won) {
            row.evidence.removeOne(claim.evidence);
            row.evidence.prepend(claim.evidence);
        } else if (!row.evidence.contains(claim.evidence)) {
            row.evidence.append(claim.evidence);
        }
        placed = placed || won;
        row.children.push_back(claimRow(claim, finding));
    }
    if (row.children.size() == 1) {
        row.children.clear(); // it says what the row says
    }
    said.removeAll(chosen);
    if (!said.isEmpty()) {
        row.lead = tr("%1 →").arg(said.mid(0, 2).join(tr(" or ")));
    }
    row.value = subject.isEmpty() ? chosen : QStringLiteral("%1 %2").arg(subject, chosen).trimmed();
    if (contradicted) {
        row.tag = tr("contradicting");
        row.tagTone = Tone::Warning;
    } else if (!finding.version && !chosen.isEmpty()) {
        row.tag = tr("a range");
    } else if (chosen.isEmpty()) {
        row.tag = tr("not stated");
        row.tagTone = Tone::Warning;
    }
    return row;
}

} // namespace reberth::ui
