#include "core/http/responseparser.h"

#include <QCoreApplication>

#include <limits>

namespace reberth::http {

namespace {

constexpr qsizetype maxHeadBytes = 256 * 1024;
constexpr qsizetype maxLineBytes = 16 * 1024;

/// Digits only: QByteArray::toLongLong() would take a sign and blanks.
bool parseNumber(const QByteArray& text, int base, qint64* number) {
    if (text.isEmpty() || text.size() > 18) {
        return false;
    }
    for (const char c : text) {
        const bool digit = c >= '0' && c <= '9';
        const bool hex = base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!digit && !hex) {
            return false;
        }
    }
    bool ok = false;
    *number = text.toLongLong(&ok, base);
    return ok && *number >= 0;
}

} // namespace

ResponseParser::ResponseParser(bool noBody, bool upgrade)
    : m_noBody(noBody)
    , m_upgrade(upgrade) {
}

void ResponseParser::setFailed(const QString& detail) {
    m_state = State::Failed;
    m_input.clear();
    m_error = {ErrorCode::CorruptData,
               QCoreApplication::translate("reberth::http", "The answer could not be understood: it is not the HTTP "
                                                            "that a container engine speaks."),
               detail};
}

void ResponseParser::feed(const QByteArray& bytes) {
    if (m_state == State::Failed || m_state == State::Done) {
        return;
    }
    if (m_state == State::Raw && m_input.isEmpty()) {
        m_body += bytes;
        return;
    }
    m_input += bytes;
    while (m_state == State::Head && readHead()) {
    }
    if (m_state == State::Body || m_state == State::Raw) {
        readBody();
    }
}

void ResponseParser::finish() {
    switch (m_state) {
    case State::Done:
    case State::Failed:
        return;
    case State::Raw:
        m_state = State::Done;
        return;
    case State::Body:
        if (m_framing == Framing::UntilClose) {
            m_state = State::Done;
            return;
        }
        break;
    case State::Head:
        break;
    }
    const bool nothing = m_state == State::Head && m_input.isEmpty() && m_head.status == 0;
    m_state = State::Failed;
    m_error = {
        ErrorCode::ConnectionLost,
        QCoreApplication::translate("reberth::http", "The connection was closed before the answer was complete."),
        nothing ? QStringLiteral("no answer") : QStringLiteral("answer cut off")};
}

bool ResponseParser::takeLine(QByteArray* line) {
    const qsizetype end = m_input.indexOf('\n', m_scanned);
    if (end < 0) {
        m_scanned = m_input.size();
        if (m_input.size() > maxLineBytes) {
            setFailed(QStringLiteral("line too long"));
        }
        return false;
    }
    *line = m_input.left(end);
    if (line->endsWith('\r')) {
        line->chop(1);
    }
    m_input.remove(0, end + 1);
    m_scanned = 0;
    return true;
}

/// True when a 1xx head was skipped and another one may follow.
bool ResponseParser::readHead() {
    qsizetype end = m_input.indexOf("\r\n\r\n", qMax<qsizetype>(0, m_scanned - 3));
    if (end < 0) {
        m_scanned = m_input.size();
        if (m_input.size() > maxHeadBytes) {
            setFailed(QStringLiteral("head too long"));
        } else if (!QByteArray("HTTP/1.").startsWith(m_input.left(7))) {
            setFailed(QStringLiteral("no HTTP status line: %1").arg(QString::fromLatin1(m_input.left(40))));
        }
        return false;
    }
    const QByteArray head = m_input.left(end);
    m_input.remove(0, end + 4);
    m_scanned = 0;

    const QList<QByteArray> lines = head.split('\n');
    const QByteArray first = lines.first().trimmed();
    qint64 status = 0;
    if (!first.startsWith("HTTP/1.") || first.size() < 12 || first.at(8) != ' ' ||
        !parseNumber(first.mid(9, 3), 10, &status) || status < 100) {
        setFailed(QStringLiteral("bad status line: %1").arg(QString::fromLatin1(first.left(60))));
        return false;
    }
    ResponseHead parsed;
    parsed.status = static_cast<int>(status);
    parsed.reason = first.mid(13);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray line = lines.at(i).endsWith('\r') ? lines.at(i).chopped(1) : lines.at(i);
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0) {
            setFailed(QStringLiteral("bad header line: %1").arg(QString::fromLatin1(line.left(60))));
            return false;
        }
        parsed.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    if (status < 200 && status != 101) {
        return true;
    }
    m_head = parsed;
    beginBody();
    return false;
}

void ResponseParser::beginBody() {
    const int status = m_head.status;
    if (status == 101) {
        m_state = State::Raw;
        return;
    }
    if (m_noBody || status == 204 || status == 304) {
        m_state = State::Done;
        return;
    }
    m_state = State::Body;
    const QByteArray encoding = m_head.header("Transfer-Encoding").toLower();
    if (!encoding.isEmpty() && encoding != "identity") {
        if (encoding != "chunked") {
            setFailed(QStringLiteral("transfer encoding %1").arg(QString::fromLatin1(encoding)));
            return;
        }
        m_framing = Framing::Chunked;
        return;
    }
    const QByteArray length = m_head.header("Content-Length");
    if (!length.isEmpty()) {
        if (!parseNumber(length, 10, &m_left)) {
            setFailed(QStringLiteral("bad Content-Length"));
            return;
        }
        m_framing = Framing::Length;
        if (m_left == 0) {
            m_state = State::Done;
        }
        return;
    }
    if (m_upgrade && status == 200) {
        m_state = State::Raw;
        return;
    }
    m_framing = Framing::UntilClose;
}

void ResponseParser::readBody() {
    if (m_state == State::Raw || m_framing == Framing::UntilClose) {
        m_body += m_input;
        m_input.clear();
        return;
    }
    if (m_framing == Framing::Length) {
        const qsizetype count = static_cast<qsizetype>(qMin<qint64>(m_left, m_input.size()));
        m_body += m_input.left(count);
        m_input.remove(0, count);
        m_left -= count;
        if (m_left == 0) {
            m_state = State::Done;
        }
        return;
    }
    QByteArray line;
    while (m_state == State::Body) {
        switch (m_chunk) {
        case Chunk::Size: {
            if (!takeLine(&line)) {
                return;
            }
            const qsizetype extension = line.indexOf(';');
            const QByteArray size = (extension < 0 ? line : line.left(extension)).trimmed();
            if (!parseNumber(size, 16, &m_left) || m_left > std::numeric_limits<qint64>::max() / 2) {
                setFailed(QStringLiteral("bad chunk size"));
                return;
            }
            m_chunk = m_left == 0 ? Chunk::Trailer : Chunk::Data;
            break;
        }
        case Chunk::Data: {
            const qsizetype count = static_cast<qsizetype>(qMin<qint64>(m_left, m_input.size()));
            m_body.append(m_input.constData(), count);
            m_input.remove(0, count);
            m_left -= count;
            if (m_left > 0) {
                return;
            }
            m_chunk = Chunk::DataEnd;
            break;
        }
        case Chunk::DataEnd:
            if (!takeLine(&line)) {
                return;
            }
            if (!line.isEmpty()) {
                setFailed(QStringLiteral("no line end after a chunk"));
                return;
            }
            m_chunk = Chunk::Size;
            break;
        case Chunk::Trailer:
            if (!takeLine(&line)) {
                return;
            }
            m_trailerBytes += line.size();
            if (m_trailerBytes > maxHeadBytes) {
                setFailed(QStringLiteral("trailer too long"));
            } else if (line.isEmpty()) {
                m_state = State::Done;
            }
            break;
        }
    }
}

QByteArray ResponseParser::takeBody() {
    return std::exchange(m_body, {});
}

} // namespace reberth::http
