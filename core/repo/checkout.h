#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace reberth::repo {

/// A work tree on disk with what git knows of it. For a folder without git only `path` and `name` are set.
struct Checkout {
    QString path;         ///< absolute
    QString name;         ///< "faster-rcnn.pytorch"
    QString url;          ///< origin, without credentials; empty for a plain folder
    QString ref;          ///< branch or tag asked for or checked out
    QString commit;       ///< 40 hex digits; empty for a plain folder
    QDateTime commitDate; ///< committer date, UTC
    QStringList submodules; ///< paths
    QStringList notes;      ///< what could not be had (a submodule that is gone, LFS pointers without git-lfs)
};

} // namespace reberth::repo
