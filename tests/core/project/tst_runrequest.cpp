#include "core/project/runrequest.h"

#include <QtTest>

using namespace reberth;
using namespace reberth::project;

class TestRunRequest : public QObject {
    Q_OBJECT

private slots:
    void quotesForTheShell();
    void readsSizes_data();
    void readsSizes();
    void isWhatComposeWouldRun();
    void unknownVerbNamesTheOthers();

private:
    static recipe::Recipe sample() {
        recipe::Recipe recipe;
        recipe.name = QStringLiteral("demo");
        recipe.entryPoints = {{QStringLiteral("train"), QStringLiteral("python train.py"), QString(), {}},
                              {QStringLiteral("evaluate"), QStringLiteral("cd x && python e.py"), QStringLiteral("lib"), {}}};
        recipe.volumes = {{QStringLiteral("../data"), QStringLiteral("/data"), true}};
        recipe.environment = {{QStringLiteral("A"), QStringLiteral("b")}};
        recipe.shmSize = QStringLiteral("2gb");
        return recipe;
    }
};

void TestRunRequest::quotesForTheShell() {
    QCOMPARE(shellQuoted(QStringLiteral("--lr=0.1")), QStringLiteral("--lr=0.1"));
    QCOMPARE(shellQuoted(QStringLiteral("a b")), QStringLiteral("'a b'"));
    QCOMPARE(shellQuoted(QStringLiteral("it's")), QStringLiteral("'it'\\''s'"));
    QCOMPARE(shellQuoted(QString()), QStringLiteral("''"));
    QCOMPARE(shellQuoted(QStringLiteral("$(rm -rf /)")), QStringLiteral("'$(rm -rf /)'"));
}

void TestRunRequest::readsSizes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("gb") << "8gb" << (qint64(8) << 30);
    QTest::newRow("g") << "1.5G" << (qint64(3) << 29);
    QTest::newRow("m") << "64m" << (qint64(64) << 20);
    QTest::newRow("plain") << "4096" << qint64(4096);
    QTest::newRow("empty") << "" << qint64(0);
    QTest::newRow("nonsense") << "eight" << qint64(0);
}

void TestRunRequest::readsSizes() {
    QFETCH(QString, text);
    QFETCH(qint64, bytes);
    QCOMPARE(bytesFromSize(text), bytes);
}

void TestRunRequest::isWhatComposeWouldRun() {
    const auto train = runRequest(sample(), QStringLiteral("train"), {QStringLiteral("--name"), QStringLiteral("a b")},
                                  QStringLiteral("reberth/demo:latest"), QStringLiteral("/p/.reberth"));
    QVERIFY(train);
    QCOMPARE(train->command, (QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                                          QStringLiteral("exec python train.py --name 'a b'")}));
    QCOMPARE(train->workdir, QStringLiteral("/app"));
    QCOMPARE(train->mounts.size(), 1);
    QCOMPARE(train->mounts.first().host, QStringLiteral("/p/data"));
    QVERIFY(train->mounts.first().readOnly);
    QCOMPARE(train->shmBytes, qint64(2) << 30);
    QCOMPARE(train->environment, sample().environment);

    const auto evaluate = runRequest(sample(), QStringLiteral("evaluate"), {}, QStringLiteral("i"), QStringLiteral("/p/.reberth"));
    QVERIFY(evaluate);
    QCOMPARE(evaluate->command.last(), QStringLiteral("cd x && python e.py"));
    QCOMPARE(evaluate->workdir, QStringLiteral("/app/lib"));
}

void TestRunRequest::unknownVerbNamesTheOthers() {
    const auto request = runRequest(sample(), QStringLiteral("serve"), {}, QStringLiteral("i"), QStringLiteral("/p"));
    QVERIFY(!request);
    QVERIFY(request.error().message.contains(QStringLiteral("train, evaluate")));
    recipe::Recipe empty;
    QVERIFY(!runRequest(empty, QStringLiteral("train"), {}, QStringLiteral("i"), QStringLiteral("/p")));
}

QTEST_GUILESS_MAIN(TestRunRequest)
#include "tst_runrequest.moc"
