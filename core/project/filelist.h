#pragma once

#include "core/generation/generator.h"
#include "core/project/project.h"
#include "core/project/storage.h"

#include <QMap>
#include <QSet>
#include <QStringList>

namespace reberth::project {

/// The plain files of one project with their unsaved edits, merges and diagnostics. GUI thread.
class FileList {
public:
    explicit FileList(const knowledge::Knowledge& knowledge)
        : m_knowledge(knowledge) {}

    /// Reads what is on disk, and unsaved edits that outlived the program.
    void load(const Storage& storage, const QString& root);

    QStringList names() const;
    const ProjectFile* file(const QString& name) const;

    /// Merges fresh renderings into what the user has; writes files and their bases. Stops at the first error.
    Result<void> takeGenerated(const QList<generation::GeneratedFile>& files);

    void setText(const QString& name, const QString& text);
    Result<void> save(const QString& name);
    void revert(const QString& name);
    /// Writes autosave copies of edits made since the last call.
    Result<void> autosave();
    int problemCount() const;

private:
    void lint(ProjectFile& file) const;
    ProjectFile& entry(const QString& name);

    const knowledge::Knowledge& m_knowledge;
    Storage m_storage{QString()};
    QString m_root;
    QMap<QString, ProjectFile> m_files;
    QMap<QString, QString> m_onDisk;
    QSet<QString> m_dirty; ///< edited since the last autosave
};

} // namespace reberth::project
