#include "core/io/safepath.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace reberth::io {

Result<QString> joinInside(const QString& root, const QString& relative) {
    const auto refuse = [&](const char* why) {
        return fail(ErrorCode::InvalidInput, QCoreApplication::translate("reberth::io", why).arg(relative));
    };
    const QString clean = QDir::cleanPath(relative);
    if (relative.isEmpty() || relative.contains(QChar(u'\0'))) {
        return refuse(QT_TRANSLATE_NOOP("reberth::io", "“%1” is no file name."));
    }
    if (QDir::isAbsolutePath(clean)) {
        return refuse(QT_TRANSLATE_NOOP("reberth::io", "“%1” is an absolute path; it must be relative to the folder."));
    }
    if (clean == QLatin1String("..") || clean.startsWith(QLatin1String("../"))) {
        return refuse(QT_TRANSLATE_NOOP("reberth::io", "“%1” leads out of the folder."));
    }
    const QString canonicalRoot = QFileInfo(root).canonicalFilePath();
    if (canonicalRoot.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("reberth::io", "There is no folder %1.").arg(root));
    }
    // The longest part that exists must lie inside; what is made below it has no links yet.
    QString joined = canonicalRoot;
    const QStringList parts = clean.split(u'/');
    for (const QString& part : parts) {
        const QFileInfo next(joined + u'/' + part);
        if (!next.isSymLink() && !next.exists()) {
            break;
        }
        const QString real = next.canonicalFilePath();
        const QString prefix = canonicalRoot.endsWith(u'/') ? canonicalRoot : canonicalRoot + u'/';
        if (real.isEmpty() || (real != canonicalRoot && !real.startsWith(prefix))) {
            return refuse(QT_TRANSLATE_NOOP("reberth::io", "“%1” leads out of the folder through a symbolic link."));
        }
        joined += u'/' + part;
    }
    return QDir::cleanPath(root + u'/' + clean);
}

} // namespace reberth::io
