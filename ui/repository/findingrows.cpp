#include "ui/repository/findingrows.h"

#include "ui/repository/versionrow.h"

#include <QCoreApplication>
#include <QLocale>

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

/// Fills a group from its children.
FindingRow groupRow(const QString& what, std::vector<FindingRow> children) {
    FindingRow row;
    row.what = what;
    double sum = 0;
    int counted = 0;
    for (const FindingRow& child : children) {
        if (child.confidence >= 0) {
            sum += child.confidence;
            ++counted;
        }
        if (row.evidence.isEmpty() && !child.evidence.isEmpty()) {
            row.evidence = {child.evidence.first()};
        }
    }
    row.confidence = counted == 0 ? -1 : sum / counted;
    row.children = std::move(children);
    return row;
}

FindingRow dependencyRow(const Dependency& dependency) {
    FindingRow row;
    row.what = dependency.extras.isEmpty()
                   ? dependency.name
                   : QStringLiteral("%1[%2]").arg(dependency.name, dependency.extras.join(QLatin1Char(',')));
    row.value = dependency.url.isEmpty() ? dependency.specifier : dependency.url;
    row.confidence = dependency.confidence;
    row.evidence = dependency.evidence;
    switch (dependency.origin) {
    case Dependency::Origin::Declared:
        row.why = tr("A manifest of the repository declares it.");
        break;
    case Dependency::Origin::Imported:
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
    if (dependency.optional && dependency.origin == Dependency::Origin::Imported) {
        row.tag = tr("optional");
        row.tagTone = Tone::Neutral;
        row.why = tr("The code imports it, but can do without.");
    }
    if (!dependency.locked.isEmpty()) {
        row.why += QLatin1Char(' ') + tr("A lock file holds release %1.").arg(dependency.locked);
        if (row.tag.isEmpty()) {
            row.tag = tr("locked to %1").arg(dependency.locked);
            row.tagTone = Tone::Ok;
        }
    }
    if (!dependency.marker.isEmpty()) {
        row.why += QLatin1Char(' ') + tr("It is wanted where %1.").arg(dependency.marker);
    }
    return row;
}

/// Declared for an extra, development or documentation; an import that is guarded stays among the needed ones.
bool isOption(const Dependency& dependency) {
    return dependency.optional && dependency.origin != Dependency::Origin::Imported;
}

FindingRow dependencies(const Findings& findings) {
    std::vector<FindingRow> children;
    int declared = 0;
    int imported = 0;
    for (const Dependency& dependency : findings.dependencies) {
        if (isOption(dependency)) {
            continue;
        }
        declared += dependency.origin == Dependency::Origin::Declared ? 1 : 0;
        imported += dependency.origin == Dependency::Origin::Imported && !dependency.optional ? 1 : 0;
        children.push_back(dependencyRow(dependency));
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

FindingRow optionalDependencies(const Findings& findings) {
    std::vector<FindingRow> groups;
    QStringList names;
    for (const Dependency& dependency : findings.dependencies) {
        if (!isOption(dependency)) {
            continue;
        }
        const QString name = dependency.group.isEmpty() ? tr("other") : dependency.group;
        if (!names.contains(name)) {
            names.append(name);
            groups.emplace_back().what = name;
        }
        groups[static_cast<std::size_t>(names.indexOf(name))].children.push_back(dependencyRow(dependency));
    }
    for (FindingRow& group : groups) {
        QStringList packages;
        for (const FindingRow& child : group.children) {
            packages.append(child.what);
        }
        group = groupRow(group.what, std::move(group.children));
        group.value = joined(packages, 4);
    }
    FindingRow all = groupRow(tr("Optional packages"), std::move(groups));
    all.value = joined(names, 4);
    all.why = tr("Declared for an extra, for development or for documentation; not installed unless you ask for it.");
    return all;
}

FindingRow lockedPackages(const Findings& findings) {
    std::vector<FindingRow> files;
    QStringList names;
    for (const LockedPackage& package : findings.locked) {
        if (!names.contains(package.file)) {
            names.append(package.file);
            FindingRow& file = files.emplace_back();
            file.what = package.file;
            file.evidence = {{package.file, 0, {}}};
        }
        FindingRow row;
        row.what = package.name;
        row.value = package.version;
        row.evidence = {{package.file, 0, {}}};
        files[static_cast<std::size_t>(names.indexOf(package.file))].children.push_back(std::move(row));
    }
    for (FindingRow& file : files) {
        file.value = tr("%1 releases").arg(file.children.size());
    }
    FindingRow group = groupRow(tr("Locked releases"), std::move(files));
    group.value = tr("%1 packages").arg(findings.locked.size());
    group.why = tr("Exact releases that the authors recorded, packages of packages included.");
    return group;
}

FindingRow goneNames(const Findings& findings) {
    std::vector<FindingRow> children;
    for (const Breakage& breakage : findings.breakages) {
        FindingRow row;
        row.what = breakage.symbol;
        row.value = QStringLiteral("%1 %2").arg(breakage.distribution, breakage.bound);
        row.confidence = 1;
        row.why = breakage.fix;
        row.evidence = breakage.evidence;
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("Names that are gone"), std::move(children));
    QStringList bounds;
    if (findings.bounds.isEmpty()) {
        for (const Breakage& breakage : findings.breakages) {
            bounds.append(QStringLiteral("%1 %2").arg(breakage.distribution, breakage.bound));
        }
    }
    for (const ApiBound& bound : findings.bounds) {
        bounds.append(QStringLiteral("%1 %2").arg(bound.distribution, bound.range.toString()));
    }
    bounds.removeDuplicates();
    group.lead = findings.breakages.size() == 1 ? tr("%1 →").arg(findings.breakages.first().symbol)
                                                : tr("%1 names →").arg(findings.breakages.size());
    group.value = joined(bounds, 2);
    group.why = tr("The code uses names that newer releases no longer have, so these releases can't be used.");
    return group;
}

FindingRow extensions(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList kinds;
    QStringList flags;
    int cuda = 0;
    for (const Extension& extension : findings.extensions) {
        FindingRow row;
        row.what = extension.path;
        row.lead = extension.kind;
        row.value = extension.buildCommand;
        row.confidence = 1;
        row.evidence = extension.evidence;
        QStringList told;
        if (!extension.workdir.isEmpty()) {
            told.append(tr("Built in %1.").arg(extension.workdir));
        }
        if (!extension.sources.isEmpty()) {
            told.append(tr("Compiles %1.").arg(joined(extension.sources, 4)));
        }
        if (!extension.architectures.isEmpty()) {
            told.append(tr("Its build names %1: kernels for other GPUs are missing unless that is changed.")
                            .arg(extension.architectures.join(QStringLiteral(", "))));
            flags.append(extension.architectures);
        }
        if (!extension.includes.isEmpty()) {
            told.append(tr("Its age shows in %1.").arg(joined(extension.includes, 4)));
        }
        row.why = told.join(QLatin1Char(' '));
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
    flags.removeDuplicates();
    if (!flags.isEmpty()) {
        group.tag = tr("only %1").arg(joined(flags, 3));
        group.tagTone = Tone::Warning;
    }
    group.why = tr("Compiled when the image is built, in this order.");
    return group;
}

FindingRow parameterRow(const Parameter& parameter) {
    FindingRow row;
    row.what = parameter.name;
    row.lead = parameter.choices.isEmpty() ? parameter.type : parameter.choices.join(QStringLiteral(" | "));
    if (!parameter.defaultValue.isEmpty()) {
        row.value = QStringLiteral("= %1").arg(parameter.defaultValue);
    }
    if (parameter.required) {
        row.tag = tr("required");
        row.tagTone = Tone::Accent;
    }
    row.why = parameter.help;
    return row;
}

FindingRow entryPointRow(const EntryPoint& entry) {
    FindingRow row;
    row.what = entry.script.isEmpty() ? entry.command.section(QLatin1Char(' '), 0, 0)
                                      : entry.script.section(QLatin1Char('/'), -1);
    row.value = entry.command;
    row.confidence = entry.confidence;
    row.evidence = entry.evidence;
    QStringList told;
    if (entry.source == QLatin1String("parser")) {
        told.append(tr("No document mentions it; its code reads a command line."));
    }
    if (!entry.workdir.isEmpty()) {
        told.append(tr("Started in %1.").arg(entry.workdir));
    }
    if (!entry.parameters.isEmpty()) {
        told.append(tr("%1 parameters were read from its code.").arg(entry.parameters.size()));
    }
    row.why = told.join(QLatin1Char(' '));
    for (const Parameter& parameter : entry.parameters) {
        FindingRow& child = row.children.emplace_back(parameterRow(parameter));
        if (!entry.script.isEmpty()) {
            child.evidence = {{entry.script, 0, {}}};
        }
    }
    return row;
}

FindingRow entryPoints(const Findings& findings) {
    std::vector<FindingRow> verbs;
    QStringList names;
    for (const EntryPoint& entry : findings.entryPoints) {
        if (!names.contains(entry.verb)) {
            names.append(entry.verb);
            verbs.emplace_back();
        }
        verbs[static_cast<std::size_t>(names.indexOf(entry.verb))].children.push_back(entryPointRow(entry));
    }
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        if (verbs[i].children.size() == 1) {
            FindingRow only = std::move(verbs[i].children.front());
            verbs[i] = std::move(only);
            verbs[i].what = names.at(int(i));
            continue;
        }
        // The likeliest command stands for its verb; the others open below it.
        FindingRow& verb = verbs[i] = groupRow(names.at(int(i)), std::move(verbs[i].children));
        verb.value = verb.children.front().value;
        verb.confidence = verb.children.front().confidence;
        verb.tag = tr("%1 commands").arg(verb.children.size());
        verb.tagTone = Tone::Neutral;
    }
    FindingRow group = groupRow(tr("Entry points"), std::move(verbs));
    group.value = joined(names, 4);
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
        QStringList told;
        if (!source.path.isEmpty() && !source.url.isEmpty()) {
            told.append(tr("Expected at %1.").arg(source.path));
        }
        if (!source.tool.isEmpty()) {
            told.append(tr("Fetched with %1.").arg(source.tool));
        }
        row.why = told.join(QLatin1Char(' '));
        if (source.size >= 0) {
            row.tag = QLocale().formattedDataSize(source.size);
        }
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
        row.evidence = note.evidence;
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("Notes"), std::move(children));
    group.value = QString::number(findings.notes.size());
    group.why = tr("Contradictions, and what could not be read.");
    return group;
}

FindingRow environment(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList required;
    QStringList names;
    for (const EnvironmentVariable& variable : findings.environment) {
        FindingRow row;
        row.what = variable.name;
        row.value = variable.value;
        row.evidence = variable.evidence;
        names.append(variable.name);
        if (variable.required) {
            row.tag = tr("required");
            row.tagTone = Tone::Accent;
            row.why = tr("The code stops when it is not set.");
            required.append(variable.name);
        }
        children.push_back(std::move(row));
    }
    FindingRow group = groupRow(tr("Environment variables"), std::move(children));
    group.value = joined(required.isEmpty() ? names : required, 3);
    group.why = tr("Read by the code or set by its scripts.");
    return group;
}

QString hardwareText(const HardwareNeed& need) {
    const QString amount = QLocale().toString(need.amount, 'g', 4);
    switch (need.kind) {
    case HardwareNeed::Kind::GpuCount:
        return need.amount == 1 ? tr("one GPU") : tr("%1 GPUs").arg(amount);
    case HardwareNeed::Kind::GpuMemory:
        return tr("%1 GiB of GPU memory").arg(amount);
    case HardwareNeed::Kind::GpuModel:
        return need.model;
    case HardwareNeed::Kind::Memory:
        return tr("%1 GiB of memory").arg(amount);
    case HardwareNeed::Kind::Disk:
        return tr("%1 GiB of disk").arg(amount);
    }
    return {};
}

FindingRow hardware(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList texts;
    for (const HardwareNeed& need : findings.hardware) {
        FindingRow row;
        row.what = hardwareText(need);
        row.evidence = need.evidence;
        row.why = need.evidence.isEmpty() ? QString() : need.evidence.first().text;
        texts.append(row.what);
        children.push_back(std::move(row));
    }
    texts.removeDuplicates();
    FindingRow group = groupRow(tr("Hardware"), std::move(children));
    group.value = joined(texts, 3);
    group.why = tr("What the authors say they ran it on, or that it needs.");
    return group;
}

FindingRow licenses(const Findings& findings) {
    std::vector<FindingRow> children;
    QStringList names;
    for (const License& license : findings.licenses) {
        FindingRow row;
        row.what = license.spdx;
        row.evidence = license.evidence;
        names.append(license.spdx);
        children.push_back(std::move(row));
    }
    names.removeDuplicates();
    FindingRow group = groupRow(tr("Licence"), std::move(children));
    group.value = joined(names, 3);
    group.why = tr("Told from the text of the licence files.");
    if (group.children.size() == 1) {
        group.children.clear();
    }
    return group;
}

FindingRow submoduleRow(const Submodule& submodule) {
    FindingRow row;
    row.what = submodule.path;
    row.lead = submodule.url;
    row.value = submodule.commit.left(10);
    row.evidence = submodule.evidence;
    if (!submodule.present) {
        row.tag = tr("missing");
        row.tagTone = Tone::Warning;
        row.why = tr("Its files are not in this checkout.");
    } else if (submodule.commit.isEmpty()) {
        row.tag = tr("no commit");
        row.tagTone = Tone::Warning;
        row.why = tr("Nothing in this folder says which commit of it belongs here.");
    }
    return row;
}

FindingRow git(const Findings& findings) {
    const repo::Checkout& checkout = findings.checkout;
    std::vector<FindingRow> children;
    for (const Submodule& submodule : findings.submodules) {
        children.push_back(submoduleRow(submodule));
    }
    for (const LfsPointer& pointer : findings.lfsPointers) {
        FindingRow row;
        row.what = pointer.path;
        row.lead = QLocale().formattedDataSize(pointer.size);
        row.tag = tr("only a pointer");
        row.tagTone = Tone::Warning;
        row.why = tr("The file lies in Git LFS and was not fetched.");
        row.evidence = {{pointer.path, 0, {}}};
        children.push_back(std::move(row));
    }
    FindingRow row = groupRow(tr("Git"), std::move(children));
    QStringList parts;
    if (checkout.commitDate.isValid()) {
        parts.append(tr("commit of %1").arg(checkout.commitDate.date().toString(Qt::ISODate)));
    }
    parts.append(findings.submodules.isEmpty()       ? tr("no submodules")
                 : findings.submodules.size() == 1 ? tr("one submodule")
                                                   : tr("%1 submodules").arg(findings.submodules.size()));
    if (!findings.lfsPointers.isEmpty()) {
        parts.append(tr("%1 files in Git LFS").arg(findings.lfsPointers.size()));
    }
    row.lead = parts.join(QStringLiteral(" · "));
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
    add(optionalDependencies(findings));
    add(lockedPackages(findings));
    add(goneNames(findings));
    add(extensions(findings));
    add(systemPackages(findings));
    add(entryPoints(findings));
    add(data(findings));
    add(environment(findings));
    add(hardware(findings));
    if (!findings.licenses.isEmpty()) {
        rows.push_back(licenses(findings));
    }
    if (!findings.checkout.commit.isEmpty() || !findings.submodules.isEmpty() || !findings.lfsPointers.isEmpty()) {
        rows.push_back(git(findings));
    }
    add(notes(findings));
    return rows;
}

} // namespace reberth::ui
