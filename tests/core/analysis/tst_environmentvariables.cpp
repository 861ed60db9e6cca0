#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;
using test::inspected;

namespace {

const EnvironmentVariable* at(const Findings& findings, const char* name) {
    return test::find(findings.environment, &EnvironmentVariable::name, QString::fromLatin1(name));
}

} // namespace

class TestEnvironmentVariables : public QObject {
    Q_OBJECT
private slots:
    void python() {
        const Findings findings = inspected(
            {{QStringLiteral("a.py"),
              "import os\nroot = os.environ['DATA_ROOT']\nkey = os.getenv('API_KEY')\nn = os.environ.get('WORKERS', "
              "'4')\n"
              "t = os.getenv('THREADS', default=8)\nif 'MAYBE' in os.environ:\n    m = os.environ['MAYBE']\n"
              "os.environ['ONLY_SET'] = '1'\nos.environ['CUDA_VISIBLE_DEVICES'] = '0'\nhome = os.environ['HOME']\n"
              "text = \"os.environ['IN_TEXT']\"\n"}});
        QVERIFY(at(findings, "DATA_ROOT"));
        QVERIFY(at(findings, "DATA_ROOT")->required);
        QCOMPARE(at(findings, "DATA_ROOT")->evidence.first().line, 2);
        QVERIFY(at(findings, "API_KEY") && !at(findings, "API_KEY")->required);
        QCOMPARE(at(findings, "WORKERS")->value, QStringLiteral("4"));
        QCOMPARE(at(findings, "THREADS")->value, QStringLiteral("8"));
        QVERIFY(at(findings, "MAYBE") && !at(findings, "MAYBE")->required);
        QVERIFY(!at(findings, "ONLY_SET"));
        QVERIFY(at(findings, "CUDA_VISIBLE_DEVICES"));
        QVERIFY(!at(findings, "HOME"));
        QVERIFY(!at(findings, "IN_TEXT"));
        QVERIFY(findings.environment.first().required);
    }

    void documentsScriptsAndFiles() {
        const Findings findings = inspected(
            {{QStringLiteral("README.md"),
              "```\nexport SET_DIR=/data/set\nOMP_NUM_THREADS=1 python train.py\nexport PATH=$PATH:x\n```\n"},
             {QStringLiteral("run.sh"),
              "#!/bin/bash\nexport LOCAL_ONLY=1\necho ${BATCH:-16}\necho ${NEEDED:?set it}\n# export COMMENTED=1\n"},
             {QStringLiteral(".env.example"), "TOKEN=abc\n"},
             {QStringLiteral("Dockerfile"), "FROM python:3.8\nENV MODE=fast \\\n    LEVEL=2\nENV OLD style\n"}});
        QCOMPARE(at(findings, "SET_DIR") ? at(findings, "SET_DIR")->value : QString(), QStringLiteral("/data/set"));
        QVERIFY(at(findings, "OMP_NUM_THREADS"));
        QVERIFY(!at(findings, "PATH"));
        QVERIFY(!at(findings, "LOCAL_ONLY"));
        QCOMPARE(at(findings, "BATCH") ? at(findings, "BATCH")->value : QString(), QStringLiteral("16"));
        QVERIFY(at(findings, "NEEDED") && at(findings, "NEEDED")->required);
        QVERIFY(!at(findings, "COMMENTED"));
        QVERIFY(at(findings, "TOKEN"));
        QCOMPARE(at(findings, "LEVEL") ? at(findings, "LEVEL")->value : QString(), QStringLiteral("2"));
        QCOMPARE(at(findings, "OLD") ? at(findings, "OLD")->value : QString(), QStringLiteral("style"));
    }

    void secretsAreNotKept() {
        const Findings findings = inspected({{QStringLiteral(".env"), "SECRET_KEY=hunter2\n"}});
        QVERIFY(at(findings, "SECRET_KEY"));
        QVERIFY(at(findings, "SECRET_KEY")->value.isEmpty());
        QVERIFY(!at(findings, "SECRET_KEY")->evidence.first().text.contains(QLatin1String("hunter2")));
    }
};

QTEST_GUILESS_MAIN(TestEnvironmentVariables)
#include "tst_environmentvariables.moc"
