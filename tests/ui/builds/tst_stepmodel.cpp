#include "ui/builds/historymodel.h"
#include "ui/builds/stepmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace reberth;
using namespace reberth::ui;
using build::BuildStep;
using build::StepState;

namespace {

BuildStep step(const char* name, StepState state, int startSecond = -1, int endSecond = -1) {
    static const QDateTime zero(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    BuildStep result;
    result.name = QLatin1String(name);
    result.state = state;
    if (startSecond >= 0) {
        result.started = zero.addSecs(startSecond);
    }
    if (endSecond >= 0) {
        result.completed = zero.addSecs(endSecond);
    }
    return result;
}

} // namespace

class TestStepModel : public QObject {
    Q_OBJECT

private slots:
    void hidesInternalStepsThatWentWell();
    void growsLive();
    void placesBarsOnTheTimeLine();
    void saysTimesInWords();
    void history();
};

void TestStepModel::hidesInternalStepsThatWentWell() {
    StepModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    BuildStep internal = step("[internal] load build definition", StepState::Done, 0, 1);
    internal.internal = true;
    BuildStep failed = internal;
    failed.state = StepState::Failed;
    model.setSteps({internal, step("[1/2] FROM debian", StepState::Cached), failed});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.title(0), QStringLiteral("FROM debian"));
    QCOMPARE(model.stepIndex(0), 1);
    QCOMPARE(model.rowOfStep(0), -1);
    QCOMPARE(model.failedRow(), 1);
}

void TestStepModel::growsLive() {
    StepModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    BuildStep internal = step("[internal] load context", StepState::Running, 0);
    internal.internal = true;
    model.setStep(0, internal);
    model.setStep(1, step("[1/2] FROM debian", StepState::Waiting));
    QCOMPARE(model.rowCount(), 2);
    internal.state = StepState::Done;
    model.setStep(0, internal);
    QCOMPARE(model.rowCount(), 1);
    model.setStep(1, step("[1/2] FROM debian", StepState::Running, 1));
    model.setStep(2, step("[2/2] RUN x", StepState::Waiting));
    model.setStep(9, step("from nowhere", StepState::Waiting));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.step(0).state, StepState::Running);
}

void TestStepModel::placesBarsOnTheTimeLine() {
    StepModel model;
    model.setSteps({step("[1/3] a", StepState::Done, 0, 10), step("[2/3] b", StepState::Done, 10, 40),
                    step("[3/3] c", StepState::Waiting)});
    QCOMPARE(model.spanOf(0).start, 0.0);
    QCOMPARE(model.spanOf(0).end, 0.25);
    QCOMPARE(model.spanOf(1).start, 0.25);
    QCOMPARE(model.spanOf(1).end, 1.0);
    QCOMPARE(model.spanOf(2).end, 0.0);
}

void TestStepModel::saysTimesInWords() {
    StepModel model;
    model.setSteps({step("a", StepState::Cached), step("b", StepState::Done, 0, 112),
                    step("c", StepState::Failed, 0, 41), step("d", StepState::Waiting)});
    QCOMPARE(model.timeText(0), QStringLiteral("cached"));
    QCOMPARE(model.timeText(1), QStringLiteral("1 m 52 s"));
    QCOMPARE(model.timeText(2), QStringLiteral("failed after 41 s"));
    QCOMPARE(model.timeText(3), QStringLiteral("not reached"));
    QVERIFY(model.index(2).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("Failed")));
}

void TestStepModel::history() {
    HistoryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    build::BuildRecord first;
    first.id = QStringLiteral("1");
    first.started = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    build::BuildRecord second = first;
    second.id = QStringLiteral("2");
    second.state = build::BuildState::Running;
    model.setRecords({second, first});
    QVERIFY(model.index(0).data().toString().startsWith(QLatin1String("#2")));
    second.state = build::BuildState::Failed;
    second.completed = second.started.addSecs(90);
    model.update(second);
    QCOMPARE(model.index(0).data(HistoryModel::SecondLineRole).toString(), QStringLiteral("Failed · 1 m 30 s"));
    QCOMPARE(model.rowOf(QStringLiteral("1")), 1);
    QCOMPARE(model.rowOf(QStringLiteral("3")), -1);
}

QTEST_MAIN(TestStepModel)
#include "tst_stepmodel.moc"
