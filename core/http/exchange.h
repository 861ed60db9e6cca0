#pragma once

#include "core/base/error.h"
#include "core/http/message.h"
#include "core/http/responseparser.h"

#include <QIODevice>
#include <QObject>

#include <memory>
#include <optional>

namespace reberth::http {

/// One request and its response on one open byte stream, which it owns. Lives on the stream's thread, never blocks.
/// Destroyed is aborted: the stream is closed. A response that comes while the body is still being sent ends the
/// sending; the body's owner sees isSendingOver().
class Exchange : public QObject {
    Q_OBJECT
public:
    /// `stream` is open for reading and writing. Whoever knows that it was closed by the peer calls streamClosed();
    /// QIODevice::readChannelFinished is connected here.
    Exchange(std::unique_ptr<QIODevice> stream, Request request, QObject* parent = nullptr);
    ~Exchange() override;

    void start();

    /// One piece of a chunked request body. Ignored when the response has ended the sending.
    void writeBody(const QByteArray& data);
    void endBody();
    /// Bytes handed over and not yet taken by the system; the owner holds back while this is large.
    qint64 unsentBytes() const;
    bool isSendingOver() const { return m_sendingOver; }

    /// Raw bytes on an upgraded stream.
    void writeRaw(const QByteArray& data);

    bool hasHead() const { return m_headSeen; }
    const ResponseHead& head() const { return m_parser.head(); }
    /// Why it ended, nullopt while it runs and when the answer came to its end.
    const std::optional<Error>& error() const { return m_error; }
    /// Ends it with `error` (a time-out, a failed connection). Nothing happens when it is finished already.
    void abort(const Error& error);
    void streamClosed();

signals:
    void headReceived();
    void bodyReceived(const QByteArray& data);
    /// More room to write: see unsentBytes().
    void bytesWritten();
    /// Exactly once, also when the status is an error: that is for the caller to judge.
    void finished();

private:
    void readAvailable();
    void dropStream();
    void finish(const std::optional<Error>& error);

    std::unique_ptr<QIODevice> m_stream;
    Request m_request;
    ResponseParser m_parser;
    std::optional<Error> m_error;
    bool m_started = false;
    bool m_headSeen = false;
    bool m_bodyEnded = false;
    bool m_sendingOver = false;
    bool m_finished = false;
};

} // namespace reberth::http
