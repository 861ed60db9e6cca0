#include "treefixture.h"

#include <QStringEncoder>

using namespace reberth::analysis;

class TestRequirementsFiles : public QObject {
    Q_OBJECT

private slots:
    void followsIncludesAndConstraints() {
        TreeFixture files{{"requirements.txt", "-r sub/base.txt\n-c bounds.txt\nscipy>=1.0\n-r missing.txt\n"},
                          {"sub/base.txt", "numpy\n-r ../requirements.txt\n"},
                          {"bounds.txt", "numpy<1.20\nnever==1\n"}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(files.specifier("numpy"), QStringLiteral("<1.20"));
        QCOMPARE(files.specifier("scipy"), QStringLiteral(">=1.0"));
        QVERIFY(!files.dependency("never"));
        QVERIFY(files.hasNote("includes itself"));
        QVERIFY(files.hasNote("missing.txt"));
        QCOMPARE(files.dependency("numpy")->evidence.first().file, QStringLiteral("sub/base.txt"));
        QCOMPARE(files.dependency("numpy")->evidence.first().line, 1);
    }

    void encodings_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QString text = QStringLiteral("numpy==1.2\n");
        QTest::newRow("utf-8 with mark") << QByteArray("\xef\xbb\xbf" + text.toUtf8());
        QStringEncoder little(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom);
        QTest::newRow("utf-16 little") << QByteArray(little(text));
        QStringEncoder big(QStringEncoder::Utf16BE, QStringEncoder::Flag::WriteBom);
        QTest::newRow("utf-16 big") << QByteArray(big(text));
        QStringEncoder plain(QStringEncoder::Utf16LE);
        QTest::newRow("utf-16 without mark") << QByteArray(plain(text));
        QStringEncoder wide(QStringEncoder::Utf32LE, QStringEncoder::Flag::WriteBom);
        QTest::newRow("utf-32 little") << QByteArray(wide(text));
        QStringEncoder wideBig(QStringEncoder::Utf32BE, QStringEncoder::Flag::WriteBom);
        QTest::newRow("utf-32 big") << QByteArray(wideBig(text));
        QTest::newRow("latin-1") << QByteArray("# caf\xe9\nnumpy==1.2\n");
        QTest::newRow("old line ends") << QByteArray("# x\rnumpy==1.2\r");
    }
    void encodings() {
        QFETCH(QByteArray, bytes);
        TreeFixture files{{"requirements.txt", bytes}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(files.specifier("numpy"), QStringLiteral("==1.2"));
    }

    void wheelsTellPythonAndCuda() {
        TreeFixture files{{"requirements.txt", "https://d.example/whl/cu90/torch-0.4.1-cp36-cp36m-linux_x86_64.whl\n"
                                               "--find-links https://d.example/whl/cu102/stable.html\n"
                                               "jaxlib==0.4.7+cuda11.cudnn86\njax[cuda12_cudnn89]>=0.4\n./wheels/thing-1.0-py3-none-any.whl\n"}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.6"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("9.0 10.2 11 12"));
        QCOMPARE(TreeFixture::claimed(files.draft.cudnn), QStringLiteral("8.6"));
        QCOMPARE(files.specifier("torch"), QStringLiteral("==0.4.1"));
        QCOMPARE(files.specifier("thing"), QStringLiteral("==1.0"));
        QCOMPARE(files.indexes(), QStringList(QStringLiteral("find-links https://d.example/whl/cu102/stable.html")));
    }

    void otherSystemsAndExtrasAreOptional() {
        TreeFixture files{
            {"requirements.txt",
             "pywin32; sys_platform == 'win32'\nuvloop; sys_platform != 'win32' and python_version > '3'\n"
             "viz; extra == 'plots'\nnumpy @ file:///build/x/numpy\n"}};
        detectRequirements(files.tree(), files.draft);
        QVERIFY(files.dependency("pywin32")->optional);
        QCOMPARE(files.group("uvloop"), QStringLiteral("needed"));
        QCOMPARE(files.group("viz"), QStringLiteral("plots"));
        QVERIFY(files.dependency("numpy")->url.isEmpty());
    }

    void sideListsAreOptional() {
        TreeFixture files{{"requirements.txt", "numpy\n"},
                          {"requirements-dev.txt", "black\n"},
                          {"requirements_full.txt", "extra-thing\n"},
                          {"docs/requirements.txt", "sphinx\n"},
                          {"part/requirements.txt", "part-thing\n"}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(files.group("numpy"), QStringLiteral("needed"));
        QCOMPARE(files.group("black"), QStringLiteral("dev"));
        QCOMPARE(files.group("sphinx"), QStringLiteral("docs"));
        QCOMPARE(files.group("part-thing"), QStringLiteral("part"));
        QCOMPARE(files.group("extra-thing"), QStringLiteral("full"));
    }

    void subProjectsCountWhereTheRootIsSilent() {
        TreeFixture files{{"one/requirements.txt", "numpy\n"}, {"two/requirements.txt", "scipy\n"}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(files.group("numpy"), QStringLiteral("needed"));
        QCOMPARE(files.group("scipy"), QStringLiteral("needed"));
    }

    void compiledListIsALock() {
        TreeFixture files{{"requirements.in", "scipy\n"},
                          {"requirements.txt", "# This file is autogenerated by pip-compile\nnumpy==1.20 # via scipy\n"
                                               "scipy==1.6 # via -r requirements.in\n"}};
        detectRequirements(files.tree(), files.draft);
        QVERIFY(!files.dependency("numpy"));
        QCOMPARE(files.dependency("scipy")->locked, QStringLiteral("1.6"));
        QCOMPARE(files.locked("numpy"), QStringLiteral("1.20"));
    }

    void marksInsideAreNoText() {
        TreeFixture files{{"requirements.txt", "numpy\n\xef\xbb\xbfscipy==1.2\n"}};
        detectRequirements(files.tree(), files.draft);
        QCOMPARE(files.specifier("scipy"), QStringLiteral("==1.2"));
    }

    void whatIsNoRequirementBecomesANote() {
        TreeFixture files{{"requirements.txt", "numpy\nthis is prose\nthing @ ${URL}/thing.zip\n"}};
        detectRequirements(files.tree(), files.draft);
        QVERIFY(files.hasNote("no requirement that pip would take"));
        QVERIFY(files.hasNote("environment variable URL"));
    }
};

QTEST_GUILESS_MAIN(TestRequirementsFiles)
#include "tst_requirementsfiles.moc"
