#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace reberth::architecture {

/// One reberth_module() call: a folder of core/ or ui/, its layer and what it may include.
struct Module {
    QString name;
    QString folder; ///< "core/base"
    int layer = 0;
    QStringList depends;
};

/// The reberth_module() calls of the CMakeLists.txt in `folder`.
QList<Module> parseModules(const QString& folder, const QString& cmakeText);

/// One #include of a source file.
struct Include {
    int line = 0; ///< 1-based
    QString target;
    bool quoted = false;
};
QList<Include> includesOf(const QString& text);

/// The rules of the house, on texts; reads no file itself. Every violation is a sentence that starts with
/// "path:line: ".
class Checker {
public:
    /// `isGuiHeader` says whether a Qt header ("QColor") belongs to Gui, Widgets, Svg or PrintSupport.
    Checker(QList<Module> modules, std::function<bool(const QString&)> isGuiHeader);

    /// Layers, DEPENDS, doors, Gui in core, length. `path` is relative to the root.
    QStringList checkFile(const QString& path, const QString& text) const;

    /// Modules on layers that DEPENDS contradicts, and names that are used twice.
    QStringList checkModules() const;

private:
    const Module* moduleOf(const QString& path) const;
    QString checkInclude(const QString& path, const Module* own, const Include& include) const;

    QList<Module> m_modules;
    QHash<QString, int> m_indexByName;
    std::function<bool(const QString&)> m_isGuiHeader;
};

} // namespace reberth::architecture
