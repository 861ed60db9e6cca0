#include "tests/support/privateengine.h"

#include <QTest>

using namespace reberth::test;

/// The fixture itself: the engine that a system test is given answers, in the version that was asked for.
class TestSystemEngine : public QObject {
    Q_OBJECT
private slots:
    void answersInItsVersion();
    void hasTheBaseImage();
};

void TestSystemEngine::answersInItsVersion() {
    const QByteArray expected = "\"Version\":\"" + qgetenv("REBERTH_TEST_ENGINE_VERSION") + '.';
    const auto answer = PrivateEngine::fromEnvironment().ask("GET", "/version");
    QCOMPARE(answer.status, 200);
    QVERIFY2(answer.body.contains(expected), answer.body.constData());
}

void TestSystemEngine::hasTheBaseImage() {
    const PrivateEngine engine = PrivateEngine::fromEnvironment();
    QCOMPARE(engine.ask("GET", "/images/" + engine.baseImage().toUtf8() + "/json").status, 200);
}

QTEST_GUILESS_MAIN(TestSystemEngine)
#include "tst_system_engine.moc"
