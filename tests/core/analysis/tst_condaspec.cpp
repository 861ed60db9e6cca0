#include "core/analysis/condaspec.h"

#include <QTest>

using namespace reberth::analysis;

class TestCondaSpec : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("specifier");
        QTest::addColumn<QString>("channel");
        QTest::addColumn<QString>("build");
        const auto row = [](const char* text, const char* name, const char* specifier, const char* channel = "",
                            const char* build = "") {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(name)
                                << QString::fromLatin1(specifier) << QString::fromLatin1(channel)
                                << QString::fromLatin1(build);
        };
        row("numpy", "numpy", "");
        row("python==3.5.2", "python", "==3.5.2");
        row("pytorch=1.4", "pytorch", "==1.4.*");
        row("pytorch=1.4.0=py37_cuda101_0", "pytorch", "==1.4.0", "", "py37_cuda101_0");
        row("numpy>=1.11,<2", "numpy", ">=1.11,<2");
        row("numpy 1.11.*", "numpy", "==1.11.*");
        row("numpy 1.11.0 py36_0", "numpy", "==1.11.0", "", "py36_0");
        row("pytorch::torchvision=0.5", "torchvision", "==0.5.*", "pytorch");
        row("conda-forge/linux-64::numpy", "numpy", "", "conda-forge");
        row("cudatoolkit=10.", "cudatoolkit", "==10.*");
        row("numpy=1.1|1.2", "numpy", "=1.1");
        row("pytorch[version='>=1.8',build=*cuda*]", "pytorch", ">=1.8", "", "*cuda*");
        row("python >=3.6", "python", ">=3.6");
        row("https://c.example/main/linux-64/numpy-1.18.1-py37h4f9e949_0.tar.bz2#0a", "numpy", "==1.18.1", "main",
            "py37h4f9e949_0");
    }
    void reads() {
        QFETCH(QString, text);
        const std::optional<CondaSpec> spec = parseCondaSpec(text);
        QVERIFY(spec);
        QTEST(spec->dependency.name, "name");
        QTEST(spec->dependency.specifier, "specifier");
        QTEST(spec->channel, "channel");
        QTEST(spec->build, "build");
        QVERIFY(spec->dependency.conda);
    }

    void buildsTellMore() {
        const auto torch = parseCondaSpec(QStringLiteral("pytorch=1.7.1=py3.8_cuda10.1.243_cudnn7.6.3_0"));
        QCOMPARE(torch->wheelCuda, QStringLiteral("10.1"));
        QCOMPARE(torch->buildCudnn, QStringLiteral("7.6.3"));
        QCOMPARE(torch->wheelPython, QStringLiteral("3.8"));
        QCOMPARE(parseCondaSpec(QStringLiteral("cudnn=7.6.5=cuda10.1_0"))->wheelCuda, QStringLiteral("10.1"));
        QCOMPARE(parseCondaSpec(QStringLiteral("numpy=1.1=py310h123abc_0"))->wheelPython, QStringLiteral("3.10"));
    }

    void refuses() {
        for (const char* text : {"", "=1.2", "https://c.example/readme.html", "numpy is nice", "-c channel"})
            QVERIFY2(!parseCondaSpec(QString::fromLatin1(text)), text);
    }
};

QTEST_GUILESS_MAIN(TestCondaSpec)
#include "tst_condaspec.moc"
