#include "core/generation/generator.h"
#include "tests/core/generation/samplerecipes.h"
#include "tests/support/privateengine.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;

/// The generated files as people use them without Reberth: docker, make and docker compose.
class TestGenerated : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void composeAcceptsEveryFile_data();
    void composeAcceptsEveryFile();
    void makeKnowsEveryTarget_data();
    void makeKnowsEveryTarget();
    void editOfTheCodeRebuildsTheLastLayer();
    void makeRunsAnEntryPoint();
    void composeRunsAnEntryPoint();

private:
    void write(const recipe::Recipe& recipe, const QString& checkout);
    void writeCode(const QByteArray& text);

    QTemporaryDir m_dir;
    QString m_checkout;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    QString m_docker;
    recipe::Recipe m_recipe = tests::plainRecipe();
};

void TestGenerated::initTestCase() {
    // The private engine's own client, where one was fetched with it: the distribution's may lack buildx.
    const QDir fetched(qEnvironmentVariable("REBERTH_CACHE_DIR") + QStringLiteral("/engine-26/root/usr"));
    m_docker = fetched.exists(QStringLiteral("bin/docker")) ? fetched.filePath(QStringLiteral("bin/docker"))
                                                           : test::requireProgram({QStringLiteral("docker")});
    const QDir config(m_dir.filePath(QStringLiteral("docker")));
    QVERIFY(QDir().mkpath(config.filePath(QStringLiteral("cli-plugins"))));
    for (const QString& folder : {fetched.filePath(QStringLiteral("libexec/docker/cli-plugins")), QStringLiteral("/usr/libexec/docker/cli-plugins"),
                                  QStringLiteral("/usr/lib/docker/cli-plugins")}) {
        for (const QString& plugin : QDir(folder).entryList(QDir::Files)) {
            QFile::link(QDir(folder).filePath(plugin), config.filePath(QStringLiteral("cli-plugins/") + plugin));
        }
    }
    const QString path = QFileInfo(m_docker).path() + QLatin1Char(':') + m_environment.value(QStringLiteral("PATH"));
    m_environment.insert(QStringLiteral("PATH"), path);
    m_environment.insert(QStringLiteral("DOCKER_CONFIG"), config.path());
    m_environment.insert(QStringLiteral("DOCKER_BUILDKIT"), QStringLiteral("1"));

    const test::PrivateEngine engine = test::PrivateEngine::fromEnvironment();
    m_environment.insert(QStringLiteral("DOCKER_HOST"), engine.address());
    m_recipe.name = QStringLiteral("reberth-test-generated");
    m_recipe.baseImage.value = engine.baseImage();
    m_recipe.systemPackages.clear();
    m_checkout = m_dir.filePath(QStringLiteral("a checkout"));
    write(m_recipe, m_checkout);
    writeCode("print('first')\n");
}

void TestGenerated::cleanupTestCase() {
    test::runProgram(m_docker, {QStringLiteral("image"), QStringLiteral("rm"), QStringLiteral("--force"), m_recipe.name + QLatin1String(":local")},
                     {}, m_environment);
}

void TestGenerated::write(const recipe::Recipe& recipe, const QString& checkout) {
    const auto files = generation::generate(recipe);
    QVERIFY2(files, files ? "" : qPrintable(files.error().message));
    QVERIFY(QDir().mkpath(checkout + QStringLiteral("/.reberth")));
    for (const generation::GeneratedFile& file : *files) {
        QFile out(checkout + QStringLiteral("/.reberth/") + file.name);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(file.content), file.content.size());
    }
}

void TestGenerated::writeCode(const QByteArray& text) {
    QFile code(m_checkout + QStringLiteral("/train.py"));
    QVERIFY(code.open(QIODevice::WriteOnly));
    QVERIFY(code.write(text) > 0);
}

void TestGenerated::composeAcceptsEveryFile_data() {
    QTest::addColumn<recipe::Recipe>("recipe");
    QTest::newRow("plain") << tests::plainRecipe();
    QTest::newRow("pyenv, devices") << tests::pyenvRecipe();
    QTest::newRow("framework image, runtime, 2.4") << tests::frameworkRecipe();
    QTest::newRow("conda, gpus") << tests::condaRecipe();
}

void TestGenerated::composeAcceptsEveryFile() {
    QFETCH(recipe::Recipe, recipe);
    const QString checkout = m_dir.filePath(QStringLiteral("compose-") + recipe.name);
    write(recipe, checkout);
    const QByteArray services =
        test::runProgram(m_docker, {QStringLiteral("compose"), QStringLiteral("-f"), QStringLiteral(".reberth/compose.yaml"),
                                    QStringLiteral("--profile"), QStringLiteral("*"), QStringLiteral("config"), QStringLiteral("--services")},
                         checkout, m_environment);
    for (const recipe::EntryPoint& entry : recipe.entryPoints) {
        QVERIFY2(services.split('\n').contains(entry.verb.toUtf8()), services);
    }
    QVERIFY(services.split('\n').contains("shell"));
}

void TestGenerated::makeKnowsEveryTarget_data() {
    composeAcceptsEveryFile_data();
}

void TestGenerated::makeKnowsEveryTarget() {
    QFETCH(recipe::Recipe, recipe);
    const QString checkout = m_dir.filePath(QStringLiteral("make-") + recipe.name);
    write(recipe, checkout);
    const QString make = test::requireProgram({QStringLiteral("make")});
    const QByteArray help = test::runProgram(make, {QStringLiteral("-s"), QStringLiteral("-C"), QStringLiteral(".reberth")}, checkout, m_environment);
    static const QRegularExpression name(QStringLiteral("^  ([a-z0-9_-]+) "), QRegularExpression::MultilineOption);
    QRegularExpressionMatchIterator it = name.globalMatch(QString::fromUtf8(help));
    int targets = 0;
    while (it.hasNext()) {
        const QByteArray commands = test::runProgram(make, {QStringLiteral("-n"), QStringLiteral("-C"), QStringLiteral(".reberth"), it.next().captured(1)},
                                                     checkout, m_environment);
        QVERIFY(!commands.isEmpty());
        ++targets;
    }
    QVERIFY(targets >= 5 + recipe.entryPoints.size());
}

void TestGenerated::editOfTheCodeRebuildsTheLastLayer() {
    const auto build = [this] {
        return QString::fromUtf8(test::runProgram(
            QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"),
             QStringLiteral("\"%1\" build --progress=plain -f .reberth/Dockerfile -t %2:local . 2>&1").arg(m_docker, m_recipe.name)},
            m_checkout, m_environment));
    };
    build();
    writeCode("print('second')\n");
    const QString log = build();
    // "#8 [stage-0 5/5] COPY --chown=0:0 . ." … "#8 CACHED"
    static const QRegularExpression step(QStringLiteral("^#(\\d+) \\[(?:stage-0 )?(\\d+)/(\\d+)\\] (.*)$"), QRegularExpression::MultilineOption);
    QRegularExpressionMatchIterator it = step.globalMatch(log);
    int seen = 0;
    while (it.hasNext()) {
        const QRegularExpressionMatch match = it.next();
        const bool cached = log.contains(QRegularExpression(QStringLiteral("^#%1 CACHED$").arg(match.captured(1)), QRegularExpression::MultilineOption));
        const bool last = match.captured(2) == match.captured(3);
        const bool base = match.captured(2) == QLatin1String("1");
        QVERIFY2(cached != last || base, qPrintable(log));
        QVERIFY2(!last || match.captured(4).startsWith(QLatin1String("COPY ")), qPrintable(log));
        ++seen;
    }
    QVERIFY2(seen >= 4, qPrintable(log));
}

void TestGenerated::makeRunsAnEntryPoint() {
    const QByteArray python("import os, sys\n"
                            "open('/outputs/result', 'w').write(' '.join(sys.argv[1:]))\n"
                            "open(os.path.expanduser('~/home'), 'w')\n"
                            "print('uid', os.getuid())\n");
    writeCode(python);
    QVERIFY(QDir().mkpath(m_checkout + QStringLiteral("/.reberth/outputs")));
    QVERIFY(QFile::setPermissions(m_checkout + QStringLiteral("/.reberth/outputs"), QFile::Permissions(0x7777)));
    const QByteArray log = test::runProgram(test::requireProgram({QStringLiteral("make")}),
                                            {QStringLiteral("-C"), QStringLiteral(".reberth"), QStringLiteral("build"), QStringLiteral("train"),
                                             QStringLiteral("ARGS=--lr 0.5"), QStringLiteral("USER_ID=4321"), QStringLiteral("GROUP_ID=4321")},
                                            m_checkout, m_environment);
    QVERIFY2(log.contains("uid 4321"), log);
    QFile result(m_checkout + QStringLiteral("/.reberth/outputs/result"));
    QVERIFY(result.open(QIODevice::ReadOnly));
    QCOMPARE(result.readAll(), QByteArray("--epochs 20 --lr 0.5"));
    QCOMPARE(QFileInfo(result).ownerId(), 4321U);
}

void TestGenerated::composeRunsAnEntryPoint() {
    writeCode("import sys\nprint('words', sys.argv[1:])\n");
    const QStringList compose{QStringLiteral("compose"), QStringLiteral("-f"), QStringLiteral(".reberth/compose.yaml")};
    const QByteArray log = test::runProgram(
        m_docker, compose + QStringList{QStringLiteral("run"), QStringLiteral("--rm"), QStringLiteral("-T"), QStringLiteral("--build"), QStringLiteral("train"), QStringLiteral("--lr"), QStringLiteral("1")},
        m_checkout, m_environment);
    QVERIFY2(log.contains("words ['--epochs', '20', '--lr', '1']"), log);
    test::runProgram(m_docker, compose + QStringList{QStringLiteral("down")}, m_checkout, m_environment);
}

Q_DECLARE_METATYPE(reberth::recipe::Recipe)
QTEST_GUILESS_MAIN(TestGenerated)
#include "tst_system_generated.moc"
