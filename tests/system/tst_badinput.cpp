#include "tests/support/privateengine.h"
#include "tests/support/temporarygitrepository.h"
#include "tests/system/programrun.h"

#include <QtTest>

using namespace reberth::test;

namespace {

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const QStringList planForHere = {QStringLiteral("--gpu"), QStringLiteral("cpu"), QStringLiteral("--base-image"),
                                 QStringLiteral("reberth/base:debian12")};

} // namespace

/// What a hostile or broken world hands to the program: each gets a clear error, and nothing is lost or executed.
class TestBadInput : public QObject {
    Q_OBJECT

private slots:
    void init();
    void noEngine();
    void engineDiesInMidBuild();
    void urlThatIsAnOption();
    void transportThatRunsCommands();
    void linkOutOfTheTree();
    void fileNameWithAnInstruction();
    void enormousFile();
    void invalidUtf8();
    void yamlBomb();
    void brokenRecipe();
    void unknownCommandAndOption();

private:
    QStringList generate(const QString& folder) const {
        return QStringList{QStringLiteral("generate")} + planForHere + QStringList{folder};
    }
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<TemporaryGitRepository> m_repository;
};

void TestBadInput::init() {
    m_home = std::make_unique<QTemporaryDir>();
    m_repository = std::make_unique<TemporaryGitRepository>();
    m_repository->commit(QStringLiteral("One"), {{QStringLiteral("train.py"), "print('x')\n"},
                                                 {QStringLiteral("README.md"), "# x\n\n    python train.py\n"}});
}

void TestBadInput::noEngine() {
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run(QStringList{QStringLiteral("build"), QStringLiteral("--host"),
                                     QStringLiteral("unix:///nowhere/docker.sock")} +
                         planForHere + QStringList{m_repository->path()}) == 4,
             reberth.all().constData());
    QVERIFY2(reberth.errors().contains("/nowhere/docker.sock"), reberth.all().constData());
    // The rest of the path works without one.
    QVERIFY2(reberth.run(generate(m_repository->path())) == 0, reberth.all().constData());
}

void TestBadInput::engineDiesInMidBuild() {
    PrivateEngine engine = PrivateEngine::startOwn(QStringLiteral("20"));
    ProgramRun reberth(m_home->path(), engine.address());
    QVERIFY2(reberth.run(generate(m_repository->path())) == 0, reberth.all().constData());
    QFile dockerfile(m_repository->path() + QStringLiteral("/.reberth/Dockerfile"));
    QVERIFY(dockerfile.open(QIODevice::Append));
    dockerfile.write("\nRUN echo about-to-die && sleep 600\n");
    dockerfile.close();
    reberth.start({QStringLiteral("build"), m_repository->path()});
    QTRY_VERIFY2_WITH_TIMEOUT(reberth.output().contains("about-to-die\n"), reberth.all().constData(), 300000);
    engine.killNow();
    QVERIFY(reberth.waitForEnd());
    QVERIFY2(reberth.process().exitCode() == 4, reberth.all().constData());
    QVERIFY2(reberth.errors().contains("reberth: "), reberth.all().constData());
    // The record says so too, and the project opens.
    const auto records = QDir(m_repository->path() + QStringLiteral("/.reberth/builds"))
                             .entryInfoList({QStringLiteral("*.json")}, QDir::Files);
    QCOMPARE(records.size(), 1);
    QVERIFY(read(records.first().filePath()).contains("failed"));
}

void TestBadInput::urlThatIsAnOption() {
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--"),
                          QStringLiteral("--upload-pack=touch %1/owned").arg(m_home->path())}) == 3,
             reberth.all().constData());
    QVERIFY2(reberth.errors().contains("option"), reberth.all().constData());
    QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("owned"))));
}

void TestBadInput::transportThatRunsCommands() {
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(
        reberth.run({QStringLiteral("inspect"), QStringLiteral("ext::sh -c touch% %1/owned").arg(m_home->path())}) == 3,
        reberth.all().constData());
    QVERIFY2(reberth.errors().contains("runs commands"), reberth.all().constData());
    QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("owned"))));
}

void TestBadInput::linkOutOfTheTree() {
    const QString secret = m_home->filePath(QStringLiteral("secret"));
    QFile file(secret);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("torch==0.0.1-top-secret\n");
    file.close();
    m_repository->link(QStringLiteral("requirements.txt"), secret);
    m_repository->link(QStringLiteral("loop"), QStringLiteral("."));
    m_repository->commit(QStringLiteral("Links"));
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), m_repository->path()}) == 0,
             reberth.all().constData());
    QVERIFY2(!reberth.output().contains("top-secret"), reberth.all().constData());
    QVERIFY2(reberth.run(generate(m_repository->path())) == 0, reberth.all().constData());
    QVERIFY(!read(m_repository->path() + QStringLiteral("/.reberth/requirements.txt")).contains("top-secret"));
}

void TestBadInput::fileNameWithAnInstruction() {
    m_repository->write(QStringLiteral("x\nRUN touch owned\n.py"), "if __name__ == '__main__':\n    print(1)\n");
    m_repository->write(QStringLiteral("a\nRUN touch owned/setup.py"),
                        "from torch.utils.cpp_extension import CUDAExtension\nfrom setuptools import setup\n"
                        "setup(ext_modules=[CUDAExtension('a', ['a.cu'])])\n");
    m_repository->commit(QStringLiteral("Hostile names"));
    ProgramRun reberth(m_home->path(), QString());
    const int code = reberth.run(generate(m_repository->path()));
    QVERIFY2(code == 0 || code == 3, reberth.all().constData()); // left out, or refused in words
    for (const char* name : {"Dockerfile", "compose.yaml", "Makefile", "Dockerfile.dockerignore"}) {
        const QByteArray text = read(m_repository->path() + QStringLiteral("/.reberth/") + QLatin1String(name));
        for (const QByteArray& line : text.split('\n')) {
            QVERIFY2(!line.startsWith("RUN touch"), text.constData());
        }
    }
}

void TestBadInput::enormousFile() {
    QFile big(m_repository->path() + QStringLiteral("/weights.py"));
    QVERIFY(big.open(QIODevice::WriteOnly));
    QVERIFY(big.resize(2LL << 30)); // sparse: 2 GiB of NULs
    big.close();
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), m_repository->path()}) == 0,
             reberth.all().constData());
    QVERIFY2(reberth.output().contains("weights.py"), reberth.all().constData()); // said in a note
}

void TestBadInput::invalidUtf8() {
    m_repository->write(QStringLiteral("requirements.txt"), "num\xff\xfepy==1.0\nscipy==1.2.0\n");
    m_repository->write(QStringLiteral("bad.py"), "import scipy\nx = '\xc3\x28\xff'\n");
    m_repository->write(QStringLiteral("README.md"), "\xff\xff python train.py\n");
    m_repository->commit(QStringLiteral("Bytes"));
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), m_repository->path()}) == 0,
             reberth.all().constData());
    QVERIFY2(reberth.output().contains("scipy"), reberth.all().constData());
    QVERIFY2(reberth.run(generate(m_repository->path())) == 0, reberth.all().constData());
}

void TestBadInput::yamlBomb() {
    QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" +
                QList<QByteArray>(9, before).join(", ") + "]\n";
    }
    m_repository->write(QStringLiteral("environment.yml"), bomb + "dependencies: *a11\n");
    m_repository->commit(QStringLiteral("Bomb"));
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), m_repository->path()}) == 0,
             reberth.all().constData());
    QFile compose(m_home->filePath(QStringLiteral("compose.yaml")));
    QVERIFY(compose.open(QIODevice::WriteOnly));
    compose.write(bomb + "services: *a11\n");
    compose.close();
    QVERIFY2(reberth.run({QStringLiteral("lint"), compose.fileName()}) == 1, reberth.all().constData());
}

void TestBadInput::brokenRecipe() {
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run(generate(m_repository->path())) == 0, reberth.all().constData());
    const QString path = m_repository->path() + QStringLiteral("/.reberth/recipe.yaml");
    QFile recipe(path);
    const QByteArray broken = "schema: 1\nname: x\nstyle: teapot\n";
    QVERIFY(recipe.open(QIODevice::WriteOnly));
    recipe.write(broken);
    recipe.close();
    QVERIFY2(reberth.run({QStringLiteral("generate"), m_repository->path()}) == 3, reberth.all().constData());
    QVERIFY2(reberth.errors().contains("recipe.yaml") && reberth.errors().contains("teapot"),
             reberth.all().constData());
    QCOMPARE(read(path), broken); // nothing is lost
}

void TestBadInput::unknownCommandAndOption() {
    ProgramRun reberth(m_home->path(), QString());
    QCOMPARE(reberth.run({QStringLiteral("biuld")}), 2);
    QVERIFY(reberth.errors().contains("biuld"));
    QCOMPARE(reberth.run({QStringLiteral("plan"), QStringLiteral("--teapot"), QStringLiteral("x")}), 2);
    QVERIFY(reberth.errors().contains("teapot"));
    QCOMPARE(reberth.run({QStringLiteral("plan"), QStringLiteral("--help")}), 0);
    QVERIFY(reberth.output().contains("Exit codes"));
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
