#include "core/build/buildprogress.h"

#include <QtTest>

using namespace reberth::build;
using reberth::engine::TraceMessage;

class TestBuildProgress : public QObject {
    Q_OBJECT

private slots:
    void followsAStep();
    void joinsHalfLines();
    void failureAndConsequences();
    void classicSteps();
    void recordRoundTrips();

private:
    QDateTime at(int second) { return QDateTime::fromSecsSinceEpoch(1700000000 + second, Qt::UTC); }
};

void TestBuildProgress::followsAStep() {
    BuildProgress progress(DockerfileOutline::parse("FROM a\nRUN x\n"));
    TraceMessage message;
    message.vertexes = {{QStringLiteral("v"), QStringLiteral("[2/2] RUN x"), false, {}, {}, {}}};
    progress.apply(message);
    QCOMPARE(progress.steps().first().state, StepState::Waiting);
    QCOMPARE(progress.steps().first().dockerfileLine, 2);
    QCOMPARE(progress.takeChanges().added, QList<int>{0});

    message.vertexes[0].started = at(1);
    message.statuses = {{QStringLiteral("l1"), QStringLiteral("v"), 5, 10, false},
                        {QStringLiteral("l2"), QStringLiteral("v"), 7, 0, false}};
    progress.apply(message);
    QCOMPARE(progress.steps().first().state, StepState::Running);
    QCOMPARE(progress.steps().first().current, 12);
    QCOMPARE(progress.steps().first().total, 17);
    QCOMPARE(progress.takeChanges().changed, QSet<int>{0});
    progress.apply(message);
    QVERIFY(progress.takeChanges().changed.isEmpty());

    message.vertexes[0].completed = at(3);
    progress.apply(message);
    QCOMPARE(progress.steps().first().state, StepState::Done);
    QCOMPARE(progress.steps().first().seconds(), 2.0);
    message.vertexes[0].cached = true;
    progress.apply(message);
    QCOMPARE(progress.steps().first().state, StepState::Cached);
}

void TestBuildProgress::joinsHalfLines() {
    BuildProgress progress;
    TraceMessage begin;
    begin.vertexes = {{QStringLiteral("v"), QStringLiteral("RUN"), false, at(0), {}, {}}};
    begin.logs = {{QStringLiteral("v"), false, "one\ntw"}, {QStringLiteral("v"), true, "warn\n"}};
    progress.apply(begin);
    QCOMPARE(progress.log().size(), 2);
    TraceMessage end;
    end.logs = {{QStringLiteral("v"), false, "o\nlast"}};
    end.vertexes = {{QStringLiteral("v"), QStringLiteral("RUN"), false, at(0), at(1), {}}};
    progress.apply(end);
    QStringList lines;
    for (const LogLine& line : progress.log()) {
        QCOMPARE(line.step, 0);
        lines.append(line.text);
    }
    QCOMPARE(lines, QStringList({QStringLiteral("one"), QStringLiteral("warn"), QStringLiteral("two"),
                                 QStringLiteral("last")}));
    QVERIFY(progress.log().at(1).isError);
}

void TestBuildProgress::failureAndConsequences() {
    BuildProgress progress;
    TraceMessage message;
    message.vertexes = {
        {QStringLiteral("a"), QStringLiteral("A"), false, at(0), at(1), QStringLiteral("context canceled")},
        {QStringLiteral("b"), QStringLiteral("B"), false, at(0), at(1), QStringLiteral("exit code: 1")},
        {QStringLiteral("c"), QStringLiteral("C"), false, at(0), {}, {}},
        {QStringLiteral("d"), QStringLiteral("D"), false, {}, {}, {}}};
    progress.apply(message);
    progress.finish(StepState::Cancelled);
    QCOMPARE(progress.failedStep(), 1);
    QCOMPARE(progress.steps().at(0).state, StepState::Cancelled);
    QCOMPARE(progress.steps().at(2).state, StepState::Cancelled);
    QVERIFY(progress.steps().at(2).completed.isValid());
    QCOMPARE(progress.steps().at(3).state, StepState::Cancelled);
}

void TestBuildProgress::classicSteps() {
    BuildProgress progress(DockerfileOutline::parse("FROM a\nRUN one\nRUN two\n"));
    progress.applyClassicText("Step 1/3 : FROM a\n ---> abc\nStep 2/3 : RUN o");
    progress.applyClassicText("ne\n ---> Using cache\nStep 3/3 : RUN two\nworking");
    progress.failCurrentStep(QStringLiteral("returned a non-zero code: 1"));
    progress.finish(StepState::Cancelled);
    QCOMPARE(progress.steps().size(), 3);
    QCOMPARE(progress.steps().at(0).state, StepState::Done);
    QCOMPARE(progress.steps().at(1).state, StepState::Cached);
    QCOMPARE(progress.steps().at(2).state, StepState::Failed);
    QCOMPARE(progress.steps().at(2).dockerfileLine, 3);
    QCOMPARE(progress.log().last().text, QStringLiteral("working"));
    QCOMPARE(progress.log().last().step, 2);
}

void TestBuildProgress::recordRoundTrips() {
    BuildRecord record;
    record.id = QStringLiteral("x");
    record.state = BuildState::Failed;
    record.tags = {QStringLiteral("a:b")};
    record.error = QStringLiteral("é");
    record.started = at(0);
    BuildStep step;
    step.name = QStringLiteral("[1/2] RUN");
    step.state = StepState::Failed;
    step.started = at(1);
    step.completed = at(2);
    step.dockerfileLine = 4;
    step.total = 1LL << 40;
    record.steps = {step};
    QCOMPARE(BuildRecord::fromJson(record.toJson()), record);
}

QTEST_GUILESS_MAIN(TestBuildProgress)
#include "tst_buildprogress.moc"
