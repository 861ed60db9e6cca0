#include "tests/support/httpserver.h"

#include "tests/support/zipwriter.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QTcpSocket>

namespace reberth::test {

HttpServer::HttpServer(QObject* parent)
    : QObject(parent) {
    if (!m_server.listen(QHostAddress::LocalHost, 0)) {
        qFatal("The HTTP server can't listen: %s", qPrintable(m_server.errorString()));
    }
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

QUrl HttpServer::url(const QString& path) const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
}

void HttpServer::serve(const QString& path, const QByteArray& content, const QByteArray& type) {
    m_answers.insert(path, {200, type, content, false});
}

void HttpServer::serveFolder(const QString& folder) {
    m_folder = QFileInfo(folder).canonicalFilePath();
}

void HttpServer::fail(const QString& path, int status) {
    m_answers.insert(path,
                     {status, QByteArrayLiteral("text/plain"), QByteArrayLiteral("refused by the test\n"), false});
}

void HttpServer::hang(const QString& path) {
    m_answers.insert(path, {0, {}, {}, true});
}

QString HttpServer::addWheel(const QString& name, const QString& version, const QByteArray& moduleText,
                             const QStringList& requirements) {
    QString project = name.toLower();
    project.replace(QLatin1Char('_'), QLatin1Char('-')).replace(QLatin1Char('.'), QLatin1Char('-'));
    QString module = project;
    module.replace(QLatin1Char('-'), QLatin1Char('_'));
    const QString information = QStringLiteral("%1-%2.dist-info/").arg(module, version);

    QByteArray metadata = "Metadata-Version: 2.1\nName: " + name.toUtf8() + "\nVersion: " + version.toUtf8() + '\n';
    for (const QString& requirement : requirements) {
        metadata += "Requires-Dist: " + requirement.toUtf8() + '\n';
    }
    const QList<std::pair<QString, QByteArray>> files{
        {module + QLatin1String(".py"), moduleText},
        {information + QLatin1String("METADATA"), metadata},
        {information + QLatin1String("WHEEL"),
         "Wheel-Version: 1.0\nGenerator: reberth-tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}};
    ZipWriter zip;
    QByteArray record;
    for (const auto& [path, content] : files) {
        zip.add(path, content);
        const QByteArray hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256)
                                    .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        record += path.toUtf8() + ",sha256=" + hash + ',' + QByteArray::number(content.size()) + '\n';
    }
    const QString recordPath = information + QLatin1String("RECORD");
    zip.add(recordPath, record + recordPath.toUtf8() + ",,\n");

    const QString file = QStringLiteral("%1-%2-py3-none-any.whl").arg(module, version);
    m_wheels[project].insert(file, zip.finish());
    publishIndex();
    return file;
}

void HttpServer::publishIndex() {
    QByteArray projects = "<!DOCTYPE html><html><body>\n";
    for (auto project = m_wheels.begin(); project != m_wheels.end(); ++project) {
        const QByteArray name = project.key().toUtf8();
        projects += "<a href=\"/simple/" + name + "/\">" + name + "</a>\n";
        QByteArray files = "<!DOCTYPE html><html><body>\n";
        for (auto file = project->begin(); file != project->end(); ++file) {
            const QByteArray hash = QCryptographicHash::hash(file.value(), QCryptographicHash::Sha256).toHex();
            const QByteArray path = "/wheels/" + file.key().toUtf8();
            files += "<a href=\"" + path + "#sha256=" + hash + "\">" + file.key().toUtf8() + "</a>\n";
            serve(QString::fromUtf8(path), file.value());
        }
        serve(QStringLiteral("/simple/%1/").arg(project.key()), files + "</body></html>\n",
              QByteArrayLiteral("text/html"));
    }
    serve(QStringLiteral("/simple/"), projects + "</body></html>\n", QByteArrayLiteral("text/html"));
}

void HttpServer::accept() {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readFrom(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        readFrom(socket);
    }
}

void HttpServer::readFrom(QTcpSocket* socket) {
    // Heads only: no client of these tests sends a body.
    while (true) {
        const QByteArray waiting = socket->peek(64 * 1024);
        const qsizetype end = waiting.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        const QByteArray head = socket->read(end + 4);
        const QList<QByteArray> words = head.left(head.indexOf("\r\n")).split(' ');
        if (words.size() != 3) {
            socket->disconnectFromHost();
            return;
        }
        const QString path = QUrl::fromPercentEncoding(words.at(1).split('?').first());
        m_requests.append(QString::fromUtf8(words.at(0)) + QLatin1Char(' ') + path);
        const Answer answer = answerFor(path);
        if (answer.hangs) {
            return;
        }
        socket->write("HTTP/1.1 " + QByteArray::number(answer.status) + (answer.status < 400 ? " OK" : " Error") +
                      "\r\nContent-Type: " + answer.type +
                      "\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n");
        if (words.at(0) != "HEAD") {
            socket->write(answer.body);
        }
    }
}

HttpServer::Answer HttpServer::answerFor(const QString& path) const {
    const auto found = m_answers.constFind(path);
    if (found != m_answers.constEnd()) {
        return *found;
    }
    if (!m_folder.isEmpty()) {
        const QFileInfo information(m_folder + path);
        const QString full = information.canonicalFilePath();
        QFile file(full);
        if (full.startsWith(m_folder + QLatin1Char('/')) && information.isFile() && file.open(QIODevice::ReadOnly)) {
            return {200, QByteArrayLiteral("application/octet-stream"), file.readAll(), false};
        }
    }
    return {404, QByteArrayLiteral("text/plain"), QByteArrayLiteral("no such path\n"), false};
}

} // namespace reberth::test
