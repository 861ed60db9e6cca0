#include "core/analysis/condaspec.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/requirement.h"
#include "core/analysis/shellwords.h"

#include <QTest>

using namespace reberth::analysis;

class TestRequirement : public QObject {
    Q_OBJECT

private slots:
    void readsWhatPipTakes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("specifier");
        QTest::addColumn<QString>("url");
        QTest::newRow("plain") << "numpy"
                               << "numpy"
                               << ""
                               << "";
        QTest::newRow("range") << "scipy >=1.0, <1.3"
                               << "scipy"
                               << ">=1.0,<1.3"
                               << "";
        QTest::newRow("parentheses") << "six (>=1.9)"
                                     << "six"
                                     << ">=1.9"
                                     << "";
        QTest::newRow("extras and marker") << "requests[socks]==2.8 ; python_version < '3'"
                                           << "requests"
                                           << "==2.8"
                                           << "";
        QTest::newRow("hash") << "tqdm==4.0 --hash=sha256:abc"
                              << "tqdm"
                              << "==4.0"
                              << "";
        QTest::newRow("single equals") << "torch=1.2"
                                       << "torch"
                                       << "==1.2"
                                       << "";
        QTest::newRow("vcs with egg") << "git+https://example.org/o/thing.git@v1#egg=the_thing"
                                      << "the_thing"
                                      << ""
                                      << "git+https://example.org/o/thing.git@v1#egg=the_thing";
        QTest::newRow("vcs without egg") << "git+https://example.org/o/thing.git"
                                         << "thing"
                                         << ""
                                         << "git+https://example.org/o/thing.git";
        QTest::newRow("direct") << "thing @ https://example.org/thing-1.0.zip"
                                << "thing"
                                << "==1.0"
                                << "https://example.org/thing-1.0.zip";
    }
    void readsWhatPipTakes() {
        QFETCH(QString, text);
        const std::optional<Requirement> requirement = parseRequirement(text);
        QVERIFY(requirement);
        QTEST(requirement->dependency.name, "name");
        QTEST(requirement->dependency.specifier, "specifier");
        QTEST(requirement->dependency.url, "url");
    }

    void wheelTellsPythonAndCuda() {
        const auto wheel =
            parseRequirement(QStringLiteral("https://example.org/whl/cu90/torch-1.0.0-cp35-cp35m-linux_x86_64.whl"));
        QVERIFY(wheel);
        QCOMPARE(wheel->dependency.name, QStringLiteral("torch"));
        QCOMPARE(wheel->dependency.specifier, QStringLiteral("==1.0.0"));
        QCOMPARE(wheel->wheelPython, QStringLiteral("3.5"));
        QCOMPARE(wheel->wheelCuda, QStringLiteral("9.0"));
    }

    void refusesWhatIsNone() {
        for (const char* text : {"", "-r other.txt", "three words here", "===", "<<<<<<< HEAD"})
            QVERIFY2(!parseRequirement(QString::fromLatin1(text)), text);
        QVERIFY(parseRequirement(QStringLiteral(".[dev]"))->self);
    }

    void readsConda_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("specifier");
        QTest::newRow("prefix") << "python=3.7"
                                << "python"
                                << "==3.7.*";
        QTest::newRow("build") << "pytorch=1.4.0=py3.7_cuda10.1_0"
                               << "pytorch"
                               << "==1.4.0";
        QTest::newRow("exact") << "pytorch==1.4"
                               << "pytorch"
                               << "==1.4";
        QTest::newRow("trailing dot") << "cudatoolkit=10."
                                      << "cudatoolkit"
                                      << "==10.*";
        QTest::newRow("channel") << "pytorch::torchvision>=0.5,<1"
                                 << "torchvision"
                                 << ">=0.5,<1";
        QTest::newRow("blank") << "numpy 1.16"
                               << "numpy"
                               << "==1.16";
    }
    void readsConda() {
        QFETCH(QString, text);
        const auto requirement = parseCondaSpec(text);
        QVERIFY(requirement);
        QTEST(requirement->dependency.name, "name");
        QTEST(requirement->dependency.specifier, "specifier");
        QVERIFY(requirement->dependency.conda);
    }

    void poetryRanges() {
        QCOMPARE(poetryRange(QStringLiteral("^1.2")), QStringLiteral(">=1.2,<2"));
        QCOMPARE(poetryRange(QStringLiteral("^0.2.3")), QStringLiteral(">=0.2.3,<0.3"));
        QCOMPARE(poetryRange(QStringLiteral("~3.6")), QStringLiteral(">=3.6,<3.7"));
        QCOMPARE(poetryRange(QStringLiteral("*")), QString());
        QCOMPARE(poetryRange(QStringLiteral("1.4.0")), QStringLiteral("==1.4.0"));
        QCOMPARE(poetryRange(QStringLiteral(">=1.10, < 1.13")), QStringLiteral(">=1.10,<1.13"));
    }

    void splitsShell() {
        const QList<ShellCommand> commands = splitShell(
            QStringLiteral(
                "# note\n$ cd lib && CUDA_VISIBLE_DEVICES=0 python train.py \\\n  --name 'a b' # why\nmake; echo done"),
            5);
        QCOMPARE(commands.size(), 4);
        QCOMPARE(commands.at(0).words, QStringList({QStringLiteral("cd"), QStringLiteral("lib")}));
        QCOMPARE(commands.at(1).words, QStringList({QStringLiteral("python"), QStringLiteral("train.py"),
                                                    QStringLiteral("--name"), QStringLiteral("a b")}));
        QCOMPARE(commands.at(1).assignments, QStringList(QStringLiteral("CUDA_VISIBLE_DEVICES=0")));
        QCOMPARE(commands.at(1).line, 6);
        QCOMPARE(commands.at(3).words.first(), QStringLiteral("echo"));
        QVERIFY(splitShell(QStringLiteral("it's an open quote")).first().words.contains(QStringLiteral("open")));
        QCOMPARE(splitShell(QStringLiteral("python a\\b.py")).first().words.last(), QStringLiteral("a/b.py"));
    }

    void readsInstallCommands() {
        const auto words = [](const char* text) { return splitShell(QString::fromLatin1(text)).first().words; };
        const auto pip = parseInstall(words("sudo python3 -m pip install --no-cache-dir -i https://x/simple torch==1.2 "
                                            "-r req.txt 'numpy<2' <package>"));
        QVERIFY(pip);
        QCOMPARE(pip->requirements.size(), 2);
        QCOMPARE(pip->requirementFiles, QStringList(QStringLiteral("req.txt")));
        const auto apt = parseInstall(words("apt-get install -y --no-install-recommends git libgl1=1.0 $EXTRA"));
        QVERIFY(apt);
        QCOMPARE(apt->systemPackages, QStringList({QStringLiteral("git"), QStringLiteral("libgl1")}));
        const auto conda = parseInstall(words("conda create -n env python=3.6 -c pytorch"));
        QVERIFY(conda && conda->createsEnvironment);
        QCOMPARE(conda->requirements.size(), 1);
        QVERIFY(!parseInstall(words("python train.py install")));
        QVERIFY(!parseInstall(words("pip freeze")));
    }
};

QTEST_GUILESS_MAIN(TestRequirement)
#include "tst_requirement.moc"
