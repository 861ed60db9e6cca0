#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/io/contextwalk.h"

#include <QByteArray>

#include <functional>
#include <memory>

namespace reberth::io {

/// Takes the next bytes of the stream; false stops the packing (the reader is gone).
using TarSink = std::function<bool(const QByteArray& bytes)>;

/// A tar stream piece by piece: plain ustar where a name and a size allow it, owner 0, whole seconds, nothing of the
/// machine it was made on. Blocks in the sink, so that a slow reader holds it back: for a worker thread.
class TarWriter {
public:
    explicit TarWriter(TarSink sink);
    ~TarWriter();
    TarWriter(const TarWriter&) = delete;
    TarWriter& operator=(const TarWriter&) = delete;

    Result<void> addFolder(const QByteArray& path, int mode, qint64 modified);
    Result<void> addLink(const QByteArray& path, const QByteArray& target, qint64 modified);
    Result<void> addFile(const QByteArray& path, int mode, qint64 modified, const QByteArray& data);
    /// Streams it. IoFailure when it shrinks meanwhile; what it grows by is left out.
    Result<void> addFile(const QByteArray& path, RegularFile& file, const CancellationToken& token);
    Result<void> finish();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Permission bits that do not depend on the packer's umask: executable or not.
int normalisedMode(const ContextEntry& entry);

/// Packs a listing of `root` in its order, `dockerfile` (relative) before everything else, as engines that look only at
/// the beginning need it. When that name does not fit a plain header, a copy of it goes in front under
/// `dockerfileName()`.
class ContextPacker {
public:
    ContextPacker(QString root, QString dockerfile);

    /// What the build is told: the Dockerfile's path in the tar.
    QString dockerfileName() const;
    /// Bytes of the whole tar, long and non-ASCII names and files that change aside.
    static qint64 expectedBytes(const ContextListing& listing);
    Result<void> pack(const ContextListing& listing, const TarSink& sink, const CancellationToken& token) const;

private:
    QString m_root;
    QByteArray m_dockerfile;
    bool m_alias = false;
};

} // namespace reberth::io
