#include "tests/core/analysis/samplerepository.h"

#include <QTest>

using namespace reberth::analysis;

class TestEntryPoints : public QObject {
    Q_OBJECT

private slots:
    void scriptsNobodyMentions() {
        SampleRepository repository;
        repository
            .write("train.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\nif __name__ == "
                               "'__main__':\n    pass\n")
            .write("examples/small.py", "if __name__ == '__main__':\n    pass\n")
            .write("net/layers.py", "if __name__ == '__main__':\n    pass\n")
            .write("tests/test_net.py", "if __name__ == '__main__':\n    pass\n")
            .write("setup.py", "from setuptools import setup\nsetup(name='net')\n")
            .write("README.md", "`python demo.py`\n")
            .write("demo.py", "import torch\n");
        const Findings findings = repository.inspected();
        const EntryPoint* train = entryOf(findings, "train.py");
        QVERIFY(train);
        QCOMPARE(train->source, QStringLiteral("parser"));
        QCOMPARE(train->parameters.size(), 1);
        QVERIFY(entryOf(findings, "examples/small.py"));
        QVERIFY(!entryOf(findings, "net/layers.py"));
        QVERIFY(!entryOf(findings, "tests/test_net.py"));
        QVERIFY(!entryOf(findings, "setup.py"));
        // What a README tells is believed more than what only looks like a script.
        QVERIFY(entryOf(findings, "demo.py")->confidence > train->confidence);
        QCOMPARE(findings.entryPoints.first().script, QStringLiteral("demo.py"));
    }

    void shellScripts() {
        SampleRepository repository;
        repository.write("tools/main.py", "import torch\n")
            .write("scripts/run_small.sh",
                   "#!/bin/bash\ncd \"$(dirname \"$0\")\"/../tools\nEXTRA=x\nCUDA_VISIBLE_DEVICES=0 python main.py "
                   "--data ${EXTRA}\n")
            .write("install.sh", "pip install torch\n")
            .write("net/ops/make.sh", "nvcc -c a.cu\n");
        const Findings findings = repository.inspected();
        const EntryPoint* script = entryOf(findings, "scripts/run_small.sh");
        QVERIFY(script);
        QCOMPARE(script->source, QStringLiteral("script"));
        QCOMPARE(script->command, QStringLiteral("bash scripts/run_small.sh"));
        const EntryPoint* inner = entryOf(findings, "tools/main.py");
        QVERIFY(inner);
        QCOMPARE(inner->workdir, QStringLiteral("tools"));
        QVERIFY(!entryOf(findings, "install.sh"));
        QVERIFY(!entryOf(findings, "net/ops/make.sh"));
    }

    void otherSources() {
        SampleRepository repository;
        repository
            .write("setup.py", "from setuptools import setup\nsetup(name='net', entry_points={'console_scripts': "
                               "['net-test = net.cli:main']})\n")
            .write("net/cli.py", "import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    "
                                 "p.add_argument('--k', type=int)\n")
            .write("Makefile", "FLAGS = x\n.PHONY: train\ntrain: data\n\t@python net/fit.py --a 1\nlint:\n\tpython "
                               "net/style.py\nbig:\n\tpython net/fit.py $(FLAGS)\n")
            .write("net/fit.py", "x = 1\n")
            .write("net/style.py", "x = 1\n")
            .write("cog.yaml", "build:\n  python_version: \"3.8\"\npredict: \"predict.py:Predictor\"\n")
            .write("predict.py", "class Predictor: pass\n")
            .write("notebooks/Quick look.ipynb", "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4}\n");
        const Findings findings = repository.inspected();
        const EntryPoint* console = entryOf(findings, "net/cli.py");
        QVERIFY(console);
        QCOMPARE(console->source, QStringLiteral("console-script"));
        QCOMPARE(console->command, QStringLiteral("net-test"));
        QCOMPARE(console->verb, QStringLiteral("evaluate"));
        QCOMPARE(console->parameters.size(), 1);
        const EntryPoint* make = entryOf(findings, "net/fit.py");
        QVERIFY(make);
        QCOMPARE(make->command, QStringLiteral("python net/fit.py --a 1"));
        QCOMPARE(make->verb, QStringLiteral("train"));
        QVERIFY(!entryOf(findings, "net/style.py"));
        QVERIFY(entryOf(findings, "predict.py"));
        QCOMPARE(entryOf(findings, "predict.py")->verb, QStringLiteral("infer"));
        const EntryPoint* notebook = entryOf(findings, "notebooks/Quick look.ipynb");
        QVERIFY(notebook);
        QCOMPARE(notebook->verb, QStringLiteral("demo"));
        QCOMPARE(notebook->source, QStringLiteral("notebook"));
        QVERIFY(notebook->command.contains(QLatin1String("\"notebooks/Quick look.ipynb\"")));
    }

    void verbFromTheCode() {
        SampleRepository repository;
        repository
            .write("net.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--learning_rate', "
                             "type=float)\nif __name__ == '__main__':\n    pass\n")
            .write("plain.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--input')\nif __name__ "
                               "== '__main__':\n    pass\n");
        const Findings findings = repository.inspected();
        QCOMPARE(entryOf(findings, "net.py")->verb, QStringLiteral("train"));
        QCOMPARE(entryOf(findings, "plain.py")->verb, QStringLiteral("other"));
    }
};

QTEST_GUILESS_MAIN(TestEntryPoints)
#include "tst_entrypoints.moc"
