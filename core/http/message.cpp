#include "core/http/message.h"

namespace reberth::http {

QByteArray Request::head() const {
    QByteArray out = method + ' ' + target + " HTTP/1.1\r\nHost: docker\r\n";
    for (const auto& [name, value] : headers) {
        out += name + ": " + value + "\r\n";
    }
    out += upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n";
    if (bodyKind == Body::Chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    } else if (!body.isEmpty() || method == "POST" || method == "PUT") {
        out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    return out + "\r\n";
}

QByteArray ResponseHead::header(const QByteArray& name) const {
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0) {
            return value;
        }
    }
    return {};
}

QByteArray encodeChunk(const QByteArray& data) {
    if (data.isEmpty()) {
        return {};
    }
    QByteArray out;
    out.reserve(data.size() + 20);
    out += QByteArray::number(data.size(), 16);
    out += "\r\n";
    out += data;
    out += "\r\n";
    return out;
}

} // namespace reberth::http
