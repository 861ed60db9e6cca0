#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/io/ignorepatterns.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>

namespace reberth::io {

/// One thing in a folder that is to be packed. Paths are the file system's own bytes, relative, with '/'.
struct ContextEntry {
    enum class Kind { File, Folder, Link };
    QByteArray path;
    Kind kind = Kind::File;
    int mode = 0;        ///< permission bits
    qint64 size = 0;     ///< bytes of a file
    qint64 modified = 0; ///< seconds since 1970
    QByteArray target;   ///< of a link, as it is written in it
};

struct ContextListing {
    QList<ContextEntry> entries; ///< sorted by path, a folder before what lies in it
    qint64 bytes = 0;            ///< of all files
    qint64 files = 0;
    QList<QByteArray> skipped; ///< sockets, fifos and devices
};

/// Called now and then with what was found so far.
using WalkProgress = std::function<void(qint64 files, qint64 bytes)>;

/// Everything below `root` that the patterns let through. Links are listed, never followed. Blocks: for a worker
/// thread. Errors: NotFound and PermissionDenied with the path, Cancelled.
Result<ContextListing> walkContext(const QString& root, const IgnorePatterns& patterns,
                                   const CancellationToken& token = {}, const WalkProgress& progress = {});

/// A file opened for reading that is certainly regular and no link.
class RegularFile {
public:
    static Result<RegularFile> open(const QString& root, const QByteArray& path);
    RegularFile(RegularFile&& other) noexcept;
    RegularFile& operator=(RegularFile&&) = delete;
    ~RegularFile();

    qint64 size() const { return m_size; }
    int mode() const { return m_mode; }
    qint64 modified() const { return m_modified; }
    /// Up to `limit` bytes, empty at the end.
    Result<QByteArray> read(qint64 limit);

private:
    RegularFile() = default;
    int m_descriptor = -1;
    qint64 m_size = 0;
    int m_mode = 0;
    qint64 m_modified = 0;
    QString m_shown;
};

} // namespace reberth::io
