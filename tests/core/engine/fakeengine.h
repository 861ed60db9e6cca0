#pragma once

#include "core/engine/endpoint.h"

#include <QByteArray>
#include <QHash>
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QTemporaryDir>

#include <functional>

namespace reberth::test {

/// An engine on a local socket that answers by script: for what a real one can't be made to do on demand. A route is
/// the request's beginning without the API version ("POST /build"); an unknown one gets a 404.
class FakeEngine : public QObject {
public:
    struct Reply {
        QByteArray wire;          ///< sent as it is
        bool afterBody = false;   ///< only when the chunked request body has ended
        bool close = true;        ///< after the reply
        qsizetype pieces = 0;     ///< > 0: in pieces of so many bytes, one per turn of the event loop
        bool stopReading = false; ///< the request's body is left in the socket
        std::function<void()> before = {}; ///< called when the request is there, before the reply is sent
    };

    FakeEngine() {
        m_server.listen(m_folder.filePath(QStringLiteral("e.sock")));
        connect(&m_server, &QLocalServer::newConnection, this, [this] {
            while (QLocalSocket* socket = m_server.nextPendingConnection()) {
                accept(socket);
            }
        });
        route("GET /_ping", {ok("OK", "Api-Version: 1.41\r\nOstype: linux\r\n")});
        route("GET /version", {ok(R"({"Version":"20.10.24","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64",)"
                                  R"("Components":[{"Name":"Engine"}]})")});
    }

    engine::Endpoint endpoint() const {
        return {QStringLiteral("fake"), QStringLiteral("unix://") + m_server.fullServerName(), {}, {}, false};
    }
    void route(const QByteArray& beginning, const Reply& reply) { m_routes.insert(beginning, reply); }
    /// Closes every connection and the door, as a killed engine does.
    void die() {
        m_server.close();
        const auto sockets = m_server.findChildren<QLocalSocket*>();
        for (QLocalSocket* socket : sockets) {
            socket->abort();
        }
    }
    int openConnections() const {
        int open = 0;
        const auto sockets = m_server.findChildren<QLocalSocket*>();
        for (const QLocalSocket* socket : sockets) {
            open += socket->state() == QLocalSocket::ConnectedState ? 1 : 0;
        }
        return open;
    }
    const QList<QByteArray>& requests() const { return m_requests; }

    static QByteArray ok(const QByteArray& body, const QByteArray& headers = {}) {
        return status("200 OK", body, headers);
    }
    static QByteArray status(const QByteArray& line, const QByteArray& body, const QByteArray& headers = {}) {
        return "HTTP/1.1 " + line + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) +
               "\r\n\r\n" + body;
    }
    static QByteArray chunk(const QByteArray& body) {
        return QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n";
    }
    static QByteArray chunkedHead() { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"; }

private:
    void accept(QLocalSocket* socket) {
        struct State {
            QByteArray input;
            Reply reply;
            bool known = false;
            bool sent = false;
        };
        auto state = std::make_shared<State>();
        connect(socket, &QLocalSocket::readyRead, this, [this, socket, state] {
            if (state->known && state->reply.stopReading) {
                return;
            }
            state->input += socket->readAll();
            const qsizetype end = state->input.indexOf("\r\n\r\n");
            if (!state->known && end >= 0) {
                state->known = true;
                QByteArray line = state->input.left(state->input.indexOf("\r\n"));
                m_requests.append(line);
                line.replace("/v1.41/", "/");
                state->reply = {status("404 Not Found", R"({"message":"no such route"})")};
                qsizetype best = 0;
                for (auto it = m_routes.cbegin(); it != m_routes.cend(); ++it) {
                    if (line.startsWith(it.key()) && it.key().size() > best) {
                        best = it.key().size();
                        state->reply = it.value();
                    }
                }
            }
            if (!state->known || state->sent || (state->reply.afterBody && !state->input.endsWith("0\r\n\r\n"))) {
                if (state->input.size() > 1024) {
                    state->input = state->input.right(64);
                }
                return;
            }
            state->sent = true;
            if (state->reply.before) {
                state->reply.before();
            }
            send(socket, state->reply, 0);
        });
    }

    void send(QLocalSocket* socket, const Reply& reply, qsizetype at) {
        const qsizetype size = reply.pieces > 0 ? reply.pieces : reply.wire.size();
        socket->write(reply.wire.mid(at, size));
        socket->flush();
        if (at + size < reply.wire.size()) {
            QMetaObject::invokeMethod(
                socket, [this, socket, reply, at, size] { send(socket, reply, at + size); }, Qt::QueuedConnection);
        } else if (reply.close) {
            socket->disconnectFromServer();
        }
    }

    QTemporaryDir m_folder;
    QLocalServer m_server;
    QHash<QByteArray, Reply> m_routes;
    QList<QByteArray> m_requests;
};

} // namespace reberth::test
