#include "core/analysis/notebookfile.h"
#include "core/analysis/notebooks.h"
#include "core/knowledge/knowledge.h"
#include "tests/core/analysis/notebooksample.h"

#include <QTest>

#include <algorithm>

using namespace reberth::analysis;

namespace {

QList<PythonFacts> read(const QByteArray& json, Draft& draft) {
    const SourceTree tree =
        SourceTree::fromBytes({{QStringLiteral("demo.ipynb"), json}, {QStringLiteral("tools/run.py"), "print(1)\n"}});
    return detectNotebooks(tree, reberth::knowledge::Knowledge(), draft);
}

} // namespace

class TestNotebooks : public QObject {
    Q_OBJECT

private slots:
    void cellsAndPlaces() {
        const Notebook notebook = readNotebook(exampleNotebook);
        QVERIFY(notebook.complete);
        QCOMPARE(notebook.cells.size(), 2);
        QCOMPARE(notebook.version, QStringLiteral("3.7.4"));
        QCOMPARE(notebook.cells.at(0).at(4).text, QStringLiteral("import numpy as np"));
        QCOMPARE(notebook.cells.at(0).at(4).line, 12);
        QCOMPARE(notebook.cells.at(1).size(), 3);
    }

    void shellLines() {
        Draft draft;
        read(exampleNotebook, draft);
        QStringList names;
        for (const PackageClaim& claim : draft.packages)
            names.append(claim.dependency.name + claim.dependency.specifier);
        QCOMPARE(names, QStringList({QStringLiteral("alpha==1.2"), QStringLiteral("beta")}));
        QCOMPARE(draft.packages.first().source, QStringLiteral("notebook"));
        QCOMPARE(draft.systemPackages.value(0).name, QStringLiteral("libgl1"));
        QCOMPARE(draft.data.value(0).url, QStringLiteral("https://example.org/w.pth"));
        const bool runs = std::any_of(draft.entryPoints.begin(), draft.entryPoints.end(), [](const EntryPoint& entry) {
            return entry.script == QLatin1String("tools/run.py") && entry.source == QLatin1String("notebook");
        });
        QVERIFY(runs);
        QCOMPARE(draft.python.value(0).version, QStringLiteral("3.7"));
    }

    void codeIsPython() {
        Draft draft;
        const QList<PythonFacts> facts = read(exampleNotebook, draft);
        QCOMPARE(facts.size(), 1);
        QCOMPARE(facts.first().imports.size(), 1);
        QCOMPARE(facts.first().imports.first().line, 12);
        QCOMPARE(facts.first().symbols.value(0).symbol, QStringLiteral("numpy.float"));
        QCOMPARE(facts.first().symbols.value(0).line, 13);
    }

    void tensorflowMagic() {
        Draft draft;
        read(R"({"cells": [{"cell_type": "code", "source": ["%tensorflow_version 1.x\n", "import os"]}]})", draft);
        QCOMPARE(draft.frameworks.value(QStringLiteral("tensorflow")).value(0).version, QStringLiteral("1"));
    }

    void olderFormatAndOtherLanguages() {
        const Notebook old =
            readNotebook(R"({"worksheets": [{"cells": [{"cell_type": "code", "input": "import a", "outputs": []}]}]})");
        QCOMPARE(old.cells.size(), 1);
        Draft draft;
        QVERIFY(read(R"({"metadata": {"language_info": {"name": "R"}}, "cells": []})", draft).isEmpty());
    }

    void anythingIsTaken() {
        for (const QByteArray& bytes :
             {QByteArray(), QByteArray("{"), QByteArray("[[[["), QByteArray("{\"cells\": [{\"source\": [\"\\u12"),
              QByteArray("{\"cells\": ") + QByteArray("[").repeated(100'000), QByteArray(100'000, '"'),
              QByteArray("{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"") + QByteArray(100'000, '\\')})
            QVERIFY(!readNotebook(bytes).complete || bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNotebooks)
#include "tst_notebooks.moc"
