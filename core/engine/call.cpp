#include "core/engine/call.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace reberth::engine {

namespace {
constexpr qsizetype maxCollectedBody = 256 * 1024 * 1024;
}

Call::Call(const Endpoint& endpoint, http::Request request, QObject* parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_request(std::move(request)) {
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        finish(fail(ErrorCode::Timeout,
                    tr("The engine at %1 does not answer. Check whether it hangs, for example with “docker version”.")
                        .arg(m_endpoint.address)));
    });
}

Call::~Call() {
    m_finished = true;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater();
    }
}

void Call::setTimeout(int milliseconds) {
    m_timeout.setInterval(milliseconds);
}

void Call::start() {
    if (m_timeout.interval() > 0) {
        m_timeout.start();
    }
    QMetaObject::invokeMethod(this, &Call::openSocket, Qt::QueuedConnection);
}

void Call::openSocket() {
    if (m_finished) {
        return;
    }
    if (!m_endpoint.unsupported.isEmpty()) {
        finish(fail(ErrorCode::Unsupported, m_endpoint.unsupported));
        return;
    }
    m_socket = std::make_unique<QLocalSocket>();
    connect(m_socket.get(), &QLocalSocket::connected, this, &Call::handOver);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError error) {
        finish(fail(connectionError(error, m_socket->errorString())));
    });
    m_socket->connectToServer(m_endpoint.socketPath());
}

void Call::handOver() {
    m_socket->disconnect(this);
    m_exchange = std::make_unique<http::Exchange>(std::move(m_socket), m_request);
    connect(m_exchange.get(), &http::Exchange::bytesWritten, this, &Call::bytesWritten);
    connect(m_exchange.get(), &http::Exchange::headReceived, this, [this] {
        m_head = m_exchange->head();
        emit headReceived(m_head.status);
    });
    connect(m_exchange.get(), &http::Exchange::bodyReceived, this, [this](const QByteArray& bytes) {
        if (m_streaming && m_head.status < 400) {
            emit data(bytes);
        } else if (m_body.size() + bytes.size() > maxCollectedBody) {
            finish(fail(ErrorCode::TooLarge, tr("The engine's answer is too large.")));
        } else {
            m_body += bytes;
        }
    });
    connect(m_exchange.get(), &http::Exchange::finished, this, &Call::exchangeFinished);
    m_exchange->start();
    emit connected();
}

void Call::exchangeFinished() {
    const auto error = m_exchange->error();
    if (m_exchange->hasHead() && m_head.status >= 400) {
        // Also when the connection broke after it: the engine may stop reading our body in the middle.
        finish(fail(errorFromAnswer(m_head.status, m_body)));
    } else if (error && error->code == ErrorCode::ConnectionLost) {
        finish(fail(ErrorCode::ConnectionLost,
                    tr("The connection to the engine at %1 was lost. Check whether the engine is still running.")
                        .arg(m_endpoint.address),
                    error->detail));
    } else if (error) {
        finish(fail(*error));
    } else {
        finish(m_body);
    }
}

void Call::finish(const Result<QByteArray>& result) {
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_timeout.stop();
    m_result = result;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater();
    }
    if (m_exchange) {
        m_exchange->disconnect(this);
        m_exchange->abort({ErrorCode::Cancelled, {}, {}});
    }
    emit finished();
}

void Call::writeBody(const QByteArray& data) {
    if (m_exchange) {
        m_exchange->writeBody(data);
    }
}

void Call::endBody() {
    if (m_exchange) {
        m_exchange->endBody();
    }
}

qint64 Call::unsentBytes() const {
    return m_exchange ? m_exchange->unsentBytes() : 0;
}

bool Call::isSendingOver() const {
    return m_finished || (m_exchange && m_exchange->isSendingOver());
}

int Call::status() const {
    return m_head.status;
}

Error Call::connectionError(QLocalSocket::LocalSocketError error, const QString& detail) const {
    const QString path = m_endpoint.socketPath();
    switch (error) {
    case QLocalSocket::SocketAccessError:
        return {ErrorCode::PermissionDenied,
                tr("You are not allowed to use the engine at %1. Add yourself to the group that owns the socket "
                   "(usually “docker”) and log in again, or use a rootless engine.")
                    .arg(path),
                detail};
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError:
    case QLocalSocket::PeerClosedError:
        return {ErrorCode::EngineUnavailable,
                tr("No engine answers at %1. Install Docker or Podman, or start its service.").arg(path), detail};
    default:
        return {ErrorCode::EngineUnavailable, tr("The engine at %1 can't be reached: %2.").arg(path, detail), detail};
    }
}

QString messageFromAnswer(int status, const QByteArray& body) {
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    QString message = object.value(QLatin1String("message")).toString().trimmed();
    if (message.isEmpty()) {
        message = object.value(QLatin1String("cause")).toString().trimmed();
    }
    if (message.isEmpty()) {
        message = QString::fromUtf8(body.left(500)).trimmed();
    }
    return message.isEmpty() ? QStringLiteral("HTTP %1").arg(status) : message;
}

Error errorFromAnswer(int status, const QByteArray& body) {
    const QString message = messageFromAnswer(status, body);
    ErrorCode code = ErrorCode::Internal;
    switch (status) {
    case 400:
        code = ErrorCode::InvalidInput;
        break;
    case 401:
        code = ErrorCode::AuthenticationRequired;
        break;
    case 403:
        code = ErrorCode::PermissionDenied;
        break;
    case 404:
        code = ErrorCode::NotFound;
        break;
    case 409:
        code = ErrorCode::AlreadyExists;
        break;
    case 501:
        code = ErrorCode::Unsupported;
        break;
    case 503:
        code = ErrorCode::EngineUnavailable;
        break;
    default:
        break;
    }
    return {code, Call::tr("The engine refused: %1").arg(message),
            QStringLiteral("HTTP %1 %2").arg(status).arg(QString::fromUtf8(body.left(4000)))};
}

} // namespace reberth::engine
