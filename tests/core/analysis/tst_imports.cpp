#include "core/analysis/detectors.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/pythontree.h"
#include "core/analysis/watchednames.h"
#include "core/knowledge/knowledge.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::analysis;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

Draft read(const Files& files) {
    const knowledge::Knowledge knowledge;
    const SourceTree tree = SourceTree::fromBytes(files);
    const WatchedNames watched = WatchedNames::of(knowledge);
    QList<PythonFacts> python;
    for (const auto& [path, bytes] : files) {
        if (path.endsWith(QLatin1String(".py")))
            python.append(readPython(path, bytes, watched));
    }
    Draft draft;
    detectImports(tree, python, knowledge, draft);
    detectBreakages(tree, python, knowledge, draft);
    detectBounds(tree, python, knowledge, draft);
    return draft;
}

QStringList names(const Draft& draft, bool optional) {
    QStringList result;
    for (const PackageClaim& claim : draft.packages) {
        if (claim.dependency.optional == optional)
            result.append(claim.dependency.name);
    }
    result.sort();
    return result;
}

const Breakage* breakage(const Draft& draft, const char* symbol) {
    const auto found = std::find_if(draft.breakages.begin(), draft.breakages.end(),
                                    [symbol](const Breakage& row) { return row.symbol == QLatin1String(symbol); });
    return found == draft.breakages.end() ? nullptr : &*found;
}

/// What the syntax tree says of imports: "line module: names", the independent word for the scanner's.
QStringList importsOfTree(const QByteArray& source, bool& hasError) {
    const PythonTree tree(source);
    hasError = tree.isNull() || tree.isCut() || ts_node_has_error(tree.root());
    QStringList result;
    if (tree.isNull())
        return result;
    QList<TSNode> open{tree.root()};
    while (!open.isEmpty()) {
        const TSNode node = open.takeLast();
        const auto name = [&](TSNode item) {
            return tree.text(PythonTree::is(item, "aliased_import") ? PythonTree::field(item, "name") : item)
                .remove(QLatin1Char(' '));
        };
        if (PythonTree::is(node, "import_statement")) {
            for (uint32_t i = 0; i < ts_node_named_child_count(node); ++i)
                result.append(
                    QStringLiteral("%1 %2: ").arg(PythonTree::line(node)).arg(name(ts_node_named_child(node, i))));
        } else if (PythonTree::is(node, "import_from_statement")) {
            const TSNode module = PythonTree::field(node, "module_name");
            if (!PythonTree::is(module, "dotted_name"))
                continue;
            QStringList taken;
            for (uint32_t i = 1; i < ts_node_named_child_count(node); ++i) {
                const TSNode item = ts_node_named_child(node, i);
                if (PythonTree::is(item, "dotted_name") || PythonTree::is(item, "aliased_import"))
                    taken.append(name(item));
            }
            result.append(QStringLiteral("%1 %2: %3")
                              .arg(PythonTree::line(node))
                              .arg(tree.text(module).remove(QLatin1Char(' ')), taken.join(QLatin1Char(' '))));
        } else {
            for (uint32_t i = 0; i < ts_node_named_child_count(node); ++i)
                open.append(ts_node_named_child(node, i));
        }
    }
    result.sort();
    return result;
}

QStringList importsOfScanner(const QByteArray& source) {
    QStringList result;
    for (const ImportUse& use : readPython(QStringLiteral("a.py"), source, WatchedNames()).imports) {
        if (!source.contains("import_module") && !source.contains("__import__"))
            result.append(QStringLiteral("%1 %2: %3").arg(use.line).arg(use.module, use.names.join(QLatin1Char(' '))));
    }
    result.sort();
    return result;
}

} // namespace

class TestImports : public QObject {
    Q_OBJECT

private slots:
    void ownModulesAreNone() {
        const Draft draft = read({{QStringLiteral("a.py"), "import helper\nimport pkg.sub\nimport numpy\nimport os\n"
                                                           "from . import near\nimport datasets\n"},
                                  {QStringLiteral("helper.py"), ""},
                                  {QStringLiteral("pkg/sub.py"), ""},
                                  {QStringLiteral("deep/inside/numpy.py"), ""},
                                  {QStringLiteral("datasets/readme.py"), ""}});
        QCOMPARE(names(draft, false), QStringList({QStringLiteral("datasets"), QStringLiteral("numpy")}));
        const Draft namespaced =
            read({{QStringLiteral("a.py"), "from datasets import voc\n"}, {QStringLiteral("datasets/voc.py"), ""}});
        QVERIFY(namespaced.packages.isEmpty());
    }

    void whatCanBeDoneWithout() {
        const Draft draft =
            read({{QStringLiteral("a.py"),
                   "try:\n    import lmdb\nexcept ImportError:\n    lmdb = None\n"
                   "try:\n    import yaml\nexcept ImportError:\n    raise ImportError('pip install pyyaml')\n"
                   "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n"
                   "if True:\n    import scipy\ndef f():\n    import cv2\n"},
                  {QStringLiteral("tests/test_a.py"), "import pytest\n"}});
        const QStringList needed = names(draft, false);
        QVERIFY(needed.contains(QLatin1String("PyYAML")) || needed.contains(QLatin1String("pyyaml")));
        QVERIFY(needed.contains(QLatin1String("scipy")) && needed.contains(QLatin1String("opencv-python")));
        const QStringList optional = names(draft, true);
        for (const char* name : {"lmdb", "pandas", "pytest"})
            QVERIFY2(optional.contains(QLatin1String(name)), name);
    }

    void namesInText() {
        const Draft draft =
            read({{QStringLiteral("a.py"), "import importlib\nm = importlib.import_module('tqdm')\n"
                                           "n = __import__('h5py')\nk = importlib.import_module(name)\n"}});
        QCOMPARE(names(draft, false), QStringList({QStringLiteral("h5py"), QStringLiteral("tqdm")}));
    }

    void frameworkByAnotherName() {
        const Draft draft = read({{QStringLiteral("a.py"), "import paddle\n"}});
        QVERIFY(draft.frameworks.contains(QStringLiteral("paddlepaddle")));
    }

    void breakagesThroughAliases() {
        const Draft draft =
            read({{QStringLiteral("a.py"), "import numpy as np\nfrom scipy import misc\nimport tensorflow\n"
                                           "slim = tensorflow.contrib.slim\nx = np.float(1)\n"
                                           "y = misc.imread('a')\n"}});
        for (const char* symbol : {"numpy.float", "scipy.misc.imread", "tensorflow.contrib"}) {
            QVERIFY2(breakage(draft, symbol), symbol);
            QVERIFY2(!breakage(draft, symbol)->hint, symbol);
        }
        QCOMPARE(breakage(draft, "numpy.float")->evidence.value(0).line, 5);
    }

    void whatIsAskedForIsNoBreakage() {
        const Draft draft =
            read({{QStringLiteral("a.py"), "import numpy as np\nif hasattr(np, 'float'):\n    x = np.float(1)\n"
                                           "try:\n    y = np.bool(1)\nexcept AttributeError:\n    y = True\n"}});
        QVERIFY(!breakage(draft, "numpy.float"));
        QVERIFY(!breakage(draft, "numpy.bool"));
    }

    void testsAndPatternsOnlyHint() {
        const Draft draft = read({{QStringLiteral("tests/test_a.py"), "import numpy as np\nx = np.float(1)\n"},
                                  {QStringLiteral("a.py"), "import torch\nm = torch.load('a')\n"}});
        QVERIFY(breakage(draft, "numpy.float") && breakage(draft, "numpy.float")->hint);
        QVERIFY(breakage(draft, "torch.load") && breakage(draft, "torch.load")->hint);
    }

    void boundsJoin() {
        const Draft draft =
            read({{QStringLiteral("a.py"), "import torch\nfrom torch.utils.ffi import create_extension\n"
                                           "with torch.no_grad():\n    pass\nfrom scipy.misc import imread\n"}});
        const auto torch = std::find_if(draft.bounds.begin(), draft.bounds.end(), [](const ApiBound& bound) {
            return bound.distribution == QLatin1String("torch");
        });
        QVERIFY(torch != draft.bounds.end());
        QVERIFY(torch->range.contains(Version::of("0.4.1")));
        QVERIFY(!torch->range.contains(Version::of("1.0.0")));
        QVERIFY(!torch->range.contains(Version::of("0.3.1")));
        const QList<Claim> claims = draft.frameworks.value(QStringLiteral("torch"));
        QCOMPARE(std::count_if(claims.begin(), claims.end(),
                               [](const Claim& claim) { return claim.source == QLatin1String("api"); }),
                 2);
    }

    void requiredPiecesOfPatterns() {
        QCOMPARE(requiredPieces(QStringLiteral("torch\\.load\\((?![^)]*x)")), QList<QByteArray>{"torch.load("});
        QCOMPARE(requiredPieces(QStringLiteral("\\.(?:fit|predict)_generator\\(|\\benvs?\\.seed\\(")),
                 QList<QByteArray>({"_generator(", ".seed("}));
        QVERIFY(requiredPieces(QStringLiteral("\\w+")).isEmpty());
    }

    /// The scanner says what the tree says. REBERTH_PYTHON_TREES adds a folder of repositories to the samples.
    void scannerAgreesWithTree() {
        QList<std::pair<QString, QByteArray>> samples{
            {QStringLiteral("lines"),
             "import a.b, c as d\nfrom e.f import (g,  # why\n    h as i,\n    j,)\nimport k; import l\n"
             "if x: import m\nfrom n import \\\n    o\n"},
            {QStringLiteral("strings"),
             "'''\nimport wrong\n'''\nx = 'import no'\ny = f'{z} import no {a[\"b\"]}'\nimport yes\n"},
            {QStringLiteral("blocks"),
             "class A:\n    def f(self):\n\timport a\n        from b import c\n"
             "try: import d\nexcept: import e\nfinally: import f\nwhile 1: import g; break\n"},
            {QStringLiteral("names"),
             "x = a.import_\nfrom_ = 3\nimportant = 1\nfrom . import r\nfrom .. import s\nfrom .t import u\n"
             "from v import *\n"},
        };
        const QString folder = qEnvironmentVariable("REBERTH_PYTHON_TREES");
        if (!folder.isEmpty()) {
            QDirIterator files(folder, {QStringLiteral("*.py")}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly))
                    samples.append({file.fileName(), file.readAll()});
            }
        }
        int compared = 0;
        for (const auto& [name, source] : samples) {
            bool hasError = false;
            const QStringList tree = importsOfTree(source, hasError);
            if (hasError || source.contains("import_module") || source.contains("__import__"))
                continue;
            ++compared;
            QVERIFY2(importsOfScanner(source) == tree,
                     qPrintable(name + QLatin1Char('\n') + importsOfScanner(source).join(QLatin1Char('\n')) +
                                QLatin1String("\n-- tree\n") + tree.join(QLatin1Char('\n'))));
        }
        qInfo("%d files compared", compared);
        QVERIFY(compared >= 3);
    }
};

QTEST_GUILESS_MAIN(TestImports)
#include "tst_imports.moc"
