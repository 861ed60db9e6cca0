#include "core/project/merge.h"

#include <QtTest>

using namespace reberth::project;

class TestMerge : public QObject {
    Q_OBJECT

private slots:
    void keepsBothSides_data();
    void keepsBothSides();
    void marksConflicts();
};

void TestMerge::keepsBothSides_data() {
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("yours");
    QTest::addColumn<QString>("generated");
    QTest::addColumn<QString>("merged");
    const QString base = QStringLiteral("FROM a\n\nRUN x\n\nCOPY . .\n");
    QTest::newRow("untouched file takes the new text") << base << base << QStringLiteral("FROM b\n") << QStringLiteral("FROM b\n");
    QTest::newRow("nothing new keeps yours") << base << QStringLiteral("mine\n") << base << QStringLiteral("mine\n");
    QTest::newRow("both") << base << QStringLiteral("FROM a\n\nRUN x\n\nCOPY . .\nCMD [\"mine\"]\n")
                          << QStringLiteral("FROM b\n\nRUN x\n\nCOPY . .\n")
                          << QStringLiteral("FROM b\n\nRUN x\n\nCOPY . .\nCMD [\"mine\"]\n");
    QTest::newRow("same change twice") << base << QStringLiteral("FROM b\n") << QStringLiteral("FROM b\n") << QStringLiteral("FROM b\n");
    QTest::newRow("no base, same text") << QString() << QStringLiteral("x\n") << QStringLiteral("x\n") << QStringLiteral("x\n");
}

void TestMerge::keepsBothSides() {
    QFETCH(QString, base);
    QFETCH(QString, yours);
    QFETCH(QString, generated);
    QFETCH(QString, merged);
    const auto merge = mergeGenerated(base, yours, generated);
    QVERIFY(merge);
    QCOMPARE(merge->text, merged);
    QVERIFY(!merge->conflict);
}

void TestMerge::marksConflicts() {
    const auto merge = mergeGenerated(QStringLiteral("FROM a\n"), QStringLiteral("FROM mine\n"), QStringLiteral("FROM new\n"));
    QVERIFY(merge);
    QVERIFY(merge->conflict);
    QVERIFY(merge->text.contains(QStringLiteral("FROM mine")));
    QVERIFY(merge->text.contains(QStringLiteral("FROM new")));
    QVERIFY(merge->text.startsWith(QStringLiteral("<<<<<<< yours\n")));
}

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
