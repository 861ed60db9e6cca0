#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace reberth::engine {

/// Splits a stream of JSON objects that come one after another, with any white space or none between them, in pieces
/// of any size. Pure.
class JsonStream {
public:
    /// One object may be at most `limit` bytes long.
    explicit JsonStream(qsizetype limit = 64 * 1024 * 1024)
        : m_limit(limit) {}

    /// The objects that became complete. CorruptData when the bytes are no objects; the stream is useless after that.
    Result<QList<QJsonObject>> feed(const QByteArray& bytes);
    /// True when an object has begun and not ended.
    bool isMidway() const { return m_depth > 0; }

private:
    qsizetype m_limit;
    QByteArray m_buffer;
    qsizetype m_scanned = 0;
    int m_depth = 0;
    bool m_inString = false;
    bool m_escaped = false;
};

} // namespace reberth::engine
