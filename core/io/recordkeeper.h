#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QLockFile>
#include <QString>
#include <QStringList>

#include <memory>

namespace reberth::io {

/// What is kept of one piece of work in a folder: ID.json (saved atomically), ID.log (only ever appended to, handed to
/// the system at every flush, so that a killed program leaves it readable) and, while it goes on, ID.lock.
class RecordKeeper {
public:
    RecordKeeper() = default;
    ~RecordKeeper();
    RecordKeeper(const RecordKeeper&) = delete;
    RecordKeeper& operator=(const RecordKeeper&) = delete;

    /// "20261122-214500-3f2a": sorts by time.
    static QString makeId();

    /// Starts to keep; an empty folder name keeps nothing.
    Result<void> open(const QString& folder, const QString& id);
    Result<void> save(const QJsonObject& record);
    /// One line without its end.
    void appendLog(const QByteArray& line);
    Result<void> flushLog();
    /// The work is over: the lock goes, record and log stay.
    void close();

    /// Ids with a record, newest first.
    static QStringList ids(const QString& folder);
    static Result<QJsonObject> read(const QString& folder, const QString& id);
    static Result<QByteArray> readLog(const QString& folder, const QString& id);
    /// True while some program, this one or another, works on it.
    static bool isAlive(const QString& folder, const QString& id);

private:
    static QString pathOf(const QString& folder, const QString& id, const char* ending);

    QString m_folder;
    QString m_id;
    QFile m_log;
    QByteArray m_pending;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace reberth::io
