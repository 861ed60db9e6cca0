#pragma once

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QStringList>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace reberth::test {

/// A small HTTP/1.1 server on 127.0.0.1 for the thread of the test: files from memory or from a folder, chosen
/// failures, and a simple package index (PEP 503) of wheels made by the test. Answers while an event loop runs.
class HttpServer : public QObject {
    Q_OBJECT
public:
    explicit HttpServer(QObject* parent = nullptr);

    /// "http://127.0.0.1:port" + path.
    QUrl url(const QString& path = QStringLiteral("/")) const;

    void serve(const QString& path, const QByteArray& content,
               const QByteArray& type = QByteArrayLiteral("application/octet-stream"));
    /// Everything below `folder`; a path that leads out of it is 404.
    void serveFolder(const QString& folder);
    /// Answers `path` with that status and a short text.
    void fail(const QString& path, int status);
    /// Takes requests for `path` and never answers them.
    void hang(const QString& path);

    /// Adds a pure-Python wheel with one module of that text to the index at /simple/; gives the wheel's file name.
    QString addWheel(const QString& name, const QString& version, const QByteArray& moduleText,
                     const QStringList& requirements = {});
    QUrl indexUrl() const { return url(QStringLiteral("/simple/")); }

    /// "GET /simple/", in order of arrival.
    QStringList requests() const { return m_requests; }

private:
    struct Answer {
        int status = 200;
        QByteArray type;
        QByteArray body;
        bool hangs = false;
    };
    void accept();
    void readFrom(QTcpSocket* socket);
    Answer answerFor(const QString& path) const;
    void publishIndex();

    QTcpServer m_server;
    QMap<QString, Answer> m_answers;
    QMap<QString, QMap<QString, QByteArray>> m_wheels; ///< project -> file name -> content
    QString m_folder;
    QStringList m_requests;
};

} // namespace reberth::test
