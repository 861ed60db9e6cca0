#include "core/analysis/prose.h"

#include <QTest>

#include <algorithm>

using namespace reberth::analysis;

namespace {

QString told(const QList<Claim>& claims) {
    QStringList parts;
    for (const Claim& claim : claims)
        parts.append(claim.version.isEmpty() ? claim.range : claim.version);
    return parts.join(QLatin1Char(' '));
}

Draft read(const QString& line, bool badges = false) {
    Draft draft;
    const Evidence evidence{QStringLiteral("README.md"), 1, line};
    const QString source = QStringLiteral("readme");
    if (badges)
        readBadges(line, evidence, source, 1, draft);
    else
        readProseLine(line, evidence, source, 1, draft);
    return draft;
}

} // namespace

class TestProse : public QObject {
    Q_OBJECT

private slots:
    void versions_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("python");
        QTest::addColumn<QString>("framework"); // torch or tensorflow
        QTest::addColumn<QString>("cuda");
        const auto row = [](const char* line, const char* python, const char* framework, const char* cuda) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromLatin1(python)
                                << QString::fromLatin1(framework) << QString::fromLatin1(cuda);
        };
        row("Tested with Python 3.6, PyTorch 0.4.1 and CUDA 9.0 on Ubuntu 16.04.", "3.6", "0.4.1", "9.0");
        row("- PyTorch >= 1.0", "", ">=1.0", "");
        row("Python 3.6+ is needed", ">=3.6", "", "");
        row("CUDA 8.0 or higher", "", "", ">=8.0");
        row("We recommend CUDA 10.x", "", "", "10");
        row("| Python | 3.6 |", "3.6", "", "");
        row("* **Python**: 3.7.3", "3.7.3", "", "");
        row("Python (tested on 3.6)", "3.6", "", "");
        row("Python 3 (3.6.5)", "3.6.5", "", "");
        row("python 2.7 or 3.6", "2.7 3.6", "", "");
        row("Python 3.6-3.8", ">=3.6,<=3.8", "", "");
        row("Python >=3.7.1,<3.11", ">=3.7.1,<3.11", "", "");
        row("at least Python 3.6", ">=3.6", "", "");
        row("Python at least 3.6", ">=3.6", "", "");
        row("PyTorch 1.7.1+cu110", "", "1.7.1", "11.0");
        row("the 0.4.1 release of PyTorch", "", "0.4.1", "");
        row("CUDA Toolkit 10.2", "", "", "10.2");
        row("TF1.2 with Python2.7", "2.7", "1.2", "");
        row("Tensorflow (the code follows r1.3)", "", "1.3", "");
        row("Python 2 is assumed", "2.7", "", "");
        row("Python 3", ">=3", "", "");
        row("Works with Python 2 and 3.", "", "", "");
        row("It is not tested with Python 3.8.", "", "", "");
        row("Python 3.9 is not supported", "", "", "");
        row("It does not work with PyTorch 1.5.", "", "", "");
        row("PyTorch 2.0 will be supported soon, coming soon", "", "", "");
        row("- [ ] Support PyTorch 1.6", "", "", "");
        row("Python 3D viewer", "", "", "");
        row("trained with PyTorch on 8 GPUs", "", "", "");
        row("python/3.6 folder, see torch@1.2", "", "", "");
        row("[PyTorch](https://pytorch.org) 1.4", "", "1.4", "");
        row("<td>Python</td><td>3.8</td>", "3.8", "", "");
    }
    void versions() {
        QFETCH(QString, line);
        const Draft draft = read(line);
        QTEST(told(draft.python), "python");
        QTEST(told(draft.frameworks.value(QStringLiteral("torch")) +
                   draft.frameworks.value(QStringLiteral("tensorflow"))),
              "framework");
        QTEST(told(draft.cuda), "cuda");
    }

    void badges_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("python");
        QTest::addColumn<QString>("torch");
        const auto row = [](const char* line, const char* python, const char* torch) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(python)
                                << QString::fromLatin1(torch);
        };
        row("![py](https://img.shields.io/badge/python-3.6-blue.svg)", "3.6", "");
        row("[![t](https://img.shields.io/badge/PyTorch-%3E%3D1.4-red)](x)", "", ">=1.4");
        row("<img src=\"https://img.shields.io/badge/python-3.7%20%7C%203.8-blue\"/>", "3.7 3.8", "");
        row("https://img.shields.io/badge/Python->=3.6-blue?style=flat", ">=3.6", "");
        row("https://img.shields.io/badge/python-3.6%2B-blue", ">=3.6", "");
        row("https://img.shields.io/static/v1?label=pytorch&message=1.8.0&color=red", "", "1.8.0");
        row("https://img.shields.io/badge/license-MIT-green", "", "");
        row("https://img.shields.io/badge/arXiv-2003.12345-red", "", "");
    }
    void badges() {
        QFETCH(QString, line);
        const Draft draft = read(line, true);
        QTEST(told(draft.python), "python");
        QTEST(told(draft.frameworks.value(QStringLiteral("torch"))), "torch");
    }

    void weights() {
        const auto weight = [](const char* line) {
            const Draft draft = read(QString::fromUtf8(line));
            const QList<Claim> claims = draft.frameworks.value(QStringLiteral("torch"));
            return claims.isEmpty() ? 0.0 : claims.first().confidence;
        };
        const double plain = weight("PyTorch 1.4");
        QVERIFY(weight("Our code was tested with PyTorch 1.4") > plain);
        QVERIFY(weight("[2020/03/01] PyTorch 1.4 works") < plain);
        QVERIFY(weight("The older branch is for PyTorch 0.3") < plain);
        QVERIFY(weight("For PyTorch versions >= 1.10, please replace the launcher") < 0.7 * plain);
        // A sentence is judged by itself.
        QVERIFY(weight("It was ported from an older branch. PyTorch 1.4 is needed.") >= plain);
    }

    void longAndOddLines() {
        QVERIFY(read(QStringLiteral("python ").repeated(2'000)).python.isEmpty());
        QVERIFY(read(QStringLiteral("Python 3.6 ") + QString(6'000, QLatin1Char('x'))).python.isEmpty());
        QCOMPARE(plainProse(QStringLiteral("**a** `b` [c](d) &gt; <b>e</b>")).simplified(),
                 QStringLiteral("a b c > e"));
    }
};

QTEST_GUILESS_MAIN(TestProse)
#include "tst_prose.moc"
