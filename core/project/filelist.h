#pragma once

#include "core/dockerfile/lint.h"
#include "core/generation/generator.h"
#include "core/meaning/meaning.h"
#include "core/project/project.h"
#include "core/project/storage.h"

#include <QMap>
#include <QSet>
#include <QStringList>

#include <functional>

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

    /// Not checked yet: see check().
    void setText(const QString& name, const QString& text);
    struct Checked {
        QList<diagnostics::Diagnostic> own;      ///< what the file shows by itself
        QList<diagnostics::Diagnostic> together; ///< what all files show together
    };
    /// Checks the file's text as it is now; may be called on any thread while `knowledge` lives.
    std::function<Checked()> check(const QString& name) const;
    /// Takes what check() found; false when the text is another one by now.
    bool takeDiagnostics(const QString& name, const QString& text, const Checked& found);
    /// Leaves a rule out from now on, kept in lint.json with its reason. The files are checked anew.
    Result<void> ignoreRule(const QString& ruleId, const QString& reason);

    struct DiskChange {
        QString name;
        bool conflict = false;
    };
    /// Files that others have written since they were read: their changes are merged into the unsaved edits.
    QList<DiskChange> takeDiskChanges();

    Result<void> save(const QString& name);
    void revert(const QString& name);
    /// Writes autosave copies of edits made since the last call.
    Result<void> autosave();
    int problemCount() const;

private:
    /// What one file shows by itself.
    void lint(ProjectFile& file) const;
    /// Puts what the files show together behind what each shows by itself.
    void checkTogether();
    meaning::Inputs together() const;
    void takeTogether(const QList<diagnostics::Diagnostic>& found);
    void readSettings();
    ProjectFile& entry(const QString& name);

    const knowledge::Knowledge& m_knowledge;
    Storage m_storage{QString()};
    QString m_root;
    dockerfile::LintSettings m_settings;
    QMap<QString, ProjectFile> m_files;
    QMap<QString, QString> m_onDisk;
    QSet<QString> m_dirty;                     ///< edited since the last autosave
    QList<meaning::SourceFile> m_requirements; ///< lists of the checkout, as they were when it was loaded
};

} // namespace reberth::project
