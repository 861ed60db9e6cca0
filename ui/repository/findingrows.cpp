#include "ui/repository/findingrows.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::ui {

namespace {

using namespace reberth::analysis;

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("FindingRows", text, nullptr, n);
}

QString joined(const QStringList& parts, int shown) {
    if (parts.size() <= shown) {
        return parts.join(QStringLiteral(" · "));
    }
    return tr("%1 and %2 more").arg(parts.mid(0, shown).join(QStringLiteral(" · "))).arg(parts.size() - shown);
}

QString claimText(const Claim& claim) {
    return claim.version.isEmpty() ? claim.range : claim.version;
}

FindingRow versionRow(const QString& what, const QString& prefix, const VersionFinding& finding) {
    FindingRow row;
    row.what = what;
    row.confidence = finding.confidence;
    row.why = finding.reason;
    row.claims = finding.claims;
    QStringList said;
    QStringList exact;
    for (const Claim& claim : finding.claims) {
        const QString text = claimText(claim);
        if (!text.isEmpty() && !said.contains(text)) {
            said.append(text);
        }
        if (!claim.version.isEmpty() && !exact.contains(claim.version)) {
            exact.append(claim.version);
        }
        row.evidence.append(claim.evidence);
    }
    const QString chosen = finding.version ? finding.version->toString() : finding.range.toString();
    said.removeAll(chosen);
    if (!said.isEmpty()) {
        row.lead = tr("%1 →").arg(said.mid(0, 2).join(tr(" or ")));
    }
    row.value = prefix.isEmpty() ? chosen : QStringLiteral("%1 %2").arg(prefix, chosen).trimmed();
    if (exact.size() > 1) {
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

/// Fills a group from its children.
FindingRow groupRow(const QString& what, std::vector<FindingRow> children) {
    FindingRow row;
    row.what = what;
    double sum = 0;
    for (const FindingRow& child : children) {
        sum += child.confidence;
        if (row.evidence.isEmpty() && !child.evidence.isEmpty()) {
            row.evidence = child.evidence;
        }
    }
    row.confidence = children.empty() ? 0 : sum / double(children.size());
    row.children = std::move(children);
    return row;
}

FindingRow dependencies(const Findings& findings) {
    std::vector<FindingRow> children;
    int declared = 0;
    int imported = 0;
    for (const Dependency& dependency : findings.dependencies) {
        FindingRow row;
        row.what = dependency.name;
        row.value = dependency.url.isEmpty() ? dependency.specifier : dependency.url;
        row.confidence = dependency.confidence;
        row.evidence = dependency.evidence;
        switch (dependency.origin) {
        case Dependency::Origin::Declared:
            ++declared;
            row.why = tr("A manifest of the repository declares it.");
            break;
        case Dependency::Origin::Imported:
            ++imported;
            row.tag = tr("only imported");
            row.tagTone = Tone::Warning;
            row.why = tr("The code imports it, but no manifest declares it.");
            break;
        case Dependency::Origin::Prose:
            row.tag = tr("only in the text");
            row.tagTone = Tone::Warning;
            row.why = tr("The documentation names it, but no manifest declares it.");
            break;
        }
        if (dependency.optional) {
            row.tag = tr("optional");
            row.tagTone = Tone::Neutral;
        }
        if (!dependency.marker.isEmpty()) {
            row.why += QLatin1Char(' ') + tr("It is wanted where %1.").arg(dependency.marker);
        }
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("Dependencies"), std::move(children));
    group.value = tr("%1 declared").arg(declared);
    if (imported > 0) {
        group.tag = tr("%1 only imported").arg(imported);
        group.tagTone = Tone::Warning;
    }
    group.why = findings.manifests.isEmpty()
                    ? tr("The repository has no dependency manifest; the names come from its imports.")
                    : tr("Read from %1.").arg(findings.manifests.join(QStringLiteral(", ")));
    return group;
}

FindingRow breakages(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList bounds;
    for (const Breakage& breakage : findings.breakages) {
        FindingRow row;
        row.what = breakage.symbol;
        row.value = QStringLiteral("%1 %2").arg(breakage.distribution, breakage.bound);
        row.confidence = 1;
        row.why = breakage.fix;
        row.evidence = breakage.evidence;
        bounds.append(row.value);
        children.push_back(std::move(row));
    }
    bounds.removeDuplicates();
    FindingRow group = groupRow(tr("Names that are gone"), std::move(children));
    group.lead = findings.breakages.size() == 1 ? tr("%1 →").arg(findings.breakages.first().symbol)
                                                : tr("%1 names →").arg(findings.breakages.size());
    group.value = joined(bounds, 2);
    group.why = tr("The code uses names that newer releases no longer have, so these releases can't be used.");
    return group;
}

FindingRow extensions(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList kinds;
    int cuda = 0;
    for (const Extension& extension : findings.extensions) {
        FindingRow row;
        row.what = extension.path;
        row.lead = extension.kind;
        row.value = extension.buildCommand;
        row.confidence = 1;
        row.evidence = extension.evidence;
        row.why = extension.sources.isEmpty() ? QString() : tr("Compiles %1.").arg(joined(extension.sources, 4));
        if (extension.cuda) {
            ++cuda;
            row.tag = tr("CUDA");
            row.tagTone = Tone::Accent;
        }
        kinds.append(extension.kind);
        children.push_back(std::move(row));
    }
    kinds.removeDuplicates();
    FindingRow group = groupRow(cuda > 0 ? tr("CUDA extensions") : tr("Extensions"), std::move(children));
    group.value = QStringLiteral("%1, %2").arg(findings.extensions.size()).arg(kinds.join(QStringLiteral(", ")));
    group.why = tr("Compiled when the image is built, in this order.");
    return group;
}

FindingRow entryPoints(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList verbs;
    for (const EntryPoint& entry : findings.entryPoints) {
        FindingRow row;
        row.what = entry.verb;
        row.value = entry.command;
        row.confidence = entry.confidence;
        row.evidence = entry.evidence;
        row.why = entry.parameters.isEmpty()
                      ? QString()
                      : tr("%1 parameters were read from its code.").arg(entry.parameters.size());
        verbs.append(entry.verb);
        children.push_back(std::move(row));
    }
    verbs.removeDuplicates();
    FindingRow group = groupRow(tr("Entry points"), std::move(children));
    group.value = joined(verbs, 4);
    group.why = tr("What the repository is started with, the likeliest first.");
    return group;
}

FindingRow systemPackages(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList names;
    for (const SystemPackage& package : findings.systemPackages) {
        FindingRow row;
        row.what = package.name;
        row.why = package.reason;
        row.confidence = 1;
        row.evidence = package.evidence;
        names.append(package.name);
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("System packages"), std::move(children));
    group.value = joined(names, 3);
    group.why = tr("Installed with apt before the Python packages.");
    return group;
}

FindingRow data(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList names;
    for (const DataSource& source : findings.data) {
        FindingRow row;
        row.what = source.kind == QLatin1String("weights")   ? tr("Weights")
                   : source.kind == QLatin1String("dataset") ? tr("Data set")
                                                             : tr("Data");
        row.value = source.url.isEmpty() ? source.path : source.url;
        row.why = source.path.isEmpty() ? QString() : tr("Expected at %1.").arg(source.path);
        row.confidence = 0.8;
        row.evidence = source.evidence;
        names.append(row.value.section(QLatin1Char('/'), -1));
        children.push_back(std::move(row));
    }
    names.removeAll(QString());
    names.removeDuplicates();
    FindingRow group = groupRow(tr("Data and weights"), std::move(children));
    group.value = joined(names, 2);
    group.why = tr("Not part of the image: mounted when the container runs.");
    return group;
}

FindingRow notes(const Findings& findings) {
    std::vector<FindingRow> children;
    for (const Note& note : findings.notes) {
        FindingRow row;
        row.what = tr("Note");
        row.lead = note.text;
        row.why = note.text;
        row.confidence = 1;
        row.evidence = note.evidence;
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("Notes"), std::move(children));
    group.value = QString::number(findings.notes.size());
    group.why = tr("Contradictions, and what could not be read.");
    return group;
}

FindingRow git(const Findings& findings) {
    const repo::Checkout& checkout = findings.checkout;
    FindingRow row;
    row.what = tr("Git");
    QStringList parts;
    parts.append(checkout.submodules.isEmpty() ? tr("no submodules")
                                               : tr("%1 submodules").arg(checkout.submodules.size()));
    if (checkout.commitDate.isValid()) {
        parts.append(tr("commit of %1").arg(checkout.commitDate.date().toString(Qt::ISODate)));
    }
    row.lead = parts.join(QStringLiteral(" · "));
    row.confidence = 1;
    row.why = checkout.notes.join(QLatin1Char(' '));
    if (!checkout.notes.isEmpty()) {
        row.tag = tr("incomplete");
        row.tagTone = Tone::Warning;
    }
    return row;
}

} // namespace

QString placeText(const Evidence& evidence) {
    return evidence.line > 0 ? QStringLiteral("%1:%2").arg(evidence.file).arg(evidence.line) : evidence.file;
}

std::vector<FindingRow> rowsFor(const Findings& findings) {
    std::vector<FindingRow> rows;
    for (const Framework& framework : findings.frameworks) {
        FindingRow row =
            versionRow(framework.main ? tr("Framework") : tr("Also used"), framework.name, framework.version);
        if (row.evidence.isEmpty()) {
            row.evidence = framework.evidence;
        }
        rows.push_back(std::move(row));
    }
    rows.push_back(versionRow(tr("Python"), QString(), findings.python));
    if (findings.cuda.version || !findings.cuda.claims.isEmpty()) {
        rows.push_back(versionRow(tr("CUDA"), QString(), findings.cuda));
    }
    if (findings.cudnn.version || !findings.cudnn.claims.isEmpty()) {
        rows.push_back(versionRow(tr("cuDNN"), QString(), findings.cudnn));
    }
    if (!findings.baseImage.isEmpty()) {
        FindingRow row;
        row.what = tr("The author's image");
        row.value = findings.baseImage;
        row.confidence = 1;
        row.why = tr("A Dockerfile of the repository starts from it.");
        rows.push_back(std::move(row));
    }
    const auto add = [&rows](FindingRow row) {
        if (!row.children.empty()) {
            rows.push_back(std::move(row));
        }
    };
    add(dependencies(findings));
    add(breakages(findings));
    add(extensions(findings));
    add(systemPackages(findings));
    add(entryPoints(findings));
    add(data(findings));
    if (!findings.checkout.commit.isEmpty()) {
        rows.push_back(git(findings));
    }
    add(notes(findings));
    return rows;
}

} // namespace reberth::ui
