#include "ui/files/problemsmodel.h"
#include "ui/files/problemspanel.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace reberth;
using namespace reberth::ui;
using diagnostics::Diagnostic;
using diagnostics::Severity;

namespace {

Diagnostic diagnostic(const char* rule, Severity severity, qsizetype start) {
    Diagnostic result;
    result.ruleId = QLatin1String(rule);
    result.aliases = {QStringLiteral("DL3008")};
    result.severity = severity;
    result.message = QStringLiteral("about %1").arg(QLatin1String(rule));
    result.range = {start, start + 1};
    return result;
}

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

} // namespace

class TestProblemsModel : public QObject {
    Q_OBJECT

private slots:
    void worstComesFirst();
    void replacesOneFileOnly();
    void filterAndEnter();
    void clickOnFix();
};

void TestProblemsModel::worstComesFirst() {
    ProblemsModel model;
    const QString text = QStringLiteral("a\nbb\nc\n");
    model.setDiagnostics(QStringLiteral("Dockerfile"), text,
                         {diagnostic("late", Severity::Info, 0), diagnostic("warn", Severity::Warning, 2),
                          diagnostic("bad", Severity::Error, 5)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(cell(model, 0, ProblemsModel::SeverityColumn), QStringLiteral("Error"));
    QCOMPARE(cell(model, 0, ProblemsModel::RuleColumn), QStringLiteral("bad  DL3008"));
    QCOMPARE(cell(model, 0, ProblemsModel::PlaceColumn), QStringLiteral("Dockerfile:3"));
    QCOMPARE(cell(model, 2, ProblemsModel::SeverityColumn), QStringLiteral("Hint"));
    QCOMPARE(model.count(Severity::Warning), 1);
    // Never by colour alone: a word and an icon.
    QVERIFY(!model.index(1, ProblemsModel::SeverityColumn).data(Qt::DecorationRole).isNull());
}

void TestProblemsModel::replacesOneFileOnly() {
    ProblemsModel model;
    model.setDiagnostics(QStringLiteral("Dockerfile"), QStringLiteral("a"), {diagnostic("one", Severity::Error, 0)});
    model.setDiagnostics(QStringLiteral("compose.yaml"), QStringLiteral("a"), {diagnostic("two", Severity::Error, 0)});
    model.setDiagnostics(QStringLiteral("Dockerfile"), QStringLiteral("a"), {});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.file(0), QStringLiteral("compose.yaml"));
    model.keepFiles({QStringLiteral("Dockerfile")});
    QCOMPARE(model.rowCount(), 0);
}

void TestProblemsModel::filterAndEnter() {
    ProblemsModel model;
    ProblemsPanel panel(&model);
    panel.resize(900, 200);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    model.setDiagnostics(
        QStringLiteral("Dockerfile"), QStringLiteral("a"),
        {diagnostic("apt-unpinned", Severity::Warning, 0), diagnostic("pip-cache", Severity::Warning, 0)});
    auto* table = panel.findChild<QTableView*>(QStringLiteral("problemsTable"));
    QTest::keyClicks(panel.findChild<QLineEdit*>(QStringLiteral("problemsFilter")), QStringLiteral("pip"));
    QCOMPARE(table->model()->rowCount(), 1);
    QSignalSpy opened(&panel, &ProblemsPanel::opened);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(model.diagnostic(opened.first().first().toInt()).ruleId, QStringLiteral("pip-cache"));
}

void TestProblemsModel::clickOnFix() {
    ProblemsModel model;
    ProblemsPanel panel(&model);
    panel.resize(900, 200);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    Diagnostic fixable = diagnostic("fixable", Severity::Warning, 0);
    fixable.fixes.append({QStringLiteral("Do it"), {TextEdit{{0, 1}, QStringLiteral("b")}}, true});
    model.setDiagnostics(QStringLiteral("Dockerfile"), QStringLiteral("a"), {fixable});
    auto* table = panel.findChild<QTableView*>(QStringLiteral("problemsTable"));
    QSignalSpy fixes(&panel, &ProblemsPanel::fixRequested);
    QSignalSpy opened(&panel, &ProblemsPanel::opened);
    const QModelIndex fix = table->model()->index(0, ProblemsModel::FixColumn);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(fix).center());
    QCOMPARE(fixes.count(), 1);
    QCOMPARE(opened.count(), 0);
}

QTEST_MAIN(TestProblemsModel)
#include "tst_problemsmodel.moc"
