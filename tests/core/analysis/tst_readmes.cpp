#include "tests/core/analysis/samplerepository.h"

#include <QTest>

using namespace reberth::analysis;

class TestReadmes : public QObject {
    Q_OBJECT

private slots:
    void commandsInAllForms() {
        SampleRepository repository;
        for (const char* script : {"a.py", "b.py", "c.py", "d.py", "e.py", "f.py", "g.sh", "h.py", "i.py"})
            repository.write(script, "import torch\n");
        repository.write("README.md",
                         "# Net\n## Train\n1. First\n   ```\n   $ python a.py --x\n   python printed.py\n   ```\n\n"
                         "    python b.py --lr 0.1 \\\n      --fast\n\nUse `python c.py` or <code>python d.py</code>.\n"
                         "Run python e.py [in out]. Then `f.py` is not run, but run `h.py`.\n\n"
                         "| script | does |\n|---|---|\n| `sh g.sh` | things |\n<pre>python i.py</pre>\n");
        const Findings findings = repository.inspected();
        for (const char* script : {"a.py", "b.py", "c.py", "d.py", "e.py", "g.sh", "h.py", "i.py"}) {
            QVERIFY2(entryOf(findings, script), script);
            QCOMPARE(entryOf(findings, script)->source, QStringLiteral("readme"));
        }
        QVERIFY(!entryOf(findings, "f.py"));
        QCOMPARE(entryOf(findings, "a.py")->verb, QStringLiteral("train"));
        QCOMPARE(entryOf(findings, "a.py")->evidence.first().line, 5);
        QCOMPARE(entryOf(findings, "b.py")->command, QStringLiteral("python b.py --lr 0.1 --fast"));
        QVERIFY(entryOf(findings, "e.py")->command.startsWith(QLatin1String("python e.py [in out]")));
    }

    void foldersAreFollowed() {
        SampleRepository repository;
        repository.write("lib/train.py", "import torch\n")
            .write("tools/train.py", "import torch\n")
            .write("README.md", "```bash\ngit clone https://x.org/me/net\ncd net\ncd tools\npython train.py\ncd ..\ncd "
                                "lib\npython train.py --b\n```\n");
        const Findings findings = repository.inspected();
        const EntryPoint* tools = entryOf(findings, "tools/train.py");
        const EntryPoint* lib = entryOf(findings, "lib/train.py");
        QVERIFY(tools && lib);
        QCOMPARE(tools->workdir, QStringLiteral("tools"));
        QCOMPARE(lib->workdir, QStringLiteral("lib"));
        QCOMPARE(lib->command, QStringLiteral("python train.py --b"));
    }

    void variablesOfTheBlocksAreFollowed() {
        SampleRepository repository;
        repository.write("tools/train.py", "import torch\n")
            .write("README.md", "```bash\nexport HERE=tools\nPY=\"python -m torch.distributed.launch\"\n$PY "
                                "${HERE}/train.py --x\n```\n");
        const Findings findings = repository.inspected();
        const EntryPoint* train = entryOf(findings, "tools/train.py");
        QVERIFY(train);
        QCOMPARE(train->command, QStringLiteral("python -m torch.distributed.launch tools/train.py --x"));
    }

    void somebodyElsesCloneIsNotOurs() {
        SampleRepository repository;
        const QByteArray own = repository.path().section(QLatin1Char('/'), -1).toUtf8();
        repository.write("train.py", "import torch\n")
            .write(QStringLiteral("README.md"), "```\ngit clone https://x.org/me/" + own + "\ncd " + own +
                                                    "\ngit clone https://x.org/you/other\ncd other\npython train.py "
                                                    "--theirs\ncd ..\npython train.py --ours\n```\n");
        const Findings findings = repository.inspected();
        const EntryPoint* train = entryOf(findings, "train.py");
        QVERIFY(train);
        QCOMPARE(train->command, QStringLiteral("python train.py --ours"));
    }

    void translationsAndDocsAreWeaker() {
        SampleRepository repository;
        repository.write("train.py", "import torch\nif __name__ == '__main__':\n    pass\n")
            .write("README.md", "Python 3.6, PyTorch 1.2\n`python train.py --a`\n")
            .write("README_zh.md", "Python 3.8, PyTorch 1.4\n`python train.py --b`\n")
            .write("docs/CHANGELOG.md", "Python 3.9, PyTorch 1.7\n");
        const Findings findings = repository.inspected();
        QCOMPARE(versionOf(findings.python), QStringLiteral("3.6"));
        QCOMPARE(versionOf(findings.mainFramework()->version), QStringLiteral("1.2"));
        QCOMPARE(entryOf(findings, "train.py")->command, QStringLiteral("python train.py --a"));
        QCOMPARE(findings.python.claims.last().evidence.file, QStringLiteral("docs/CHANGELOG.md"));
    }

    void environmentsOfAllForms_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("python");
        QTest::addColumn<QString>("cuda");
        const auto row = [](const char* name, const char* text, const char* python, const char* cuda) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(python) << QString::fromLatin1(cuda);
        };
        row("table", "| Python | CUDA |\n|--|--|\n| 3.6 | 9.0 |\n| 3.8 | 11.0 |\n", "3.6", "9.0");
        row("virtualenv", "```\nvirtualenv -p python3.6 env\n```\n", "3.6", "");
        row("venv", "```\npython3.7 -m venv env\n```\n", "3.7", "");
        row("pyenv", "```\npyenv local 3.8.2\n```\n", "3.8.2", "");
        row("pipenv", "```\npipenv --python 3.7\n```\n", "3.7", "");
        row("conda", "```\nconda create -n x python=3.7\nconda install pytorch=1.4 cudatoolkit=10.1 -c pytorch\n```\n",
            "3.7", "10.1");
        row("toolkit folder",
            "```\nexport CUDA_HOME=/usr/local/cuda-10.0\nexport PATH=/usr/local/cuda-10.0/bin:$PATH\n```\n", "",
            "10.0");
        row("image", "```\ndocker pull nvidia/cuda:10.2-devel-ubuntu18.04\n```\n", "", "10.2");
        row("related",
            "## Install\nPython 3.6, CUDA 9.0\n## Related projects\nOther net, tested with Python 3.9 and CUDA 11.1\n",
            "3.6", "9.0");
        row("badge", "![a](https://img.shields.io/badge/python-3.7-green)\n", "3.7", "");
        row("comment", "<!-- Python 2.6 -->\nPython 3.6\n", "3.6", "");
    }
    void environmentsOfAllForms() {
        QFETCH(QByteArray, text);
        SampleRepository repository;
        repository.write("train.py", "import torch\n").write(QStringLiteral("README.md"), text);
        const Findings findings = repository.inspected();
        QTEST(versionOf(findings.python), "python");
        QTEST(versionOf(findings.cuda), "cuda");
    }
};

QTEST_GUILESS_MAIN(TestReadmes)
#include "tst_readmes.moc"
