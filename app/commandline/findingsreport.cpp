#include "app/commandline/findingsreport.h"

#include "app/commandline/text.h"

#include <QLocale>
#include <QMap>

#include <algorithm>

namespace reberth::app {

namespace {

constexpr qsizetype widestColumn = 52;
constexpr qsizetype longestText = 300;
constexpr qsizetype labelWidth = 12;

/// Names and lines come from somebody else's files: what would move the cursor, colour the screen or turn the
/// direction of text is shown as a replacement character.
QString plain(const QString& text) {
    QString shown = text.left(longestText);
    if (shown.size() < text.size())
        shown += QStringLiteral("…");
    for (QChar& c : shown) {
        const char16_t code = c.unicode();
        if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200e && code <= 0x200f) ||
            (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
            c = QChar::ReplacementCharacter;
    }
    return shown;
}

QString place(const analysis::Evidence& evidence) {
    return evidence.line > 0 ? QStringLiteral("%1:%2").arg(evidence.file).arg(evidence.line) : evidence.file;
}

QString place(const QList<analysis::Evidence>& evidence) {
    if (evidence.isEmpty())
        return {};
    const QString first = place(evidence.first());
    return evidence.size() > 1 ? translated("%1 and %2 more").arg(first).arg(evidence.size() - 1) : first;
}

QString size(qint64 bytes) {
    return bytes < 0 ? QString() : QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString stated(const analysis::Claim& claim) {
    return claim.version.isEmpty() ? claim.range : claim.version;
}

QString written(const analysis::Dependency& dependency) {
    QString text = dependency.name;
    if (!dependency.extras.isEmpty())
        text += QLatin1Char('[') + dependency.extras.join(QLatin1Char(',')) + QLatin1Char(']');
    text += dependency.specifier;
    if (!dependency.url.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral(" @ ")) + dependency.url;
    if (!dependency.marker.isEmpty())
        text += QLatin1String("; ") + dependency.marker;
    QStringList remarks;
    if (dependency.conda)
        remarks.append(translated("conda"));
    if (!dependency.locked.isEmpty())
        remarks.append(translated("locked at %1").arg(dependency.locked));
    if (dependency.origin == analysis::Dependency::Origin::Imported)
        remarks.append(dependency.confidence < 0.3 ? translated("imported; an unknown name") : translated("imported"));
    else if (dependency.origin == analysis::Dependency::Origin::Prose)
        remarks.append(translated("named in text"));
    if (dependency.optional && dependency.group.isEmpty())
        remarks.append(translated("optional"));
    return remarks.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, remarks.join(QLatin1String(", ")));
}

QString hardwareText(const analysis::HardwareNeed& need) {
    using Kind = analysis::HardwareNeed::Kind;
    const QString amount = QString::number(need.amount, 'g', 6);
    switch (need.kind) {
    case Kind::GpuCount:
        return translated("%1 GPUs").arg(amount);
    case Kind::GpuMemory:
        return translated("%1 GiB of GPU memory").arg(amount);
    case Kind::Memory:
        return translated("%1 GiB of memory").arg(amount);
    case Kind::Disk:
        return translated("%1 GiB of disk").arg(amount);
    case Kind::GpuModel:
        break;
    }
    return need.model;
}

QString inFolder(const QString& command, const QString& folder) {
    return folder.isEmpty() ? command : QStringLiteral("cd %1 && %2").arg(folder, command);
}

} // namespace

FindingsReport::FindingsReport(const analysis::Findings& findings, bool all)
    : m_findings(findings)
    , m_all(all) {
    facts();
    dependencies();
    optionalDependencies();
    extensions();
    breakages();
    entryPoints();
    data();
    surroundings();
    repositoryState();
    notes();
}

void FindingsReport::section(const QString& title, const QList<Row>& rows) {
    if (!m_lines.isEmpty())
        m_lines.append(QString());
    m_lines.append(title);
    const qsizetype shown = m_all ? rows.size() : std::min(rows.size(), maxRows);
    qsizetype width = 0;
    for (const Row& row : rows.mid(0, shown)) {
        if (const qsizetype length = plain(row.text).size(); length <= widestColumn && !row.place.isEmpty())
            width = std::max(width, length);
    }
    for (const Row& row : rows.mid(0, shown)) {
        const QString text = plain(row.text);
        QStringList below = row.below;
        QString line = QLatin1String("  ") + text;
        // Beside a long row nobody would find it.
        if (text.size() > widestColumn && !row.place.isEmpty()) {
            const QString about = below.isEmpty() ? QString() : below.takeFirst();
            below.prepend(about.isEmpty() ? row.place : row.place + QLatin1String(": ") + about);
        } else if (!row.place.isEmpty()) {
            line = line.leftJustified(width + 2) + QLatin1String("  ") + plain(row.place);
        }
        m_lines.append(line);
        for (const QString& more : std::as_const(below))
            m_lines.append(QLatin1String("      ") + plain(more));
    }
    if (shown < rows.size())
        m_lines.append(QLatin1String("  ") + translated("… and %1 more; --all shows them").arg(rows.size() - shown));
}

void FindingsReport::version(QList<Row>& rows, const QString& name, const analysis::VersionFinding& finding,
                             const QString& prefix) {
    QString value = prefix;
    if (finding.version)
        value += (prefix.isEmpty() ? QString() : QStringLiteral(" ")) + finding.version->toString();
    else if (!finding.range.isEmpty())
        value += (prefix.isEmpty() ? QString() : QStringLiteral(" ")) + finding.range.toString();
    else
        value = prefix.isEmpty() ? translated("not stated") : translated("%1, version not stated").arg(prefix);
    Row row{name.leftJustified(labelWidth) + value, {}, {}};
    const QString chosen = finding.version ? finding.version->toString() : finding.range.toString();
    if (!finding.claims.isEmpty() && (finding.version || !finding.range.isEmpty()))
        row.place = place(finding.claims.first().evidence);
    if (!finding.reason.isEmpty())
        row.below.append(finding.reason);
    QStringList said{chosen};
    for (const analysis::Claim& claim : finding.claims) {
        const QString other = stated(claim);
        if (other.isEmpty() || said.contains(other))
            continue;
        said.append(other);
        if (said.size() > 5 && !m_all)
            break;
        row.below.append(translated("also said: %1 (%2, %3)").arg(other, claim.source, place(claim.evidence)));
    }
    rows.append(row);
}

void FindingsReport::facts() {
    const repo::Checkout& checkout = m_findings.checkout;
    QList<Row> rows;
    const auto fact = [&rows](const QString& name, const QString& value, const QString& from = {}) {
        rows.append({name.leftJustified(labelWidth) + value, from, {}});
    };
    if (!checkout.commit.isEmpty()) {
        QStringList parts{checkout.commit.left(12)};
        if (!checkout.ref.isEmpty())
            parts.prepend(checkout.ref);
        if (checkout.commitDate.isValid())
            parts.append(checkout.commitDate.date().toString(Qt::ISODate));
        fact(translated("Commit"), parts.join(QLatin1String(", ")), checkout.url);
    }
    version(rows, translated("Python"), m_findings.python, {});
    if (m_findings.frameworks.isEmpty())
        fact(translated("Framework"), translated("none found"));
    for (const analysis::Framework& framework : m_findings.frameworks)
        version(rows, framework.main ? translated("Framework") : translated("also"), framework.version, framework.name);
    version(rows, translated("CUDA"), m_findings.cuda, {});
    version(rows, translated("cuDNN"), m_findings.cudnn, {});
    fact(translated("Base image"),
         m_findings.baseImage.isEmpty() ? translated("no Dockerfile of the authors") : m_findings.baseImage);
    if (m_findings.licenses.isEmpty())
        fact(translated("Licence"), translated("none found"));
    for (const analysis::License& license : m_findings.licenses)
        fact(translated("Licence"), license.spdx, place(license.evidence));
    fact(translated("Read"), translated("Python files: %1, manifests: %2")
                                 .arg(m_findings.pythonFiles)
                                 .arg(m_findings.manifests.size()),
         m_findings.manifests.mid(0, 4).join(QLatin1String(", ")) +
             (m_findings.manifests.size() > 4 ? QStringLiteral(", …") : QString()));
    section(m_findings.checkout.name.isEmpty() ? translated("Repository") : plain(m_findings.checkout.name), rows);
}

void FindingsReport::dependencies() {
    QList<Row> rows;
    for (const analysis::Dependency& dependency : m_findings.dependencies) {
        if (!dependency.optional)
            rows.append({written(dependency), place(dependency.evidence), {}});
    }
    if (rows.isEmpty())
        rows.append({translated("none found"), {}, {}});
    section(translated("Dependencies"), rows);
    QList<Row> system;
    for (const analysis::SystemPackage& package : m_findings.systemPackages)
        system.append({package.name, place(package.evidence), {}});
    if (!system.isEmpty())
        section(translated("System packages"), system);
    QList<Row> indexes;
    for (const analysis::PackageIndex& index : m_findings.indexes)
        indexes.append({QStringLiteral("%1 %2").arg(index.kind, index.url), place(index.evidence), {}});
    if (!indexes.isEmpty())
        section(translated("Package indexes and channels"), indexes);
    if (!m_findings.locked.isEmpty()) {
        QMap<QString, int> files;
        for (const analysis::LockedPackage& package : m_findings.locked)
            ++files[package.file];
        QList<Row> locks;
        for (auto it = files.constBegin(); it != files.constEnd(); ++it)
            locks.append({translated("exact releases: %1").arg(it.value()), it.key(), {}});
        section(translated("Locked"), locks);
    }
}

void FindingsReport::optionalDependencies() {
    QMap<QString, QList<Row>> groups;
    for (const analysis::Dependency& dependency : m_findings.dependencies) {
        if (dependency.optional)
            groups[dependency.group].append({written(dependency), place(dependency.evidence), {}});
    }
    for (auto it = groups.constBegin(); it != groups.constEnd(); ++it)
        section(it.key().isEmpty() ? translated("Optional dependencies")
                                   : translated("Optional dependencies: %1").arg(plain(it.key())),
                it.value());
}

void FindingsReport::extensions() {
    QList<Row> rows;
    int number = 0;
    for (const analysis::Extension& extension : m_findings.extensions) {
        const QString command = !extension.buildCommand.isEmpty() ? inFolder(extension.buildCommand, extension.workdir)
                                : extension.kind == QLatin1String("jit")
                                    ? translated("%1, compiled when first used").arg(extension.path)
                                    : translated("%1, built by one above").arg(extension.path);
        QStringList about{extension.kind, extension.cuda ? translated("CUDA") : translated("no CUDA")};
        if (!extension.sources.isEmpty())
            about.append(translated("sources: %1").arg(extension.sources.size()));
        if (!extension.architectures.isEmpty())
            about.append(translated("for %1").arg(extension.architectures.join(QLatin1Char(' '))));
        if (!extension.includes.isEmpty())
            about.append(translated("includes %1").arg(extension.includes.join(QLatin1Char(' '))));
        rows.append({QStringLiteral("%1. %2").arg(++number).arg(command), place(extension.evidence),
                     {about.join(QLatin1String(", "))}});
    }
    if (!rows.isEmpty())
        section(translated("Extensions, in the order they are built"), rows);
}

void FindingsReport::breakages() {
    QList<Row> gone;
    for (const analysis::Breakage& breakage : m_findings.breakages)
        gone.append({translated("%1 needs %2%3").arg(breakage.symbol, breakage.distribution, breakage.bound),
                     place(breakage.evidence), breakage.fix.isEmpty() ? QStringList() : QStringList{breakage.fix}});
    if (!gone.isEmpty())
        section(translated("Names that newer releases lack"), gone);
    QList<Row> bounds;
    for (const analysis::ApiBound& bound : m_findings.bounds)
        bounds.append({bound.distribution + QLatin1Char(' ') + bound.range.toString(), place(bound.evidence),
                       {translated("for %1").arg(bound.symbols.mid(0, 6).join(QLatin1String(", ")))}});
    if (!bounds.isEmpty())
        section(translated("Releases that have every name in use"), bounds);
}

void FindingsReport::entryPoints() {
    QList<Row> rows;
    QStringList verbs;
    for (const analysis::EntryPoint& entry : m_findings.entryPoints) {
        if (!verbs.contains(entry.verb))
            verbs.append(entry.verb);
    }
    for (const QString& verb : std::as_const(verbs)) {
        for (const analysis::EntryPoint& entry : m_findings.entryPoints) {
            if (entry.verb != verb)
                continue;
            QString text = entry.verb.leftJustified(labelWidth) + inFolder(entry.command, entry.workdir);
            if (!entry.parameters.isEmpty())
                text += translated(" (parameters: %1)").arg(entry.parameters.size());
            rows.append({text, place(entry.evidence), {}});
        }
    }
    if (rows.isEmpty())
        rows.append({translated("none found"), {}, {}});
    section(translated("Entry points"), rows);
}

void FindingsReport::data() {
    QList<Row> rows;
    for (const analysis::DataSource& source : m_findings.data) {
        QStringList about{source.kind == QLatin1String("unknown") ? translated("data or weights") : source.kind};
        if (source.size >= 0)
            about.append(size(source.size));
        if (!source.tool.isEmpty())
            about.append(source.tool);
        if (!source.path.isEmpty() && !source.url.isEmpty())
            about.append(translated("to %1").arg(source.path));
        rows.append({source.url.isEmpty() ? source.path : source.url, place(source.evidence),
                     {about.join(QLatin1String(", "))}});
    }
    if (!rows.isEmpty())
        section(translated("Data and weights"), rows);
}

void FindingsReport::surroundings() {
    QList<Row> variables;
    for (const analysis::EnvironmentVariable& variable : m_findings.environment)
        variables.append({variable.value.isEmpty() ? variable.name + (variable.required ? translated(" (required)") : QString())
                                                   : QStringLiteral("%1=%2").arg(variable.name, variable.value),
                          place(variable.evidence),
                          {}});
    if (!variables.isEmpty())
        section(translated("Environment variables"), variables);
    QList<Row> hardware;
    for (const analysis::HardwareNeed& need : m_findings.hardware)
        hardware.append({hardwareText(need), place(need.evidence), {}});
    if (!hardware.isEmpty())
        section(translated("Hardware"), hardware);
}

void FindingsReport::repositoryState() {
    QList<Row> submodules;
    for (const analysis::Submodule& submodule : m_findings.submodules) {
        const QString commit = submodule.commit.isEmpty() ? translated("commit not known") : submodule.commit.left(12);
        submodules.append({QStringLiteral("%1 @ %2").arg(submodule.path, commit), submodule.url,
                           submodule.present ? QStringList() : QStringList{translated("its files are not here")}});
    }
    if (!submodules.isEmpty())
        section(translated("Submodules"), submodules);
    QList<Row> pointers;
    for (const analysis::LfsPointer& pointer : m_findings.lfsPointers)
        pointers.append({pointer.path, size(pointer.size), {}});
    if (!pointers.isEmpty())
        section(translated("Git LFS files that are not here"), pointers);
}

void FindingsReport::notes() {
    QList<Row> rows;
    for (const analysis::Note& note : m_findings.notes)
        rows.append({note.text, place(note.evidence), {}});
    if (!rows.isEmpty())
        section(translated("Notes"), rows);
}

} // namespace reberth::app
