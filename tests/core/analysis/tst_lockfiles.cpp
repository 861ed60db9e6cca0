#include "treefixture.h"

using namespace reberth::analysis;

class TestLockFiles : public QObject {
    Q_OBJECT

private slots:
    void poetry() {
        TreeFixture files{{"poetry.lock",
                           "[[package]]\nname = \"torch\"\nversion = \"1.8.1\"\n\n[[package]]\nname = \"six\"\n"
                           "version = \"1.15\"\n[metadata]\npython-versions = \"^3.7\"\n"}};
        detectLockFiles(files.tree(), files.draft);
        QVERIFY(files.dependencies().isEmpty());
        QCOMPARE(files.locked("torch"), QStringLiteral("1.8.1"));
        QCOMPARE(files.draft.locked.first().line, 2);
        QVERIFY(files.draft.frameworkOrder.isEmpty());
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral(">=3.7,<4"));
    }

    void choosesTheReleaseOfAFrameworkThatIsAskedFor() {
        TreeFixture files{{"uv.lock",
                           "requires-python = \">=3.9\"\n[[package]]\nname = \"torch\"\nversion = \"2.1.0\"\n"
                           "[[package]]\nname = \"my-net\"\nversion = \"0.1\"\nsource = { editable = \".\" }\n"}};
        files.draft.claimFramework(QStringLiteral("torch"), QStringLiteral(">=2.0"), QStringLiteral("pyproject"), {});
        detectLockFiles(files.tree(), files.draft);
        QCOMPARE(files.framework("torch"), QStringLiteral(">=2.0 2.1.0"));
        QCOMPARE(files.locked("my-net"), QString());
    }

    void pipfileLock() {
        TreeFixture files{{"Pipfile.lock", R"({"_meta": {"requires": {"python_version": "3.6"}},
 "default": {
  "numpy": {"version": "==1.19.5"}
 },
 "develop": {"black": {"version": "==20.8"}}})"}};
        detectLockFiles(files.tree(), files.draft);
        QCOMPARE(files.locked("numpy"), QStringLiteral("1.19.5"));
        QCOMPARE(files.draft.locked.first().line, 3);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.6"));
        TreeFixture broken{{"Pipfile.lock", "{"}};
        detectLockFiles(broken.tree(), broken.draft);
        QVERIFY(broken.hasNote("not valid JSON"));
    }

    void condaLockAndPixi() {
        TreeFixture files{
            {"conda-lock.yml", "package:\n- name: numpy\n  version: 1.2\n  manager: conda\n  platform: linux-64\n"
                               "- name: numpy\n  version: 9.9\n  manager: conda\n  platform: osx-64\n"
                               "- name: python\n  version: 3.8.1\n  manager: conda\n  platform: linux-64\n"},
            {"pixi.lock",
             "version: 6\npackages:\n- conda: https://c.example/conda-forge/linux-64/scipy-1.7-py39_0.conda\n"
             "- conda: https://c.example/conda-forge/win-64/pywin32-1-py39_0.conda\n"
             "- pypi: https://p.example/einops.whl\n  name: einops\n  version: 0.3\n"}};
        detectLockFiles(files.tree(), files.draft);
        QCOMPARE(files.locked("numpy"), QStringLiteral("1.2"));
        QCOMPARE(files.locked("scipy"), QStringLiteral("1.7"));
        QCOMPARE(files.locked("einops"), QStringLiteral("0.3"));
        QCOMPARE(files.locked("pywin32"), QString());
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.8.1"));
    }

    void explicitList() {
        TreeFixture files{{"spec-file.txt", "# platform: linux-64\n@EXPLICIT\n"
                                            "https://c.example/main/linux-64/numpy-1.18.1-py37h4f9e949_0.tar.bz2\n"
                                            "https://c.example/main/linux-64/cudatoolkit-10.1.243-h6bb024c_0.conda\n"}};
        detectLockFiles(files.tree(), files.draft);
        QVERIFY(files.dependencies().isEmpty());
        QCOMPARE(files.locked("numpy"), QStringLiteral("1.18.1"));
        QVERIFY(TreeFixture::claimed(files.draft.cuda).startsWith(QLatin1String("10.1")));
    }
};

QTEST_GUILESS_MAIN(TestLockFiles)
#include "tst_lockfiles.moc"
