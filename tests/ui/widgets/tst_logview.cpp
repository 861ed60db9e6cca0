#include "ui/widgets/logview.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace reberth::ui;

class TestLogView : public QObject {
    Q_OBJECT

private slots:
    void readsAnsi();
    void keepsTheEndOfAProgressLine();
    void showsAMillionLines();
    void followsTheEnd();
    void copiesWhatIsSelected();
    void findsTextWithoutHoldingUpTheWindow();
    void saysWhatIsWrongWithAnExpression();
};

void TestLogView::readsAnsi() {
    const AnsiText line = AnsiText::parse(QStringLiteral("a\x1b[1;31mred\x1b[0m\tb\x1b]0;title\x07"));
    QCOMPARE(line.text, QStringLiteral("ared    b"));
    QCOMPARE(line.spans.size(), 1);
    QCOMPARE(line.spans.first().start, 1);
    QCOMPARE(line.spans.first().length, 3);
    QCOMPARE(line.spans.first().foreground, 1);
    QVERIFY(line.spans.first().bold);
    QCOMPARE(AnsiText::parse(QStringLiteral("\x1b[")).text, QString());
    QCOMPARE(AnsiText::parse(QString(50, QLatin1Char('x')), 10).text.size(), 11);
}

void TestLogView::keepsTheEndOfAProgressLine() {
    QCOMPARE(AnsiText::parse(QStringLiteral("10 %\r20 %\r100 %\r")).text, QStringLiteral("100 %"));
}

void TestLogView::showsAMillionLines() {
    constexpr qsizetype count = 1'000'000;
    qsizetype asked = 0;
    LogView view;
    view.resize(900, 600);
    QElapsedTimer clock;
    clock.start();
    view.setSource(count, [&asked](qsizetype index) {
        ++asked;
        return LogText{QStringLiteral("line %1 of the log").arg(index), false, 0};
    });
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.grab();
    for (int i = 0; i <= 20; ++i) {
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 20 * i);
        view.grab();
    }
    const qint64 elapsed = clock.elapsed();
    qInfo("22 screens of a million lines: %lld ms, %lld lines read", elapsed, qint64(asked));
    QVERIFY2(asked < 20'000, "only what is seen may be read");
    view.scrollToLine(500'000);
    QVERIFY(view.firstVisibleLine() <= 500'000);
    QVERIFY(view.firstVisibleLine() > 499'900);
}

void TestLogView::followsTheEnd() {
    LogView view;
    view.resize(600, 300);
    QSignalSpy spy(&view, &LogView::followingChanged);
    const auto source = [](qsizetype index) { return LogText{QString::number(index), false, 0}; };
    view.setSource(100, source);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    view.setLineCount(1000);
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    QVERIFY(view.isFollowing());
    view.verticalScrollBar()->setValue(10);
    QVERIFY(!view.isFollowing());
    QCOMPARE(spy.count(), 1);
    view.setLineCount(2000);
    QCOMPARE(view.firstVisibleLine(), 10);
    QTest::keyClick(&view, Qt::Key_End);
    QVERIFY(view.isFollowing());
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void TestLogView::copiesWhatIsSelected() {
    LogView view;
    view.setSource(3, [](qsizetype index) {
        return LogText{QStringLiteral("\x1b[32mline\x1b[0m %1").arg(index), false, 0};
    });
    QVERIFY(!view.hasSelection());
    view.selectAll();
    QCOMPARE(view.selectedText(), QStringLiteral("line 0\nline 1\nline 2"));
}

void TestLogView::findsTextWithoutHoldingUpTheWindow() {
    constexpr qsizetype count = 200'000;
    LogView view;
    view.resize(600, 300);
    view.setSource(count, [](qsizetype index) {
        return LogText{index % 50'000 == 7 ? QStringLiteral("an Error here") : QStringLiteral("fine"), false, 0};
    });
    QSignalSpy spy(&view, &LogView::searchChanged);
    QElapsedTimer clock;
    clock.start();
    view.setSearch(QStringLiteral("error"));
    QVERIFY2(clock.elapsed() < 200, "the search has to go on in the background");
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty() && spy.last().at(1).toInt() == 4, 20000);
    view.setFollowing(false);
    view.verticalScrollBar()->setValue(0);
    view.findNext();
    QCOMPARE(spy.last().at(0).toInt(), 1);
    view.findPrevious();
    QCOMPARE(spy.last().at(0).toInt(), 4);
    view.setSearch(QString());
    QCOMPARE(spy.last().at(1).toInt(), -1);
}

void TestLogView::saysWhatIsWrongWithAnExpression() {
    LogView view;
    view.setSource(1, [](qsizetype) { return LogText{QStringLiteral("(x"), false, 0}; });
    view.setSearch(QStringLiteral("(x"), true);
    QVERIFY(!view.searchError().isEmpty());
    view.setSearch(QStringLiteral("(x"), false);
    QVERIFY(view.searchError().isEmpty());
}

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
