#include "core/http/exchange.h"

#include <QPointer>

namespace reberth::http {

Exchange::Exchange(std::unique_ptr<QIODevice> stream, Request request, QObject* parent)
    : QObject(parent)
    , m_stream(std::move(stream))
    , m_request(std::move(request))
    , m_parser(m_request.method == "HEAD", m_request.upgrade) {
    connect(m_stream.get(), &QIODevice::readyRead, this, &Exchange::readAvailable);
    connect(m_stream.get(), &QIODevice::readChannelFinished, this, &Exchange::streamClosed);
    connect(m_stream.get(), &QIODevice::bytesWritten, this, &Exchange::bytesWritten);
}

Exchange::~Exchange() {
    m_finished = true;
    dropStream();
}

void Exchange::start() {
    m_started = true;
    m_stream->write(m_request.head());
    if (m_request.bodyKind == Request::Body::Fixed) {
        m_stream->write(m_request.body);
        m_bodyEnded = true;
    }
    readAvailable();
}

void Exchange::writeBody(const QByteArray& data) {
    if (m_sendingOver || m_bodyEnded || m_finished || data.isEmpty()) {
        return;
    }
    // Three writes spare a copy of the data; the stream joins them in its buffer.
    m_stream->write(QByteArray::number(data.size(), 16) + "\r\n");
    m_stream->write(data);
    m_stream->write("\r\n", 2);
}

void Exchange::endBody() {
    if (m_sendingOver || m_bodyEnded || m_finished) {
        return;
    }
    m_bodyEnded = true;
    m_stream->write(lastChunk());
}

qint64 Exchange::unsentBytes() const {
    return m_stream ? m_stream->bytesToWrite() : 0;
}

void Exchange::writeRaw(const QByteArray& data) {
    if (!m_finished) {
        m_stream->write(data);
    }
}

void Exchange::readAvailable() {
    if (!m_started || m_finished) {
        return;
    }
    const QPointer<Exchange> alive(this);
    while (!m_finished && m_stream->bytesAvailable() > 0) {
        const QByteArray bytes = m_stream->read(256 * 1024);
        if (bytes.isEmpty()) {
            break;
        }
        m_parser.feed(bytes);
        if (!m_headSeen && m_parser.hasHead()) {
            m_headSeen = true;
            // An answer of 2xx may stream while the body is read; an error means that nobody reads on.
            m_sendingOver = m_parser.head().status >= 400;
            emit headReceived();
            if (!alive) {
                return;
            }
        }
        const QByteArray body = m_parser.takeBody();
        if (!body.isEmpty()) {
            emit bodyReceived(body);
            if (!alive) {
                return;
            }
        }
        if (m_parser.state() == ResponseParser::State::Done) {
            finish(std::nullopt);
            return;
        }
        if (m_parser.state() == ResponseParser::State::Failed) {
            finish(m_parser.error());
            return;
        }
    }
}

void Exchange::streamClosed() {
    const QPointer<Exchange> alive(this);
    readAvailable();
    if (!alive || m_finished) {
        return;
    }
    m_parser.finish();
    if (m_parser.state() == ResponseParser::State::Done) {
        finish(std::nullopt);
    } else {
        finish(m_parser.error());
    }
}

// Not close(), which would try to send what is left: maybe megabytes that nobody reads. Deleted later, because this may
// be called from a signal of the stream itself.
void Exchange::dropStream() {
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream.release()->deleteLater();
    }
}

void Exchange::abort(const Error& error) {
    finish(error);
}

void Exchange::finish(const std::optional<Error>& error) {
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_error = error;
    m_sendingOver = true;
    dropStream();
    emit finished();
}

} // namespace reberth::http
