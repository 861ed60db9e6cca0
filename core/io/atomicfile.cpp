#include "core/io/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstring>

namespace reberth::io {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::io", text);
}

} // namespace

Error fileError(const QString& path, int systemError, const QString& doing) {
    const QString shown = QDir::toNativeSeparators(path);
    const QString detail = QString::fromLocal8Bit(std::strerror(systemError));
    switch (systemError) {
    case ENOSPC:
#ifdef EDQUOT
    case EDQUOT:
#endif
        return {ErrorCode::DiskFull, tr("The disk is full: %1 %2. Free some space and try again.").arg(doing, shown),
                detail};
    case EACCES:
    case EPERM:
    case EROFS:
        return {ErrorCode::PermissionDenied,
                tr("Not allowed: %1 %2. Check the permissions of the file and its folder.").arg(doing, shown), detail};
    case ENOENT:
        return {ErrorCode::NotFound, tr("There is no file %1.").arg(shown), detail};
    default:
        return {ErrorCode::IoFailure, tr("Failed: %1 %2 (%3).").arg(doing, shown, detail), detail};
    }
}

Result<void> writeFileAtomically(const QString& path, const QByteArray& data) {
    const QString doing = tr("could not save");
    const QString folder = QFileInfo(path).absolutePath();
    errno = 0;
    if (!QDir().mkpath(folder)) {
        const int error = errno;
        return fail(fileError(folder, error == 0 || error == ENOENT ? EIO : error, tr("could not create the folder")));
    }
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly)) {
        const int error = errno;
        const QString reason = file.errorString();
        if (error == 0 || error == ENOENT) {
            return fail(ErrorCode::IoFailure,
                        tr("Failed: %1 %2 (%3).").arg(doing, QDir::toNativeSeparators(path), reason), reason);
        }
        return fail(fileError(path, error, doing));
    }
    errno = 0;
    if (file.write(data) != data.size() || !file.commit()) {
        const int error = errno;
        return fail(fileError(path, error == 0 ? EIO : error, doing));
    }
    return {};
}

Result<QByteArray> readFile(const QString& path, qint64 limit) {
    const QString doing = tr("could not read");
    const QFileInfo info(path);
    if (info.isDir()) {
        return fail(ErrorCode::IoFailure,
                    tr("%1 is a folder, a file was expected.").arg(QDir::toNativeSeparators(path)));
    }
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly)) {
        const int error = errno;
        return fail(fileError(path, error == 0 ? (info.exists() ? EIO : ENOENT) : error, doing));
    }
    const auto tooLarge = [&] {
        return fail(
            ErrorCode::TooLarge,
            tr("%1 is larger than the %2 bytes that can be read.").arg(QDir::toNativeSeparators(path)).arg(limit));
    };
    if (file.size() > limit) {
        return tooLarge();
    }
    // One byte more than allowed shows a file that grew, or one whose size is not known (/proc).
    QByteArray data = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError) {
        return fail(fileError(path, errno == 0 ? EIO : errno, doing));
    }
    if (data.size() > limit) {
        return tooLarge();
    }
    return data;
}

} // namespace reberth::io
