#include "treefixture.h"

using namespace reberth::analysis;

class TestPyprojects : public QObject {
    Q_OBJECT

private slots:
    void standardTables() {
        TreeFixture files{{"pyproject.toml",
                           "[project]\n"
                           "name = \"my-net\"\n"
                           "requires-python = \">=3.8\"\n"
                           "dynamic = [\"version\"]\n"
                           "dependencies = [\"numpy>=1.2\", \"torch\", \"my-net[gpu]\"]\n"
                           "[project.optional-dependencies]\n"
                           "gpu = [\"cupy\"]\n"
                           "[project.scripts]\n"
                           "net-train = \"net.train:main\"\n"
                           "[dependency-groups]\n"
                           "test = [\"pytest\", {include-group = \"lint\"}]\n"
                           "lint = [\"ruff\"]\n"
                           "[build-system]\n"
                           "requires = [\"setuptools\", \"cython\"]\n"
                           "[tool.uv.sources]\n"
                           "torch = [{ index = \"cu124\", marker = \"sys_platform == 'linux'\" }]\n"
                           "cupy = { git = \"https://g.example/cupy.git\", tag = \"v1\", subdirectory = \"py\" }\n"
                           "[[tool.uv.index]]\n"
                           "name = \"cu124\"\n"
                           "url = \"https://d.example/whl/cu124\"\n"}};
        detectPyproject(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral(">=3.8"));
        QCOMPARE(files.specifier("numpy"), QStringLiteral(">=1.2"));
        QCOMPARE(files.group("cupy"), QStringLiteral("gpu"));
        QCOMPARE(files.dependency("cupy")->url, QStringLiteral("git+https://g.example/cupy.git@v1#subdirectory=py"));
        QCOMPARE(files.group("pytest"), QStringLiteral("test"));
        QCOMPARE(files.group("ruff"), QStringLiteral("lint"));
        QCOMPARE(files.group("cython"), QStringLiteral("build"));
        QVERIFY(!files.dependency("my-net"));
        QCOMPARE(files.draft.consoleScripts.value(QStringLiteral("net-train")), QStringLiteral("net.train:main"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("12.4"));
        QCOMPARE(files.dependency("numpy")->evidence.first().line, 5);
    }

    void dynamicDependencies() {
        TreeFixture files{{"pyproject.toml",
                           "[project]\nname='x'\ndynamic=['dependencies']\n[tool.setuptools.dynamic]\n"
                           "dependencies = {file = ['deps/run.txt']}\n"},
                          {"deps/run.txt", "numpy\n"}};
        detectPyproject(files.tree(), files.draft);
        QCOMPARE(files.group("numpy"), QStringLiteral("needed"));
    }

    void poetry() {
        TreeFixture files{
            {"pyproject.toml",
             "[tool.poetry]\n"
             "name = \"x\"\n"
             "[tool.poetry.dependencies]\n"
             "python = \"^3.7\"\n"
             "numpy = \"~1.19\"\n"
             "torch = [{version = \"1.8\", python = \"<3.9\"}, {version = \"1.10\", python = \">=3.9\"}]\n"
             "clip = {git = \"https://g.example/clip.git\", rev = \"abc\"}\n"
             "gym = {version = \"*\", optional = true}\n"
             "pywin32 = {version = \"1\", markers = \"sys_platform == 'win32'\"}\n"
             "[tool.poetry.extras]\n"
             "play = [\"gym\"]\n"
             "[tool.poetry.dev-dependencies]\n"
             "black = \"*\"\n"
             "[tool.poetry.group.docs.dependencies]\n"
             "sphinx = \"^4\"\n"
             "[[tool.poetry.source]]\n"
             "url = \"https://i.example/simple\"\n"}};
        detectPyproject(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral(">=3.7,<4"));
        QCOMPARE(files.specifier("numpy"), QStringLiteral(">=1.19,<1.20"));
        QCOMPARE(files.group("torch"), QStringLiteral("needed"));
        QCOMPARE(files.dependency("clip")->url, QStringLiteral("git+https://g.example/clip.git@abc"));
        QCOMPARE(files.group("gym"), QStringLiteral("play"));
        QVERIFY(files.dependency("pywin32")->optional);
        QCOMPARE(files.group("black"), QStringLiteral("dev"));
        QCOMPARE(files.group("sphinx"), QStringLiteral("docs"));
        QCOMPARE(files.indexes(), QStringList(QStringLiteral("extra-index https://i.example/simple")));
    }

    void otherTools() {
        TreeFixture files{{"pyproject.toml", "[tool.flit.metadata]\n"
                                             "module = \"x\"\n"
                                             "requires = [\"numpy\"]\n"
                                             "requires-python = \">=3.5\"\n"
                                             "[tool.flit.metadata.requires-extra]\n"
                                             "plot = [\"matplotlib\"]\n"
                                             "[tool.pdm.dev-dependencies]\n"
                                             "test = [\"pytest\"]\n"
                                             "[tool.hatch.envs.lint]\n"
                                             "dependencies = [\"ruff\"]\n"
                                             "[tool.pixi.dependencies]\n"
                                             "pytorch = \">=1.9\"\n"}};
        detectPyproject(files.tree(), files.draft);
        QCOMPARE(files.group("numpy"), QStringLiteral("needed"));
        QCOMPARE(files.group("matplotlib"), QStringLiteral("plot"));
        QCOMPARE(files.group("pytest"), QStringLiteral("test"));
        QCOMPARE(files.group("ruff"), QStringLiteral("lint"));
        QCOMPARE(files.specifier("torch"), QStringLiteral(">=1.9"));
    }

    void brokenTomlIsANote() {
        TreeFixture files{{"pyproject.toml", "[project\n"}};
        detectPyproject(files.tree(), files.draft);
        QVERIFY(files.hasNote("not valid TOML"));
        TreeFixture bomb{{"pyproject.toml", "a = " + QByteArray(5000, '[')}};
        detectPyproject(bomb.tree(), bomb.draft);
        QVERIFY(bomb.hasNote("nested too deeply"));
    }

    void pipfile() {
        TreeFixture files{{"Pipfile", "[[source]]\nurl = 'https://i.example/simple'\n[packages]\nnumpy = '>=1.2'\n"
                                      "thing = {git = 'https://g.example/t.git', ref = 'v2'}\n[dev-packages]\n"
                                      "black = '*'\n[requires]\npython_version = '3.7'\n"}};
        detectPipfile(files.tree(), files.draft);
        QCOMPARE(files.specifier("numpy"), QStringLiteral(">=1.2"));
        QCOMPARE(files.dependency("thing")->url, QStringLiteral("git+https://g.example/t.git@v2"));
        QCOMPARE(files.group("black"), QStringLiteral("dev"));
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.7"));
    }

    void pixi() {
        TreeFixture files{{"pixi.toml",
                           "[workspace]\nchannels = ['conda-forge']\n[dependencies]\npython = '3.9.*'\n"
                           "numpy = '1.21'\n[pypi-dependencies]\neinops = '>=0.3'\n[feature.dev.dependencies]\n"
                           "pytest = '*'\n[system-requirements]\ncuda = '12'\n"}};
        detectPixi(files.tree(), files.draft);
        QVERIFY(TreeFixture::claimed(files.draft.python).startsWith(QLatin1String("3.9")));
        QCOMPARE(files.specifier("numpy"), QStringLiteral("==1.21"));
        QCOMPARE(files.specifier("einops"), QStringLiteral(">=0.3"));
        QCOMPARE(files.group("pytest"), QStringLiteral("dev"));
        QCOMPARE(files.indexes(), QStringList(QStringLiteral("conda-channel conda-forge")));
    }

    void versionFiles() {
        TreeFixture files{{".python-version", "# here\n3.8.12\n"}, {".tool-versions", "nodejs 12\npython 3.7.1\n"}};
        detectPythonVersionFiles(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.8.12 3.7.1"));
        QCOMPARE(files.draft.python.first().evidence.line, 2);
        TreeFixture heroku{{"runtime.txt", "python-3.6.9\n"}};
        detectPythonVersionFiles(heroku.tree(), heroku.draft);
        QCOMPARE(TreeFixture::claimed(heroku.draft.python), QStringLiteral("3.6.9"));
    }
};

QTEST_GUILESS_MAIN(TestPyprojects)
#include "tst_pyprojects.moc"
