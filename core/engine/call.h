#pragma once

#include "core/base/result.h"
#include "core/engine/endpoint.h"
#include "core/http/exchange.h"

#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace reberth::engine {

/// One request to an engine on a connection of its own. Never blocks; destroyed is aborted, which closes the
/// connection. An HTTP status of 400 or more becomes an Error with the engine's message.
class Call : public QObject {
    Q_OBJECT
public:
    Call(const Endpoint& endpoint, http::Request request, QObject* parent = nullptr);
    ~Call() override;

    /// For the whole call; 0 (as made) waits for ever.
    void setTimeout(int milliseconds);
    /// Bodies of good answers come through data() instead of being collected.
    void setStreaming(bool streaming) { m_streaming = streaming; }
    /// Connects; every signal comes later, from the event loop.
    void start();

    void writeBody(const QByteArray& data);
    void endBody();
    qint64 unsentBytes() const;
    /// The engine answered before the body was sent: no more is wanted.
    bool isSendingOver() const;

    bool isConnected() const { return m_exchange != nullptr; }
    bool isFinished() const { return m_finished; }
    int status() const;
    const http::ResponseHead& head() const { return m_head; }
    /// After finished(): the collected body, or why there is none.
    const Result<QByteArray>& result() const { return m_result; }

signals:
    void connected(); ///< the request's body may be written
    void bytesWritten();
    void headReceived(int status);
    void data(const QByteArray& bytes);
    void finished(); ///< exactly once

private:
    void openSocket();
    void handOver();
    void exchangeFinished();
    void finish(const Result<QByteArray>& result);
    Error connectionError(QLocalSocket::LocalSocketError error, const QString& detail) const;

    Endpoint m_endpoint;
    http::Request m_request;
    http::ResponseHead m_head;
    QTimer m_timeout;
    std::unique_ptr<QLocalSocket> m_socket; // until it is connected
    std::unique_ptr<http::Exchange> m_exchange;
    QByteArray m_body;
    Result<QByteArray> m_result;
    bool m_streaming = false;
    bool m_finished = false;
};

/// The Error for an HTTP answer of 400 or more.
Error errorFromAnswer(int status, const QByteArray& body);
/// The engine's own words in such an answer.
QString messageFromAnswer(int status, const QByteArray& body);

} // namespace reberth::engine
