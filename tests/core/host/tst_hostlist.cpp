#include "core/host/hostlist.h"
#include "core/host/nvidiasmi.h"

#include "tests/core/engine/fakeengine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using namespace reberth::host;
using test::FakeEngine;

class TestHostList : public QObject {
    Q_OBJECT

private slots:
    void readsNvidiaSmi();
    void probesSideBySide();
    void gpusOfThisComputer();
    void refreshWhileProbing();

private:
    QProcessEnvironment environment(const QString& dockerHost) {
        QProcessEnvironment result;
        result.insert(QStringLiteral("HOME"), m_home.path());
        result.insert(QStringLiteral("PATH"), m_home.path());
        result.insert(QStringLiteral("DOCKER_HOST"), dockerHost);
        return result;
    }
    QTemporaryDir m_home;
};

void TestHostList::readsNvidiaSmi() {
    const auto report = parseNvidiaSmi("NVIDIA A100, 80GB, 81920, 535.104.05, 8.0\nTesla T4, 15360, 535.104.05, 7.5\n"
                                       "broken\nNo, [N/A], 1, 7.5\n",
                                       true);
    QCOMPARE(report.gpus.size(), 2);
    QCOMPARE(report.gpus.at(0).name, QStringLiteral("NVIDIA A100, 80GB"));
    QCOMPARE(report.gpus.at(0).memoryGib, 80.0);
    QCOMPARE(report.gpus.at(1).computeCapability->toString(), QStringLiteral("7.5"));
    QCOMPARE(report.driver->toString(), QStringLiteral("535.104.05"));
    QCOMPARE(parseNvidiaSmi("Tesla K80, 11441, 390.48\n", false).gpus.first().name, QStringLiteral("Tesla K80"));
    QVERIFY(parseNvidiaSmi("NVIDIA-SMI has failed because it couldn't communicate\n", true).gpus.isEmpty());
}

void TestHostList::probesSideBySide() {
    FakeEngine good;
    good.route("GET /info", {FakeEngine::ok(R"({"NCPU":8,"MemTotal":17179869184,"OperatingSystem":"Debian",)"
                                            R"("Architecture":"x86_64","Runtimes":{"nvidia":{}}})")});
    FakeEngine hangs;
    hangs.route("GET /_ping", {"", false, false});
    HostList hosts(environment(good.endpoint().address));
    hosts.addEndpoint(hangs.endpoint());
    QVERIFY(hosts.preferred() == nullptr);
    QSignalSpy probed(&hosts, &HostList::probed);
    hosts.refresh();
    // The good one answers while the other still hangs.
    QTRY_VERIFY(hosts.preferred() != nullptr);
    QVERIFY(hosts.isProbing());
    QCOMPARE(hosts.preferred()->cpus, 8);
    QCOMPARE(hosts.preferred()->memoryGib, 16.0);
    QVERIFY(hosts.preferred()->nvidiaRuntime);
    QVERIFY(hosts.preferred()->displayName().contains(QLatin1String("Docker 20.10")));
    QVERIFY(probed.wait(20'000));
    QCOMPARE(probed.size(), 1);
    bool found = false;
    for (const Host& host : hosts.hosts()) {
        if (host.endpoint.address == hangs.endpoint().address) {
            found = true;
            QCOMPARE(host.state, Host::State::Unreachable);
            QVERIFY(!host.problem.isEmpty());
        }
    }
    QVERIFY(found);
}

void TestHostList::gpusOfThisComputer() {
    QFile smi(m_home.filePath(QStringLiteral("nvidia-smi")));
    QVERIFY(smi.open(QIODevice::WriteOnly));
    // An old driver: it knows no compute_cap.
    smi.write("#!/bin/sh\ncase \"$1\" in *compute_cap*) exit 2;; esac\necho 'Tesla K80, 11441, 390.48'\n");
    smi.close();
    QVERIFY(smi.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner));
    FakeEngine engine;
    engine.route("GET /info", {FakeEngine::ok("{}")});
    HostList hosts(environment(engine.endpoint().address));
    QSignalSpy probed(&hosts, &HostList::probed);
    hosts.refresh();
    QVERIFY(probed.wait(20'000));
    QCOMPARE(hosts.preferred()->gpus.size(), 1);
    QCOMPARE(hosts.preferred()->driver->toString(), QStringLiteral("390.48"));
    QVERIFY(smi.remove());
}

void TestHostList::refreshWhileProbing() {
    FakeEngine engine;
    engine.route("GET /info", {FakeEngine::ok("{}")});
    HostList hosts(environment(engine.endpoint().address));
    QSignalSpy probed(&hosts, &HostList::probed);
    hosts.refresh();
    hosts.refresh();
    QVERIFY(probed.wait(20'000));
    QVERIFY(!hosts.isProbing());
    QVERIFY(hosts.preferred() != nullptr);
    QCOMPARE(probed.size(), 1);
}

QTEST_GUILESS_MAIN(TestHostList)
#include "tst_hostlist.moc"
