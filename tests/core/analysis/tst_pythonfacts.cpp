#include "core/analysis/literals.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/watchednames.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace reberth::analysis;

namespace {

PythonFacts facts(const char* source, const QSet<QString>& watched = {}) {
    return readPython(QStringLiteral("a.py"), QByteArray(source), WatchedNames(watched));
}

bool hasSyntax(const PythonFacts& file, const char* range) {
    return std::any_of(file.syntax.begin(), file.syntax.end(),
                       [range](const SyntaxUse& use) { return use.range == QLatin1String(range); });
}

} // namespace

class TestPythonFacts : public QObject {
    Q_OBJECT

private slots:
    void importsAndGuards() {
        const PythonFacts file = facts("import os, numpy as np\nfrom a.b import c, d as e\nfrom . import near\n"
                                       "try:\n    import apex\nexcept ImportError:\n    apex = None\nimport last\n");
        QCOMPARE(file.imports.size(), 5);
        QCOMPARE(file.imports.at(1).module, QStringLiteral("numpy"));
        QCOMPARE(file.imports.at(2).names, QStringList({QStringLiteral("c"), QStringLiteral("d")}));
        QVERIFY(file.imports.at(3).guarded);
        QVERIFY(!file.imports.at(4).guarded);
        QCOMPARE(file.imports.at(4).line, 8);
    }

    void symbolsThroughAliases() {
        const QSet<QString> watched{QStringLiteral("numpy.float"), QStringLiteral("scipy.misc.imread"),
                                    QStringLiteral("torch.utils.ffi")};
        const PythonFacts file =
            facts("import numpy as np\nimport scipy.misc as m\nfrom torch.utils.ffi import create_extension\n"
                  "x = np.float32(1)\ny = np.float(x)\nz = m.imread('a')\n",
                  watched);
        QStringList symbols;
        for (const SymbolUse& use : file.symbols)
            symbols.append(QStringLiteral("%1:%2").arg(use.symbol).arg(use.line));
        symbols.sort();
        QCOMPARE(symbols, QStringList({QStringLiteral("numpy.float:5"), QStringLiteral("scipy.misc.imread:6"),
                                       QStringLiteral("torch.utils.ffi:3")}));
    }

    void syntaxBounds() {
        QVERIFY(hasSyntax(facts("print 'old'\n"), "<3"));
        QVERIFY(!hasSyntax(facts("print('both')\n"), "<3"));
        QVERIFY(hasSyntax(facts("x = f'{y}'\n"), ">=3.6"));
        QVERIFY(hasSyntax(facts("if (n := 3):\n    pass\n"), ">=3.8"));
        QVERIFY(hasSyntax(facts("match x:\n    case 1:\n        pass\n"), ">=3.10"));
        QVERIFY(facts("match = 1\nprint(match)\n").syntax.isEmpty());
    }

    void argparseParameters() {
        const PythonFacts file =
            facts("import argparse\nBASE = 2\np = argparse.ArgumentParser()\n"
                  "p.add_argument('source', help='where')\n"
                  "p.add_argument('-l', '--lr', type=float, default=1e-3, help='rate ' 'of steps')\n"
                  "p.add_argument('--net', choices=['a', 'b'], required=True)\n"
                  "p.add_argument('--fast', action='store_true')\n"
                  "p.add_argument('--n', default=BASE * 4)\n"
                  "if __name__ == '__main__':\n    loss.backward()\n");
        QCOMPARE(file.parser, QStringLiteral("argparse"));
        QCOMPARE(file.parameters.size(), 5);
        QVERIFY(file.parameters.at(0).required);
        QCOMPARE(file.parameters.at(1).name, QStringLiteral("--lr"));
        QCOMPARE(file.parameters.at(1).type, QStringLiteral("float"));
        QCOMPARE(file.parameters.at(1).defaultValue, QStringLiteral("0.001"));
        QCOMPARE(file.parameters.at(1).help, QStringLiteral("rate of steps"));
        QCOMPARE(file.parameters.at(2).choices.size(), 2);
        QVERIFY(file.parameters.at(2).required);
        QCOMPARE(file.parameters.at(3).type, QStringLiteral("bool"));
        QCOMPARE(file.parameters.at(4).defaultValue, QStringLiteral("8"));
        QCOMPARE(file.mainLine, 9);
        QVERIFY(file.trains);
    }

    void otherParsers() {
        const PythonFacts click = facts("import click\n@click.command()\n@click.option('--seed', type=int, "
                                        "default=3)\ndef main(seed):\n    pass\n");
        QCOMPARE(click.parameters.value(0).defaultValue, QStringLiteral("3"));
        const PythonFacts absl = facts("from absl import flags\nflags.DEFINE_integer('steps', 10, 'how many')\n");
        QCOMPARE(absl.parameters.value(0).name, QStringLiteral("--steps"));
        const PythonFacts fire = facts("import fire\ndef run(a, b=2):\n    pass\nfire.Fire(run)\n");
        QCOMPARE(fire.parameters.size(), 2);
        QVERIFY(fire.parameters.at(0).required);
    }

    void buildCalls() {
        const PythonFacts file =
            facts("from setuptools import setup\nfrom torch.utils.cpp_extension import CUDAExtension, load\n"
                  "setup(ext_modules=[CUDAExtension('corr_cuda', ['a.cpp', 'a.cu'])])\nm = load(name='jit', "
                  "sources=['b.cu'])\n");
        QVERIFY(file.callsSetup);
        QCOMPARE(file.buildCalls.size(), 2);
        QCOMPARE(file.buildCalls.at(0).module, QStringLiteral("corr_cuda"));
        QCOMPARE(file.buildCalls.at(0).sources.size(), 2);
        QVERIFY(facts("import json\njson.load(open('a.cu'))\n").buildCalls.isEmpty());
    }

    void literals() {
        const PythonTree tree(QByteArray(
            "A = ['x', 'y'] + ['z']\nB = '%s-%s' % ('a', 1)\nC = open('r.txt').read().splitlines()\nA.append(B)\nD = "
            "{'k': A}\n"
            "def need():\n    with open('r.txt') as f:\n        return f.readlines()\nE = need()\nF = unknown()\n"));
        LiteralEvaluator evaluator(tree, [](const QString& name) {
            return name == QLatin1String("r.txt") ? std::optional<QString>(QStringLiteral("one\ntwo")) : std::nullopt;
        });
        evaluator.readAssignments();
        const auto value = [&](const char* name) {
            const PythonTree ask{QByteArray(name)};
            Q_UNUSED(ask)
            const TSNode root = tree.root();
            for (uint32_t i = 0; i < ts_node_named_child_count(root); ++i) {
                const TSNode statement = ts_node_named_child(root, i);
                const TSNode assignment = ts_node_named_child(statement, 0);
                if (PythonTree::is(assignment, "assignment") &&
                    tree.view(PythonTree::field(assignment, "left")) == QByteArrayView(name))
                    return evaluator.evaluate(PythonTree::field(assignment, "left"));
            }
            return QVariant();
        };
        QCOMPARE(LiteralEvaluator::strings(value("A")),
                 QStringList({QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z"), QStringLiteral("a-1")}));
        QCOMPARE(LiteralEvaluator::strings(value("C")), QStringList({QStringLiteral("one"), QStringLiteral("two")}));
        QCOMPARE(LiteralEvaluator::strings(value("E")), QStringList({QStringLiteral("one"), QStringLiteral("two")}));
        QVERIFY(!value("F").isValid());
    }

    void longTextKeepsItsHead() {
        const PythonFacts file =
            readPython(QStringLiteral("l.py"), "import torch\n" + QByteArray("x = [1, 2]\n").repeated(20'000), {});
        QCOMPARE(file.imports.value(0).module, QStringLiteral("torch"));
    }

    void hostileTextEndsSoon() {
        QElapsedTimer timer;
        timer.start();
        QByteArray random(300'000, '\0');
        QRandomGenerator generator(7);
        for (char& byte : random)
            byte = char(generator.bounded(256));
        facts(random.constData());
        readPython(QStringLiteral("r.py"), random, {});
        readPython(QStringLiteral("n.py"), QByteArray(100'000, '('), {});
        readPython(QStringLiteral("m.py"), QByteArray("[1\n").repeated(100'000), {});
        readPython(QStringLiteral("d.py"), QByteArray("{'a':").repeated(60'000), {});
        readPython(QStringLiteral("e.py"), QByteArray("x=").repeated(100'000), {});
        readPython(QStringLiteral("x.py"), QByteArray("x = ") + QByteArray(50'000, '-') + "1\n", {});
        readPython(QStringLiteral("a.py"),
                   QByteArray("p.add_argument('--a', default=") + QByteArray(20'000, '[') + QByteArray(20'000, ']') +
                       ")\n",
                   {});
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestPythonFacts)
#include "tst_pythonfacts.moc"
