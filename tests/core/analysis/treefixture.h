#pragma once

#include "core/analysis/dependencymerge.h"
#include "core/analysis/detectors.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <initializer_list>

namespace reberth::analysis {

/// A folder of files that a test writes, and what the detectors say of it.
class TreeFixture {
public:
    struct File {
        const char* path;
        QByteArray content;
    };
    TreeFixture(std::initializer_list<File> files) {
        for (const auto& [path, content] : files) {
            const QString full = m_folder.filePath(QLatin1String(path));
            QDir().mkpath(QFileInfo(full).path());
            QFile file(full);
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
                qFatal("The fixture can't be written: %s", path);
        }
        m_tree.emplace(SourceTree::open(m_folder.path(), {}, {}).value());
    }

    const SourceTree& tree() const { return *m_tree; }
    Draft draft;

    /// What is asked for, as findings show it.
    QList<Dependency> dependencies() const { return mergeDependencies(draft.packages, draft.locked); }
    std::optional<Dependency> dependency(const char* name) const {
        const QList<Dependency> all = dependencies();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [name](const Dependency& row) { return row.name == QLatin1String(name); });
        return found == all.end() ? std::nullopt : std::optional(*found);
    }
    QString specifier(const char* name) const {
        const std::optional<Dependency> found = dependency(name);
        return found ? found->specifier : QStringLiteral("absent");
    }
    QString group(const char* name) const {
        const std::optional<Dependency> found = dependency(name);
        return !found ? QStringLiteral("absent") : found->optional ? found->group : QStringLiteral("needed");
    }
    /// "3.7 >=3.6": all that was claimed, in the order of the files.
    static QString claimed(const QList<Claim>& claims) {
        QStringList texts;
        for (const Claim& claim : claims)
            texts.append(claim.version.isEmpty() ? claim.range : claim.version);
        return texts.join(QLatin1Char(' '));
    }
    QString framework(const char* name) const { return claimed(draft.frameworks.value(QLatin1String(name))).trimmed(); }
    QStringList systemPackages() const {
        QStringList names;
        for (const SystemPackage& package : draft.systemPackages)
            names.append(package.name);
        return names;
    }
    QStringList indexes() const {
        QStringList all;
        for (const PackageIndex& index : draft.indexes)
            all.append(index.kind + QLatin1Char(' ') + index.url);
        return all;
    }
    QString locked(const char* name) const {
        for (const LockedPackage& package : draft.locked) {
            if (package.name == QLatin1String(name))
                return package.version;
        }
        return {};
    }
    bool hasNote(const char* part) const {
        return std::any_of(draft.notes.begin(), draft.notes.end(),
                           [part](const Note& note) { return note.text.contains(QLatin1String(part)); });
    }

private:
    QTemporaryDir m_folder;
    std::optional<SourceTree> m_tree;
};

} // namespace reberth::analysis
