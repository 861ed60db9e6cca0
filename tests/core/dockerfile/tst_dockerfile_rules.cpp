#include "core/base/textedit.h"
#include "core/dockerfile/lint.h"

#include <QDir>
#include <QFile>
#include <QtTest>

#include <algorithm>

using namespace reberth;
using diagnostics::Diagnostic;
using diagnostics::Severity;

/// Every rule has a pair of files in rules/: <id>.bad, which it must find, and <id>.good, which it must leave alone.
class TestDockerfileRules : public QObject {
    Q_OBJECT

private slots:
    void findsAndLeavesAlone_data();
    void findsAndLeavesAlone();
    void everyFileHasARule();
    void safeFixesRemoveTheFinding_data();
    void safeFixesRemoveTheFinding();
    void suppresses_data();
    void suppresses();
    void asksForDeletedImages();
    void asksForMissingFiles();
};

namespace {

QString folder() {
    return QStringLiteral(REBERTH_SOURCE_DIR "/tests/core/dockerfile/rules/");
}

QString fixture(const QString& name) {
    QFile file(folder() + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

dockerfile::LintContext context() {
    dockerfile::LintContext out;
    out.deletedImage = [](const QString& image) -> std::optional<QString> {
        return image == QLatin1String("nvidia/cuda:10.0-devel")
                   ? std::optional(QStringLiteral("nvidia/cuda:10.2-devel"))
                   : std::nullopt;
    };
    out.contextHas = [](const QString& path) { return path != QLatin1String("missing.txt"); };
    return out;
}

qsizetype count(const QList<Diagnostic>& found, const QString& id) {
    return std::count_if(found.cbegin(), found.cend(), [&](const Diagnostic& one) { return one.ruleId == id; });
}

void ruleRows() {
    QTest::addColumn<QString>("id");
    for (const auto& rule : dockerfile::rules()) {
        QTest::newRow(qPrintable(rule.id)) << rule.id;
    }
}

} // namespace

void TestDockerfileRules::findsAndLeavesAlone_data() {
    ruleRows();
}

void TestDockerfileRules::findsAndLeavesAlone() {
    QFETCH(QString, id);
    const QString bad = fixture(id + QLatin1String(".bad"));
    const QString good = fixture(id + QLatin1String(".good"));
    QVERIFY2(!bad.isEmpty() && !good.isEmpty(), "a fixture is missing");
    const QList<Diagnostic> found = dockerfile::lint(bad, context());
    QVERIFY2(count(found, id) > 0, "the bad file passes");
    for (const Diagnostic& one : found) {
        QVERIFY(!one.message.isEmpty());
        QVERIFY(one.range.start >= 0 && one.range.end <= bad.size());
    }
    const QList<Diagnostic> rest = dockerfile::lint(good, context());
    QCOMPARE(count(rest, id), 0);
    for (const Diagnostic& one : rest) {
        QVERIFY2(one.severity != Severity::Error, qPrintable(one.message));
    }
}

void TestDockerfileRules::everyFileHasARule() {
    for (const QString& name : QDir(folder()).entryList(QDir::Files)) {
        const QString id = name.section(u'.', 0, 0);
        const auto& all = dockerfile::rules();
        QVERIFY2(std::any_of(all.cbegin(), all.cend(), [&](const auto& rule) { return rule.id == id; }),
                 qPrintable(name));
    }
}

void TestDockerfileRules::safeFixesRemoveTheFinding_data() {
    ruleRows();
}

void TestDockerfileRules::safeFixesRemoveTheFinding() {
    QFETCH(QString, id);
    QString text = fixture(id + QLatin1String(".bad"));
    const qsizetype before = count(dockerfile::lint(text, context()), id);
    bool applied = false;
    for (int round = 0; round < 10; ++round) {
        const QList<Diagnostic> found = dockerfile::lint(text, context());
        const auto fixable = std::find_if(found.cbegin(), found.cend(), [&](const Diagnostic& one) {
            return one.ruleId == id &&
                   std::any_of(one.fixes.cbegin(), one.fixes.cend(), [](const auto& fix) { return fix.safe; });
        });
        if (fixable == found.cend()) {
            break;
        }
        text = applyEdits(text, fixable->fixes.front().edits);
        applied = true;
    }
    const QList<Diagnostic> after = dockerfile::lint(text, context());
    QVERIFY(!applied || count(after, id) < before);
    if (applied) {
        QVERIFY2(std::none_of(after.cbegin(), after.cend(),
                              [](const Diagnostic& one) { return one.severity == Severity::Error; }),
                 qPrintable(text));
    }
}

void TestDockerfileRules::suppresses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("left");
    const QString body = QStringLiteral("FROM a:latest\nRUN sudo x\n");
    QTest::newRow("none") << body << 2;
    QTest::newRow("check for the file") << QStringLiteral("# check=skip=image-latest,DL3004\n") + body << 0;
    QTest::newRow("check for all") << QStringLiteral("# check=skip=all\n") + body << 0;
    QTest::newRow("hadolint") << QStringLiteral("# hadolint ignore=DL3007 # reason\n") + body << 1;
    QTest::newRow("hadolint global") << QStringLiteral(
                                            "FROM a:latest\n# hadolint global ignore=DL3007,DL3004\nRUN sudo x\n")
                                     << 0;
    QTest::newRow("hadolint stage") << QStringLiteral("# hadolint stage ignore=DL3004\nFROM a:latest\nRUN sudo x\n")
                                    << 1;
    QTest::newRow("reberth") << QStringLiteral("FROM a:latest\n# reberth ignore=run-sudo\nRUN sudo x\n") << 1;
    QTest::newRow("check above an instruction")
        << QStringLiteral("FROM a:latest\n# check=skip=run-sudo // reason\nRUN sudo x\n") << 1;
    QTest::newRow("a blank line between")
        << QStringLiteral("FROM a:latest\n# reberth ignore=run-sudo\n\nRUN sudo x\n") << 2;
    QTest::newRow("errors stay") << QStringLiteral("# check=skip=all\nFROM a:1\nFOO\n") << 1;
}

void TestDockerfileRules::suppresses() {
    QFETCH(QString, text);
    QFETCH(int, left);
    QCOMPARE(dockerfile::lint(text).size(), left);
}

void TestDockerfileRules::asksForDeletedImages() {
    const QList<Diagnostic> found = dockerfile::lint(
        QStringLiteral("ARG T=10.0-devel\nFROM nvidia/cuda:$T\nFROM nvidia/cuda:10.0-devel\n"), context());
    QCOMPARE(count(found, QStringLiteral("image-deleted")), 2);
    QVERIFY(found.back().message.contains(QLatin1String("10.2-devel")));
    QCOMPARE(found.back().fixes.size(), 1);
}

void TestDockerfileRules::asksForMissingFiles() {
    const QString text =
        QStringLiteral("FROM a:1\nCOPY missing.txt ./here.txt *.py /x/\nCOPY --from=b:1 missing.txt /x\n");
    QCOMPARE(count(dockerfile::lint(text, context()), QStringLiteral("copy-missing")), 1);
    QCOMPARE(count(dockerfile::lint(text), QStringLiteral("copy-missing")), 0);
}

QTEST_GUILESS_MAIN(TestDockerfileRules)
#include "tst_dockerfile_rules.moc"
