#include "core/dockerfile/lint.h"
#include "core/knowledge/knowledge.h"
#include "core/language/language.h"
#include "tests/core/language/marked.h"

#include <QTest>

using namespace reberth;
using namespace reberth::language;
using test::labels;
using test::Marked;

namespace {

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

Context context() {
    Context made;
    made.knowledge = &facts();
    made.images = {QStringLiteral("mine:1")};
    made.distributions = {QStringLiteral("einops")};
    made.aptPackages = {QStringLiteral("libturbojpeg")};
    made.today = QDate(2026, 8, 1);
    made.listFolder = [](const QString& folder) {
        return folder.isEmpty() ? QStringList{QStringLiteral("src/"), QStringLiteral("setup.py")}
                                : QStringList{folder + QStringLiteral("!")};
    };
    return made;
}

} // namespace

class TestDockerLanguage : public QObject {
    Q_OBJECT

private slots:
    void completes_data();
    void completes();
    void leavesOutWhatDoesNotFit_data();
    void leavesOutWhatDoesNotFit();
    void keepsTheCaseOfInstructions();
    void explains_data();
    void explains();
    void saysNothing_data();
    void saysNothing();
    void findsDefinitions_data();
    void findsDefinitions();
    void renamesStages();
    void renamesVariables();
    void refusesBadNames_data();
    void refusesBadNames();
    void listsSymbols();
    void folds();
    void tellsTheActivePart_data();
    void tellsTheActivePart();
    void leavesRulesOut();
    void anyPositionIsFine();
};

void TestDockerLanguage::completes_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* source, const char* typed, const char* expected) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
    };
    row("instruction at a line's start", "FROM a\nRU§", "RU", "RUN");
    row("instruction on an empty line", "FROM a\n§\nRUN b", "", "COPY");
    row("first instruction", "§", "", "FROM");
    row("trigger", "FROM a\nONBUILD R§", "R", "RUN");
    row("image", "FROM nv§", "nv", "nvidia/cuda");
    row("image of the engine", "FROM §", "", "mine:1");
    row("tag", "FROM nvidia/cuda:11.3§", "11.3", "11.3.1-cudnn8-devel-ubuntu20.04");
    row("python's tag", "FROM python:§", "", "3.11-slim-bookworm");
    row("earlier stage", "FROM a AS build\nFROM §", "", "build");
    row("AS", "FROM a §", "", "AS");
    row("flag", "FROM a\nCOPY --§", "--", "--chown");
    row("flag's stage", "FROM a AS build\nFROM b\nCOPY --from=§ x y", "", "build");
    row("platform", "FROM --platform=§", "", "linux/amd64");
    row("mount field", "FROM a\nRUN --mount=§", "", "type");
    row("mount type", "FROM a\nRUN --mount=type=ca§", "ca", "cache");
    row("second mount field", "FROM a\nRUN --mount=type=cache,sh§", "sh", "sharing");
    row("sharing", "FROM a\nRUN --mount=type=cache,sharing=§", "", "locked");
    row("variable", "ARG ONE=1\nFROM a:$§", "", "ONE");
    row("variable in braces", "FROM a\nENV ONE=1\nRUN echo ${O§}", "O", "ONE");
    row("variable in a continuation", "FROM a\nENV ONE=1\nRUN a && \\\n  b $O§", "O", "ONE");
    row("path", "FROM a\nCOPY s§", "s", "src/");
    row("path in a folder", "FROM a\nCOPY src/§", "", "src/!");
    row("path in JSON", "FROM a\nCOPY [\"s§", "s", "setup.py");
    row("apt package", "FROM a\nRUN apt-get update && apt-get install -y libt§", "libt", "libturbojpeg");
    row("apt package of a distribution", "FROM a\nRUN apt-get install -y §", "", "libgl1");
    row("pip name", "FROM a\nRUN pip install ei§", "ei", "einops");
    row("pip version", "FROM a\nRUN pip install torch==§", "", "1.10.0");
    row("pip on a continuation", "FROM a\nRUN pip install \\\n    to§", "to", "torch");
    row("known variable", "FROM a\nENV TORCH_C§", "TORCH_C", "TORCH_CUDA_ARCH_LIST");
    row("builder's variable", "FROM a\nARG TARGETA§", "TARGETA", "TARGETARCH");
    row("health check", "FROM a\nHEALTHCHECK --§", "--", "--start-period");
    row("protocol", "FROM a\nEXPOSE 80/§", "", "udp");
    row("signal", "FROM a\nSTOPSIGNAL §", "", "SIGINT");
    row("rule to leave out", "# hadolint ignore=§\nFROM a", "", "image-untagged");
    row("directive", "# syn§", "syn", "syntax");
    row("syntax", "# syntax=§", "", "docker/dockerfile:1");
    row("label", "FROM a\nLABEL org§", "org", "org.opencontainers.image.source");
}

void TestDockerLanguage::completes() {
    QFETCH(QByteArray, source);
    const Marked marked(source.constData());
    const CompletionList list = complete(Kind::Dockerfile, marked.text, marked.position, context());
    if (QLatin1String(QTest::currentDataTag()) == QLatin1String("rule to leave out")) {
        QVERIFY(list.items.size() > 50);
        return;
    }
    QTEST(test::typed(marked, list), "typed");
    QFETCH(QString, expected);
    QVERIFY2(labels(list).contains(expected), qPrintable(labels(list).join(QLatin1Char(' '))));
}

void TestDockerLanguage::leavesOutWhatDoesNotFit_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("unwanted");
    const auto row = [](const char* name, const char* source, const char* unwanted) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(unwanted);
    };
    row("RUN before FROM", "R§\n", "RUN");
    row("FROM as a trigger", "FROM a\nONBUILD §", "FROM");
    row("deprecated", "FROM a\n§", "MAINTAINER");
    row("deleted tag", "FROM nvidia/cuda:§", "11.3.0-cudnn8-devel-ubuntu20.04");
    row("later stage", "FROM §\nFROM b AS later", "later");
    row("variable of later", "FROM a\nRUN $§\nENV LATER=1", "LATER");
    row("flag that is there", "FROM a\nCOPY --chown=a --§", "--chown");
    row("flag of another instruction", "FROM a\nCOPY --§", "--mount");
    row("text of a heredoc", "FROM a\nRUN <<E\nR§\nE", "RUN");
    row("a command's words", "FROM a\nRUN R§", "RUN");
    row("option of pip", "FROM a\nRUN pip install -§", "torch");
    row("path of another stage", "FROM a AS b\nFROM c\nCOPY --from=b §", "setup.py");
}

void TestDockerLanguage::leavesOutWhatDoesNotFit() {
    QFETCH(QByteArray, source);
    QFETCH(QString, unwanted);
    const Marked marked(source.constData());
    QVERIFY(!labels(complete(Kind::Dockerfile, marked.text, marked.position, context())).contains(unwanted));
}

void TestDockerLanguage::keepsTheCaseOfInstructions() {
    const Marked lower("FROM a\nru§");
    const CompletionList list = complete(Kind::Dockerfile, lower.text, lower.position);
    const auto run = std::find_if(list.items.cbegin(), list.items.cend(),
                                  [](const CompletionItem& item) { return item.label == QLatin1String("RUN"); });
    QVERIFY(run != list.items.cend());
    QCOMPARE(run->text(), QStringLiteral("run "));
}

void TestDockerLanguage::explains_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* source, const char* title, const char* part) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(title) << QString::fromUtf8(part);
    };
    row("instruction", "FROM a\nW§ORKDIR /x", "WORKDIR PATH", "folder");
    row("lower case", "FROM a\nru§n x", "RUN", "layer");
    row("trigger", "FROM a\nONBUILD C§OPY a b", "COPY", "context");
    row("flag", "FROM a\nCOPY --ch§own=a b c", "--chown", "owns");
    row("mount type", "FROM a\nRUN --mount=type=ca§che,target=/x y", "type=cache", "outlives");
    row("mount field", "FROM a\nRUN --mount=type=cache,tar§get=/x y", "target", "sees");
    row("image", "FROM nvidia/cuda:11.3.1-cudnn8-devel-§ubuntu20.04", "nvidia/cuda:11.3.1", "cuDNN 8");
    row("deleted image", "FROM nvidia/cuda:11.3.0-cudnn8-devel-§ubuntu20.04", "11.3.0", "deleted");
    row("end of life", "FROM ubuntu:1§8.04", "ubuntu:18.04", "no updates since");
    row("untagged", "FROM some§thing", "something", "latest");
    row("stage", "FROM a AS build\nFROM bui§ld", "build", "Stage 0");
    row("stage in a flag", "FROM a AS build\nFROM b\nCOPY --from=bu§ild x y", "build", "line 1");
    row("variable", "FROM a\nENV ONE=two\nRUN echo $O§NE", "ONE", "two");
    row("known variable", "FROM a\nENV FORCE_§CUDA=1", "FORCE_CUDA", "GPU");
    row("pip package", "FROM a\nRUN pip install torch==1.10§.0", "torch==1.10.0", "CUDA");
    row("directive", "# syn§tax=docker/dockerfile:1\nFROM a", "syntax", "version");
}

void TestDockerLanguage::explains() {
    QFETCH(QByteArray, source);
    QFETCH(QString, title);
    QFETCH(QString, part);
    const Marked marked(source.constData());
    const auto found = hover(Kind::Dockerfile, marked.text, marked.position, context());
    QVERIFY(found.has_value());
    QVERIFY2(found->title.contains(title), qPrintable(found->title));
    QVERIFY2(found->text.contains(part), qPrintable(found->text));
    QVERIFY(marked.position >= found->range.start && marked.position <= found->range.end);
}

void TestDockerLanguage::saysNothing_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::newRow("empty") << QByteArray("\xc2\xa7");
    QTest::newRow("comment") << QByteArray("FROM a\n# some \xc2\xa7words");
    QTest::newRow("unknown instruction") << QByteArray("FROM a\nFO\xc2\xa7O x");
    QTest::newRow("command") << QByteArray("FROM a\nRUN ec\xc2\xa7ho x");
}

void TestDockerLanguage::saysNothing() {
    QFETCH(QByteArray, source);
    const Marked marked(source.constData());
    QVERIFY(!hover(Kind::Dockerfile, marked.text, marked.position, context()));
}

void TestDockerLanguage::findsDefinitions_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("line");
    const auto row = [](const char* name, const char* source, int line) {
        QTest::newRow(name) << QByteArray(source) << line;
    };
    row("stage of FROM", "FROM a AS one\nFROM on§e", 0);
    row("stage of a flag", "FROM a AS one\nFROM b\nCOPY --from=o§ne x y", 0);
    row("stage by number", "FROM a AS one\nFROM b\nCOPY --from=0§ x y", 0);
    row("stage of a mount", "FROM a AS one\nFROM b\nRUN --mount=type=bind,from=on§e,target=/x y", 0);
    row("variable", "FROM a\nENV V=1\nRUN $V§", 1);
    row("nearest variable", "FROM a\nENV V=1\nENV V=2\nRUN $V§", 2);
    row("variable of the stage below", "FROM a AS one\nENV V=1\nFROM one\nRUN $V§", 1);
    row("global ARG", "ARG V=1\nFROM a:$V§", 0);
    row("not of another stage", "FROM a\nENV V=1\nFROM b\nENV V=2\nRUN $V§", 3);
}

void TestDockerLanguage::findsDefinitions() {
    QFETCH(QByteArray, source);
    const Marked marked(source.constData());
    const auto found = definition(Kind::Dockerfile, marked.text, marked.position);
    QVERIFY(found.has_value());
    QTEST(static_cast<int>(LineIndex(marked.text).position(found->start).line), "line");
}

void TestDockerLanguage::renamesStages() {
    const Marked marked("FROM a AS bu§ild\nFROM build AS next\nCOPY --from=Build x y\n"
                        "RUN --mount=type=bind,from=build,target=/x z\nCOPY --from=0 build build\n");
    const auto edits = rename(Kind::Dockerfile, marked.text, marked.position, QStringLiteral("base"));
    QVERIFY(edits.has_value());
    QCOMPARE(applyEdits(marked.text, *edits),
             QStringLiteral("FROM a AS base\nFROM base AS next\nCOPY --from=base x y\n"
                            "RUN --mount=type=bind,from=base,target=/x z\nCOPY --from=0 build build\n"));
}

void TestDockerLanguage::renamesVariables() {
    const Marked marked(
        "ARG VER=1\nFROM a:${VER}\nARG V§ER\nENV X=\"$VER-${VER:-2}\"\nRUN echo \\\n  $VER $VERSION \\$VER\n"
        "RUN VER=3; echo $VER\n");
    const auto edits = rename(Kind::Dockerfile, marked.text, marked.position, QStringLiteral("NEW"));
    QVERIFY(edits.has_value());
    QCOMPARE(applyEdits(marked.text, *edits),
             QStringLiteral("ARG NEW=1\nFROM a:${NEW}\nARG NEW\nENV X=\"$NEW-${NEW:-2}\"\nRUN echo \\\n  $NEW $VERSION "
                            "\\$VER\nRUN VER=3; echo $VER\n"));
}

void TestDockerLanguage::refusesBadNames_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* name, const char* source, const char* wanted) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(wanted);
    };
    row("stage with blanks", "FROM a AS on§e", "two words");
    row("stage that is there", "FROM a AS on§e\nFROM b AS two", "two");
    row("variable with a dash", "FROM a\nENV V§=1", "A-B");
    row("variable that is there", "FROM a\nENV V§=1 W=2", "W");
    row("variable of the base image", "FROM a\nRUN echo $HO§ME", "OTHER");
    row("a word", "FROM a\nRUN ec§ho", "x");
}

void TestDockerLanguage::refusesBadNames() {
    QFETCH(QByteArray, source);
    QFETCH(QString, name);
    const Marked marked(source.constData());
    const auto edits = rename(Kind::Dockerfile, marked.text, marked.position, name);
    QVERIFY(!edits.has_value());
    QVERIFY(edits.error().message.endsWith(QLatin1Char('.')));
}

void TestDockerLanguage::listsSymbols() {
    const QList<Symbol> found =
        symbols(Kind::Dockerfile, QStringLiteral("ARG V=1\nFROM a AS one\nENV X=1 Y=2\nRUN make\nFROM b\nCMD run\n"));
    QStringList names;
    for (const Symbol& symbol : found) {
        names.append(QString(symbol.depth, QLatin1Char('>')) + symbol.name);
    }
    QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("V one >X >Y >RUN Stage 1 >CMD"));
    QCOMPARE(found.at(1).detail, QStringLiteral("a"));
}

void TestDockerLanguage::folds() {
    const QString text = QStringLiteral("# one\n# two\nFROM a\nRUN x && \\\n  y\nRUN <<E\nz\nE\nCMD a\n");
    const QList<Fold> found = language::folds(Kind::Dockerfile, text);
    const QList<Fold> expected{{0, 1, Fold::Kind::Comment}, {3, 4, Fold::Kind::Block}, {5, 7, Fold::Kind::Heredoc}};
    QCOMPARE(found, expected);
    const QList<Fold> stages = language::folds(Kind::Dockerfile, QStringLiteral("FROM a\nRUN x\nFROM b\nRUN y\n"));
    const QList<Fold> expectedStages{{0, 1, Fold::Kind::Block}, {2, 3, Fold::Kind::Block}};
    QCOMPARE(stages, expectedStages);
}

void TestDockerLanguage::tellsTheActivePart_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("active");
    const auto row = [](const char* name, const char* source, const char* active) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(active);
    };
    row("keyword", "FRO§M a", "FROM");
    row("image", "FROM §a", "IMAGE");
    row("stage", "FROM a §", "[AS STAGE]");
    row("flag", "FROM --plat§form=x a", "[--platform=PLATFORM]");
    row("source", "FROM a\nCOPY §x y", "SOURCE…");
    row("second source", "FROM a\nCOPY x §y z", "SOURCE…");
    row("destination", "FROM a\nCOPY x y §z", "DESTINATION");
    row("command", "FROM a\nRUN mak§e all", "COMMAND…");
}

void TestDockerLanguage::tellsTheActivePart() {
    QFETCH(QByteArray, source);
    const Marked marked(source.constData());
    const auto found = signature(Kind::Dockerfile, marked.text, marked.position);
    QVERIFY(found.has_value());
    QTEST(found->label.mid(found->active.start, found->active.length()), "active");
}

void TestDockerLanguage::leavesRulesOut() {
    const QString text = QStringLiteral("FROM ubuntu\nRUN cd /x && make\n");
    const auto of = [](const QString& source) {
        QStringList rules;
        for (const diagnostics::Diagnostic& diagnostic : dockerfile::lint(source)) {
            rules.append(diagnostic.ruleId);
        }
        return rules;
    };
    QString now = text;
    for (const QString& rule : of(text)) {
        for (const diagnostics::Diagnostic& diagnostic : dockerfile::lint(now)) {
            if (diagnostic.ruleId == rule) {
                now = applyEdits(
                    now, suppress(Kind::Dockerfile, now, diagnostic.range.start, rule, QStringLiteral("why not")));
                break;
            }
        }
    }
    QVERIFY(!of(text).isEmpty());
    QVERIFY2(of(now).isEmpty(), qPrintable(now));
    QVERIFY(suppress(Kind::Compose, QStringLiteral("a: b"), 0, QStringLiteral("x"), {}).isEmpty());
}

void TestDockerLanguage::anyPositionIsFine() {
    const QString text =
        QStringLiteral("# syntax=x\nARG\nFROM  \nFROM a AS\nRUN --mount=type= \\\n# c\n\n  x <<E\n$\nE\n"
                       "COPY [\"\nENV = $ ${\nONBUILD\nONBUILD RUN --\nHEALTHCHECK --x=\nFOO\n$");
    for (qsizetype i = -1; i <= text.size() + 1; ++i) {
        const CompletionList list = complete(Kind::Dockerfile, text, i, context());
        QVERIFY(list.range.start >= 0 && list.range.end <= text.size() && list.range.start <= list.range.end);
        hover(Kind::Dockerfile, text, i, context());
        definition(Kind::Dockerfile, text, i);
        occurrences(Kind::Dockerfile, text, i);
        signature(Kind::Dockerfile, text, i);
    }
}

QTEST_GUILESS_MAIN(TestDockerLanguage)
#include "tst_dockerlanguage.moc"
