#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace reberth::engine {

/// Splits the output of a container without a terminal: frames of eight header bytes and a payload, in pieces of any
/// size. Pure. A payload is handed on as it comes, so that a frame's length is never allocated.
class StreamDemultiplexer {
public:
    struct Piece {
        QByteArray data;
        bool isError = false; ///< stderr
        bool operator==(const Piece&) const = default;
    };

    /// CorruptData for bytes that are no frames, ConnectionLost with the engine's own words for an error frame.
    Result<QList<Piece>> feed(const QByteArray& bytes);
    /// True when the stream may end here.
    bool isAtBoundary() const { return m_left == 0 && m_header.isEmpty(); }

private:
    QByteArray m_header;
    quint32 m_left = 0;
    int m_type = 0;
    QByteArray m_systemError;
};

} // namespace reberth::engine
