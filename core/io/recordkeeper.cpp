#include "core/io/recordkeeper.h"

#include "core/io/atomicfile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <cerrno>

namespace reberth::io {

namespace {

constexpr qint64 maxRecordBytes = 64 * 1024 * 1024;
constexpr qint64 maxLogBytes = 1024 * 1024 * 1024;
constexpr qsizetype maxPendingBytes = 1024 * 1024;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::io", text);
}

/// An id becomes a file name, and may come from outside.
bool isPlainId(const QString& id) {
    return !id.isEmpty() && id.size() < 100 && std::all_of(id.cbegin(), id.cend(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || c == u'-';
    });
}

} // namespace

RecordKeeper::~RecordKeeper() {
    close();
}

QString RecordKeeper::makeId() {
    return QStringLiteral("%1-%2")
        .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")))
        .arg(QRandomGenerator::global()->bounded(0x10000), 4, 16, QLatin1Char('0'));
}

QString RecordKeeper::pathOf(const QString& folder, const QString& id, const char* ending) {
    return folder + u'/' + id + QLatin1String(ending);
}

Result<void> RecordKeeper::open(const QString& folder, const QString& id) {
    m_folder = folder;
    m_id = id;
    if (folder.isEmpty()) {
        return {};
    }
    if (!QDir().mkpath(folder)) {
        const int error = errno;
        m_folder.clear();
        return fail(fileError(folder, error == 0 ? EIO : error, tr("could not create the folder")));
    }
    m_lock = std::make_unique<QLockFile>(pathOf(folder, id, ".lock"));
    m_lock->setStaleLockTime(0);
    m_lock->tryLock(0);
    m_log.setFileName(pathOf(folder, id, ".log"));
    if (!m_log.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)) {
        return fail(fileError(m_log.fileName(), errno == 0 ? EIO : errno, tr("could not save")));
    }
    return {};
}

Result<void> RecordKeeper::save(const QJsonObject& record) {
    if (m_folder.isEmpty()) {
        return {};
    }
    return writeFileAtomically(pathOf(m_folder, m_id, ".json"), QJsonDocument(record).toJson());
}

void RecordKeeper::appendLog(const QByteArray& line) {
    if (!m_log.isOpen()) {
        return;
    }
    m_pending += line;
    m_pending += '\n';
    if (m_pending.size() >= maxPendingBytes) {
        static_cast<void>(flushLog());
    }
}

Result<void> RecordKeeper::flushLog() {
    if (m_pending.isEmpty() || !m_log.isOpen()) {
        return {};
    }
    const QByteArray data = std::exchange(m_pending, {});
    errno = 0;
    if (m_log.write(data) != data.size()) {
        const int error = errno;
        m_log.close(); // one complaint is enough
        return fail(fileError(m_log.fileName(), error == 0 ? EIO : error, tr("could not save")));
    }
    return {};
}

void RecordKeeper::close() {
    static_cast<void>(flushLog());
    m_log.close();
    m_lock.reset();
}

QStringList RecordKeeper::ids(const QString& folder) {
    QStringList ids;
    const QStringList files =
        QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QString& file : files) {
        const QString id = file.chopped(5);
        if (isPlainId(id)) {
            ids.append(id);
        }
    }
    return ids;
}

Result<QJsonObject> RecordKeeper::read(const QString& folder, const QString& id) {
    if (!isPlainId(id)) {
        return fail(ErrorCode::NotFound, tr("There is no record “%1”.").arg(id));
    }
    const QString path = pathOf(folder, id, ".json");
    const auto data = readFile(path, maxRecordBytes);
    if (!data) {
        return fail(data.error());
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*data, &error);
    if (!document.isObject()) {
        return fail(ErrorCode::CorruptData, tr("The record %1 is damaged.").arg(path), error.errorString());
    }
    return document.object();
}

Result<QByteArray> RecordKeeper::readLog(const QString& folder, const QString& id) {
    if (!isPlainId(id)) {
        return fail(ErrorCode::NotFound, tr("There is no record “%1”.").arg(id));
    }
    return readFile(pathOf(folder, id, ".log"), maxLogBytes);
}

bool RecordKeeper::isAlive(const QString& folder, const QString& id) {
    const QString path = pathOf(folder, id, ".lock");
    if (!QFile::exists(path)) {
        return false;
    }
    // A lock whose program is gone can be taken, which also clears it away.
    QLockFile lock(path);
    lock.setStaleLockTime(0);
    return !lock.tryLock(0);
}

} // namespace reberth::io
