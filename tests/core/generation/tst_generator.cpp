#include "core/dockerfile/lint.h"
#include "core/generation/generator.h"
#include "core/recipe/validate.h"
#include "tests/core/generation/samplerecipes.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace reberth;
using generation::GeneratedFile;
using recipe::Recipe;

namespace {

QList<GeneratedFile> generated(const Recipe& recipe) {
    const auto files = generation::generate(recipe);
    if (!files) {
        qWarning().noquote() << files.error().message;
        return {};
    }
    return *files;
}

QByteArray content(const QList<GeneratedFile>& files, const char* name) {
    for (const GeneratedFile& file : files) {
        if (file.name == QLatin1String(name)) {
            return file.content;
        }
    }
    return {};
}

/// Lines only in one of the texts, as a person reads a diff.
QString difference(const QByteArray& expected, const QByteArray& actual) {
    const QList<QByteArray> left = expected.split('\n');
    const QList<QByteArray> right = actual.split('\n');
    QString text;
    for (qsizetype i = 0; i < qMax(left.size(), right.size()); ++i) {
        const QByteArray a = i < left.size() ? left.at(i) : QByteArray();
        const QByteArray b = i < right.size() ? right.at(i) : QByteArray();
        if (a != b) {
            text += QStringLiteral("%1\n  - %2\n  + %3\n").arg(i + 1).arg(QString::fromUtf8(a), QString::fromUtf8(b));
        }
    }
    return text;
}

} // namespace

class TestGenerator : public QObject {
    Q_OBJECT

private slots:
    void golden_data();
    void golden();
    void deterministic();
    void everyFileIsClean_data();
    void everyFileIsClean();
    void dockerfilesLintClean_data();
    void dockerfilesLintClean();
    void codeIsCopiedLast();
    void extensionOfAFolderStandsBeforeTheCode();
    void frameworkImageKeepsItsFramework();
    void partialIndexIsNeverTheMainOne();
    void oldReleasesGetTheirArchives_data();
    void oldReleasesGetTheirArchives();
    void nvidiaKey();
    void installersByPython_data();
    void installersByPython();
    void installerOfTheRecipe();
    void openVersionsAreSaid();
    void secretsArePassedThrough();
    void otherDistributionsAreRefused();
    void entryPointsInEveryFile();
};

void TestGenerator::golden_data() {
    QTest::addColumn<Recipe>("recipe");
    QTest::newRow("plain") << tests::plainRecipe();
    QTest::newRow("pyenv") << tests::pyenvRecipe();
    QTest::newRow("framework") << tests::frameworkRecipe();
    QTest::newRow("conda") << tests::condaRecipe();
}

// After a wanted change: REBERTH_UPDATE_GOLDEN=1 build/dev/tests/tst_generator golden, then read the diff in git.
void TestGenerator::golden() {
    QFETCH(Recipe, recipe);
    const QList<GeneratedFile> files = generated(recipe);
    QVERIFY(!files.isEmpty());
    const QDir folder(QStringLiteral(REBERTH_SOURCE_DIR "/tests/data/generation/") + QLatin1String(QTest::currentDataTag()));
    if (qEnvironmentVariableIsSet("REBERTH_UPDATE_GOLDEN")) {
        QVERIFY(QDir().mkpath(folder.path()));
        for (const QString& name : folder.entryList(QDir::Files | QDir::Hidden)) {
            QFile::remove(folder.filePath(name));
        }
        for (const GeneratedFile& file : files) {
            QFile out(folder.filePath(file.name));
            QVERIFY(out.open(QIODevice::WriteOnly));
            QCOMPARE(out.write(file.content), file.content.size());
        }
    }
    QStringList names;
    for (const GeneratedFile& file : files) {
        names.append(file.name);
        QFile golden(folder.filePath(file.name));
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.fileName()));
        const QByteArray expected = golden.readAll();
        QVERIFY2(expected == file.content, qPrintable(file.name + QLatin1String(":\n") + difference(expected, file.content)));
    }
    names.sort();
    QStringList expectedNames = folder.entryList(QDir::Files | QDir::Hidden);
    expectedNames.sort();
    QCOMPARE(names, expectedNames);
}

void TestGenerator::deterministic() {
    for (const Recipe& recipe : {tests::plainRecipe(), tests::pyenvRecipe(), tests::condaRecipe()}) {
        const QList<GeneratedFile> first = generated(recipe);
        const QList<GeneratedFile> second = generated(Recipe(recipe));
        QCOMPARE(first.size(), second.size());
        for (qsizetype i = 0; i < first.size(); ++i) {
            QCOMPARE(first.at(i).name, second.at(i).name);
            QCOMPARE(first.at(i).content, second.at(i).content);
        }
    }
}

void TestGenerator::everyFileIsClean_data() {
    golden_data();
}

void TestGenerator::everyFileIsClean() {
    QFETCH(Recipe, recipe);
    for (const GeneratedFile& file : generated(recipe)) {
        const QByteArray where = file.name.toUtf8();
        QVERIFY2(file.content.endsWith('\n') && !file.content.endsWith("\n\n"), where);
        QVERIFY2(!file.content.contains('\r'), where);
        QVERIFY2(!file.content.contains("\n\n\n"), where);
        for (const QByteArray& line : file.content.split('\n')) {
            QVERIFY2(!line.endsWith(' ') && !line.endsWith('\t'), (where + ": " + line).constData());
        }
    }
}

void TestGenerator::dockerfilesLintClean_data() {
    golden_data();
}

void TestGenerator::dockerfilesLintClean() {
    QFETCH(Recipe, recipe);
    for (const diagnostics::Diagnostic& finding : dockerfile::lint(QString::fromUtf8(content(generated(recipe), "Dockerfile")))) {
        QFAIL(qPrintable(finding.ruleId + QLatin1String(": ") + finding.message));
    }
}

void TestGenerator::codeIsCopiedLast() {
    Recipe recipe = tests::pyenvRecipe();
    const QByteArray text = content(generated(recipe), "Dockerfile");
    const qsizetype copy = text.indexOf("\nCOPY --chown=${USER_ID}:${GROUP_ID} . .\n");
    QVERIFY(copy > 0);
    QVERIFY(text.indexOf("\nRUN ", copy) < 0);
    QVERIFY(text.indexOf("\nCOPY ", copy + 1) < 0);
}

void TestGenerator::extensionOfAFolderStandsBeforeTheCode() {
    const QByteArray text = content(generated(tests::pyenvRecipe()), "Dockerfile");
    const qsizetype folder = text.indexOf("COPY lib/ /app/lib/");
    const qsizetype build = text.indexOf("python setup.py build develop");
    QVERIFY(folder > 0);
    QVERIFY(folder < build);
    QVERIFY(build < text.indexOf(" . .\n"));
    QVERIFY(text.indexOf("TORCH_CUDA_ARCH_LIST=7.5") < build);

    Recipe nested = tests::pyenvRecipe();
    nested.extensions.append({QStringLiteral("lib/ops/setup.py"), QStringLiteral("lib/ops"), QStringLiteral("python setup.py install"), true});
    QCOMPARE(content(generated(nested), "Dockerfile").count("\nCOPY lib/"), 1);
}

void TestGenerator::frameworkImageKeepsItsFramework() {
    const QList<GeneratedFile> files = generated(tests::frameworkRecipe());
    const QByteArray dockerfile = content(files, "Dockerfile");
    QVERIFY(!content(files, "requirements.txt").contains("\ntorch=="));
    QVERIFY(!dockerfile.contains(" torch=="));
    QVERIFY(dockerfile.contains("torchvision==0.14.1"));
    const qsizetype constraint = dockerfile.indexOf("ENV PIP_CONSTRAINT=");
    QVERIFY(constraint > 0);
    QVERIFY(constraint < dockerfile.indexOf("pip install"));
}

void TestGenerator::partialIndexIsNeverTheMainOne() {
    QVERIFY(content(generated(tests::pyenvRecipe()), "requirements.txt").contains("--extra-index-url https://download.pytorch.org/whl/cu113"));
    QVERIFY(content(generated(tests::condaRecipe()), "requirements.txt").contains("--index-url https://pypi.org/simple"));
}

void TestGenerator::oldReleasesGetTheirArchives_data() {
    QTest::addColumn<QString>("os");
    QTest::addColumn<QString>("archive");
    QTest::newRow("buster") << QStringLiteral("debian10") << QStringLiteral("archive.debian.org");
    QTest::newRow("bookworm") << QStringLiteral("debian12") << QString();
    QTest::newRow("interim") << QStringLiteral("ubuntu19.10") << QStringLiteral("old-releases.ubuntu.com");
    QTest::newRow("odd April") << QStringLiteral("ubuntu19.04") << QStringLiteral("old-releases.ubuntu.com");
    QTest::newRow("long-term") << QStringLiteral("ubuntu16.04") << QString();
}

void TestGenerator::oldReleasesGetTheirArchives() {
    QFETCH(QString, os);
    QFETCH(QString, archive);
    Recipe recipe = tests::plainRecipe();
    recipe.osRelease.value = os;
    recipe.python.value.clear();
    const QByteArray text = content(generated(recipe), "Dockerfile");
    QVERIFY(text.contains("apt-get"));
    if (archive.isEmpty()) {
        QVERIFY(!text.contains("sed "));
    } else {
        QVERIFY(text.contains(archive.toUtf8()));
    }
}

void TestGenerator::nvidiaKey() {
    Recipe recipe = tests::pyenvRecipe();
    QVERIFY(content(generated(recipe), "Dockerfile").contains("rm -f /etc/apt/sources.list.d/cuda*.list"));
    recipe.systemPackages.append({QStringLiteral("libnccl2"), {}, false});
    const QByteArray text = content(generated(recipe), "Dockerfile");
    QVERIFY(text.contains("ubuntu1804/x86_64/3bf863cc.pub"));
    QVERIFY(!text.contains("cuda*.list"));
    QVERIFY(!content(generated(tests::plainRecipe()), "Dockerfile").contains("cuda"));
}

void TestGenerator::installersByPython_data() {
    QTest::addColumn<QString>("python");
    QTest::addColumn<QByteArray>("pip");
    QTest::newRow("2.7") << QStringLiteral("2.7") << QByteArray("pip==20.3.4");
    QTest::newRow("3.5") << QStringLiteral("3.5") << QByteArray("pip==20.3.4");
    QTest::newRow("3.6") << QStringLiteral("3.6") << QByteArray("pip==21.3.1");
    QTest::newRow("3.8") << QStringLiteral("3.8") << QByteArray("pip==24.0");
}

void TestGenerator::installersByPython() {
    QFETCH(QString, python);
    QFETCH(QByteArray, pip);
    Recipe recipe = tests::pyenvRecipe();
    recipe.osRelease.value = QStringLiteral("ubuntu22.04");
    recipe.python.value = python;
    QVERIFY(content(generated(recipe), "Dockerfile").contains(pip));
}

void TestGenerator::installerOfTheRecipe() {
    Recipe recipe = tests::pyenvRecipe();
    recipe.packages.append(tests::pip("setuptools", "<60"));
    QVERIFY(content(generated(recipe), "Dockerfile").contains("pip install pip==24.0 setuptools==59.5.0 wheel"));
    recipe.packages.last().specifier = QStringLiteral("==65.5.0");
    const QByteArray text = content(generated(recipe), "Dockerfile");
    QVERIFY(text.contains("pip install pip==24.0 setuptools==65.5.0 wheel"));
    QVERIFY(!text.contains("59.5.0"));
    Recipe framework = tests::frameworkRecipe();
    framework.packages.append(tests::pip("setuptools", "<60"));
    QVERIFY(content(generated(framework), "Dockerfile").contains("pip install setuptools==59.5.0\n"));
}

void TestGenerator::openVersionsAreSaid() {
    QVERIFY(!content(generated(tests::pyenvRecipe()), "Dockerfile").contains("DL3013"));
    Recipe recipe = tests::pyenvRecipe();
    recipe.packages[3].specifier.clear();
    QVERIFY(content(generated(recipe), "Dockerfile").contains("names none: Cython.\n# hadolint ignore=DL3013\nRUN "));
}

void TestGenerator::secretsArePassedThrough() {
    const QList<GeneratedFile> files = generated(tests::pyenvRecipe());
    QVERIFY(!content(files, "Dockerfile").contains("WANDB_API_KEY"));
    QVERIFY(content(files, "compose.yaml").contains("\n    WANDB_API_KEY:\n"));
    QVERIFY(content(files, "Makefile").contains("-e WANDB_API_KEY "));
}

void TestGenerator::otherDistributionsAreRefused() {
    Recipe recipe = tests::plainRecipe();
    recipe.baseImage.value = QStringLiteral("nvidia/cuda:11.8.0-devel-rockylinux8");
    recipe.osRelease.value = QStringLiteral("rockylinux8");
    const auto files = generation::generate(recipe);
    QVERIFY(!files);
    QCOMPARE(files.error().code, ErrorCode::Unsupported);
    QVERIFY(files.error().message.contains(QLatin1String("rockylinux8")));
}

void TestGenerator::entryPointsInEveryFile() {
    const QList<GeneratedFile> files = generated(tests::pyenvRecipe());
    QVERIFY(content(files, "Dockerfile").contains("\nCMD [\"bash\", \"-c\", \"CUDA_VISIBLE_DEVICES=0 python trainval_net.py"));
    QVERIFY(content(files, "compose.yaml").contains("\n  evaluate:\n"));
    // A verb may not take the place of the Makefile's own target.
    QVERIFY(content(files, "Makefile").contains("\nrun-build: data-dirs ##"));
    QCOMPARE(content(files, "Makefile").count("\nbuild: "), 1);
    QVERIFY(content(generated(tests::condaRecipe()), "Dockerfile").endsWith("CMD [\"bash\"]\n"));
}

Q_DECLARE_METATYPE(reberth::recipe::Recipe)
QTEST_GUILESS_MAIN(TestGenerator)
#include "tst_generator.moc"
