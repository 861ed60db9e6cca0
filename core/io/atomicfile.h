#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace reberth::io {

/// Writes `data` beside `path` and renames it over `path`, so that a crash leaves either the old file or the new one.
/// Missing folders above are created. The file keeps the permissions it had. Blocks; any thread.
/// Errors: DiskFull, PermissionDenied, IoFailure, each in words with the path.
Result<void> writeFileAtomically(const QString& path, const QByteArray& data);

/// The whole file. NotFound, PermissionDenied, TooLarge above `limit` bytes, IoFailure (also for a folder).
Result<QByteArray> readFile(const QString& path, qint64 limit);

/// The error for a failed operation on `path`, from `errno` as it stood right after it.
Error fileError(const QString& path, int systemError, const QString& doing);

} // namespace reberth::io
