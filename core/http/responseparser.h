#pragma once

#include "core/base/result.h"
#include "core/http/message.h"

#include <QByteArray>

namespace reberth::http {

/// Reads one response from bytes that come in pieces of any size. Pure: no I/O, no events.
/// 1xx answers other than 101 are skipped. What follows the blank line of an upgraded answer, or of an answer to an
/// upgrade request without any length, is the raw stream and comes out of takeBody() like a body.
class ResponseParser {
public:
    enum class State { Head, Body, Raw, Done, Failed };

    /// `noBody`: the answer to a HEAD request. `upgrade`: the request asked for the raw stream.
    explicit ResponseParser(bool noBody = false, bool upgrade = false);

    void feed(const QByteArray& bytes);
    /// The peer closed. A body that was to end with the connection is done, anything cut off fails.
    void finish();

    State state() const { return m_state; }
    bool hasHead() const { return m_state != State::Head && m_head.status != 0; }
    const ResponseHead& head() const { return m_head; }
    /// Decoded body bytes since the last call.
    QByteArray takeBody();
    const Error& error() const { return m_error; }

private:
    enum class Framing { None, Length, Chunked, UntilClose };
    enum class Chunk { Size, Data, DataEnd, Trailer };

    void setFailed(const QString& detail);
    bool readHead();
    void beginBody();
    void readBody();
    bool takeLine(QByteArray* line);

    bool m_noBody;
    bool m_upgrade;
    State m_state = State::Head;
    Framing m_framing = Framing::None;
    Chunk m_chunk = Chunk::Size;
    QByteArray m_input;
    qsizetype m_scanned = 0; // no end of line before this
    qint64 m_left = 0;
    qsizetype m_trailerBytes = 0;
    QByteArray m_body;
    ResponseHead m_head;
    Error m_error;
};

} // namespace reberth::http
