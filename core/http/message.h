#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace reberth::http {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// One HTTP/1.1 request. `target` is the encoded path with its query.
struct Request {
    enum class Body {
        Fixed,   ///< `body` with its length, or none when it is empty
        Chunked, ///< given piece by piece to Exchange::writeBody()
    };
    QByteArray method = "GET";
    QByteArray target;
    Headers headers;
    Body bodyKind = Body::Fixed;
    QByteArray body;
    bool upgrade = false; ///< asks for the raw stream after the answer ("hijack")

    /// The bytes from the request line to the blank line. Host, Connection and the body's headers are added.
    QByteArray head() const;
};

struct ResponseHead {
    int status = 0;
    QByteArray reason;
    Headers headers;

    /// The first value of that name (case ignored), empty when there is none.
    QByteArray header(const QByteArray& name) const;
};

/// One piece of a chunked body on the wire; an empty `data` gives an empty array, never the end mark.
QByteArray encodeChunk(const QByteArray& data);
inline const char* lastChunk() {
    return "0\r\n\r\n";
}

} // namespace reberth::http
