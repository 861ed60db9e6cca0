#pragma once

#include "core/base/result.h"
#include "core/build/buildtypes.h"
#include "core/engine/endpoint.h"

#include <QObject>

#include <memory>

namespace reberth::build {

/// One build on one engine. Lives on the caller's thread, never blocks it (the context is packed on a worker thread).
/// Destroyed is cancelled; cancel() stops the work on the engine too and is idempotent.
class BuildSession : public QObject {
    Q_OBJECT
public:
    BuildSession(engine::Endpoint endpoint, BuildRequest request, QObject* parent = nullptr);
    ~BuildSession() override;

    void start();
    void cancel();

    BuildState state() const;
    bool isFinished() const; ///< Succeeded, Failed or Cancelled
    const BuildRecord& record() const;
    const QList<BuildStep>& steps() const; ///< in order of appearance; grows, never shrinks
    qsizetype logLineCount() const;
    LogLine logLine(qsizetype index) const; ///< 0 ≤ index < logLineCount()

signals:
    void stateChanged();
    void stepAdded(int index);
    void stepChanged(int index);
    void logAppended(qsizetype first, qsizetype count);
    void uploadProgress(qint64 sent, qint64 total);                            ///< bytes; total 0 while unknown
    void finished(const reberth::Result<reberth::build::BuildRecord>& result); ///< exactly once

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Records of earlier builds below `folder`, newest first; unreadable ones are left out.
QList<BuildRecord> readBuildRecords(const QString& folder);
/// The kept log of one of them.
Result<QList<LogLine>> readBuildLog(const QString& folder, const QString& id);

} // namespace reberth::build
