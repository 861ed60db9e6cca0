#include "core/io/contextwalk.h"

#include "core/io/atomicfile.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace reberth::io {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::io", text);
}

Error cannotRead(const QByteArray& path) {
    const int error = errno;
    return fileError(QString::fromLocal8Bit(path), error, tr("could not read"));
}

struct Walk {
    QByteArray root;
    const IgnorePatterns& patterns;
    const CancellationToken& token;
    const WalkProgress& progress;
    ContextListing listing;
    qint64 lastReported = 0;

    Result<void> folder(const QByteArray& relative, const IgnorePatterns::Matched& matched);
    Result<void> entry(const QByteArray& path, const IgnorePatterns::Matched& parent);
};

Result<void> Walk::folder(const QByteArray& relative, const IgnorePatterns::Matched& matched) {
    const QByteArray full = relative.isEmpty() ? root : root + '/' + relative;
    // Through the descriptor, so that a folder swapped for a link is not followed.
    const int descriptor =
        ::open(full.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | (relative.isEmpty() ? 0 : O_NOFOLLOW));
    if (descriptor < 0) {
        return fail(cannotRead(full));
    }
    DIR* handle = ::fdopendir(descriptor);
    if (handle == nullptr) {
        const Error error = cannotRead(full);
        ::close(descriptor);
        return fail(error);
    }
    QList<QByteArray> names;
    while (const dirent* item = ::readdir(handle)) {
        const QByteArray name(item->d_name);
        if (name != "." && name != "..") {
            names.append(name);
        }
    }
    ::closedir(handle);
    std::sort(names.begin(), names.end());
    for (const QByteArray& name : names) {
        const auto result = entry(relative.isEmpty() ? name : relative + '/' + name, matched);
        if (!result) {
            return result;
        }
    }
    return {};
}

Result<void> Walk::entry(const QByteArray& path, const IgnorePatterns::Matched& parent) {
    if (token.isCancelled()) {
        return fail(ErrorCode::Cancelled, tr("Cancelled."));
    }
    const auto matched = patterns.match(path, parent);
    const QByteArray full = root + '/' + path;
    struct stat info = {};
    if (::lstat(full.constData(), &info) != 0) {
        if (errno == ENOENT || matched.ignored) {
            return {}; // gone since the folder was read, or nothing of ours
        }
        return fail(cannotRead(full));
    }
    const bool isFolder = S_ISDIR(info.st_mode);
    if (matched.ignored) {
        if (!isFolder || patterns.canPrune(path)) {
            return {};
        }
        return folder(path, matched);
    }
    ContextEntry found;
    found.path = path;
    found.mode = static_cast<int>(info.st_mode & 07777);
    found.modified = info.st_mtime;
    if (isFolder) {
        found.kind = ContextEntry::Kind::Folder;
        listing.entries.append(found);
        return folder(path, matched);
    }
    if (S_ISLNK(info.st_mode)) {
        found.kind = ContextEntry::Kind::Link;
        QByteArray target(65536, '\0');
        const ssize_t length = ::readlink(full.constData(), target.data(), static_cast<size_t>(target.size()));
        if (length < 0) {
            return fail(cannotRead(full));
        }
        target.truncate(length);
        found.target = target;
    } else if (S_ISREG(info.st_mode)) {
        found.size = info.st_size;
        listing.bytes += found.size;
        ++listing.files;
    } else {
        listing.skipped.append(path);
        return {};
    }
    listing.entries.append(found);
    if (progress && listing.entries.size() - lastReported >= 500) {
        lastReported = listing.entries.size();
        progress(listing.files, listing.bytes);
    }
    return {};
}

} // namespace

Result<ContextListing> walkContext(const QString& root, const IgnorePatterns& patterns, const CancellationToken& token,
                                   const WalkProgress& progress) {
    Walk walk{QFile::encodeName(root), patterns, token, progress, {}, 0};
    const auto result = walk.folder({}, {});
    if (!result) {
        return fail(result.error());
    }
    if (progress) {
        progress(walk.listing.files, walk.listing.bytes);
    }
    return walk.listing;
}

Result<RegularFile> RegularFile::open(const QString& root, const QByteArray& path) {
    const QByteArray full = QFile::encodeName(root) + '/' + path;
    RegularFile file;
    file.m_shown = QString::fromLocal8Bit(full);
    // Non-blocking, or opening a fifo that took the file's place would wait for its writer.
    file.m_descriptor = ::open(full.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file.m_descriptor < 0) {
        return fail(cannotRead(full));
    }
    struct stat info = {};
    if (::fstat(file.m_descriptor, &info) != 0) {
        return fail(cannotRead(full));
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::IoFailure, tr("%1 is no longer a file.").arg(file.m_shown));
    }
    file.m_size = info.st_size;
    file.m_mode = static_cast<int>(info.st_mode & 07777);
    file.m_modified = info.st_mtime;
    return file;
}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_size(other.m_size)
    , m_mode(other.m_mode)
    , m_modified(other.m_modified)
    , m_shown(std::move(other.m_shown)) {
}

RegularFile::~RegularFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<QByteArray> RegularFile::read(qint64 limit) {
    QByteArray data(limit, Qt::Uninitialized);
    ssize_t count = 0;
    do {
        count = ::read(m_descriptor, data.data(), static_cast<size_t>(limit));
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return fail(fileError(m_shown, errno, tr("could not read")));
    }
    data.truncate(count);
    return data;
}

} // namespace reberth::io
