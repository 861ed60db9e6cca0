#include "core/dockerfile/document.h"
#include "core/dockerfile/expansion.h"
#include "core/dockerfile/lint.h"
#include "core/dockerfile/shellscript.h"

#include <QElapsedTimer>
#include <QtTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::dockerfile;
using diagnostics::Diagnostic;
using diagnostics::Severity;

class TestDockerfile : public QObject {
    Q_OBJECT

private slots:
    void keepsEveryByte_data();
    void keepsEveryByte();
    void readsInstructions();
    void readsHeredocs();
    void placesWordsBehindContinuations();
    void readsStages();
    void acceptsAndRefuses_data();
    void acceptsAndRefuses();
    void expandsVariables_data();
    void expandsVariables();
    void readsShell();
    void survivesHostileInput();
    void survivesTruncation();
    void isFast();
};

namespace {

QString at(const QString& text, TextRange range) {
    return text.mid(range.start, range.length());
}

QString sample() {
    return QStringLiteral("# syntax=docker/dockerfile:1\n# escape=\\\n\n# The base\nFROM debian:12 AS base\n"
                          "RUN apt-get update && \\\n    # why\n\n    apt-get install -y git \\\n  && rm -rf /x\r\n"
                          "COPY --chown=1:1 [\"a b\", \"/c/\"]\nRUN <<-'EOF' bash\n\t# no comment\n\tls \\\n\tEOF\n"
                          "ENV A=1 B=\"two words\" \\\n    C='3'\nONBUILD RUN <<X\ny\nX\nCMD [\"x\"]");
}

bool hasError(const QString& text) {
    const QList<Diagnostic> found = lint(text);
    return std::any_of(found.cbegin(), found.cend(),
                       [](const Diagnostic& one) { return one.severity == Severity::Error; });
}

} // namespace

void TestDockerfile::keepsEveryByte_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("sample") << sample();
    QTest::newRow("byte order mark") << QString(QChar(0xfeff)) + sample();
    QTest::newRow("lone CR") << QStringLiteral("FROM a\rRUN b\r\r\n\r");
    QTest::newRow("NULs") << QString::fromLatin1("FROM a\0b\n\0\nRUN \0", 17);
    QTest::newRow("continuation at the end") << QStringLiteral("FROM a \\");
    QTest::newRow("open heredoc") << QStringLiteral("FROM a\nRUN <<EOF\nx\n");
    QTest::newRow("only blanks") << QStringLiteral(" \n\t\n\\\n \\");
}

void TestDockerfile::keepsEveryByte() {
    QFETCH(QString, text);
    for (qsizetype length = 0; length <= text.size(); ++length) {
        const QString part = text.left(length);
        const Document document = parse(part);
        QCOMPARE(print(document), part);
        qsizetype end = 0;
        for (const Piece& piece : document.pieces) {
            QCOMPARE(piece.range.start, end);
            end = piece.range.end;
        }
        QCOMPARE(end, part.size());
    }
}

void TestDockerfile::readsInstructions() {
    const QString text = sample();
    const Document document = parse(text);
    QVERIFY(document.problems.isEmpty());
    QCOMPARE(document.directives.size(), 2);
    QCOMPARE(document.comments.size(), 1);
    QCOMPARE(document.instructions.size(), 7);
    const Instruction& run = document.instructions.at(1);
    QCOMPARE(run.logical.text(), QStringLiteral("RUN apt-get update &&     apt-get install -y git   && rm -rf /x"));
    QCOMPARE(run.innerComments.size(), 1);
    QCOMPARE(run.emptyContinuations.size(), 1);
    const Instruction& copy = document.instructions.at(2);
    QVERIFY(copy.isJson);
    QCOMPARE(copy.json.at(0).text, QStringLiteral("a b"));
    QCOMPARE(at(text, copy.json.at(1).range), QStringLiteral("\"/c/\""));
    QCOMPARE(copy.flag(u"chown")->value, std::optional<QString>(QStringLiteral("1:1")));
    QCOMPARE(document.instructions.at(4).words.at(1).text, QStringLiteral("B=\"two words\""));
    QCOMPARE(document.instructions.at(5).trigger.size(), 1);
}

void TestDockerfile::readsHeredocs() {
    const QString text = sample();
    const Document document = parse(text);
    const Heredoc& heredoc = document.instructions.at(3).heredocs.at(0);
    QCOMPARE(heredoc.name, QStringLiteral("EOF"));
    QVERIFY(!heredoc.expand);
    QVERIFY(heredoc.chomp);
    QCOMPARE(heredoc.content, QStringLiteral("# no comment\nls \\\n"));
    QCOMPARE(at(text, heredoc.terminator), QStringLiteral("EOF"));
    const Document two = parse(QStringLiteral("FROM a\nCOPY <<a.txt << 'b' /d/\nx\na.txt\ny\nb\nRUN z\n"));
    QCOMPARE(two.instructions.size(), 3);
    QCOMPARE(two.instructions.at(1).heredocs.size(), 2);
    QCOMPARE(two.instructions.at(1).heredocs.at(1).content, QStringLiteral("y\n"));
    QVERIFY(parse(QStringLiteral("FROM a\nRUN echo \"x <<EOF y\" <<< z\nENV A=<<EOF\n")).problems.isEmpty());
    const Document open = parse(QStringLiteral("FROM a\nRUN <<EOF\nls\nCMD b\n"));
    QCOMPARE(open.problems.size(), 1);
    QCOMPARE(open.instructions.back().keyword, Keyword::Cmd);
}

void TestDockerfile::placesWordsBehindContinuations() {
    const QString text = sample();
    const Document document = parse(text);
    const Instruction& env = document.instructions.at(4);
    QCOMPARE(at(text, env.words.at(2).range), QStringLiteral("C='3'"));
    QCOMPARE(at(text, env.nameRange), QStringLiteral("ENV"));
    QCOMPARE(at(text, document.instructions.at(1).words.back().range), QStringLiteral("/x"));
}

void TestDockerfile::readsStages() {
    const Document document =
        parse(QStringLiteral("ARG V=1\nFROM a:$V AS Build\nRUN x\nFROM build\nCOPY --from=0 / /\nFROM b\n"));
    QCOMPARE(document.stages.size(), 3);
    QCOMPARE(document.stages.at(1).parent, 0);
    QCOMPARE(document.stages.at(2).parent, -1);
    QCOMPARE(document.instructions.at(0).stage, -1);
    QCOMPARE(document.instructions.at(2).stage, 0);
    QCOMPARE(document.stageIndex(QStringLiteral("BUILD"), 1), 0);
    QCOMPARE(document.stageIndex(QStringLiteral("1"), 2), 1);
    QCOMPARE(document.stageIndex(QStringLiteral("2"), 2), -1);
}

void TestDockerfile::acceptsAndRefuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("refused");
    const auto good = [](const char* text) {
        QTest::newRow(text) << QStringLiteral("FROM a:1\n") + QString::fromUtf8(text) << false;
    };
    const auto bad = [](const char* text) {
        QTest::newRow(text) << QStringLiteral("FROM a:1\n") + QString::fromUtf8(text) << true;
    };
    for (const char* text : {"RUN",
                             "RUN []",
                             "CMD",
                             "ENTRYPOINT",
                             "RUN ['a']",
                             "RUN [\"a\"] x",
                             "ENV A b c",
                             "ENV A=1 B=2",
                             "LABEL a=\"b c\" d=e",
                             "ARG A=1 B C",
                             "EXPOSE 80 90-99/udp 5/TCP 1:2",
                             "HEALTHCHECK NONE",
                             "HEALTHCHECK --interval=0s --retries=0 CMD x",
                             "STOPSIGNAL SIGRTMIN+3",
                             "STOPSIGNAL 9",
                             "COPY --chmod=u+x,g=r a b",
                             "COPY --link=false --exclude=x --exclude=y a b",
                             "COPY -link a b --chown=1",
                             "ADD --checksum=sha256:"
                             "0123456789012345678901234567890123456789012345678901234567890123 x /y",
                             "RUN --mount=type=cache,target=/c,sharing=locked x",
                             "RUN --mount=type=secret,id=a --network=none x",
                             "VOLUME /a /b",
                             "ONBUILD FOO x",
                             "WORKDIR ${A:-/b}",
                             "LABEL x='${A:0}'",
                             "RUN echo ${A:0:1} ${A^^}",
                             "SHELL [\"/bin/bash\", \"-c\"]",
                             "USER a b",
                             "COPY a b # c"}) {
        good(text);
    }
    for (const char* text : {"RUN [\"a\", 1]",
                             "ENV A",
                             "ENV A=1 B 2",
                             "ENV =x",
                             "LABEL",
                             "ARG",
                             "EXPOSE 70000",
                             "EXPOSE 80/foo",
                             "EXPOSE",
                             "EXPOSE 9-8",
                             "HEALTHCHECK FOO x",
                             "HEALTHCHECK NONE x",
                             "HEALTHCHECK CMD",
                             "HEALTHCHECK --interval=1us CMD x",
                             "HEALTHCHECK --interval=3 CMD x",
                             "HEALTHCHECK --retries=-1 CMD x",
                             "STOPSIGNAL SIGFOO",
                             "COPY a",
                             "COPY --frm=x a b",
                             "COPY --from a b",
                             "COPY --chmod=999 a b",
                             "COPY --link=maybe a b",
                             "COPY --from=7 a b",
                             "COPY --from=$X a b",
                             "ADD --checksum=md5:x y z",
                             "RUN --mount=type=foo x",
                             "RUN --mount=type=bind x",
                             "RUN --mount=type=cache,target=/x,size=1 x",
                             "RUN --network=some x",
                             "RUN --network=none --network=host x",
                             "RUN --device=x y",
                             "VOLUME [\"\"]",
                             "VOLUME",
                             "SHELL bash",
                             "SHELL []",
                             "ONBUILD ONBUILD RUN x",
                             "ONBUILD FROM x",
                             "ONBUILD",
                             "WORKDIR ${A",
                             "WORKDIR ${A:x}",
                             "LABEL x=${A^^}",
                             "USER",
                             "MAINTAINER",
                             "FOO x",
                             "FROM a b",
                             "FROM A",
                             "FROM a AS 1b",
                             "FROM a:1@sha256:12",
                             "COPY <<EOF /x\ny"}) {
        bad(text);
    }
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("comment only") << QStringLiteral("# x\n") << true;
    QTest::newRow("no FROM") << QStringLiteral("RUN x\n") << true;
    QTest::newRow("ARG first") << QStringLiteral("ARG A=b:1\nFROM $A\n") << false;
    QTest::newRow("wrong escape") << QStringLiteral("# escape=x\nFROM a:1\n") << true;
    QTest::newRow("escape twice") << QStringLiteral("# escape=`\n# escape=`\nFROM a:1\n") << true;
    QTest::newRow("backtick") << QStringLiteral("# EsCape = `\nFROM a:1\nRUN a `\n b\n") << false;
    QTest::newRow("late directive") << QStringLiteral("\n# escape=`\nFROM a:1\nRUN a `\n b\n") << true;
    QTest::newRow("unknown directive ends the block")
        << QStringLiteral("# foo=bar\n# escape=`\nFROM a:1\nRUN a `\n b\n") << true;
    QTest::newRow("check value") << QStringLiteral("# check=error=perhaps\nFROM a:1\n") << true;
    QTest::newRow("later stage") << QStringLiteral("FROM a:1 AS x\nCOPY --from=y a b\nFROM a:1 AS y\n") << true;
    QTest::newRow("long line") << QStringLiteral("FROM a:1\nRUN ") + QString(70000, u'x') << true;
    QTest::newRow("other frontend") << QStringLiteral("# syntax=example.org/other/frontend\nWHATEVER\n") << false;
}

void TestDockerfile::acceptsAndRefuses() {
    QFETCH(QString, text);
    QFETCH(bool, refused);
    QCOMPARE(hasError(text), refused);
}

void TestDockerfile::expandsVariables_data() {
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char* word, const char* value, bool valid = true) {
        QTest::newRow(word) << QString::fromUtf8(word) << QString::fromUtf8(value) << valid;
    };
    row("$A", "aXbXc");
    row("x${A}y", "xaXbXcy");
    row("${N:-d}", "d");
    row("${E:-d}${E-d}", "d");
    row("${A:+w}${N:+w}", "w");
    row("${N:-${A}}", "aXbXc");
    row("${A#*X}", "bXc");
    row("${A##*X}", "c");
    row("${A%X*}", "aXb");
    row("${A%%X*}", "a");
    row("${A/X/-}", "a-bXc");
    row("${A//X/-}", "a-b-c");
    row("'$A' \"$A\" \\$A", "$A aXbXc $A");
    row("$ $$", "$ ");
    row("${A:0:1}", "", false);
    row("${A^^}", "", false);
    row("${A=w}", "", false);
    row("${}", "", false);
    row("${A", "", false);
    row("'x", "", false);
    row("\"x", "", false);
}

void TestDockerfile::expandsVariables() {
    QFETCH(QString, word);
    QFETCH(QString, value);
    QFETCH(bool, valid);
    const VariableLookup lookup = [](const QString& name) -> std::optional<QString> {
        return name == QLatin1String("A")   ? std::optional(QStringLiteral("aXbXc"))
               : name == QLatin1String("E") ? std::optional(QString())
                                            : std::nullopt;
    };
    const Expansion expansion = expand(word, u'\\', lookup);
    QCOMPARE(expansion.error.isEmpty(), valid);
    if (valid) {
        QCOMPARE(expansion.value, value);
    }
}

void TestDockerfile::readsShell() {
    LogicalText text;
    const QString source = QStringLiteral(
        "A=1 apt-get -qy install 'a b' \"$X\" 2>&1 >/dev/null && (cd /x; echo $(curl u | sh)) || true # no");
    text.append(source, 0);
    const ShellScript script = readShell(text, 0, text.size());
    QStringList names;
    for (const ShellCommand& command : script.commands) {
        names.append(command.name());
    }
    QCOMPARE(names, (QStringList{QStringLiteral("apt-get"), QStringLiteral("cd"), QStringLiteral("curl"),
                                 QStringLiteral("sh"), QStringLiteral("echo"), QStringLiteral("true")}));
    const ShellCommand& apt = script.commands.front();
    QCOMPARE(apt.assignments.size(), 1);
    QVERIFY(apt.hasOption({QStringLiteral("-y")}));
    QCOMPARE(apt.operands().size(), 3);
    QCOMPARE(apt.operands().at(1).text, QStringLiteral("a b"));
    QCOMPARE(at(source, apt.operands().at(1).range), QStringLiteral("'a b'"));
    QCOMPARE(script.commands.at(3).joint, Joint::Pipe);
    QVERIFY(script.commands.at(3).nested);
}

void TestDockerfile::survivesHostileInput() {
    QElapsedTimer timer;
    timer.start();
    lint(QString(10 * 1024 * 1024, u'x'));
    lint(QStringLiteral("FROM a\nRUN ") + QStringLiteral("x \\\n").repeated(50000));
    lint(QStringLiteral("FROM a\nLABEL x=") + QStringLiteral("${a:-").repeated(10000));
    lint(QStringLiteral("FROM a\nRUN ") + QStringLiteral("$(").repeated(20000));
    lint(QStringLiteral("FROM a\nRUN ") + QStringLiteral("`(").repeated(20000));
    lint(QStringLiteral("FROM a\nCMD ") + QString(60000, u'['));
    lint(QStringLiteral("ONBUILD ").repeated(5000));
    lint(QStringLiteral("ONBUILD FROM scratch\nWORKDIR x\n"));
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(hasError(QStringLiteral("\0\0\0")));
}

void TestDockerfile::survivesTruncation() {
    const QString text = sample();
    for (qsizetype length = 0; length <= text.size(); ++length) {
        for (const Diagnostic& one : lint(text.left(length))) {
            QVERIFY(one.range.start >= 0 && one.range.start <= one.range.end && one.range.end <= length);
        }
    }
}

void TestDockerfile::isFast() {
    QString text = QStringLiteral("FROM debian:12\n");
    for (int i = 0; i < 100; ++i) {
        text += QStringLiteral("RUN apt-get update && apt-get install -y git && \\\n    pip install torch==1.%1 && "
                               "\\\n    rm -rf /x | tee y\n")
                    .arg(i);
    }
    lint(text);
    QElapsedTimer timer;
    timer.start();
    lint(text);
    qInfo("300 lines: %.2f ms", double(timer.nsecsElapsed()) / 1e6);
    QVERIFY(timer.elapsed() < 500); // the release build takes a few milliseconds; this also runs under sanitizers
}

QTEST_GUILESS_MAIN(TestDockerfile)
#include "tst_dockerfile.moc"
