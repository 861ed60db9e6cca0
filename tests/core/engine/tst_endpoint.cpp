#include "core/engine/endpoint.h"

#include "core/io/atomicfile.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using engine::discoverEndpoints;

class TestEndpoint : public QObject {
    Q_OBJECT

private slots:
    void usualSocketComesAlone();
    void dockerHostWins();
    void contextsAreRead();
    void missingContextIsNamed();
    void rootlessAndPodman();
    void brokenConfigIsNoConfig();
    void sameSocketOnce();

private:
    void context(const QTemporaryDir& home, const QString& name, const QString& address) {
        QVERIFY(io::writeFileAtomically(
            home.filePath(QStringLiteral(".docker/contexts/meta/%1/meta.json").arg(name)),
            QStringLiteral(R"({"Name":"%1","Endpoints":{"docker":{"Host":"%2"}}})").arg(name, address).toUtf8()));
    }
};

void TestEndpoint::usualSocketComesAlone() {
    QTemporaryDir home;
    const auto endpoints = discoverEndpoints({}, home.path());
    QVERIFY(!endpoints.isEmpty());
    QCOMPARE(endpoints.first().socketPath(), QStringLiteral("/var/run/docker.sock"));
    QVERIFY(endpoints.first().selected);
}

void TestEndpoint::dockerHostWins() {
    QTemporaryDir home;
    context(home, QStringLiteral("work"), QStringLiteral("unix:///work.sock"));
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("unix:///own.sock"));
    environment.insert(QStringLiteral("DOCKER_CONTEXT"), QStringLiteral("work"));
    const auto endpoints = discoverEndpoints(environment, home.path());
    QCOMPARE(endpoints.at(0).socketPath(), QStringLiteral("/own.sock"));
    QCOMPARE(endpoints.at(0).origin, QStringLiteral("DOCKER_HOST"));
    QVERIFY(endpoints.at(0).selected);
    QVERIFY(!endpoints.at(1).selected);

    environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("tcp://10.0.0.1:2376"));
    QVERIFY(!discoverEndpoints(environment, home.path()).first().unsupported.isEmpty());
}

void TestEndpoint::contextsAreRead() {
    QTemporaryDir home;
    context(home, QStringLiteral("b"), QStringLiteral("ssh://user@host"));
    context(home, QStringLiteral("a"), QStringLiteral("unix:///a.sock"));
    QVERIFY(io::writeFileAtomically(home.filePath(QStringLiteral(".docker/config.json")), R"({"currentContext":"a"})"));
    const auto endpoints = discoverEndpoints({}, home.path());
    QCOMPARE(endpoints.at(0).name, QStringLiteral("a"));
    QVERIFY(endpoints.at(0).selected);
    QCOMPARE(endpoints.at(1).name, QStringLiteral("b"));
    QVERIFY(endpoints.at(1).unsupported.contains(QLatin1String("SSH")));
    QCOMPARE(endpoints.at(2).name, QStringLiteral("default"));
    QVERIFY(!endpoints.at(2).selected);
}

void TestEndpoint::missingContextIsNamed() {
    QTemporaryDir home;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DOCKER_CONTEXT"), QStringLiteral("gone"));
    const auto endpoints = discoverEndpoints(environment, home.path());
    QVERIFY(endpoints.first().selected);
    QVERIFY(endpoints.first().unsupported.contains(QLatin1String("gone")));
}

void TestEndpoint::rootlessAndPodman() {
    QTemporaryDir home;
    QVERIFY(io::writeFileAtomically(home.filePath(QStringLiteral("run/docker.sock")), {}));
    QVERIFY(io::writeFileAtomically(home.filePath(QStringLiteral("run/podman/podman.sock")), {}));
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home.filePath(QStringLiteral("run")));
    QStringList names;
    for (const auto& endpoint : discoverEndpoints(environment, home.path())) {
        names.append(endpoint.name);
    }
    QVERIFY(names.contains(QStringLiteral("rootless")));
    QVERIFY(names.contains(QStringLiteral("podman")));
}

void TestEndpoint::brokenConfigIsNoConfig() {
    QTemporaryDir home;
    QVERIFY(io::writeFileAtomically(home.filePath(QStringLiteral(".docker/config.json")), "{\"currentContext\":"));
    QVERIFY(discoverEndpoints({}, home.path()).first().selected);
}

void TestEndpoint::sameSocketOnce() {
    QTemporaryDir home;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("unix:///var/run/docker.sock"));
    int found = 0;
    for (const auto& endpoint : discoverEndpoints(environment, home.path())) {
        found += endpoint.socketPath() == QLatin1String("/var/run/docker.sock") ? 1 : 0;
    }
    QCOMPARE(found, 1);
}

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
