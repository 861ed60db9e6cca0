#include "core/analysis/detectors.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/watchednames.h"
#include "core/knowledge/knowledge.h"

#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::analysis;

namespace {

QStringList ranges(const QByteArray& source) {
    QStringList result;
    for (const SyntaxUse& use : readPython(QStringLiteral("a.py"), source, WatchedNames()).syntax)
        result.append(use.range);
    return result;
}

Draft weigh(const QList<std::pair<QString, QByteArray>>& files) {
    const knowledge::Knowledge knowledge;
    const SourceTree tree = SourceTree::fromBytes(files);
    const WatchedNames watched = WatchedNames::of(knowledge);
    QList<PythonFacts> python;
    for (const auto& [path, bytes] : files)
        python.append(readPython(path, bytes, watched));
    Draft draft;
    detectSyntax(tree, python, knowledge, draft);
    return draft;
}

const Claim* claimed(const Draft& draft, const char* range) {
    const auto found = std::find_if(draft.python.begin(), draft.python.end(),
                                    [range](const Claim& claim) { return claim.range == QLatin1String(range); });
    return found == draft.python.end() ? nullptr : &*found;
}

} // namespace

class TestSyntax : public QObject {
    Q_OBJECT

private slots:
    void features_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("range");
        const auto row = [](const char* source, const char* range) {
            QTest::newRow(source) << QByteArray(source) << QString::fromLatin1(range);
        };
        row("print 'a'\n", "<3");
        row("if x: print a\n", "<3");
        row("print >>f, a\n", "<3");
        row("print('%d') % 3\n", "<3");
        row("exec code in space\n", "<3");
        row("x = `a`\n", "<3");
        row("try:\n    pass\nexcept (A, B), e:\n    pass\n", "<3");
        row("if a <> b: pass\n", "<3");
        row("os.chmod(f, 0755)\n", "<3");
        row("n = 10L\n", "<3");
        row("s = ur'a'\n", "<3");
        row("raise E, 'text'\n", "<3");
        row("def f(a, (b, c)): pass\n", "<3");
        row("for i in xrange(3): pass\n", "<3");
        row("for k, v in d.iteritems(): pass\n", "<3");
        row("x.cuda(async=True)\n", "<3.7");
        row("print('a', end='')\n", ">=3");
        row("super().__init__()\n", ">=3");
        row("def f(a: int): pass\n", ">=3");
        row("def f(*, a): pass\n", ">=3");
        row("raise A from b\n", ">=3");
        row("class A(metaclass=B): pass\n", ">=3");
        row("a, *b = c\n", ">=3");
        row("def f():\n    nonlocal a\n", ">=3");
        row("def f():\n    yield from g()\n", ">=3.3");
        row("async def f(): pass\n", ">=3.5");
        row("y = a @ b\n", ">=3.5");
        row("d = {**a, 'b': 1}\n", ">=3.5");
        row("x = f'{a}'\n", ">=3.6");
        row("x: int = 3\n", ">=3.6");
        row("n = 1_000\n", ">=3.6");
        row("from __future__ import annotations\n", ">=3.7");
        row("while (a := g()): pass\n", ">=3.8");
        row("def f(a, /): pass\n", ">=3.8");
        row("x = f'{a=}'\n", ">=3.8");
        row("def f(a: list[int]): pass\n", ">=3.9");
        row("with (open(a) as b, open(c) as d): pass\n", ">=3.9");
        row("def f() -> int | None: pass\n", ">=3.10");
        row("match a:\n    case 1:\n        pass\n", ">=3.10");
        row("try:\n    pass\nexcept* E:\n    pass\n", ">=3.11");
        row("type A = int\n", ">=3.12");
        row("def f[T](a): pass\n", ">=3.12");
        row("x = f'{d['a']}'\n", ">=3.12");
    }
    void features() {
        QFETCH(QByteArray, source);
        QFETCH(QString, range);
        QVERIFY2(ranges(source).contains(range), qPrintable(ranges(source).join(QLatin1Char(' '))));
    }

    void bothTake_data() {
        QTest::addColumn<QByteArray>("source");
        for (const char* source :
             {"print('a')\n", "print\n", "match = 1\nmatch(a)\nmatch.x = 2\n", "type(a)\ntype = 3\n",
              "x = d[1:2]\ny = {'a': 1}\nlambda a: a\n", "a = '''print 'x'\nraise E, f\n'''\n", "# print 'x'\n",
              "try:\n    a\nexcept (A, B) as e:\n    pass\n", "f(*a, **b)\ng(2 ** 3)\n", "@decorator\ndef f(): pass\n",
              "s = '{x:=10}'\nmode = 0\n", "raise E('a, b')\n", "if a: b\nelse: c\n", "x = [i for i in a if i]\n",
              "import six\nfor i in xrange(3): pass\n",
              "try:\n    xrange\nexcept NameError:\n    xrange = range\nxrange(3)\n",
              "from __future__ import print_function\nprint('a', end='')\n", "def f(a=(1, 2)): pass\n"})
            QTest::newRow(source) << QByteArray(source);
    }
    void bothTake() {
        QFETCH(QByteArray, source);
        QVERIFY2(ranges(source).isEmpty(), qPrintable(ranges(source).join(QLatin1Char(' '))));
    }

    void lateAnnotationsAreNotEvaluated() {
        QVERIFY(!ranges("from __future__ import annotations\ndef f(a: list[int]) -> int | None: pass\n")
                     .contains(QLatin1String(">=3.10")));
        QVERIFY(!ranges("def f():\n    x: list[int] = []\n").contains(QLatin1String(">=3.9")));
    }

    void mostFilesDecide() {
        const Draft old = weigh({{QStringLiteral("a.py"), "print 'a'\n"},
                                 {QStringLiteral("b.py"), "print 'b'\n"},
                                 {QStringLiteral("c.py"), "x = f'{a}'\n"}});
        QVERIFY(claimed(old, "<3") && claimed(old, ">=3.6"));
        QVERIFY(claimed(old, "<3")->confidence > claimed(old, ">=3.6")->confidence);
        QVERIFY(!old.notes.isEmpty());
        const Draft recent = weigh({{QStringLiteral("a.py"), "x = f'{a}'\n"},
                                    {QStringLiteral("b.py"), "x = f'{b}'\n"},
                                    {QStringLiteral("c.py"), "print 'c'\n"}});
        QVERIFY(claimed(recent, "<3")->confidence < claimed(recent, ">=3.6")->confidence);
        QCOMPARE(claimed(recent, ">=3.6")->evidence.file, QStringLiteral("a.py"));
    }

    void standardLibrary() {
        const Draft draft = weigh({{QStringLiteral("a.py"), "import imp\nimport dataclasses\n"}});
        QVERIFY(claimed(draft, "<3.12"));
        QVERIFY(claimed(draft, ">=3.7"));
        const Draft guarded =
            weigh({{QStringLiteral("a.py"), "try:\n    import imp\nexcept ImportError:\n    imp = None\n"}});
        QVERIFY(guarded.python.isEmpty());
        const Draft local =
            weigh({{QStringLiteral("a.py"), "import parser\n"}, {QStringLiteral("parser.py"), "x = 1\n"}});
        QVERIFY(local.python.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSyntax)
#include "tst_syntax.moc"
