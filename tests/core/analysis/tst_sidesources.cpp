#include "core/analysis/inifile.h"
#include "core/analysis/jsonwithcomments.h"
#include "core/analysis/moduleload.h"
#include "core/analysis/pythonmatrix.h"
#include "treefixture.h"

#include <QJsonDocument>

using namespace reberth::analysis;

/// setup.cfg, tox.ini, cog.yaml, dev containers, Binder, pipelines and environment modules.
class TestSideSources : public QObject {
    Q_OBJECT

private slots:
    void ini() {
        const QList<IniEntry> entries =
            readIni(QStringLiteral("[a]\nx = 1\ny =\n  one\n  # not\n  two\n[b]\nz: 3 # why\n"));
        QCOMPARE(entries.size(), 4);
        QCOMPARE(entries.at(2).value, QStringLiteral("two"));
        QCOMPARE(entries.at(2).line, 6);
        QCOMPARE(entries.at(3).section, QStringLiteral("b"));
        QCOMPARE(entries.at(3).value, QStringLiteral("3"));
    }

    void setupCfg() {
        TreeFixture files{{"setup.cfg",
                           "[metadata]\nname = net\n[options]\npython_requires = >=3.6\ninstall_requires =\n"
                           "    numpy>=1.2; python_version > '3'\n    net\n    file: run.txt\n"
                           "[options.extras_require]\ntest =\n    pytest\n[options.entry_points]\n"
                           "console_scripts =\n    net-run = net.main:run\n"},
                          {"run.txt", "scipy\n"}};
        detectSetupCfg(files.tree(), files.draft);
        QCOMPARE(files.specifier("numpy"), QStringLiteral(">=1.2"));
        QCOMPARE(files.group("scipy"), QStringLiteral("needed"));
        QCOMPARE(files.group("pytest"), QStringLiteral("test"));
        QVERIFY(!files.dependency("net"));
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral(">=3.6"));
        QCOMPARE(files.draft.consoleScripts.size(), 1);
    }

    void tox() {
        TreeFixture files{
            {"tox.ini", "[tox]\nenvlist = py{36,37},flake8\n[testenv]\ndeps =\n    pytest>=5\n    py36: mock\n"}};
        detectTox(files.tree(), files.draft);
        QCOMPARE(files.group("pytest"), QStringLiteral("test"));
        QCOMPARE(files.group("mock"), QStringLiteral("test"));
    }

    void cog() {
        TreeFixture files{{"web/cog.yaml",
                           "\"\"\"\nFor the demo.\n\"\"\"\nbuild:\n  cuda: \"11.3\"\n  python_version: \"3.8\"\n"
                           "  system_packages:\n    - libgl1\n  python_packages:\n"
                           "    - \"torch==1.11.0 --extra-index-url=https://d.example/whl/cu113\"\n"
                           "  python_requirements: more.txt\n  run:\n    - pip install einops\n"
                           "    - command: apt-get install -y git\npredict: \"predict.py:Predictor\"\n"},
                          {"web/more.txt", "tqdm\n"},
                          {"web/predict.py", "class Predictor: pass\n"}};
        detectCog(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.8"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("11.3"));
        QCOMPARE(files.framework("torch"), QStringLiteral("1.11.0"));
        QVERIFY(files.dependency("tqdm"));
        QVERIFY(files.dependency("einops"));
        QCOMPARE(files.systemPackages(), QStringList({QStringLiteral("libgl1"), QStringLiteral("git")}));
        QCOMPARE(files.draft.entryPoints.first().script, QStringLiteral("web/predict.py"));
        QCOMPARE(files.draft.python.first().evidence.line, 6);
    }

    void devcontainer() {
        TreeFixture files{{".devcontainer/devcontainer.json",
                           "{\n // the image\n \"image\": \"pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel\",\n"
                           " \"features\": {\"ghcr.io/devcontainers/features/python:1\": {\"version\": \"3.8\"}},\n"
                           " \"postCreateCommand\": \"pip install einops\", /* more */\n"
                           " \"containerEnv\": {\"DATA\": \"/data\",},\n}\n"}};
        detectDevcontainers(files.tree(), files.draft);
        QCOMPARE(files.framework("torch"), QStringLiteral("1.9.0"));
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.7 3.8"));
        QVERIFY(files.dependency("einops"));
        QCOMPARE(files.draft.environment.first().name, QStringLiteral("DATA"));
        QCOMPARE(files.draft.cuda.first().evidence.line, 3);
    }

    void jsonComments() {
        const QString text = QStringLiteral("{\"a\": \"// no\", // yes\n \"b\": [1, 2, /* x */ ], }");
        const QString plain = withoutJsonComments(text);
        QCOMPARE(plain.size(), text.size());
        QVERIFY(!QJsonDocument::fromJson(plain.toUtf8()).isNull());
        QCOMPARE(QJsonDocument::fromJson(plain.toUtf8())[QStringLiteral("a")].toString(), QStringLiteral("// no"));
        withoutJsonComments(QStringLiteral("/* never closed"));
        withoutJsonComments(QStringLiteral("\"never closed\\"));
    }

    void binder() {
        TreeFixture files{{"binder/apt.txt", "# tools\nffmpeg\n"},
                          {"binder/postBuild", "#!/bin/bash\npip install einops\n"}};
        detectBinder(files.tree(), files.draft);
        QCOMPARE(files.systemPackages(), QStringList(QStringLiteral("ffmpeg")));
        QVERIFY(files.dependency("einops"));
    }

    void pipelines() {
        TreeFixture files{
            {".github/workflows/test.yml",
             "on: push\njobs:\n  test:\n    strategy:\n      matrix:\n        python-version: ['3.7', '3.8', '3.10']\n"
             "    steps:\n      - run: |\n          sudo apt-get install -y clang\n          pip install pytest "
             "thing\n"},
            {".travis.yml", "python:\n  - \"3.6\"\ninstall:\n  - pip install codecov\n"}};
        detectContinuousIntegration(files.tree(), files.draft);
        const QString pythons = TreeFixture::claimed(files.draft.python);
        QVERIFY2(pythons.contains(QLatin1String(">=3.7,<3.11")), qPrintable(pythons));
        QVERIFY(pythons.contains(QLatin1String("3.6")));
        QCOMPARE(files.group("thing"), QStringLiteral("test"));
        QCOMPARE(files.group("codecov"), QStringLiteral("test"));
        QVERIFY(files.systemPackages().isEmpty());
        QVERIFY(files.draft.python.first().confidence < 0.5);
    }

    void matrices() {
        Draft draft;
        PythonMatrix matrix;
        for (const char* word : {"2.7", "3.5", "pypy3", "py36-torch", "nightly"})
            matrix.add(QString::fromLatin1(word), {});
        matrix.claim(QStringLiteral("ci"), 1, draft);
        QCOMPARE(draft.python.first().range, QStringLiteral(">=3.5,<3.7"));
    }

    void modules() {
        Draft draft;
        const auto load = [&draft](const char* text) {
            return readModuleLoad(QString::fromLatin1(text).split(QLatin1Char(' ')), {}, QStringLiteral("script"), 1,
                                  draft);
        };
        QVERIFY(load("module load cuda/10.1 python/3.7.4 cudnn-7.6.5 gcc/8"));
        QVERIFY(load("ml PyTorch/1.7.1-fosscuda-2020b"));
        QVERIFY(!load("python module load"));
        QCOMPARE(TreeFixture::claimed(draft.cuda), QStringLiteral("10.1"));
        QCOMPARE(TreeFixture::claimed(draft.python), QStringLiteral("3.7.4"));
        QCOMPARE(TreeFixture::claimed(draft.cudnn), QStringLiteral("7.6.5"));
        QCOMPARE(TreeFixture::claimed(draft.frameworks.value(QStringLiteral("torch"))), QStringLiteral("1.7.1"));
    }
};

QTEST_GUILESS_MAIN(TestSideSources)
#include "tst_sidesources.moc"
