#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

namespace reberth::test {

/// A real Git repository made by the real git, in a folder that goes with it. Authors and dates are fixed, so the same
/// calls give the same commit hashes. Neither the user's nor the system's Git configuration is read.
class TemporaryGitRepository {
public:
    /// Branch "main", no commit yet.
    TemporaryGitRepository();

    QString path() const;
    /// file://… of path(), for cloning.
    QString url() const;

    /// Writes a file of the working tree, with the folders it needs. Any bytes, any name that the system takes.
    void write(const QString& file, const QByteArray& content, bool executable = false);
    void link(const QString& file, const QString& target);
    void remove(const QString& file);

    /// Stages all and commits; gives the full hash. Each commit is dated one hour after the one before.
    QString commit(const QString& message);
    /// write() for each, then commit().
    QString commit(const QString& message, const QMap<QString, QByteArray>& files);

    void branch(const QString& name, const QString& at = QStringLiteral("HEAD"));
    void checkout(const QString& name);
    void tag(const QString& name, bool annotated = false);
    /// Adds `other` as a submodule at `folder`; commit() records it.
    void addSubmodule(const TemporaryGitRepository& other, const QString& folder);

    QString head() const;
    /// Any git command in the working tree; its output without the last newline.
    QString git(const QStringList& arguments) const;
    /// A bare clone beside the repository, for serving; gives its path.
    QString bareClone();

private:
    QProcessEnvironment environment() const;

    QTemporaryDir m_folder;
    int m_commits = 0;
};

} // namespace reberth::test
