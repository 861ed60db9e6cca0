#include "tests/support/privateengine.h"

#include <QLocalSocket>
#include <QTest>

using namespace reberth::test;

/// The fixture itself: the engine that a system test is given answers, in the version that was asked for.
class TestSystemEngine : public QObject {
    Q_OBJECT
private slots:
    void answersInItsVersion();
    void hasTheBaseImage();

private:
    static QByteArray get(const QByteArray& path) {
        QLocalSocket socket;
        socket.connectToServer(PrivateEngine::fromEnvironment().socketPath());
        if (!socket.waitForConnected(10000)) {
            return {};
        }
        socket.write("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(20000)) {
            answer += socket.readAll();
        }
        return answer + socket.readAll();
    }
};

void TestSystemEngine::answersInItsVersion() {
    const QByteArray expected = "\"Version\":\"" + qgetenv("REBERTH_TEST_ENGINE_VERSION") + '.';
    const QByteArray answer = get("/version");
    QVERIFY2(answer.contains(expected), answer.constData());
}

void TestSystemEngine::hasTheBaseImage() {
    const QByteArray answer = get("/images/" + PrivateEngine::fromEnvironment().baseImage().toUtf8() + "/json");
    QVERIFY2(answer.contains(" 200 OK"), answer.constData());
}

QTEST_GUILESS_MAIN(TestSystemEngine)
#include "tst_system_engine.moc"
