#pragma once

#include "core/base/result.h"
#include "core/engine/endpoint.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <QStringList>

#include <memory>

namespace reberth::run {

struct Mount {
    QString host;      ///< absolute
    QString container; ///< absolute
    bool readOnly = false;
};

struct RunRequest {
    QString image;
    QStringList command; ///< argv; empty = the image's own
    QString workdir;     ///< "" = the image's own
    QMap<QString, QString> environment;
    QList<Mount> mounts;   ///< missing host folders are created before the start
    bool gpus = false;     ///< all of them
    qint64 shmBytes = 0;   ///< 0 = the engine's default
    bool hostUser = false; ///< run with the caller's uid:gid, so that results belong to the user
    QString networkMode;   ///< "", "none", "host"
    QString label;         ///< project name, kept as label dev.reberth.project
    QString verb;          ///< entry point, for the record
    QString recordFolder;  ///< where record and log are kept; "" = nowhere
};

enum class RunState { Idle, Starting, Running, Stopping, Exited, Failed, Cancelled };
QString runStateName(RunState state);

struct RunRecord {
    QString id;
    RunState state = RunState::Idle;
    QString verb;
    QString image;
    QStringList command;
    QString containerId;
    int exitCode = -1;
    QString error;
    QDateTime started;
    QDateTime completed;
    bool operator==(const RunRecord&) const = default;
    QJsonObject toJson() const;
    static RunRecord fromJson(const QJsonObject& object);
};

/// One container run from create to removal. Attached before it is started, so that no output is lost. stop() asks the
/// container to end (SIGTERM, then SIGKILL after 10 s); destroyed or stopped, the container is removed.
class RunSession : public QObject {
    Q_OBJECT
public:
    RunSession(engine::Endpoint endpoint, RunRequest request, QObject* parent = nullptr);
    ~RunSession() override;

    void start();
    void stop(); ///< idempotent

    RunState state() const;
    bool isFinished() const;
    const RunRecord& record() const;
    qsizetype logLineCount() const;
    QString logLine(qsizetype index) const;
    bool logLineIsError(qsizetype index) const;
    /// The line that is being written: a progress bar that rewrites itself. Empty when there is none.
    QString unfinishedLine() const;

signals:
    void stateChanged();
    /// As it comes, not line-aligned.
    void output(const QByteArray& data, bool isError);
    void logAppended(qsizetype first, qsizetype count);
    void unfinishedLineChanged();
    /// Exactly once. A non-zero exit code is a successful run of the container: see RunRecord::exitCode.
    void finished(const reberth::Result<reberth::run::RunRecord>& result);

private:
    class Private;
    std::unique_ptr<Private> d;
};

QList<RunRecord> readRunRecords(const QString& folder); ///< newest first

} // namespace reberth::run
