#include "core/compose/format.h"

#include <QtTest>

using reberth::compose::format;

class TestComposeFormat : public QObject {
    Q_OBJECT

private slots:
    void lays_data();
    void lays();
    void leavesWhatItCannotRead_data();
    void leavesWhatItCannotRead();
};

void TestComposeFormat::lays_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("indentation") << "services:\n    a:\n        image:   x\n        ports:\n        - 80\n        - 81\n"
                                 << "services:\n  a:\n    image: x\n    ports:\n      - 80\n      - 81\n";
    QTest::newRow("blanks") << "services:  \n\n\n\n  a:\n    image: x   \n\n\n" << "services:\n\n  a:\n    image: x\n";
    QTest::newRow("comments") << "# top\nservices:\n    # of a\n    a:\n        image: x # behind\n        # last\n"
                              << "# top\nservices:\n  # of a\n  a:\n    image: x # behind\n    # last\n";
    QTest::newRow("block text moves") << "a:\n    b: |\n        one\n          two\n\n        three\n    c: 1\n"
                                      << "a:\n  b: |\n      one\n        two\n\n      three\n  c: 1\n";
    QTest::newRow("maps in lists") << "a:\n-   b: 1\n    c: 2\n-   d\n" << "a:\n  - b: 1\n    c: 2\n  - d\n";
    QTest::newRow("flow stays") << "a: {b: 1,\n       c: [2,   3]}\n" << "a: {b: 1,\n       c: [2,   3]}\n";
    QTest::newRow("anchors") << "x: &x\n    a: 1\ny:\n    <<: *x\n    b: '2'\n" << "x: &x\n  a: 1\ny:\n  <<: *x\n  b: '2'\n";
    QTest::newRow("end of line") << "a: 1" << "a: 1\n";
}

void TestComposeFormat::lays() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QCOMPARE(format(before), after);
    QCOMPARE(format(after), after);
}

void TestComposeFormat::leavesWhatItCannotRead_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("broken") << "a:\n    b: [\n";
    QTest::newRow("twice") << "a: 1\na:   2\n";
    QTest::newRow("two documents") << "a:  1\n---\nb:  2\n";
    QTest::newRow("empty") << "";
}

void TestComposeFormat::leavesWhatItCannotRead() {
    QFETCH(QString, text);
    QCOMPARE(format(text), text);
}

QTEST_GUILESS_MAIN(TestComposeFormat)
#include "tst_composeformat.moc"
