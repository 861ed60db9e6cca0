#include "core/base/textedit.h"
#include "core/base/textrange.h"

#include <QtTest>

using namespace reberth;

class TestText : public QObject {
    Q_OBJECT

private slots:
    void mapsOffsetsBothWays();
    void clampsOutOfRange();
    void appliesEditsInOneGo();
    void dropsOverlappingEdits();
};

void TestText::mapsOffsetsBothWays() {
    const QString text = QStringLiteral("FROM a\n\nRUN x\r\nlast");
    const LineIndex index(text);
    QCOMPARE(index.lineCount(), 4);
    for (qsizetype offset = 0; offset <= text.size(); ++offset) {
        QCOMPARE(index.offset(index.position(offset)), offset);
    }
    QCOMPARE(index.position(8), (TextPosition{2, 0}));
    QCOMPARE(index.lineStart(3), text.indexOf(QStringLiteral("last")));
}

void TestText::clampsOutOfRange() {
    const LineIndex index(u"ab\ncd");
    QCOMPARE(index.position(99), (TextPosition{1, 2}));
    QCOMPARE(index.offset({0, 99}), 2);
    QCOMPARE(index.offset({7, 0}), 5);
    QCOMPARE(index.offset({-1, 3}), 0);
    QCOMPARE(LineIndex(u"").position(0), (TextPosition{0, 0}));
}

void TestText::appliesEditsInOneGo() {
    const QString text = QStringLiteral("apt install x");
    const QString changed = applyEdits(text, {{{12, 12}, QStringLiteral("-y ")}, {{0, 3}, QStringLiteral("apt-get")}});
    QCOMPARE(changed, QStringLiteral("apt-get install -y x"));
}

void TestText::dropsOverlappingEdits() {
    QCOMPARE(applyEdits(QStringLiteral("abcdef"), {{{0, 4}, QStringLiteral("X")}, {{2, 5}, QStringLiteral("Y")}}),
             QStringLiteral("Xef"));
    QCOMPARE(applyEdits(QStringLiteral("abc"), {{{2, 9}, QStringLiteral("X")}}), QStringLiteral("abc"));
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
