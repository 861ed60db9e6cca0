#pragma once

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace reberth::knowledge {

/// package_names.json: what kind of thing a package is, and its name on the index. Names are compared as PEP 503 does
/// ("-", "_" and "." alike). Immutable; safe to share between threads.
class PackageNames {
public:
    PackageNames() = default;
    explicit PackageNames(const QJsonObject& table);

    /// The framework that a distribution is a build of; "" when it is none.
    QString framework(const QString& distribution) const;
    /// The index name of a conda package; the same name where nothing else is known.
    QString ofConda(const QString& package) const;
    /// A conda package with no Python in it: compilers, libraries, programs.
    bool isNativeConda(const QString& package) const;
    /// A native package that people ask for as a program.
    bool isProgram(const QString& package) const { return m_programs.contains(package.toLower()); }
    /// Import name and index name are the same.
    bool isWellKnown(const QString& module) const { return m_wellKnown.contains(module); }
    /// Parts of every environment that are no wish of the author: pip, setuptools, wheel, conda itself …
    bool isInstallTool(const QString& package) const;
    /// Arrives with others; on a list of releases it tells that the list was frozen.
    bool isUsuallyTransitive(const QString& package) const;

private:
    QHash<QString, QString> m_frameworks;
    QHash<QString, QString> m_conda;
    QSet<QString> m_native;
    QStringList m_nativePrefixes;
    QSet<QString> m_python;
    QSet<QString> m_programs;
    QSet<QString> m_wellKnown;
    QSet<QString> m_tools;
    QSet<QString> m_transitive;
};

/// The built-in table, read once.
const PackageNames& builtInPackageNames();

} // namespace reberth::knowledge
