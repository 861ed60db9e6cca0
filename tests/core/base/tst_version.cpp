#include "core/base/version.h"

#include <QtTest>

using reberth::Version;
using reberth::VersionRange;

class TestVersion : public QObject {
    Q_OBJECT

private slots:
    void ordersAsPep440();
    void parses_data();
    void parses();
    void rangeContains_data();
    void rangeContains();
    void rangeRoundTrips();
    void exactOnlyForOneEquality();
};

void TestVersion::ordersAsPep440() {
    const QStringList sorted = {
        QStringLiteral("0.4.1"), QStringLiteral("1.0.dev1"), QStringLiteral("1.0a1"), QStringLiteral("1.0b2"),
        QStringLiteral("1.0rc1"), QStringLiteral("1.0"),      QStringLiteral("1.0.1"), QStringLiteral("1.9"),
        QStringLiteral("1.10"),  QStringLiteral("2.0.0rc1"),  QStringLiteral("2"),     QStringLiteral("11.8")};
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        for (qsizetype j = 0; j < sorted.size(); ++j) {
            const auto a = Version::parse(sorted.at(i));
            const auto b = Version::parse(sorted.at(j));
            QVERIFY2(a && b, qPrintable(sorted.at(i) + u' ' + sorted.at(j)));
            QCOMPARE(*a < *b, i < j);
            QCOMPARE(*a == *b, i == j);
        }
    }
}

void TestVersion::parses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("plain") << "1.13.1" << true;
    QTest::newRow("local label") << "1.13.1+cu117" << true;
    QTest::newRow("v") << "v2.0" << true;
    QTest::newRow("post") << "1.4.0.post3" << true;
    QTest::newRow("blanks") << " 3.6 " << true;
    QTest::newRow("words") << "latest" << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("wildcard") << "1.*" << false;
    QTest::newRow("huge") << "99999999999999999999.1" << false;
}

void TestVersion::parses() {
    QFETCH(QString, text);
    QFETCH(bool, valid);
    QCOMPARE(Version::parse(text).has_value(), valid);
}

void TestVersion::rangeContains_data() {
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("inside");
    QTest::newRow("empty") << "" << "1.0" << true;
    QTest::newRow("and") << ">=1.0,<2" << "1.9.9" << true;
    QTest::newRow("upper bound excluded") << ">=1.0,<2" << "2.0.0" << false;
    QTest::newRow("equal ignores trailing zero") << "==1.4" << "1.4.0" << true;
    QTest::newRow("wildcard") << "==1.4.*" << "1.4.7" << true;
    QTest::newRow("wildcard other minor") << "==1.4.*" << "1.5" << false;
    QTest::newRow("conda prefix") << "=1.4" << "1.4.2" << true;
    QTest::newRow("compatible") << "~=1.4.2" << "1.4.9" << true;
    QTest::newRow("compatible stops") << "~=1.4.2" << "1.5.0" << false;
    QTest::newRow("compatible minor") << "~=1.4" << "1.9" << true;
    QTest::newRow("not equal") << "!=1.5" << "1.5.0" << false;
    QTest::newRow("not prefix") << "!=1.5.*" << "1.5.3" << false;
    QTest::newRow("bare") << "1.5" << "1.5" << true;
}

void TestVersion::rangeContains() {
    QFETCH(QString, range);
    QFETCH(QString, version);
    QFETCH(bool, inside);
    const auto parsed = VersionRange::parse(range);
    QVERIFY(parsed);
    QCOMPARE(parsed->contains(*Version::parse(version)), inside);
}

void TestVersion::rangeRoundTrips() {
    const auto range = VersionRange::parse(u" >= 1.0 , <2, !=1.5.* ");
    QVERIFY(range);
    QCOMPARE(range->toString(), QStringLiteral(">=1.0,<2,!=1.5.*"));
    QCOMPARE(*VersionRange::parse(range->toString()), *range);
    QVERIFY(!VersionRange::parse(u">=abc"));
}

void TestVersion::exactOnlyForOneEquality() {
    QCOMPARE(VersionRange::parse(u"==1.2")->exact()->toString(), QStringLiteral("1.2"));
    QVERIFY(!VersionRange::parse(u"==1.*")->exact());
    QVERIFY(!VersionRange::parse(u">=1.2")->exact());
}

QTEST_GUILESS_MAIN(TestVersion)
#include "tst_version.moc"
