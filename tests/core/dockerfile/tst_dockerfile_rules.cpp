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
    void obeysSettings();
    void readsSettings();
    void refusesSettings_data();
    void refusesSettings();
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

dockerfile::LintContext context(const QString& rule = {}) {
    dockerfile::LintContext out;
    if (rule != QLatin1String("no-ignore-file")) {
        out.ignoreFile = QStringLiteral("secret\n*.tmp\n");
    }
    out.settings.on = {rule};
    out.settings.strictLabels = true;
    using dockerfile::LabelKind;
    out.settings.labelSchema = {{QStringLiteral("version"), LabelKind::SemanticVersion},
                                {QStringLiteral("url"), LabelKind::Url},
                                {QStringLiteral("created"), LabelKind::Time},
                                {QStringLiteral("licenses"), LabelKind::License},
                                {QStringLiteral("revision"), LabelKind::GitHash},
                                {QStringLiteral("authors"), LabelKind::Email}};
    out.settings.trustedRegistries = {QStringLiteral("docker.io"), QStringLiteral("nvcr.io")};
    out.deletedImage = [](const QString& image) -> std::optional<QString> {
        return image == QLatin1String("nvidia/cuda:10.0-devel")
                   ? std::optional(QStringLiteral("nvidia/cuda:10.2-devel"))
                   : std::nullopt;
    };
    out.contextHas = [](const QString& path) {
        return path != QLatin1String("missing.txt") && path != QLatin1String(".dockerignore");
    };
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
    const QList<Diagnostic> found = dockerfile::lint(bad, context(id));
    QVERIFY2(count(found, id) > 0, "the bad file passes");
    for (const Diagnostic& one : found) {
        QVERIFY(!one.message.isEmpty());
        QVERIFY(one.range.start >= 0 && one.range.end <= bad.size());
    }
    const QList<Diagnostic> rest = dockerfile::lint(good, context(id));
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
    const qsizetype before = count(dockerfile::lint(text, context(id)), id);
    bool applied = false;
    for (int round = 0; round < 10; ++round) {
        const QList<Diagnostic> found = dockerfile::lint(text, context(id));
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
    const QList<Diagnostic> after = dockerfile::lint(text, context(id));
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
    QTest::newRow("hadolint takes an error back")
        << QStringLiteral("FROM a:1\n# hadolint ignore=DL3011\nEXPOSE 80000\n") << 0;
    QTest::newRow("errors stay for us") << QStringLiteral("FROM a:1\n# reberth ignore=port\nEXPOSE 80000\n") << 1;
    QTest::newRow("errors stay") << QStringLiteral("# check=skip=all\nFROM a:1\nFOO\n") << 1;
}

void TestDockerfileRules::suppresses() {
    QFETCH(QString, text);
    QFETCH(int, left);
    QCOMPARE(dockerfile::lint(text).size(), left);
}

void TestDockerfileRules::obeysSettings() {
    const QString text = QStringLiteral("# check=skip=DL3007\nFROM a:latest\nRUN sudo x\n");
    dockerfile::LintContext plain;
    QCOMPARE(dockerfile::lint(text, plain).size(), 1);
    plain.settings.off.insert(QStringLiteral("run-sudo"), QStringLiteral("the base image runs as a user"));
    QCOMPARE(dockerfile::lint(text, plain).size(), 0);
    plain.settings.checkOption = QStringLiteral("skip=StageNameCasing"); // in place of the directive
    QCOMPARE(dockerfile::lint(text, plain).size(), 1);
    plain.settings.on = {QStringLiteral("DL3057")};
    QCOMPARE(dockerfile::lint(text, plain).size(), 2);
    plain.settings.on.clear();
    const QString port = QStringLiteral("FROM a:1\nARG P=x\nEXPOSE $P\n");
    QCOMPARE(dockerfile::lint(port, plain).front().severity, Severity::Error);
    plain.settings.buildArguments.insert(QStringLiteral("P"), QStringLiteral("80"));
    QVERIFY(dockerfile::lint(port, plain).isEmpty());
}

void TestDockerfileRules::readsSettings() {
    const auto read = dockerfile::LintSettings::fromJson(
        R"({"build_args": {"A": "1"}, "check_option": "skip=X", "trusted_registries": ["a.io"], "strict_labels": true,
            "label_schema": {"v": "semver", "w": "RawText"}, "on": ["x"], "off": {"y": "why"}, "compose_format": "2.4"})");
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->buildArguments.value(QStringLiteral("A")), QStringLiteral("1"));
    QCOMPARE(read->checkOption, QStringLiteral("skip=X"));
    QCOMPARE(read->trustedRegistries, QStringList{QStringLiteral("a.io")});
    QVERIFY(read->strictLabels);
    QCOMPARE(read->labelSchema.value(QStringLiteral("v")), dockerfile::LabelKind::SemanticVersion);
    QCOMPARE(read->labelSchema.value(QStringLiteral("w")), dockerfile::LabelKind::Text);
    QCOMPARE(read->off.value(QStringLiteral("y")), QStringLiteral("why"));
    const auto others = dockerfile::LintSettings::fromJson(
        R"({"allowedRegistries": ["b.io"], "labelSchema": {"v": "Email"}, "strictLabels": false, "ignoreRules": ["z"]})");
    QVERIFY(others);
    QCOMPARE(others->trustedRegistries, QStringList{QStringLiteral("b.io")});
    QVERIFY(others->off.contains(QStringLiteral("z")));
}

void TestDockerfileRules::refusesSettings_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("named");
    QTest::newRow("no object") << QByteArray("[1]") << QStringLiteral("object");
    QTest::newRow("label") << QByteArray(R"({"label_schema": {"v": "colour"}})") << QStringLiteral("label_schema.v");
    QTest::newRow("list") << QByteArray(R"({"on": "x"})") << QStringLiteral("on");
    QTest::newRow("mapping") << QByteArray(R"({"build_args": []})") << QStringLiteral("build_args");
    QTest::newRow("text") << QByteArray(R"({"check_option": 1})") << QStringLiteral("check_option");
    QTest::newRow("switch") << QByteArray(R"({"strict_labels": "yes"})") << QStringLiteral("strict_labels");
}

void TestDockerfileRules::refusesSettings() {
    QFETCH(QByteArray, json);
    QFETCH(QString, named);
    const auto read = dockerfile::LintSettings::fromJson(json);
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(named), qPrintable(read.error().message));
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
