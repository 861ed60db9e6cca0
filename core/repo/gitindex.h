#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace reberth::repo {

/// Path → commit (40 hex digits) of the submodules that a Git index (versions 2 to 4, SHA-1) records. What is no
/// index, or is damaged, gives what could be read up to there.
QHash<QString, QString> gitLinks(const QByteArray& index);

/// The index of the work tree at `root`, also where .git is a file that points elsewhere; empty when there is none.
QByteArray readGitIndex(const QString& root);

} // namespace reberth::repo
