#pragma once

#include "core/base/result.h"

#include <QString>

namespace reberth::repo {

/// Where a repository comes from, as the user wrote it. Made by parse(), so a value of this type is safe to hand to git:
/// it never starts with '-', and names no transport that runs commands (ext::, fd::, …).
class Source {
public:
    enum class Kind { Remote, Folder };

    /// Accepts https/http/ssh/git/file URLs, scp-like user@host:path, "owner/name" (GitHub) and existing local folders.
    /// `#ref` or GitHub/GitLab "/tree/<ref>" endings become ref().
    static Result<Source> parse(const QString& text);

    Kind kind() const { return m_kind; }
    /// For git (Remote) or an absolute path (Folder). Never carries a password.
    QString location() const { return m_location; }
    QString ref() const { return m_ref; }
    /// A folder name: "faster-rcnn.pytorch".
    QString name() const { return m_name; }

private:
    Kind m_kind = Kind::Remote;
    QString m_location;
    QString m_ref;
    QString m_name;
};

} // namespace reberth::repo
