#include "core/diagnostics/nearest.h"

#include <QtTest>

using namespace reberth::diagnostics;

class TestNearest : public QObject {
    Q_OBJECT

private slots:
    void countsEdits();
    void findsTheLikelyWord();
    void staysSilentWhenNothingIsNear();
};

void TestNearest::countsEdits() {
    QCOMPARE(editDistance(u"", u"abc"), 3);
    QCOMPARE(editDistance(u"volums", u"volumes"), 1);
    QCOMPARE(editDistance(u"prots", u"ports"), 2);
    QCOMPARE(editDistance(u"RUN", u"run"), 0);
}

void TestNearest::findsTheLikelyWord() {
    const QStringList words{QStringLiteral("ports"), QStringLiteral("profiles"), QStringLiteral("volumes")};
    QCOMPARE(nearest(QStringLiteral("prots"), words), QStringLiteral("ports"));
    QCOMPARE(nearest(QStringLiteral("volume"), words), QStringLiteral("volumes"));
}

void TestNearest::staysSilentWhenNothingIsNear() {
    const QStringList words{QStringLiteral("ports"), QStringLiteral("as")};
    QCOMPARE(nearest(QStringLiteral("xx"), words), QString());
    QCOMPARE(nearest(QStringLiteral("services"), words), QString());
    QCOMPARE(nearest(QString(100000, u'x'), words), QString());
}

QTEST_GUILESS_MAIN(TestNearest)
#include "tst_nearest.moc"
