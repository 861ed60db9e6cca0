#include "core/engine/jsonstream.h"
#include "core/engine/linesplitter.h"
#include "core/engine/streamdemultiplexer.h"
#include "core/engine/tracedecoder.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QtTest>

using namespace reberth;
using namespace reberth::engine;

namespace {

QByteArray varint(quint64 value) {
    QByteArray out;
    do {
        const auto byte = static_cast<char>((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        out += byte;
        value >>= 7;
    } while (value != 0);
    return out;
}

QByteArray bytesField(quint32 number, const QByteArray& bytes) {
    return varint((number << 3) | 2) + varint(static_cast<quint64>(bytes.size())) + bytes;
}

QByteArray numberField(quint32 number, quint64 value) {
    return varint(number << 3) + varint(value);
}

QByteArray frame(char type, const QByteArray& payload) {
    QByteArray header(8, '\0');
    header[0] = type;
    for (int i = 0; i < 4; ++i) {
        header[7 - i] = static_cast<char>((payload.size() >> (8 * i)) & 0xff);
    }
    return header + payload;
}

QByteArray sampleTrace() {
    const QByteArray time = numberField(1, 1700000000) + numberField(2, 500000000);
    const QByteArray vertex = bytesField(1, "sha256:a") + bytesField(2, "sha256:input") +
                              bytesField(3, "[1/2] FROM x") + numberField(4, 1) + bytesField(5, time) +
                              bytesField(6, time) + bytesField(7, "bad") + bytesField(8, bytesField(1, "group")) +
                              numberField(99, 7) + varint((98 << 3) | 5) + "abcd" + varint((97 << 3) | 1) + "abcdefgh";
    const QByteArray status = bytesField(1, "layer") + bytesField(2, "sha256:a") + numberField(4, 5) +
                              numberField(5, 10) + bytesField(8, time);
    const QByteArray log = bytesField(1, "sha256:a") + numberField(3, 2) + bytesField(4, "half a li");
    const QByteArray warning = bytesField(1, "sha256:a") + bytesField(3, "careful") + bytesField(5, "http://x");
    return bytesField(1, vertex) + bytesField(2, status) + bytesField(3, log) + bytesField(4, warning);
}

} // namespace

class TestDecoders : public QObject {
    Q_OBJECT

private slots:
    void jsonEverySplit();
    void jsonRefuses();
    void framesEverySplit();
    void framesRefuse();
    void linesEverySplit();
    void progressIsSeenBeforeItsLineEnds();
    void longLinesAreBroken();
    void traceIsRead();
    void traceSurvivesAnything();
};

void TestDecoders::jsonEverySplit() {
    const QByteArray wire = "{\"a\":\"}{\\\"\\\\\"}\r\n{\"b\":[1,{\"c\":2}]}  {\"d\":\"\xc3\xa9\"}{}";
    for (qsizetype size = 1; size <= wire.size(); ++size) {
        JsonStream stream;
        QList<QJsonObject> all;
        for (qsizetype at = 0; at < wire.size(); at += size) {
            const auto objects = stream.feed(wire.mid(at, size));
            QVERIFY(objects);
            all += *objects;
        }
        QVERIFY(!stream.isMidway());
        QCOMPARE(all.size(), 4);
        QCOMPARE(all.at(0).value(QLatin1String("a")).toString(), QStringLiteral("}{\"\\"));
        QCOMPARE(all.at(1).value(QLatin1String("b")).toArray().size(), 2);
        QCOMPARE(all.at(2).value(QLatin1String("d")).toString(), QStringLiteral("é"));
    }
}

void TestDecoders::jsonRefuses() {
    QVERIFY(!JsonStream().feed("<html>"));
    QVERIFY(!JsonStream().feed("{\"a\":tru}"));
    QVERIFY(!JsonStream().feed("{]"));
    JsonStream small(100);
    QVERIFY(!small.feed("{\"a\":\"" + QByteArray(200, 'x')));
    JsonStream cut;
    QVERIFY(cut.feed("{\"a\":1"));
    QVERIFY(cut.isMidway());
}

void TestDecoders::framesEverySplit() {
    const QByteArray wire = frame(1, "out one ") + frame(2, "err") + frame(1, {}) + frame(1, QByteArray(300, 'x'));
    for (qsizetype size = 1; size <= wire.size(); ++size) {
        StreamDemultiplexer demultiplexer;
        QByteArray out;
        QByteArray err;
        for (qsizetype at = 0; at < wire.size(); at += size) {
            const auto pieces = demultiplexer.feed(wire.mid(at, size));
            QVERIFY(pieces);
            for (const auto& piece : *pieces) {
                (piece.isError ? err : out) += piece.data;
            }
        }
        QVERIFY(demultiplexer.isAtBoundary());
        QCOMPARE(out, "out one " + QByteArray(300, 'x'));
        QCOMPARE(err, QByteArray("err"));
    }
}

void TestDecoders::framesRefuse() {
    QCOMPARE(StreamDemultiplexer().feed("plain text").error().code, ErrorCode::CorruptData);
    QCOMPARE(StreamDemultiplexer().feed(frame(9, "x")).error().code, ErrorCode::CorruptData);
    const auto system = StreamDemultiplexer().feed(frame(3, "the disk is gone"));
    QVERIFY(system.error().message.contains(QLatin1String("the disk is gone")));
    // A length of 4 GiB costs nothing.
    StreamDemultiplexer huge;
    QCOMPARE(huge.feed(QByteArray("\x01\0\0\0\xff\xff\xff\xff"
                                  "ab",
                                  10))
                 ->first()
                 .data,
             QByteArray("ab"));
    QVERIFY(!huge.isAtBoundary());
}

void TestDecoders::linesEverySplit() {
    const QByteArray wire = "one\r\n 10%\r 50%\r100%\nt\xc3\xa9xt\n\n\x1b[31mred\x1b[0m\nlast";
    const QStringList expected = {QStringLiteral("one"),
                                  QStringLiteral("100%"),
                                  QStringLiteral("téxt"),
                                  QString(),
                                  QStringLiteral("\x1b[31mred\x1b[0m"),
                                  QStringLiteral("last")};
    for (qsizetype size = 1; size <= wire.size(); ++size) {
        LineSplitter splitter;
        QStringList lines;
        for (qsizetype at = 0; at < wire.size(); at += size) {
            lines += splitter.feed(wire.mid(at, size));
        }
        lines += splitter.finish();
        QCOMPARE(lines, expected);
        QVERIFY(splitter.finish().isEmpty());
    }
}

void TestDecoders::progressIsSeenBeforeItsLineEnds() {
    LineSplitter splitter;
    QVERIFY(splitter.feed("  5%|#    |\r").isEmpty());
    QCOMPARE(splitter.unfinished(), QStringLiteral("  5%|#    |"));
    QVERIFY(splitter.feed(" 40%|##   |").isEmpty());
    QCOMPARE(splitter.unfinished(), QStringLiteral(" 40%|##   |"));
    QCOMPARE(splitter.feed("\r100%|#####|\n"), QStringList{QStringLiteral("100%|#####|")});
    QCOMPARE(splitter.unfinished(), QString());
}

void TestDecoders::longLinesAreBroken() {
    LineSplitter splitter;
    const QString text = QStringLiteral("é").repeated(100'000);
    QStringList lines = splitter.feed(text.toUtf8());
    lines += splitter.finish();
    QVERIFY(lines.size() > 1);
    QCOMPARE(lines.join(QString()), text);
}

void TestDecoders::traceIsRead() {
    const auto trace = decodeTrace(sampleTrace());
    QVERIFY(trace);
    QCOMPARE(trace->vertexes.size(), 1);
    const auto& vertex = trace->vertexes.first();
    QCOMPARE(vertex.digest, QStringLiteral("sha256:a"));
    QCOMPARE(vertex.name, QStringLiteral("[1/2] FROM x"));
    QVERIFY(vertex.cached);
    QCOMPARE(vertex.started.toMSecsSinceEpoch(), 1700000000500);
    QVERIFY(vertex.completed.isValid());
    QCOMPARE(vertex.error, QStringLiteral("bad"));
    QCOMPARE(trace->statuses.first().total, 10);
    QVERIFY(trace->statuses.first().completed);
    QCOMPARE(trace->logs.first().data, QByteArray("half a li"));
    QVERIFY(trace->logs.first().isError);
    QCOMPARE(trace->warnings.first().text, QStringLiteral("careful"));
}

void TestDecoders::traceSurvivesAnything() {
    const QByteArray good = sampleTrace();
    for (qsizetype i = 0; i < good.size(); ++i) {
        static_cast<void>(decodeTrace(good.left(i)));
    }
    QVERIFY(!decodeTrace(bytesField(1, "").chopped(1) + varint(~0ull)));
    QVERIFY(!decodeTrace("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
    QVERIFY(!decodeTrace(QByteArray(20, '\xff')));
    QVERIFY(!decodeTrace("\x0b"));
    QRandomGenerator random(7);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bad = good;
        for (int j = 0; j < 3; ++j) {
            bad[static_cast<qsizetype>(random.bounded(bad.size()))] = static_cast<char>(random.bounded(256));
        }
        static_cast<void>(decodeTrace(bad));
    }
}

QTEST_GUILESS_MAIN(TestDecoders)
#include "tst_decoders.moc"
