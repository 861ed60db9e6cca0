#include "ui/files/linechanges.h"

#include <QRandomGenerator>
#include <QTest>

using namespace reberth::ui;

class TestLineChanges : public QObject {
    Q_OBJECT

private slots:
    void findsHunks_data();
    void findsHunks();
    void marks();
    void revertingEveryHunkGivesTheOldText();
    void hunksAreTheDifference();
    void farApartChangesOfALongFile();
    void longFilesDoNotHang();
};

void TestLineChanges::findsHunks_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QList<LineHunk>>("hunks");
    QTest::newRow("same") << QStringLiteral("a\nb\n") << QStringLiteral("a\nb\n") << QList<LineHunk>{};
    QTest::newRow("changed") << QStringLiteral("a\nb\nc\n") << QStringLiteral("a\nX\nc\n")
                             << QList<LineHunk>{{1, 1, 1, 1}};
    QTest::newRow("added") << QStringLiteral("a\nc\n") << QStringLiteral("a\nb\nc\n") << QList<LineHunk>{{1, 0, 1, 1}};
    QTest::newRow("removed") << QStringLiteral("a\nb\nc\n") << QStringLiteral("a\nc\n")
                             << QList<LineHunk>{{1, 1, 1, 0}};
    QTest::newRow("two") << QStringLiteral("a\nb\nc\nd\ne") << QStringLiteral("A\nb\nc\nd\nE")
                         << QList<LineHunk>{{0, 1, 0, 1}, {4, 1, 4, 1}};
    QTest::newRow("from nothing") << QString() << QStringLiteral("a") << QList<LineHunk>{{0, 1, 0, 1}};
}

void TestLineChanges::findsHunks() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QList<LineHunk>, hunks);
    QCOMPARE(lineChanges(before, after), hunks);
}

void TestLineChanges::marks() {
    const LineMarks marks = lineMarksOf(lineChanges(QStringLiteral("a\nb\nc\nd"), QStringLiteral("a\nX\nc\nn\nd")));
    QCOMPARE(marks.value(1), LineMark::Changed);
    QCOMPARE(marks.value(3), LineMark::Added);
    QCOMPARE(marks.size(), 2);
    const LineMarks removed = lineMarksOf(lineChanges(QStringLiteral("a\nb\nc"), QStringLiteral("a\nc")));
    QCOMPARE(removed.value(0), LineMark::RemovedBelow);
}

void TestLineChanges::revertingEveryHunkGivesTheOldText() {
    const QString before = QStringLiteral("a\nb\nc\nd\ne\n");
    QString now = QStringLiteral("0\na\nB\nc\ne\nf\n");
    int rounds = 0;
    for (QList<LineHunk> hunks = lineChanges(before, now); !hunks.isEmpty(); hunks = lineChanges(before, now)) {
        now = revertHunk(before, now, hunks.first());
        QVERIFY(++rounds < 10);
    }
    QCOMPARE(now, before);
    QVERIFY(rounds > 1);
}

void TestLineChanges::hunksAreTheDifference() {
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        QStringList before;
        QStringList after;
        for (int i = random.bounded(12); i > 0; --i) {
            before.append(QString(QChar(u'a' + random.bounded(4))));
        }
        for (int i = random.bounded(12); i > 0; --i) {
            after.append(QString(QChar(u'a' + random.bounded(4))));
        }
        const QList<LineHunk> hunks = lineChanges(before.join(u'\n'), after.join(u'\n'));
        const QStringList oldLines = before.join(u'\n').split(u'\n');
        const QStringList newLines = after.join(u'\n').split(u'\n');
        int i = 0;
        int j = 0;
        for (const LineHunk& hunk : hunks) {
            // What lies between two hunks is the same on both sides.
            QCOMPARE(oldLines.mid(i, hunk.oldStart - i), newLines.mid(j, hunk.newStart - j));
            QVERIFY(hunk.oldCount > 0 || hunk.newCount > 0);
            i = hunk.oldStart + hunk.oldCount;
            j = hunk.newStart + hunk.newCount;
        }
        QCOMPARE(oldLines.mid(i), newLines.mid(j));
    }
}

void TestLineChanges::farApartChangesOfALongFile() {
    QStringList before;
    for (int i = 0; i < 20000; ++i) {
        before.append(QStringLiteral("RUN step %1").arg(i));
    }
    QStringList after = before;
    after[10] = QStringLiteral("first");
    after[19990] = QStringLiteral("last");
    const QList<LineHunk> expected{{10, 1, 10, 1}, {19990, 1, 19990, 1}};
    QCOMPARE(lineChanges(before.join(u'\n'), after.join(u'\n')), expected);
}

void TestLineChanges::longFilesDoNotHang() {
    QString before;
    QString after;
    for (int i = 0; i < 20000; ++i) {
        before += QStringLiteral("a%1\n").arg(i);
        after += QStringLiteral("b%1\n").arg(i);
    }
    QCOMPARE(lineChanges(before, after).size(), 1);
}

QTEST_MAIN(TestLineChanges)
#include "tst_linechanges.moc"
