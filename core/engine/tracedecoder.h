#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

namespace reberth::engine {

// BuildKit's view of a build. Every message is a partial update, keyed by the vertex' digest.

struct TraceVertex {
    QString digest;
    QString name;
    bool cached = false;
    QDateTime started;   ///< engine's clock
    QDateTime completed; ///< invalid while it runs
    QString error;
};

struct TraceStatus {
    QString id; ///< "transferring context:", a layer's digest
    QString vertex;
    qint64 current = 0;
    qint64 total = 0;
    bool completed = false;
};

struct TraceLog {
    QString vertex;
    bool isError = false;
    QByteArray data; ///< may end in the middle of a line
};

struct TraceWarning {
    QString vertex;
    QString text;
    QString url;
};

struct TraceMessage {
    QList<TraceVertex> vertexes;
    QList<TraceStatus> statuses;
    QList<TraceLog> logs;
    QList<TraceWarning> warnings;
};

/// One moby.buildkit.v1.StatusResponse. Fields it does not know are skipped; CorruptData for bytes that are none.
Result<TraceMessage> decodeTrace(const QByteArray& message);

} // namespace reberth::engine
