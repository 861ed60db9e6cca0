#include "ui/repository/findingrows.h"
#include "ui/repository/findingsmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::ui;
using namespace reberth::analysis;

namespace {

Claim claim(const QString& version, const QString& source, double confidence, const QString& file, int line) {
    Claim made;
    made.version = version;
    made.source = source;
    made.confidence = confidence;
    made.evidence = {file, line, version};
    return made;
}

Dependency dependency(const QString& name, Dependency::Origin origin, bool optional = false, const QString& group = {}) {
    Dependency made;
    made.name = name;
    made.origin = origin;
    made.optional = optional;
    made.group = group;
    made.evidence = {{QStringLiteral("requirements.txt"), 1, name}};
    return made;
}

const FindingRow* named(const std::vector<FindingRow>& rows, const QString& what) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const FindingRow& row) { return row.what == what; });
    return it == rows.end() ? nullptr : &*it;
}

Findings sample() {
    Findings findings;
    findings.python.version = Version::parse(QStringLiteral("3.6"));
    findings.python.reason = QStringLiteral("Python 3.6 is stated in Dockerfile:3.");
    findings.python.confidence = 0.9;
    findings.python.claims = {claim(QStringLiteral("3.6"), QStringLiteral("dockerfile"), 0.9, QStringLiteral("Dockerfile"), 3),
                              claim(QStringLiteral("2.7"), QStringLiteral("readme"), 0.7, QStringLiteral("README.md"), 12)};
    findings.dependencies = {
        dependency(QStringLiteral("numpy"), Dependency::Origin::Declared),
        dependency(QStringLiteral("tqdm"), Dependency::Origin::Imported),
        dependency(QStringLiteral("apex"), Dependency::Origin::Imported, true),
        dependency(QStringLiteral("pytest"), Dependency::Origin::Declared, true, QStringLiteral("dev")),
    };
    EntryPoint train;
    train.verb = QStringLiteral("train");
    train.command = QStringLiteral("python train.py");
    train.script = QStringLiteral("train.py");
    train.parameters = {{QStringLiteral("--lr"), QStringLiteral("float"), QStringLiteral("0.1"), {}, QStringLiteral("rate"), false}};
    findings.entryPoints = {train};
    findings.licenses = {{QStringLiteral("MIT"), {{QStringLiteral("LICENSE"), 1, {}}}}};
    findings.submodules = {{QStringLiteral("lib/caffe"), QStringLiteral("https://example.org/caffe"), {}, false, {}}};
    return findings;
}

} // namespace

class TestFindingRows : public QObject {
    Q_OBJECT

private slots:
    void theLoserOfAContradictionIsShown();
    void oneClaimNeedsNoChildren();
    void optionsStandApart();
    void parametersHangUnderTheirEntryPoint();
    void commandsOfAVerbStandTogether();
    void gitTellsWhatIsMissing();
    void theModelIsATree();
    void aRowIsFoundAgainByItsPath();
};

void TestFindingRows::theLoserOfAContradictionIsShown() {
    const std::vector<FindingRow> rows = rowsFor(sample());
    const FindingRow* python = named(rows, QStringLiteral("Python"));
    QVERIFY(python);
    QCOMPARE(python->value, QStringLiteral("3.6"));
    QCOMPARE(python->tag, QStringLiteral("contradicting"));
    QCOMPARE(python->evidence.first().file, QStringLiteral("Dockerfile"));
    QCOMPARE(python->children.size(), std::size_t(2));
    QCOMPARE(python->children[0].tag, QString());
    QCOMPARE(python->children[1].value, QStringLiteral("2.7"));
    QCOMPARE(python->children[1].tag, QStringLiteral("outweighed"));
    QCOMPARE(placeText(python->children[1].evidence.first()), QStringLiteral("README.md:12"));
}

void TestFindingRows::oneClaimNeedsNoChildren() {
    Findings findings = sample();
    findings.python.claims.removeLast();
    const std::vector<FindingRow> rows = rowsFor(findings);
    QVERIFY(named(rows, QStringLiteral("Python"))->children.empty());
    QCOMPARE(named(rows, QStringLiteral("Python"))->tag, QString());
}

void TestFindingRows::optionsStandApart() {
    const std::vector<FindingRow> rows = rowsFor(sample());
    const FindingRow* needed = named(rows, QStringLiteral("Dependencies"));
    QVERIFY(needed);
    QCOMPARE(needed->children.size(), std::size_t(3));
    QCOMPARE(needed->value, QStringLiteral("1 declared"));
    QCOMPARE(needed->tag, QStringLiteral("1 only imported"));
    QCOMPARE(named(needed->children, QStringLiteral("apex"))->tag, QStringLiteral("optional"));
    const FindingRow* options = named(rows, QStringLiteral("Optional packages"));
    QVERIFY(options);
    QCOMPARE(options->children.size(), std::size_t(1));
    QCOMPARE(options->children[0].what, QStringLiteral("dev"));
    QCOMPARE(options->children[0].children[0].what, QStringLiteral("pytest"));
}

void TestFindingRows::parametersHangUnderTheirEntryPoint() {
    const std::vector<FindingRow> rows = rowsFor(sample());
    const FindingRow& train = named(rows, QStringLiteral("Entry points"))->children.at(0);
    QCOMPARE(train.children.size(), std::size_t(1));
    QCOMPARE(train.children[0].what, QStringLiteral("--lr"));
    QCOMPARE(train.children[0].value, QStringLiteral("= 0.1"));
    QVERIFY(train.children[0].confidence < 0);
}

void TestFindingRows::commandsOfAVerbStandTogether() {
    Findings findings = sample();
    EntryPoint other = findings.entryPoints.first();
    other.command = QStringLiteral("python tools/finetune.py");
    other.script = QStringLiteral("tools/finetune.py");
    EntryPoint demo = other;
    demo.verb = QStringLiteral("demo");
    findings.entryPoints = {findings.entryPoints.first(), demo, other};
    const std::vector<FindingRow> rows = rowsFor(findings);
    const std::vector<FindingRow>& verbs = named(rows, QStringLiteral("Entry points"))->children;
    QCOMPARE(verbs.size(), std::size_t(2));
    QCOMPARE(verbs[0].what, QStringLiteral("train"));
    QCOMPARE(verbs[0].value, QStringLiteral("python train.py"));
    QCOMPARE(verbs[0].children.size(), std::size_t(2));
    QCOMPARE(verbs[0].children[1].what, QStringLiteral("finetune.py"));
    QCOMPARE(verbs[1].what, QStringLiteral("demo"));
}

void TestFindingRows::gitTellsWhatIsMissing() {
    const std::vector<FindingRow> rows = rowsFor(sample());
    QCOMPARE(named(rows, QStringLiteral("Licence"))->value, QStringLiteral("MIT"));
    const FindingRow* git = named(rows, QStringLiteral("Git"));
    QVERIFY(git);
    QCOMPARE(git->children.at(0).tag, QStringLiteral("missing"));
}

void TestFindingRows::theModelIsATree() {
    FindingsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rowsFor(sample()));
    model.setRows(rowsFor(sample()));
    const QModelIndex entry = model.find({QStringLiteral("Entry points"), QStringLiteral("train")});
    QVERIFY(entry.isValid());
    const QModelIndex parameter = model.index(0, FindingsModel::What, entry);
    QCOMPARE(parameter.data().toString(), QStringLiteral("--lr"));
    QCOMPARE(parameter.parent(), entry);
    QCOMPARE(entry.parent().data().toString(), QStringLiteral("Entry points"));
}

void TestFindingRows::aRowIsFoundAgainByItsPath() {
    FindingsModel model;
    model.setRows(rowsFor(sample()));
    const QStringList path{QStringLiteral("Optional packages"), QStringLiteral("dev"), QStringLiteral("pytest")};
    const QModelIndex row = model.find(path);
    QCOMPARE(model.pathOf(row), path);
    QCOMPARE(model.textOf(row), QStringLiteral("pytest (requirements.txt:1)"));
    QVERIFY(!model.find({QStringLiteral("Optional packages"), QStringLiteral("gone")}).isValid());
}

QTEST_MAIN(TestFindingRows)
#include "tst_findingrows.moc"
