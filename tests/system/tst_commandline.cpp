#include "tests/support/privateengine.h"
#include "tests/support/temporarygitrepository.h"
#include "tests/system/programrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QtTest>

using namespace reberth::test;

namespace {

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& data) {
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(data);
}

} // namespace

/// The whole path on the command line, with the real program, git and engine.
class TestCommandLine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void demoTrains();
    void everyStepFromAGitUrl();
    void interruptedBuildLeavesNothing();
    void interruptedRunLeavesNothing();
    void interruptedCloneLeavesNothing();
    void failedBuildSaysWhichStep();
    void exitCodeOfTheContainerIsOurs();
    void killedAtAnyMomentLosesNothingSaved();

private:
    QString projects() const { return m_home->filePath(QStringLiteral(".local/share/reberth/projects")); }
    /// A repository whose project builds here without any index: Debian's own Python.
    QString plainProject(const QByteArray& trainScript);
    bool noContainerLeft(const QByteArray& marker) const;

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<TemporaryGitRepository> m_repository;
    QString m_socket;
};

void TestCommandLine::initTestCase() {
    m_socket = PrivateEngine::fromEnvironment().address();
}

void TestCommandLine::init() {
    m_home = std::make_unique<QTemporaryDir>();
    m_repository = std::make_unique<TemporaryGitRepository>();
}

QString TestCommandLine::plainProject(const QByteArray& trainScript) {
    m_repository->commit(QStringLiteral("One"), {{QStringLiteral("train.py"), trainScript},
                                                 {QStringLiteral("README.md"), "# x\n\n    python train.py\n"}});
    ProgramRun reberth(m_home->path(), m_socket);
    const int code =
        reberth.run({QStringLiteral("generate"), QStringLiteral("--gpu"), QStringLiteral("cpu"),
                     QStringLiteral("--base-image"), QStringLiteral("reberth/base:debian12"), m_repository->path()});
    if (code != 0) {
        qWarning("%s", reberth.all().constData());
        return {};
    }
    return m_repository->path();
}

bool TestCommandLine::noContainerLeft(const QByteArray& marker) const {
    return !engineGet(m_socket, "/containers/json?all=1").contains(marker) && !anyProcessHas(marker);
}

void TestCommandLine::demoTrains() {
    ProgramRun reberth(m_home->path(), m_socket);
    const int code = reberth.run({QStringLiteral("demo")});
    QVERIFY2(code == 0, reberth.all().constData());
    QVERIFY2(reberth.output().contains("5 Run: train"), reberth.all().constData());
    QVERIFY2(reberth.output().contains("epoch"), reberth.all().constData()); // the training's own log
    QVERIFY(!engineGet(m_socket, "/containers/json?all=1").contains("tiny-digits"));
}

void TestCommandLine::everyStepFromAGitUrl() {
    m_repository->commit(QStringLiteral("One"),
                         {{QStringLiteral("train.py"), "import argparse, os\n"
                                                       "p = argparse.ArgumentParser()\n"
                                                       "p.add_argument('--epochs', type=int, default=2)\n"
                                                       "a = p.parse_args()\n"
                                                       "for e in range(a.epochs):\n    print('epoch', e)\n"},
                          {QStringLiteral("README.md"), "# Tiny\n\n```\npython train.py --epochs 2\n```\n"}});
    ProgramRun reberth(m_home->path(), m_socket);
    const QString url = m_repository->url();
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), url}) == 0, reberth.all().constData());
    const QJsonObject findings = QJsonDocument::fromJson(reberth.output()).object();
    QCOMPARE(findings.value(QLatin1String("schema")).toInt(), 1);
    QVERIFY2(!findings.value(QLatin1String("entryPoints")).toArray().isEmpty(), reberth.all().constData());

    QVERIFY2(reberth.run({QStringLiteral("plan"), QStringLiteral("--gpu"), QStringLiteral("cpu"),
                          QStringLiteral("--base-image"), QStringLiteral("reberth/base:debian12"),
                          QStringLiteral("--json"), url}) == 0,
             reberth.all().constData());
    const QJsonObject plan = QJsonDocument::fromJson(reberth.output()).object();
    const QString recipeFile = plan.value(QLatin1String("recipeFile")).toString();
    QVERIFY2(QFile::exists(recipeFile), qPrintable(recipeFile));

    QVERIFY2(reberth.run({QStringLiteral("generate"), url}) == 0, reberth.all().constData());
    const QString folder = QFileInfo(recipeFile).path();
    QVERIFY(QFile::exists(folder + QStringLiteral("/Dockerfile")));
    QVERIFY2(reberth.run({QStringLiteral("lint"), QStringLiteral("--fail-on"), QStringLiteral("warning"), folder + QStringLiteral("/Dockerfile"),
                          folder + QStringLiteral("/compose.yaml")}) == 0,
             reberth.all().constData());
    QVERIFY2(reberth.run({QStringLiteral("build"), QStringLiteral("--json"), url}) == 0, reberth.all().constData());
    QVERIFY2(QJsonDocument::fromJson(reberth.output())
                 .object()
                 .value(QLatin1String("image"))
                 .toString()
                 .startsWith(QLatin1String("sha256:")),
             reberth.all().constData());
    QVERIFY2(reberth.run({QStringLiteral("run"), url, QStringLiteral("train"), QStringLiteral("--epochs"),
                          QStringLiteral("4")}) == 0,
             reberth.all().constData());
    QVERIFY2(reberth.output().contains("epoch 3"), reberth.all().constData());
    QCOMPARE(QDir(projects()).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden).size(),
             1); // one clone for all
}

void TestCommandLine::interruptedBuildLeavesNothing() {
    const QString project = plainProject("print('x')\n");
    QVERIFY(!project.isEmpty());
    const QByteArray marker = "sleep 97531";
    const QString dockerfile = project + QStringLiteral("/.reberth/Dockerfile");
    write(dockerfile, read(dockerfile) + "\nRUN echo waiting-now && " + marker + "\n");
    ProgramRun reberth(m_home->path(), m_socket);
    reberth.start({QStringLiteral("build"), project});
    QTRY_VERIFY2_WITH_TIMEOUT(reberth.output().contains("waiting-now\n"), reberth.all().constData(), 300000);
    QTRY_VERIFY(anyProcessHas(marker));
    reberth.interrupt();
    QVERIFY(reberth.waitForEnd());
    QVERIFY2(reberth.process().exitCode() == 130, reberth.all().constData());
    QTRY_VERIFY_WITH_TIMEOUT(noContainerLeft(marker), 30000);
}

void TestCommandLine::interruptedRunLeavesNothing() {
    const QString project = plainProject("import time\nprint('running-now', flush=True)\ntime.sleep(97532)\n");
    QVERIFY(!project.isEmpty());
    ProgramRun reberth(m_home->path(), m_socket);
    QVERIFY2(reberth.run({QStringLiteral("build"), project}) == 0, reberth.all().constData());
    reberth.start({QStringLiteral("run"), project, QStringLiteral("train")});
    QTRY_VERIFY2_WITH_TIMEOUT(reberth.output().contains("running-now"), reberth.all().constData(), 120000);
    reberth.interrupt();
    QVERIFY(reberth.waitForEnd());
    QVERIFY2(reberth.process().exitCode() == 130, reberth.all().constData());
    const QByteArray containers = engineGet(m_socket, "/containers/json?all=1");
    QVERIFY2(!containers.contains("dev.reberth.run"), containers.constData());
}

void TestCommandLine::interruptedCloneLeavesNothing() {
    QTcpServer silent; // accepts and never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    QSignalSpy connected(&silent, &QTcpServer::newConnection);
    ProgramRun reberth(m_home->path(), m_socket);
    const QString url = QStringLiteral("http://127.0.0.1:%1/interrupted/clone").arg(silent.serverPort());
    reberth.start({QStringLiteral("inspect"), url});
    QTRY_VERIFY2_WITH_TIMEOUT(!connected.isEmpty(), reberth.all().constData(), 30000);
    reberth.interrupt();
    QVERIFY(reberth.waitForEnd());
    QVERIFY2(reberth.process().exitCode() == 130, reberth.all().constData());
    QTRY_VERIFY(!anyProcessHas("interrupted/clone"));
    QCOMPARE(QDir(projects()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void TestCommandLine::failedBuildSaysWhichStep() {
    const QString project = plainProject("print('x')\n");
    QVERIFY(!project.isEmpty());
    const QString dockerfile = project + QStringLiteral("/.reberth/Dockerfile");
    write(dockerfile, read(dockerfile) + "\nRUN echo before-it-fails && exit 7\n");
    ProgramRun reberth(m_home->path(), m_socket);
    QCOMPARE(reberth.run({QStringLiteral("build"), QStringLiteral("--json"), project}), 1);
    const QJsonObject record = QJsonDocument::fromJson(reberth.output()).object();
    QVERIFY2(record.value(QLatin1String("failedStep")).toString().contains(QLatin1String("exit 7")),
             reberth.all().constData());
    QVERIFY(reberth.errors().contains("before-it-fails"));
}

void TestCommandLine::exitCodeOfTheContainerIsOurs() {
    const QString project = plainProject("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(42)\n");
    QVERIFY(!project.isEmpty());
    ProgramRun reberth(m_home->path(), m_socket);
    QVERIFY2(reberth.run({QStringLiteral("build"), project}) == 0, reberth.all().constData());
    QCOMPARE(reberth.run({QStringLiteral("run"), project, QStringLiteral("train")}), 42);
    QVERIFY2(reberth.output().contains("out"), reberth.all().constData());
    QVERIFY2(reberth.errors().contains("err"), reberth.all().constData());
    QVERIFY(!engineGet(m_socket, "/containers/json?all=1").contains("dev.reberth.run"));
}

void TestCommandLine::killedAtAnyMomentLosesNothingSaved() {
    const QString project = plainProject("print('x')\n");
    QVERIFY(!project.isEmpty());
    const QString folder = project + QStringLiteral("/.reberth/");
    const QByteArray mine = "\n# a line of mine that was saved\n";
    write(folder + QStringLiteral("Dockerfile"), read(folder + QStringLiteral("Dockerfile")) + mine);
    QRandomGenerator random(20261122); // reproducible moments
    for (int i = 0; i < 10; ++i) {
        ProgramRun reberth(m_home->path(), m_socket);
        const bool replans = i % 2 == 0;
        reberth.start(replans ? QStringList{QStringLiteral("build"), QStringLiteral("--no-cache"),
                                            QStringLiteral("--gpu"), QStringLiteral("cpu"), project}
                              : QStringList{QStringLiteral("build"), QStringLiteral("--no-cache"), project});
        QVERIFY(reberth.process().waitForStarted());
        // A moment is an amount of work done: CPU ticks of the program, or of its output once it waits for the engine.
        const int wantedTicks = random.bounded(0, 12);
        const int wantedBytes = random.bounded(0, 3000);
        const QString stat = QStringLiteral("/proc/%1/stat").arg(reberth.pid());
        const auto ticks = [&stat] {
            const QList<QByteArray> fields = read(stat).split(' ');
            return fields.size() > 14 ? fields.at(13).toInt() + fields.at(14).toInt() : 1000;
        };
        QTRY_VERIFY_WITH_TIMEOUT(reberth.process().state() == QProcess::NotRunning || ticks() >= wantedTicks ||
                                     reberth.output().size() >= wantedBytes,
                                 300000);
        reberth.kill();
        QVERIFY(reberth.waitForEnd());

        // Everything that was saved opens, and the user's line is in the file.
        ProgramRun again(m_home->path(), m_socket);
        QVERIFY2(again.run({QStringLiteral("plan"), QStringLiteral("--json"), project}) == 0, again.all().constData());
        QVERIFY2(again.run({QStringLiteral("generate"), project}) == 0, again.all().constData());
        QVERIFY2(read(folder + QStringLiteral("Dockerfile")).contains(mine), again.all().constData());
        const auto records =
            QDir(folder + QStringLiteral("builds")).entryInfoList({QStringLiteral("*.json")}, QDir::Files);
        for (const QFileInfo& record : records) {
            QJsonParseError error;
            QJsonDocument::fromJson(read(record.filePath()), &error);
            QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(record.filePath()));
        }
    }
    ProgramRun reberth(m_home->path(), m_socket);
    QVERIFY2(reberth.run({QStringLiteral("build"), project}) == 0, reberth.all().constData());
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
