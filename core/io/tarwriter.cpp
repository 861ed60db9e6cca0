#include "core/io/tarwriter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

namespace reberth::io {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::io", text);
}

constexpr qint64 pieceBytes = 256 * 1024;
const QByteArray aliasName = ".dockerfile.reberth";

bool fitsPlainHeader(const QByteArray& path) {
    return path.size() <= 100 && std::all_of(path.cbegin(), path.cend(), [](char c) { return c > 0x1f && c < 0x7f; });
}

} // namespace

class TarWriter::Private {
public:
    TarSink sink;
    QByteArray buffer;
    bool stopped = false;
    archive* handle = nullptr;

    bool flush() {
        if (!stopped && !buffer.isEmpty()) {
            stopped = !sink(buffer);
        }
        buffer = {};
        return !stopped;
    }

    static la_ssize_t write(archive*, void* self, const void* data, size_t size) {
        auto* that = static_cast<Private*>(self);
        that->buffer.append(static_cast<const char*>(data), static_cast<qsizetype>(size));
        if (that->buffer.size() >= pieceBytes && !that->flush()) {
            return -1;
        }
        return static_cast<la_ssize_t>(size);
    }

    Error error() const {
        if (stopped) {
            return {ErrorCode::Cancelled, tr("Cancelled."), {}};
        }
        const QString detail = QString::fromLocal8Bit(archive_error_string(handle));
        return {ErrorCode::IoFailure, tr("The files could not be packed: %1.").arg(detail), detail};
    }

    Result<void> header(const QByteArray& path, mode_t type, int mode, qint64 modified, qint64 size,
                        const QByteArray& target = {}) {
        archive_entry* entry = archive_entry_new();
        archive_entry_copy_pathname(entry, path.constData());
        archive_entry_set_filetype(entry, type);
        archive_entry_set_perm(entry, static_cast<mode_t>(mode));
        archive_entry_set_uid(entry, 0);
        archive_entry_set_gid(entry, 0);
        archive_entry_set_mtime(entry, modified, 0);
        archive_entry_set_size(entry, size);
        if (!target.isNull()) {
            archive_entry_copy_symlink(entry, target.constData());
        }
        const int result = archive_write_header(handle, entry);
        archive_entry_free(entry);
        if (result < ARCHIVE_WARN) {
            return fail(error());
        }
        return {};
    }
};

TarWriter::TarWriter(TarSink sink)
    : d(std::make_unique<Private>()) {
    d->sink = std::move(sink);
    d->handle = archive_write_new();
    archive_write_set_format_pax_restricted(d->handle);
    archive_write_set_bytes_per_block(d->handle, 0);
    archive_write_open(d->handle, d.get(), nullptr, &Private::write, nullptr);
}

TarWriter::~TarWriter() {
    // Freeing writes the end mark, which must not reach a sink that was not finished.
    d->stopped = true;
    archive_write_free(d->handle);
}

Result<void> TarWriter::addFolder(const QByteArray& path, int mode, qint64 modified) {
    return d->header(path, AE_IFDIR, mode, modified, 0);
}

Result<void> TarWriter::addLink(const QByteArray& path, const QByteArray& target, qint64 modified) {
    return d->header(path, AE_IFLNK, 0777, modified, 0, target);
}

Result<void> TarWriter::addFile(const QByteArray& path, int mode, qint64 modified, const QByteArray& data) {
    const auto result = d->header(path, AE_IFREG, mode, modified, data.size());
    if (!result) {
        return result;
    }
    if (archive_write_data(d->handle, data.constData(), static_cast<size_t>(data.size())) < 0) {
        return fail(d->error());
    }
    return {};
}

Result<void> TarWriter::addFile(const QByteArray& path, RegularFile& file, const CancellationToken& token) {
    const int mode = (file.mode() & 0100) != 0 ? 0755 : 0644;
    const auto result = d->header(path, AE_IFREG, mode, file.modified(), file.size());
    if (!result) {
        return result;
    }
    qint64 left = file.size();
    while (left > 0) {
        if (token.isCancelled()) {
            return fail(ErrorCode::Cancelled, tr("Cancelled."));
        }
        const auto data = file.read(qMin(left, pieceBytes));
        if (!data) {
            return fail(data.error());
        }
        if (data->isEmpty()) {
            return fail(ErrorCode::IoFailure,
                        tr("%1 became smaller while it was packed. Wait until nothing writes to it, or name it in "
                           ".dockerignore.")
                            .arg(QString::fromLocal8Bit(path)));
        }
        if (archive_write_data(d->handle, data->constData(), static_cast<size_t>(data->size())) < 0) {
            return fail(d->error());
        }
        left -= data->size();
    }
    return {};
}

Result<void> TarWriter::finish() {
    if (archive_write_close(d->handle) != ARCHIVE_OK || !d->flush()) {
        return fail(d->error());
    }
    return {};
}

int normalisedMode(const ContextEntry& entry) {
    switch (entry.kind) {
    case ContextEntry::Kind::Folder:
        return 0755;
    case ContextEntry::Kind::Link:
        return 0777;
    case ContextEntry::Kind::File:
        break;
    }
    return (entry.mode & 0100) != 0 ? 0755 : 0644;
}

ContextPacker::ContextPacker(QString root, QString dockerfile)
    : m_root(std::move(root))
    , m_dockerfile(QFile::encodeName(QDir::cleanPath(dockerfile))) {
    m_alias = !fitsPlainHeader(m_dockerfile);
}

QString ContextPacker::dockerfileName() const {
    return QString::fromUtf8(m_alias ? aliasName : m_dockerfile);
}

qint64 ContextPacker::expectedBytes(const ContextListing& listing) {
    qint64 bytes = 1024;
    for (const ContextEntry& entry : listing.entries) {
        bytes += 512 + (entry.size + 511) / 512 * 512;
    }
    return bytes;
}

Result<void> ContextPacker::pack(const ContextListing& listing, const TarSink& sink,
                                 const CancellationToken& token) const {
    TarWriter writer(sink);
    const auto addFile = [&](const QByteArray& path, const QByteArray& name) -> Result<void> {
        auto file = RegularFile::open(m_root, path);
        if (!file) {
            if (file.error().code == ErrorCode::NotFound) {
                return fail(
                    ErrorCode::IoFailure,
                    tr("%1 vanished while the files were packed. Build again.").arg(QString::fromLocal8Bit(path)));
            }
            return fail(file.error());
        }
        return writer.addFile(name, *file, token);
    };
    if (const auto result = addFile(m_dockerfile, m_alias ? aliasName : m_dockerfile); !result) {
        return result;
    }
    for (const ContextEntry& entry : listing.entries) {
        if (token.isCancelled()) {
            return fail(ErrorCode::Cancelled, tr("Cancelled."));
        }
        Result<void> result;
        switch (entry.kind) {
        case ContextEntry::Kind::Folder:
            result = writer.addFolder(entry.path, normalisedMode(entry), entry.modified);
            break;
        case ContextEntry::Kind::Link:
            result = writer.addLink(entry.path, entry.target, entry.modified);
            break;
        case ContextEntry::Kind::File:
            if (entry.path != m_dockerfile || m_alias) {
                result = addFile(entry.path, entry.path);
            }
            break;
        }
        if (!result) {
            return result;
        }
    }
    return writer.finish();
}

} // namespace reberth::io
