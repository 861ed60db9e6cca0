#include "core/http/responseparser.h"

#include <QtTest>

using namespace reberth;
using http::ResponseParser;
using State = ResponseParser::State;

class TestResponseParser : public QObject {
    Q_OBJECT

private slots:
    void readsEverySplit_data();
    void readsEverySplit();
    void refuses_data();
    void refuses();
    void cutOff_data();
    void cutOff();
    void writesRequests();
};

void TestResponseParser::readsEverySplit_data() {
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("upgrade");
    QTest::addColumn<bool>("close");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("length") << QByteArray(ok + "Content-Length: 5\r\n\r\nhello") << false << false << 200
                            << QByteArray("hello");
    QTest::newRow("empty") << QByteArray(ok + "Content-Length: 0\r\n\r\n") << false << false << 200 << QByteArray();
    QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << false << false << 204
                                << QByteArray();
    QTest::newRow("not modified") << QByteArray("HTTP/1.1 304 Not Modified\r\n\r\n") << false << false << 304
                                  << QByteArray();
    QTest::newRow("chunked") << QByteArray(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB;x=y\r\n, brave "
                                                "new\r\n0\r\nTrailer: 1\r\n\r\n")
                             << false << false << 200 << QByteArray("hello, brave new");
    QTest::newRow("until close") << QByteArray(ok + "Server: x\r\n\r\nsome text") << false << true << 200
                                 << QByteArray("some text");
    QTest::newRow("continue first") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n" + ok + "content-length:2\r\n\r\nab")
                                    << false << false << 200 << QByteArray("ab");
    QTest::newRow("hijack 101") << QByteArray("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n") +
                                       QByteArray("\x01\x00raw", 5)
                                << true << true << 101 << QByteArray("\x01\x00raw", 5);
    QTest::newRow("hijack 200") << QByteArray(ok + "\r\nraw\r\n\r\nmore") << true << true << 200
                                << QByteArray("raw\r\n\r\nmore");
    QTest::newRow("error of a hijack") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nnot") << true
                                       << false << 404 << QByteArray("not");
    QTest::newRow("no reason") << QByteArray("HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx") << false << false << 500
                               << QByteArray("x");
}

void TestResponseParser::readsEverySplit() {
    QFETCH(QByteArray, wire);
    QFETCH(bool, upgrade);
    QFETCH(bool, close);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    for (qsizetype size = 1; size <= wire.size(); ++size) {
        ResponseParser parser(false, upgrade);
        QByteArray got;
        for (qsizetype at = 0; at < wire.size(); at += size) {
            parser.feed(wire.mid(at, size));
            got += parser.takeBody();
        }
        if (close) {
            QVERIFY(parser.state() != State::Done);
            parser.finish();
        }
        QVERIFY2(parser.state() == State::Done, qPrintable(parser.error().detail));
        QCOMPARE(parser.head().status, status);
        QCOMPARE(got, body);
    }
}

void TestResponseParser::refuses_data() {
    QTest::addColumn<QByteArray>("wire");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("not http") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("bad status") << QByteArray("HTTP/1.1 2x0 OK\r\n\r\n");
    QTest::newRow("header without colon") << QByteArray("HTTP/1.1 200 OK\r\nnothing\r\n\r\n");
    QTest::newRow("negative length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n");
    QTest::newRow("negative chunk") << QByteArray(chunked + "-5\r\nhello\r\n");
    QTest::newRow("huge chunk") << QByteArray(chunked + "fffffffffffffffff1\r\n");
    QTest::newRow("chunk not ended") << QByteArray(chunked + "2\r\nabc\r\n");
    QTest::newRow("endless chunk size") << QByteArray(chunked + QByteArray(20000, '1'));
    QTest::newRow("endless head") << QByteArray("HTTP/1.1 200 OK\r\nA: " + QByteArray(300000, 'x'));
    QTest::newRow("gzip") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
}

void TestResponseParser::refuses() {
    QFETCH(QByteArray, wire);
    ResponseParser parser;
    parser.feed(wire);
    QCOMPARE(parser.state(), State::Failed);
    QCOMPARE(parser.error().code, ErrorCode::CorruptData);
}

void TestResponseParser::cutOff_data() {
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("in the head") << QByteArray("HTTP/1.1 200 OK\r\nConte");
    QTest::newRow("in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    QTest::newRow("no last chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
    QTest::newRow("in the last chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
}

void TestResponseParser::cutOff() {
    QFETCH(QByteArray, wire);
    ResponseParser parser;
    parser.feed(wire);
    parser.finish();
    QCOMPARE(parser.state(), State::Failed);
    QCOMPARE(parser.error().code, ErrorCode::ConnectionLost);
}

void TestResponseParser::writesRequests() {
    http::Request request;
    request.method = "POST";
    request.target = "/v1.41/containers/create?name=x";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = "{}";
    QCOMPARE(request.head(),
             QByteArray("POST /v1.41/containers/create?name=x HTTP/1.1\r\nHost: docker\r\nContent-Type: "
                        "application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"));
    request.bodyKind = http::Request::Body::Chunked;
    request.upgrade = true;
    QVERIFY(request.head().contains("Transfer-Encoding: chunked\r\n"));
    QVERIFY(request.head().contains("Connection: Upgrade\r\nUpgrade: tcp\r\n"));
    QVERIFY(!request.head().contains("Content-Length"));
    QCOMPARE(http::encodeChunk("hello"), QByteArray("5\r\nhello\r\n"));
    QCOMPARE(http::encodeChunk({}), QByteArray());
}

QTEST_GUILESS_MAIN(TestResponseParser)
#include "tst_responseparser.moc"
