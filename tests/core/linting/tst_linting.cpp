#include "core/linting/fixing.h"
#include "core/linting/formatting.h"
#include "core/linting/inputfiles.h"
#include "core/linting/output.h"
#include "core/linting/sarif.h"
#include "core/linting/syntaxjson.h"
#include "core/linting/unifieddiff.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace reberth;
using namespace reberth::linting;

namespace {

CheckedFile checked(const QString& name, const QString& text, FileKind kind) {
    CheckOptions options;
    options.readsNeighbours = false;
    return {name, kind, text, check(name, text, kind, options), {}};
}

void write(const QString& path, const QByteArray& data) {
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(data);
}

} // namespace

class TestLinting : public QObject {
    Q_OBJECT

private slots:
    void kindByNameThenByText_data();
    void kindByNameThenByText();
    void filesBelowAFolder();
    void byteOrderMarkComesBack();
    void jsonIsOneLineWithPlaces();
    void githubEscapes();
    void sarifHasWhatItsSchemaAsksFor();
    void levels();
    void diffSaysWhatDiffSays_data();
    void diffSaysWhatDiffSays();
    void onlySafeFixesAreApplied();
    void fixesThatTouchWaitForTheNextRound();
    void ignoreFileBesideIsRead();
    void rulesThatAreOffStaySilent();
    void syntaxAsTheBuilderHasIt();
};

void TestLinting::kindByNameThenByText_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("compose");
    QTest::newRow("yaml") << "a/compose.yaml" << "" << true;
    QTest::newRow("yml") << "x.YML" << "" << true;
    QTest::newRow("Dockerfile") << "Dockerfile.gpu" << "services:\n" << false;
    QTest::newRow("stdin compose") << "-" << "# x\nservices:\n  a: {image: b}\n" << true;
    QTest::newRow("stdin Dockerfile") << "-" << "FROM a\nLABEL x=1\nRUN <<E\nservices:\nE\n" << false;
    QTest::newRow("nothing") << "-" << "" << false;
}

void TestLinting::kindByNameThenByText() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(bool, compose);
    QCOMPARE(kindOf(path, text) == FileKind::Compose, compose);
}

void TestLinting::filesBelowAFolder() {
    QTemporaryDir folder;
    const QStringList wanted{"Dockerfile", "a/compose.gpu.yaml", "a/x.Dockerfile", "b/docker-compose.yml",
                             ".devcontainer/Dockerfile"};
    for (const QString& name : wanted + QStringList{"a/values.yaml", "node_modules/Dockerfile", ".git/Dockerfile",
                                                    "Dockerfile.dockerignore", "b/mydocker"}) {
        write(folder.filePath(name), "");
    }
    QStringList expected;
    for (const QString& name : wanted) {
        expected.append(folder.filePath(name));
    }
    expected.sort();
    QCOMPARE(filesBelow(folder.path()), expected);
}

void TestLinting::byteOrderMarkComesBack() {
    const InputText text = decode("\xef\xbb\xbf" "FROM a\n");
    QCOMPARE(text.text, QStringLiteral("FROM a\n"));
    QCOMPARE(text.bytes(text.text), QByteArray("\xef\xbb\xbf" "FROM a\n"));
    QVERIFY(text.exact);
    QVERIFY(!decode("FROM \xff\n").exact);
}

void TestLinting::jsonIsOneLineWithPlaces() {
    const QByteArray line = jsonLine(checked("d/Dockerfile", "FROM debian:12\nEXPOSE 99999\n", FileKind::Dockerfile));
    QVERIFY(!line.contains('\n'));
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    QCOMPARE(object.value("file").toString(), QStringLiteral("d/Dockerfile"));
    QJsonObject error;
    for (const QJsonValue& one : object.value("diagnostics").toArray()) {
        if (one.toObject().value("severity") == QLatin1String("error")) {
            error = one.toObject();
        }
    }
    QCOMPARE(error.value("line").toInt(), 2);
    QCOMPARE(error.value("column").toInt(), 8);
    QCOMPARE(error.value("endLine").toInt(), 2);
    QCOMPARE(error.value("endColumn").toInt(), 13);
    QVERIFY(!error.value("code").toString().isEmpty());
    QVERIFY(error.value("aliases").isArray());
    QVERIFY(error.value("fixable").isBool());
    QVERIFY(!error.value("message").toString().isEmpty());
}

void TestLinting::githubEscapes() {
    CheckedFile file{"a,b:c", FileKind::Dockerfile, "x\ny", {}, {}};
    diagnostics::Diagnostic one;
    one.ruleId = QStringLiteral("r");
    one.severity = diagnostics::Severity::Info;
    one.message = QStringLiteral("50% of\nthat: this");
    one.range = {2, 3};
    file.found.append(one);
    QCOMPARE(githubLines(file),
             QStringList{"::notice file=a%2Cb%3Ac,line=2,endLine=2,col=1,endColumn=2,title=r::50%25 of%0Athat: this"});
}

void TestLinting::sarifHasWhatItsSchemaAsksFor() {
    const QList<CheckedFile> files{checked("a b/Dockerfile", "from debian\nMAINTAINER x\n", FileKind::Dockerfile),
                                   checked("/c/compose.yaml", "services:\n  a: {imag: b}\n", FileKind::Compose),
                                   {"gone", FileKind::Dockerfile, {}, {}, "There is no file gone."}};
    const QJsonObject log = QJsonDocument::fromJson(sarif(files, "1.2")).object();
    QCOMPARE(log.value("version").toString(), QStringLiteral("2.1.0"));
    const QJsonObject run = log.value("runs").toArray().first().toObject();
    const QJsonObject driver = run.value("tool").toObject().value("driver").toObject();
    QCOMPARE(driver.value("name").toString(), QStringLiteral("reberth"));
    const QJsonArray rules = driver.value("rules").toArray();
    QSet<QString> ids;
    for (const QJsonValue& rule : rules) {
        const QString id = rule.toObject().value("id").toString();
        QVERIFY2(!id.isEmpty() && !ids.contains(id), qPrintable(id));
        ids.insert(id);
    }
    const QJsonArray results = run.value("results").toArray();
    QVERIFY(results.size() >= 3);
    QSet<QString> uris;
    bool fixed = false;
    for (const QJsonValue& value : results) {
        const QJsonObject result = value.toObject();
        QCOMPARE(rules.at(result.value("ruleIndex").toInt()).toObject().value("id"), result.value("ruleId"));
        const QStringList levels{"error", "warning", "note"};
        QVERIFY(levels.contains(result.value("level").toString()));
        QVERIFY(!result.value("message").toObject().value("text").toString().isEmpty());
        const QJsonObject place =
            result.value("locations").toArray().first().toObject().value("physicalLocation").toObject();
        uris.insert(place.value("artifactLocation").toObject().value("uri").toString());
        QVERIFY(place.value("region").toObject().value("startLine").toInt() >= 1);
        QVERIFY(place.value("region").toObject().value("endColumn").toInt() >= 1);
        for (const QJsonValue& fix : result.value("fixes").toArray()) {
            const QJsonArray changes = fix.toObject().value("artifactChanges").toArray();
            QVERIFY(!changes.isEmpty());
            QVERIFY(!changes.first().toObject().value("replacements").toArray().isEmpty());
            fixed = true;
        }
    }
    QVERIFY(fixed);
    QCOMPARE(uris, (QSet<QString>{"a%20b/Dockerfile", "file:///c/compose.yaml"}));
    const QJsonObject invocation = run.value("invocations").toArray().first().toObject();
    QCOMPARE(invocation.value("executionSuccessful").toBool(true), false);
}

void TestLinting::levels() {
    QVERIFY(*levelOf(QStringLiteral("error")) > *levelOf(QStringLiteral("Warning")));
    QVERIFY(*levelOf(QStringLiteral("info")) > *levelOf(QStringLiteral("hint")));
    QVERIFY(!levelOf(QStringLiteral("fatal")));
}

void TestLinting::diffSaysWhatDiffSays_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("diff");
    QTest::newRow("same") << "a\n" << "a\n" << "";
    QTest::newRow("one line") << "a\nb\nc\n" << "a\nB\nc\n" << "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n";
    QTest::newRow("from nothing") << "" << "a\n" << "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n";
    QTest::newRow("no line end") << "a" << "a\n"
                                 << "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    QTest::newRow("two hunks") << "1\n2\n3\n4\n5\n6\n7\n8\n9\n" << "x\n2\n3\n4\n5\n6\n7\n8\ny\n"
                               << "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n";
    QTest::newRow("moved") << "a\nb\nc\nd\n" << "b\nc\nx\nd\n"
                           << "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-a\n b\n c\n+x\n d\n";
}

void TestLinting::diffSaysWhatDiffSays() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, diff);
    QCOMPARE(unifiedDiff("f", before, after), diff);
}

void TestLinting::onlySafeFixesAreApplied() {
    CheckOptions options;
    options.readsNeighbours = false;
    const QString text = QStringLiteral("# kept\nfrom debian:12 AS x\n\tRUN   echo \"a\"\nMAINTAINER me\nCOPY a b c\n");
    const Fixed fixed = fixSafely("Dockerfile", text, FileKind::Dockerfile, options);
    QVERIFY(fixed.applied > 0);
    QVERIFY2(fixed.text.startsWith("# kept\n"), qPrintable(fixed.text));
    QVERIFY2(fixed.text.contains("\tRUN   echo \"a\"\n"), qPrintable(fixed.text));
    for (const diagnostics::Diagnostic& one : fixed.left) {
        for (const diagnostics::Fix& fix : one.fixes) {
            QVERIFY2(!fix.safe, qPrintable(one.ruleId));
        }
    }
}

void TestLinting::fixesThatTouchWaitForTheNextRound() {
    const auto finding = [](QList<TextEdit> edits, bool safe) {
        diagnostics::Diagnostic one;
        one.fixes.append({QStringLiteral("x"), edits, safe});
        return one;
    };
    int count = 0;
    const QList<TextEdit> edits = safeEdits({finding({{{0, 2}, "a"}, {{8, 9}, "b"}}, true),
                                             finding({{{5, 6}, "c"}, {{1, 3}, "d"}}, true), // half of it is free
                                             finding({{{4, 4}, "e"}}, false), finding({{{3, 3}, "f"}}, true),
                                             finding({{{3, 3}, "g"}}, true)},
                                            &count);
    QCOMPARE(count, 2);
    QCOMPARE(edits.size(), 3);
    QCOMPARE(edits.last().replacement, QStringLiteral("f"));
}

void TestLinting::ignoreFileBesideIsRead() {
    QTemporaryDir folder;
    write(folder.filePath(".dockerignore"), "secret.txt\n");
    const auto found = check(folder.filePath("Dockerfile"), "FROM debian:12\nCOPY secret.txt /\n", FileKind::Dockerfile, {});
    const bool said = std::any_of(found.cbegin(), found.cend(), [](const diagnostics::Diagnostic& one) {
        return one.aliases.contains(QLatin1String("CopyIgnoredFile"));
    });
    QVERIFY(said);
}

void TestLinting::rulesThatAreOffStaySilent() {
    CheckOptions options;
    const QString text = QStringLiteral("version: '3'\nservices:\n  a: {image: b}\n");
    QVERIFY(!check("compose.yaml", text, FileKind::Compose, options).isEmpty());
    options.settings.off.insert(QStringLiteral("version-obsolete"), {});
    QVERIFY(check("compose.yaml", text, FileKind::Compose, options).isEmpty());
}

void TestLinting::syntaxAsTheBuilderHasIt() {
    const QString text = QStringLiteral("# note\nfrom a as b\nENV x=1 y=2\nLABEL old way\nRUN --mount=type=ssh <<-'E' cat\n"
                                        "\tin\nE\nCMD [\"a\", \"b\"]\nHEALTHCHECK CMD  x  y\nONBUILD RUN z\n");
    const QJsonObject object = QJsonDocument::fromJson(syntaxJson("f", text)).object();
    const QJsonArray tree = object.value("ast").toArray();
    const auto json = [](const char* words) { return QJsonDocument::fromJson(words).object(); };
    QCOMPARE(tree.at(0).toObject(), json(R"({"instruction":"FROM","args":["a","as","b"],"start_line":2,"end_line":2,
                                             "prev_comments":["note"]})"));
    QCOMPARE(tree.at(1).toObject(), json(R"({"instruction":"ENV","args":["x","1","=","y","2","="],"start_line":3,
                                             "end_line":3})"));
    QCOMPARE(tree.at(2).toObject(), json(R"({"instruction":"LABEL","args":["old","way",""],"start_line":4,
                                             "end_line":4})"));
    QCOMPARE(tree.at(3).toObject(), json(R"({"instruction":"RUN","args":["<<-'E' cat"],"flags":["--mount=type=ssh"],
        "start_line":5,"end_line":7,
        "heredocs":[{"Name":"E","FileDescriptor":0,"Expand":false,"Chomp":true,"Content":"\tin\n"}]})"));
    QCOMPARE(tree.at(4).toObject(), json(R"({"instruction":"CMD","args":["a","b"],"json":true,"start_line":8,
                                             "end_line":8})"));
    QCOMPARE(tree.at(5).toObject(), json(R"({"instruction":"HEALTHCHECK","args":["CMD","x  y"],"start_line":9,
                                             "end_line":9})"));
    QCOMPARE(tree.at(6).toObject(), json(R"({"instruction":"ONBUILD","start_line":10,"end_line":10,
        "args":[{"instruction":"RUN","args":["z"],"start_line":0,"end_line":0}]})"));
    QCOMPARE(object.value("stages").toArray().first().toObject().value("name").toString(), QStringLiteral("b"));
}

QTEST_GUILESS_MAIN(TestLinting)
#include "tst_linting.moc"
