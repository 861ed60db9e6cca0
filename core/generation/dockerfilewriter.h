#pragma once

#include "core/generation/platform.h"
#include "core/generation/requirements.h"
#include "core/recipe/recipe.h"

#include <QByteArray>
#include <QString>

namespace reberth::generation {

/// Writes the Dockerfile of a valid recipe. Steps go from what changes least to what changes most, network before
/// none, and the code is copied last, so that an edit of it rebuilds one layer.
class DockerfileWriter {
public:
    DockerfileWriter(const recipe::Recipe& recipe, const PackageGroups& groups, const Platform& platform);
    QByteArray write();

private:
    void header();
    void base();
    void systemPackages();
    void condaEnvironment();
    void python();
    void pipPackages();
    void compiledPackages();
    void extensions();
    void owner();
    void code();
    void command();

    /// A paragraph: a blank line, then comment lines.
    void paragraph(const QString& text);
    void line(const QString& text);
    QString aptMounts() const;
    QStringList aptPackages() const;
    QString pipInstall() const;
    bool keepsImageFramework() const {
        return m_recipe.style == recipe::Style::FrameworkImage && !m_recipe.framework.value.isEmpty() && !m_groups.isEmpty();
    }
    bool compiles() const { return !m_recipe.extensions.isEmpty() || !m_groups.compiled.isEmpty(); }

    const recipe::Recipe& m_recipe;
    const PackageGroups& m_groups;
    const Platform& m_platform;
    QString m_text;
};

} // namespace reberth::generation
