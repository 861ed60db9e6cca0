#include "core/analysis/detectors.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/watchednames.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace reberth::analysis;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

Draft read(const QByteArray& setup, Files files = {}) {
    files.prepend({QStringLiteral("setup.py"), setup});
    const SourceTree tree = SourceTree::fromBytes(files);
    QList<PythonFacts> python;
    for (const auto& [path, bytes] : files) {
        if (path.endsWith(QLatin1String(".py")))
            python.append(readPython(path, bytes, WatchedNames()));
    }
    Draft draft;
    detectSetupScripts(tree, python, draft);
    return draft;
}

/// "name specifier marker" of what the code needs, sorted.
QStringList needs(const Draft& draft) {
    QStringList names;
    for (const PackageClaim& claim : draft.packages) {
        const Dependency& dependency = claim.dependency;
        if (!dependency.optional)
            names.append((dependency.name + dependency.specifier + QLatin1Char(' ') + dependency.marker).trimmed());
    }
    names.sort();
    return names;
}

const PackageClaim* find(const Draft& draft, const char* name) {
    const auto found = std::find_if(draft.packages.begin(), draft.packages.end(), [name](const PackageClaim& claim) {
        return claim.dependency.name == QLatin1String(name);
    });
    return found == draft.packages.end() ? nullptr : &*found;
}

} // namespace

class TestSetupScripts : public QObject {
    Q_OBJECT

private slots:
    void requirements_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* script, const QStringList& expected) {
            QTest::newRow(name) << QByteArray(script) << expected;
        };
        const QStringList two{QStringLiteral("alpha"), QStringLiteral("beta>=2")};
        row("a list", "from setuptools import setup\nsetup(install_requires=['alpha', 'beta>=2'])\n", two);
        row("a variable that grows",
            "import setuptools\nneeds = ['alpha']\nneeds.append('beta>=2')\n"
            "setuptools.setup(install_requires=needs)\n",
            two);
        row("+=",
            "from setuptools import setup\nneeds = ['alpha']\nneeds += ['beta>=2']\nsetup(install_requires=needs)\n",
            two);
        row("extend and a tuple",
            "from setuptools import setup\nA = ('alpha',)\nB = []\nB.extend(A)\n"
            "setup(install_requires=B + ['beta>=2'])\n",
            two);
        row("percent", "from setuptools import setup\nV = '2'\nsetup(install_requires=['alpha', 'beta>=%s' % V])\n",
            two);
        row("format",
            "from setuptools import setup\nsetup(install_requires=['alpha', '{}>={v}'.format('beta', v=2)])\n", two);
        row("f-string",
            "from setuptools import setup\nV = {'b': 2}\nsetup(install_requires=['alpha', f\"beta>={V['b']}\"])\n",
            two);
        row("splat", "from setuptools import setup\nA = ['alpha']\nsetup(install_requires=[*A, 'beta>=2'])\n", two);
        row("a dictionary of arguments",
            "from setuptools import setup\nD = dict(install_requires=['alpha'])\n"
            "D['install_requires'] += ['beta>=2']\nsetup(**D)\n",
            two);
        row("a function",
            "from setuptools import setup\ndef needs(more):\n    base = ['alpha']\n    base.append(more)\n"
            "    return base\nsetup(install_requires=needs('beta>=2'))\n",
            two);
        row("main",
            "from setuptools import setup\ndef main():\n    needs = ['alpha', 'beta>=2']\n"
            "    setup(install_requires=needs)\nif __name__ == '__main__':\n    main()\n",
            two);
        row("a comprehension",
            "from setuptools import setup\nV = {'alpha': '', 'beta': '>=2'}\n"
            "setup(install_requires=[k + v for k, v in V.items()])\n",
            two);
        row("a conditional value",
            "import os\nfrom setuptools import setup\n"
            "N = 'beta>=2' if os.path.exists('gone.txt') else 'beta>=2'\n"
            "setup(install_requires=['alpha', N])\n",
            two);
        row("an environment's default",
            "import os\nfrom setuptools import setup\nN = os.environ.get('NEEDS', 'beta>=2')\n"
            "setup(install_requires=['alpha', N])\n",
            two);
        row("a version's question",
            "import sys\nfrom setuptools import setup\nneeds = ['alpha']\nif sys.version_info < (3, 7):\n"
            "    needs.append('beta>=2')\nelse:\n    needs.append('gamma')\nsetup(install_requires=needs)\n",
            {QStringLiteral("alpha"), QStringLiteral("beta>=2 python_version < \"3.7\""),
             QStringLiteral("gamma python_version >= \"3.7\"")});
        row("what can't be known",
            "from setuptools import setup\nimport elsewhere\n"
            "setup(install_requires=elsewhere.needs() + ['alpha'])\n",
            {QStringLiteral("alpha")});
    }
    void requirements() {
        QFETCH(QByteArray, script);
        QTEST(needs(read(script)), "expected");
    }

    void files_data() {
        QTest::addColumn<QByteArray>("script");
        const auto row = [](const char* name, const char* script) { QTest::newRow(name) << QByteArray(script); };
        row("read and split",
            "from setuptools import setup\nsetup(install_requires=open('needs.txt').read().split())\n");
        row("with", "from setuptools import setup\nwith open('needs.txt') as f:\n    needs = f.read().splitlines()\n"
                    "setup(install_requires=needs)\n");
        row("beside the script",
            "import os\nfrom setuptools import setup\nhere = os.path.abspath(os.path.dirname(__file__))\n"
            "setup(install_requires=[l.strip() for l in open(os.path.join(here, 'needs.txt'))\n"
            "                        if l.strip() and not l.startswith('#')])\n");
        row("pathlib", "from pathlib import Path\nfrom setuptools import setup\n"
                       "setup(install_requires=(Path(__file__).parent / 'needs.txt').read_text().splitlines())\n");
        row("a loop", "from setuptools import setup\nneeds = []\nfor line in open('needs.txt'):\n"
                      "    needs.append(line.strip())\nsetup(install_requires=needs)\n");
        row("a helper", "from setuptools import setup\ndef load(name):\n    with open(name) as f:\n"
                        "        return [line.strip() for line in f]\nsetup(install_requires=load('needs.txt'))\n");
        row("a clever helper",
            "from setuptools import setup\ndef parse_requirements(fname='needs.txt', with_version=True):\n"
            "    import re\n    def parse(line):\n        for part in re.split(',', line):\n            yield "
            "dict(p=part)\n"
            "    def lines(path):\n        with open(path) as f:\n            for line in f:\n"
            "                for info in parse(line):\n                    yield info\n"
            "    return list(x['p'] for x in lines(fname))\nsetup(install_requires=parse_requirements())\n");
        row("pip's reader",
            "from pip.req import parse_requirements\nfrom setuptools import setup\n"
            "setup(install_requires=[str(r.req) for r in parse_requirements('needs.txt', session='x')])\n");
    }
    void files() {
        QFETCH(QByteArray, script);
        const Draft draft = read(script, {{QStringLiteral("needs.txt"), "# what it needs\nalpha\nbeta>=2\n"}});
        QCOMPARE(needs(draft), QStringList({QStringLiteral("alpha"), QStringLiteral("beta>=2")}));
        const PackageClaim* beta = find(draft, "beta");
        QVERIFY(beta);
        QCOMPARE(beta->dependency.evidence.value(0).file, QStringLiteral("needs.txt"));
        QCOMPARE(beta->dependency.evidence.value(0).line, 3);
    }

    void extras() {
        const Draft draft = read(
            "from setuptools import setup\nimport delta\nE = {'gpu': ['alpha'], 'dev': ['beta']}\n"
            "E['all'] = E['gpu'] + ['gamma']\nsetup(extras_require=E, setup_requires=['delta', 'epsilon'])\n");
        QCOMPARE(needs(draft), QStringList(QStringLiteral("delta")));
        QCOMPARE(find(draft, "beta")->dependency.group, QStringLiteral("dev"));
        QCOMPARE(find(draft, "gamma")->dependency.group, QStringLiteral("all"));
    }

    void namePythonAndScripts() {
        const Draft draft =
            read("from setuptools import setup\nNAME = 'thing'\nsetup(name=NAME, python_requires='>=3.6',\n"
                 "  entry_points={'console_scripts': ['run-%s = pkg.main:go' % NAME]})\n");
        QCOMPARE(draft.ownName, QStringLiteral("thing"));
        QCOMPARE(draft.python.value(0).range, QStringLiteral(">=3.6"));
        QCOMPARE(draft.consoleScripts.value(QStringLiteral("run-thing")), QStringLiteral("pkg.main:go"));
        const Draft ini =
            read("from setuptools import setup\nsetup(entry_points='''\n[console_scripts]\ngo = pkg:main\n"
                 "[other]\nno = pkg:x\n''')\n");
        QCOMPARE(ini.consoleScripts.size(), 1);
    }

    void evidenceIsTheLine() {
        const Draft draft = read("from setuptools import setup\nsetup(\n    install_requires=[\n        'alpha',\n"
                                 "        'beta>=2',\n    ])\n");
        QCOMPARE(find(draft, "beta")->dependency.evidence.value(0).line, 5);
    }

    void nothingIsExecuted() {
        QTemporaryDir folder;
        const QString mark = folder.filePath(QStringLiteral("mark"));
        const QByteArray script = "import os\nfrom setuptools import setup\nopen('" + mark.toUtf8() +
                                  "', 'w').write('ran')\nos.system('touch " + mark.toUtf8() +
                                  "')\nsetup(install_requires=['alpha'])\n";
        QFile file(folder.filePath(QStringLiteral("setup.py")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(script);
        file.close();
        const auto tree = SourceTree::open(folder.path(), {}, {});
        QVERIFY(tree);
        Draft draft;
        detectSetupScripts(*tree, {readPython(QStringLiteral("setup.py"), script, WatchedNames())}, draft);
        QCOMPARE(needs(draft), QStringList(QStringLiteral("alpha")));
        QVERIFY(!QFile::exists(mark));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(QStringLiteral("setup.py")));
    }

    void endlessScriptsEnd() {
        read("from setuptools import setup\ndef f(x):\n    return f(x) + f(x)\nsetup(install_requires=f(['a']))\n");
        read("from setuptools import setup\nA = ['a']\nfor i in A:\n    A += A\nsetup(install_requires=A)\n");
        read("from setuptools import setup\nA = 'a'\n" + QByteArray("A = A + A\n").repeated(200) +
             "setup(install_requires=[A])\n");
    }
};

QTEST_GUILESS_MAIN(TestSetupScripts)
#include "tst_setupscripts.moc"
