#include "core/engine/client.h"

#include "tests/core/engine/fakeengine.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QtTest>

using namespace reberth;
using namespace reberth::engine;
using test::FakeEngine;

class TestClient : public QObject {
    Q_OBJECT

private slots:
    void opens();
    void namesAMissingEngine();
    void hangIsATimeout();
    void refusesWhatIsNoEngine_data();
    void refusesWhatIsNoEngine();
    void negotiates_data();
    void negotiates();
    void errorsCarryTheEnginesWords();
    void cutOffAnswerIsAnError();
    void answersInPieces();
    void earlyRefusalWhileSending();
    void droppedContextIsNotCalled();
    void describesContainers();

private:
    template <typename T, typename Ask> Result<T> answerOf(Ask ask) {
        std::optional<Result<T>> answer;
        ask([&answer](const Result<T>& result) { answer = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000); }();
        return answer.value_or(fail(ErrorCode::Timeout, QStringLiteral("no answer")));
    }
};

void TestClient::opens() {
    FakeEngine fake;
    Client client(fake.endpoint());
    const auto info = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QVERIFY2(info, info ? "" : qPrintable(info.error().message));
    QCOMPARE(info->apiVersion, QStringLiteral("1.41"));
    QCOMPARE(info->name, QStringLiteral("Docker"));
    QVERIFY(info->buildKit);
    QVERIFY(info->hasApi(41));
    QVERIFY(!info->hasApi(42));

    fake.route("GET /_ping", {FakeEngine::ok("OK", "Api-Version: 1.41\r\nLibpod-API-Version: 4.3.1\r\n")});
    const auto podman = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QVERIFY(podman->podman);
    QVERIFY(!podman->buildKit);
}

void TestClient::namesAMissingEngine() {
    Client client({QStringLiteral("x"), QStringLiteral("unix:///no/such/engine.sock"), {}, {}, false});
    const auto info = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QCOMPARE(info.error().code, ErrorCode::EngineUnavailable);
    QVERIFY(info.error().message.contains(QLatin1String("/no/such/engine.sock")));
}

void TestClient::hangIsATimeout() {
    FakeEngine fake;
    fake.route("GET /_ping", {"HTTP/1.1 200 OK\r\nApi-Ver", false, false});
    Client client(fake.endpoint());
    const auto info = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QCOMPARE(info.error().code, ErrorCode::Timeout);
    QTRY_COMPARE(fake.openConnections(), 0);
}

void TestClient::refusesWhatIsNoEngine_data() {
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("web server") << FakeEngine::ok("<html>");
    QTest::newRow("ssh") << QByteArray("SSH-2.0-x\r\n");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("error") << FakeEngine::status("500 Oops", R"({"message":"starting up"})");
}

void TestClient::refusesWhatIsNoEngine() {
    QFETCH(QByteArray, wire);
    FakeEngine fake;
    fake.route("GET /_ping", {wire});
    Client client(fake.endpoint());
    const auto info = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QVERIFY(!info);
    QVERIFY(!info.error().message.isEmpty());
}

void TestClient::negotiates_data() {
    QTest::addColumn<QString>("newest");
    QTest::addColumn<QString>("oldest");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("older engine") << "1.41"
                                  << "1.12"
                                  << "1.41";
    QTest::newRow("newer engine") << "1.55"
                                  << "1.40"
                                  << "1.45";
    QTest::newRow("29.0") << "1.52"
                          << "1.44"
                          << "1.45";
    QTest::newRow("far future") << "1.70"
                                << "1.46"
                                << "";
    QTest::newRow("ancient") << "1.30"
                             << "1.12"
                             << "";
    QTest::newRow("no minimum") << "1.41"
                                << ""
                                << "1.41";
    QTest::newRow("nonsense") << "banana"
                              << "1.12"
                              << "";
}

void TestClient::negotiates() {
    QFETCH(QString, newest);
    QFETCH(QString, oldest);
    QFETCH(QString, chosen);
    QCOMPARE(negotiateApi(newest, oldest).value_or(QString()), chosen);
}

void TestClient::errorsCarryTheEnginesWords() {
    FakeEngine fake;
    fake.route("GET /images/", {FakeEngine::status("404 Not Found", R"({"message":"No such image: x"})")});
    fake.route("GET /containers/json", {FakeEngine::status("500 Internal Server Error", "not json")});
    Client client(fake.endpoint());
    const auto image =
        answerOf<ImageInfo>([&](auto answer) { client.inspectImage(QStringLiteral("a/b:c"), this, answer); });
    QCOMPARE(image.error().code, ErrorCode::NotFound);
    QVERIFY(image.error().message.contains(QLatin1String("No such image: x")));
    QVERIFY(fake.requests().last().startsWith("GET /images/a/b:c/json "));
    const auto list = answerOf<QList<ContainerInfo>>([&](auto answer) { client.listContainers({}, this, answer); });
    QVERIFY(list.error().message.contains(QLatin1String("not json")));
}

void TestClient::cutOffAnswerIsAnError() {
    FakeEngine fake;
    fake.route("GET /images/json", {FakeEngine::chunkedHead() + FakeEngine::chunk("[]")});
    Client client(fake.endpoint());
    const auto list = answerOf<QList<ImageInfo>>([&](auto answer) { client.listImages(this, answer); });
    QCOMPARE(list.error().code, ErrorCode::ConnectionLost);
}

void TestClient::answersInPieces() {
    FakeEngine fake;
    FakeEngine::Reply reply{FakeEngine::chunkedHead() + FakeEngine::chunk("[{\"Id\":") + FakeEngine::chunk("\"x\"}]") +
                            "0\r\n\r\n"};
    reply.pieces = 1;
    fake.route("GET /images/json", reply);
    Client client(fake.endpoint());
    const auto list = answerOf<QList<ImageInfo>>([&](auto answer) { client.listImages(this, answer); });
    QCOMPARE(list->first().id, QStringLiteral("x"));
}

void TestClient::earlyRefusalWhileSending() {
    FakeEngine fake;
    FakeEngine::Reply reply{FakeEngine::status("400 Bad Request", R"({"message":"bad tag"})")};
    reply.stopReading = true;
    fake.route("POST /build", reply);
    Client client(fake.endpoint());
    Call* call = client.build({});
    const auto send = [call] {
        while (!call->isSendingOver() && call->unsentBytes() < 1'000'000) {
            call->writeBody(QByteArray(100'000, 'x'));
        }
    };
    connect(call, &Call::connected, this, send);
    connect(call, &Call::bytesWritten, this, send);
    QSignalSpy finished(call, &Call::finished);
    call->start();
    QVERIFY(finished.wait(20'000));
    QCOMPARE(call->result().error().code, ErrorCode::InvalidInput);
    QVERIFY(call->result().error().message.contains(QLatin1String("bad tag")));
}

void TestClient::droppedContextIsNotCalled() {
    FakeEngine fake;
    Client client(fake.endpoint());
    bool called = false;
    auto context = std::make_unique<QObject>();
    client.open(context.get(), [&](const Result<EngineInfo>&) { called = true; });
    context.reset();
    const auto other = answerOf<EngineInfo>([&](auto answer) { client.open(this, answer); });
    QVERIFY(other);
    QVERIFY(!called);
}

void TestClient::describesContainers() {
    ContainerSpec spec;
    spec.image = QStringLiteral("x");
    spec.mounts = {{QStringLiteral("/a"), QStringLiteral("/b"), true}};
    spec.gpus = GpuAccess::DeviceRequest;
    const QJsonObject host = spec.toJson().value(QLatin1String("HostConfig")).toObject();
    QCOMPARE(host.value(QLatin1String("Mounts")).toArray().first().toObject().value(QLatin1String("Type")).toString(),
             QStringLiteral("bind"));
    QCOMPARE(
        host.value(QLatin1String("DeviceRequests")).toArray().first().toObject().value(QLatin1String("Count")).toInt(),
        -1);
    spec.gpus = GpuAccess::NvidiaRuntime;
    QVERIFY(spec.toJson().value(QLatin1String("Env")).toArray().contains(QStringLiteral("NVIDIA_VISIBLE_DEVICES=all")));
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
