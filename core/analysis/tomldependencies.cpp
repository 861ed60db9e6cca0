#include "core/analysis/tomldependencies.h"

#include "core/analysis/packagenames.h"

namespace reberth::analysis {

namespace {

/// "git+https://…@rev" of { git = …, rev | tag | branch = …, subdirectory = … }, the URL of { url } or { path }.
QString urlOf(const TomlValue& details) {
    if (const QString git = details["git"].text; !git.isEmpty()) {
        QString url = git.startsWith(QLatin1String("git+")) ? git : QLatin1String("git+") + git;
        for (const char* key : {"rev", "tag", "branch", "ref"}) {
            if (const QString reference = details[key].text; !reference.isEmpty()) {
                url += QLatin1Char('@') + reference;
                break;
            }
        }
        if (const QString folder = details["subdirectory"].text; !folder.isEmpty())
            url += QLatin1String("#subdirectory=") + folder;
        return url;
    }
    for (const char* key : {"url", "path", "file"}) {
        if (const QString url = details[key].text; !url.isEmpty())
            return url;
    }
    return {};
}

} // namespace

ManifestContext TomlDependencies::inGroup(const QString& group) const {
    ManifestContext context = m_context;
    if (!group.isEmpty()) {
        context.optional = true;
        context.group = group;
    }
    return context;
}

void TomlDependencies::setSources(const TomlValue& sources) {
    for (const auto& [name, value] : sources.entries) {
        // Several, each with a marker: the first that is a place, not only an index.
        const QList<TomlValue> choices = value.isArray() ? value.items : QList<TomlValue>{value};
        for (const TomlValue& choice : choices) {
            if (const QString url = urlOf(choice); !url.isEmpty()) {
                m_sources.insert(normalizedName(name), url);
                break;
            }
        }
    }
}

void TomlDependencies::requirements(const TomlValue& list, const QString& group) {
    for (const TomlValue& item : list.items) {
        std::optional<Requirement> requirement = parseRequirement(item.text);
        if (!requirement)
            continue;
        if (requirement->dependency.url.isEmpty())
            requirement->dependency.url = m_sources.value(normalizedName(requirement->dependency.name));
        m_draft.addManifest(m_path);
        addManifestEntry(*requirement, at(item, item.text), inGroup(group), m_draft);
    }
}

void TomlDependencies::describe(const TomlValue& details, Dependency& dependency) const {
    dependency.specifier = poetryRange(details["version"].text);
    dependency.url = urlOf(details);
    dependency.marker = details["markers"].text;
    if (const QString system = details["platform"].text; !system.isEmpty() && dependency.marker.isEmpty())
        dependency.marker = QStringLiteral("sys_platform == '%1'").arg(system);
    if (const QString system = details["sys_platform"].text; !system.isEmpty() && dependency.marker.isEmpty())
        dependency.marker = QLatin1String("sys_platform ") + system;
    dependency.extras = details["extras"].strings();
}

void TomlDependencies::packages(const TomlValue& table, const QString& group, const QHash<QString, QString>& extras) {
    for (const auto& [name, value] : table.entries) {
        if (name == QLatin1String("python")) {
            const QString constraint = value.isTable() ? value["version"].text : value.text;
            m_draft.claimPython(poetryRange(constraint), m_context.source, at(value, constraint), m_context.factor);
            continue;
        }
        Requirement requirement;
        Dependency& dependency = requirement.dependency;
        dependency.name = name;
        bool optional = false;
        QString shown = value.text;
        if (value.isString()) {
            dependency.specifier = poetryRange(value.text);
        } else if (value.isTable()) {
            describe(value, dependency);
            optional = value["optional"].isTrue();
            shown = dependency.specifier.isEmpty() ? dependency.url : dependency.specifier;
        } else if (value.isArray() && !value.items.isEmpty()) {
            // Several markers, several ranges: the last is for the newest Python. Any of them may be meant.
            describe(value.items.last(), dependency);
            dependency.specifier.clear();
            dependency.marker.clear();
        } else {
            continue;
        }
        ManifestContext context = inGroup(group);
        if (optional || extras.contains(normalizedName(name))) {
            context.optional = true;
            context.group = extras.value(normalizedName(name), group);
        }
        m_draft.addManifest(m_path);
        addManifestEntry(requirement, at(value, name + QLatin1String(" = ") + shown), context, m_draft);
    }
}

void TomlDependencies::condaPackages(const TomlValue& table, const QString& group) {
    for (const auto& [name, value] : table.entries) {
        const QString version = value.isTable() ? value["version"].text : value.text;
        // Pixi's bare number is a minimum with conda's meaning; "*" is any.
        std::optional<CondaSpec> spec = parseCondaSpec(
            version.isEmpty() || version == QLatin1String("*") ? name : name + QLatin1Char(' ') + version);
        if (!spec)
            continue;
        spec->channel = value["channel"].text;
        m_draft.addManifest(m_path);
        addManifestEntry(*spec, at(value, name + QLatin1String(" = ") + version), inGroup(group), m_draft);
    }
}

void TomlDependencies::index(const QString& kind, const TomlValue& url) {
    if (!url.isString())
        return;
    const Evidence evidence = at(url, url.text);
    m_draft.addIndex(kind, url.text, evidence);
    if (const QString cuda = cudaOfIndex(url.text); !cuda.isEmpty() && !m_context.optional)
        m_draft.claimCuda(QLatin1String("==") + cuda, m_context.source, evidence, m_context.factor);
}

} // namespace reberth::analysis
