#include "treefixture.h"

using namespace reberth::analysis;

class TestCondaEnvironments : public QObject {
    Q_OBJECT

private slots:
    void readsAnEnvironment() {
        TreeFixture files{
            {"environment.yml",
             "name: thing\nchannels:\n  - pytorch\n  - defaults\nvariables:\n  DATA: /data\ndependencies:\n"
             "  - python==3.7.3\n  - pytorch::pytorch=1.4\n  - cudatoolkit=10.1\n  - ffmpeg>=4.2\n"
             "  - pywin32  # [win]\n  - libsndfile\n  - pip\n  - pip:\n    - -r more.txt\n"
             "    - tqdm>=4  # bars\n    - -e .\n    - --extra-index-url https://w.example/cu110\n"},
            {"more.txt", "einops\n"}};
        detectCondaEnvironments(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.7.3"));
        QCOMPARE(files.framework("torch"), QStringLiteral("1.4"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("10.1 11.0"));
        QCOMPARE(files.specifier("tqdm"), QStringLiteral(">=4"));
        QVERIFY(files.dependency("einops"));
        QVERIFY(!files.dependency("pywin32"));
        QVERIFY(!files.dependency("libsndfile"));
        QCOMPARE(files.systemPackages(), QStringList(QStringLiteral("ffmpeg")));
        QCOMPARE(files.indexes(), QStringList({QStringLiteral("conda-channel pytorch"),
                                               QStringLiteral("extra-index https://w.example/cu110")}));
        QCOMPARE(files.draft.environment.first().name, QStringLiteral("DATA"));
        QCOMPARE(files.dependency("torch")->evidence.first().line, 9);
    }

    void findsItByItsContent() {
        TreeFixture files{{"env/Net1.yml", "name: Net1\ndependencies:\n  - numpy=1.2\n"},
                          {"config/train.yml", "dependencies: none\nlr: 0.1\n"}};
        detectCondaEnvironments(files.tree(), files.draft);
        QCOMPARE(files.dependencies().size(), 1);
        QCOMPARE(files.draft.manifests, QStringList(QStringLiteral("env/Net1.yml")));
    }

    void exportOnlyLocks() {
        QByteArray text = "dependencies:\n";
        for (const char* row :
             {"_libgcc_mutex=0.1=main", "ca-certificates=2021.1=h0_0", "openssl=1.1=h1_0", "zlib=1.2=h2_0",
              "python=3.8.5=h3_0", "certifi=2020.12=py38_0", "numpy=1.19.2=py38h_0", "xz=5.2=h_0", "tk=8.6=h_0",
              "six=1.15=py_0", "readline=8=h_0", "sqlite=3.3=h_0", "scipy=1.5=py38_0"})
            text += QByteArray("  - ") + row + "\n";
        TreeFixture files{{"environment.yml", text}};
        detectCondaEnvironments(files.tree(), files.draft);
        QVERIFY(files.dependencies().isEmpty());
        QCOMPARE(files.locked("numpy"), QStringLiteral("1.19.2"));
        QVERIFY(TreeFixture::claimed(files.draft.python).startsWith(QLatin1String("3.8")));
        Dependency imported;
        imported.name = QStringLiteral("scipy");
        imported.origin = Dependency::Origin::Imported;
        files.draft.packages.append({imported, QStringLiteral("import"), 0.3, PackageClaim::Role::Need, {}});
        QCOMPARE(files.specifier("scipy"), QStringLiteral("==1.5"));
        QCOMPARE(files.dependency("scipy")->origin, Dependency::Origin::Declared);
    }

    void gpuComesBeforeCpu() {
        TreeFixture files{{"environment-cpu.yml", "dependencies:\n  - thing=1.0\n  - only-cpu\n"},
                          {"environment-gpu.yml", "dependencies:\n  - thing=2.0\n"}};
        detectCondaEnvironments(files.tree(), files.draft);
        QCOMPARE(files.specifier("thing"), QStringLiteral("==2.0.*"));
        QVERIFY(files.dependency("only-cpu")->optional);
    }

    void brokenYamlIsANote() {
        TreeFixture files{{"environment.yml", "dependencies:\n  - [numpy\n"}};
        detectCondaEnvironments(files.tree(), files.draft);
        QVERIFY(files.hasNote("not valid YAML"));
    }
};

QTEST_GUILESS_MAIN(TestCondaEnvironments)
#include "tst_condaenvironments.moc"
