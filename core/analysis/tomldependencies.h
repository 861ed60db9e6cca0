#pragma once

#include "core/analysis/manifestentry.h"
#include "core/analysis/tomlfile.h"

namespace reberth::analysis {

/// Reads the shapes in which TOML manifests write dependencies, with evidence of each line.
class TomlDependencies {
public:
    TomlDependencies(QString path, ManifestContext context, Draft& draft)
        : m_path(std::move(path))
        , m_context(std::move(context))
        , m_draft(draft) {}

    Evidence at(const TomlValue& value, const QString& text) const { return evidenceAt(m_path, value.line, text); }
    const ManifestContext& context() const { return m_context; }

    /// An array of PEP 508 strings. A named group makes them optional.
    void requirements(const TomlValue& list, const QString& group = {});
    /// Poetry's, PDM's old and Pipfile's table: name = "^1.2" | { version, git, url, path, extras, markers, optional }
    /// | [ alternatives ]. `extras`: package → the extra that it belongs to.
    void packages(const TomlValue& table, const QString& group = {}, const QHash<QString, QString>& extras = {});
    /// Pixi's table of conda packages: name = "1.2.*" | { version, channel, build }.
    void condaPackages(const TomlValue& table, const QString& group = {});
    /// tool.uv.sources: where a named requirement really comes from. To be set before requirements().
    void setSources(const TomlValue& sources);
    void index(const QString& kind, const TomlValue& url);

private:
    void describe(const TomlValue& details, Dependency& dependency) const;
    ManifestContext inGroup(const QString& group) const;

    QString m_path;
    ManifestContext m_context;
    Draft& m_draft;
    QHash<QString, QString> m_sources; ///< normalised name → URL
};

} // namespace reberth::analysis
