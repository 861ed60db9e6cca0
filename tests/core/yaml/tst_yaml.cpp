#include "core/yaml/document.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace reberth;
using yaml::Kind;
using yaml::Node;

class TestYaml : public QObject {
    Q_OBJECT

private slots:
    void keepsOrderAndPlaces();
    void findsEndsOfEveryStyle_data();
    void findsEndsOfEveryStyle();
    void countsUtf16Units();
    void placesValuesThatAreNotWritten();
    void sharesAliases();
    void mergesMaps();
    void reportsDuplicates();
    void readsManyDocuments();
    void stopsBombs();
    void limitsDepth_data();
    void limitsDepth();
    void limitsSize();
    void refusesBadInput_data();
    void refusesBadInput();
    void survivesTruncation();
};

namespace {

QString at(const QString& text, TextRange range) {
    return text.mid(range.start, range.length());
}

Node parsed(const QString& text) {
    const auto node = yaml::parse(text);
    if (!node) {
        qWarning("%s", qPrintable(node.error().message));
        return Node();
    }
    return *node;
}

} // namespace

void TestYaml::keepsOrderAndPlaces() {
    const QString text =
        QStringLiteral("# head\nb:   two\r\na: [1, 'x y',  {k: v}] # tail\nc:\n  - p\n  - q: 1\n    r: 2\n");
    const Node root = parsed(text);
    QCOMPARE(root.kind(), Kind::Map);
    QCOMPARE(root.entries().size(), 3);
    QCOMPARE(root.entries().at(0).key, QStringLiteral("b"));
    QCOMPARE(at(text, root.entries().at(0).keyRange), QStringLiteral("b"));
    QCOMPARE(at(text, root.value(u"b").range()), QStringLiteral("two"));
    QCOMPARE(at(text, root.value(u"a").range()), QStringLiteral("[1, 'x y',  {k: v}]"));
    QCOMPARE(root.value(u"a").items().at(0).toInt(), std::optional<qint64>(1));
    QCOMPARE(at(text, root.value(u"a").items().at(1).range()), QStringLiteral("'x y'"));
    QCOMPARE(root.value(u"a").items().at(1).text(), QStringLiteral("x y"));
    QCOMPARE(at(text, root.value(u"a").items().at(2).range()), QStringLiteral("{k: v}"));
    QCOMPARE(at(text, root.value(u"c").range()), QStringLiteral("- p\n  - q: 1\n    r: 2"));
    QCOMPARE(at(text, root.value(u"c").items().at(1).range()), QStringLiteral("q: 1\n    r: 2"));
    QVERIFY(!root.contains(u"d"));
    QVERIFY(root.value(u"d").isNull());
}

void TestYaml::findsEndsOfEveryStyle_data() {
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << QStringLiteral("a b c") << QStringLiteral("a b c");
    QTest::newRow("plain folded") << QStringLiteral("a b\n    c") << QStringLiteral("a b c");
    QTest::newRow("double") << QStringLiteral("\"a \\\" b\"") << QStringLiteral("a \" b");
    QTest::newRow("double folded") << QStringLiteral("\"a\n   b\"") << QStringLiteral("a b");
    QTest::newRow("single") << QStringLiteral("'it''s'") << QStringLiteral("it's");
    QTest::newRow("literal") << QStringLiteral("|\n    x\n\n      y") << QStringLiteral("x\n\n  y\n");
    QTest::newRow("folded") << QStringLiteral(">-\n    x\n    y") << QStringLiteral("x y");
    QTest::newRow("url") << QStringLiteral("http://x/y#z") << QStringLiteral("http://x/y#z");
}

void TestYaml::findsEndsOfEveryStyle() {
    QFETCH(QString, written);
    QFETCH(QString, value);
    for (const QString& before : {QString(), QStringLiteral("&anchor "), QStringLiteral("!!str &x ")}) {
        const QString text = QStringLiteral("m:\n  k: ") + before + written + QStringLiteral("\n  z: 1 # end\n");
        const Node node = parsed(text).value(u"m").value(u"k");
        QCOMPARE(node.text(), value);
        QCOMPARE(at(text, node.range()), written);
        QCOMPARE(at(text, parsed(text).value(u"m").value(u"z").range()), QStringLiteral("1"));
    }
}

void TestYaml::countsUtf16Units() {
    const QString text =
        QChar(0xfeff) + QString::fromUtf8("k\xc3\xa9y: \"\xf0\x9f\x9a\x80\" # \xc3\xa9\nb: \xe6\x97\xa5 x\n");
    const Node root = parsed(text);
    QCOMPARE(at(text, root.entries().at(0).keyRange), QString::fromUtf8("k\xc3\xa9y"));
    QCOMPARE(at(text, root.entries().at(0).value.range()), QString::fromUtf8("\"\xf0\x9f\x9a\x80\""));
    QCOMPARE(at(text, root.value(u"b").range()), QString::fromUtf8("\xe6\x97\xa5 x"));
}

void TestYaml::placesValuesThatAreNotWritten() {
    const QString good = QStringLiteral("a:\nnull: x\nb: ~\nd:\n  -\n  - e\nf:");
    const Node root = parsed(good);
    QVERIFY(root.value(u"a").isNull());
    QCOMPARE(root.value(u"a").range(), (TextRange{2, 2}));
    QCOMPARE(at(good, root.value(u"b").range()), QStringLiteral("~"));
    QCOMPARE(root.entries().at(1).value.text(), QStringLiteral("x"));
    QCOMPARE(at(good, root.entries().at(1).keyRange), QStringLiteral("null"));
    QVERIFY(root.value(u"d").items().at(0).isNull());
    QCOMPARE(root.value(u"d").items().at(0).range().start, good.indexOf(QLatin1String("-\n")) + 1);
    QCOMPARE(root.value(u"f").range(), (TextRange{good.size(), good.size()}));
}

void TestYaml::sharesAliases() {
    const QString text = QStringLiteral("a: &x {k: v}\nb: *x\nc: [*x, *x]\n");
    const Node root = parsed(text);
    QVERIFY(root.value(u"b").isAlias());
    QCOMPARE(at(text, root.value(u"b").range()), QStringLiteral("*x"));
    QCOMPARE(root.value(u"b").value(u"k").text(), QStringLiteral("v"));
    QCOMPARE(at(text, root.value(u"c").items().at(1).range()), QStringLiteral("*x"));
    QVERIFY(!yaml::parse(QStringLiteral("a: *nope\n")).has_value());
    const auto cycle = yaml::parse(QStringLiteral("a: &x [1, *x]\n"));
    QVERIFY(!cycle.has_value());
    QVERIFY(cycle.error().message.contains(QLatin1String("Line 1, column 11")));
}

void TestYaml::mergesMaps() {
    const QString text = QStringLiteral("base: &b {p: 1, q: 2}\nmore: &m {q: 3, r: 4}\n"
                                        "one:\n  q: own\n  <<: *b\ntwo:\n  <<: [*b, *m]\n");
    const Node root = parsed(text);
    const Node one = root.value(u"one");
    QCOMPARE(one.entries().size(), 2);
    QCOMPARE(one.value(u"q").text(), QStringLiteral("own"));
    QCOMPARE(one.value(u"p").text(), QStringLiteral("1"));
    QVERIFY(one.find(u"p")->merged);
    const Node two = root.value(u"two");
    QCOMPARE(two.value(u"q").text(), QStringLiteral("2"));
    QCOMPARE(two.value(u"r").text(), QStringLiteral("4"));
    QVERIFY(!yaml::parse(QStringLiteral("a:\n  <<: 3\n")).has_value());
    QCOMPARE(parsed(QStringLiteral("a: {'<<': 3}")).value(u"a").value(u"<<").text(), QStringLiteral("3"));
}

void TestYaml::reportsDuplicates() {
    const QString text = QStringLiteral("a: 1\nb: 2\na: 3\n");
    const auto document = yaml::read(text);
    QVERIFY(!document.error);
    QCOMPARE(document.duplicates.size(), 1);
    QCOMPARE(document.duplicates.at(0).range, (TextRange{10, 11}));
    QCOMPARE(document.duplicates.at(0).firstRange, (TextRange{0, 1}));
    QCOMPARE(document.root().value(u"a").text(), QStringLiteral("1"));
    const auto node = yaml::parse(text);
    QVERIFY(!node.has_value());
    QVERIFY(node.error().message.contains(QLatin1String("Line 3, column 1")));
}

void TestYaml::readsManyDocuments() {
    const auto document = yaml::read(QStringLiteral("---\na: 1\n---\nb: 2\n...\n"));
    QVERIFY(!document.error);
    QCOMPARE(document.roots.size(), 2);
    QCOMPARE(document.roots.at(1).value(u"b").text(), QStringLiteral("2"));
    QVERIFY(yaml::read(QString()).root().isNull());
    QVERIFY(yaml::read(QStringLiteral("# only a comment\n")).root().isNull());
}

void TestYaml::stopsBombs() {
    QString lists = QStringLiteral("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    QString merges = QStringLiteral("a0: &a0 {k: [x, x, x, x]}\n");
    for (int i = 1; i < 40; ++i) {
        const QString last = QStringLiteral("*a%1").arg(i - 1);
        lists += QStringLiteral("a%1: &a%1 [").arg(i) + QStringList(10, last).join(QLatin1String(", ")) +
                 QStringLiteral("]\n");
        merges += QStringLiteral("a%1: &a%1\n  l: %2\n  m: %2\n  <<: %2\n").arg(i).arg(last);
    }
    for (const QString& text : {lists, merges}) {
        QElapsedTimer timer;
        timer.start();
        const auto node = yaml::parse(text);
        QVERIFY(!node.has_value());
        QCOMPARE(node.error().code, ErrorCode::TooLarge);
        QVERIFY(timer.elapsed() < 3000);
    }
}

void TestYaml::limitsDepth_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("flow lists") << QString(100000, u'[');
    QTest::newRow("flow maps") << QStringLiteral("{a: ").repeated(50000);
    QTest::newRow("compact lists") << QStringLiteral("- ").repeated(50000);
    QTest::newRow("keys") << QStringLiteral("? ").repeated(50000);
}

void TestYaml::limitsDepth() {
    QFETCH(QString, text);
    const auto node = yaml::parse(text);
    QVERIFY(!node.has_value());
    const auto fine = yaml::parse(QString(50, u'[') + QString(50, u']'));
    QVERIFY(fine.has_value());
}

void TestYaml::limitsSize() {
    const auto node = yaml::parse(QString(10 * 1024 * 1024, u'x'));
    QVERIFY(!node.has_value());
    QCOMPARE(node.error().code, ErrorCode::TooLarge);
    QVERIFY(yaml::parse(QString(1024 * 1024, u'x')).has_value());
}

void TestYaml::refusesBadInput_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("invalid UTF-8") << QByteArray("a: \xff\xfe\n");
    QTest::newRow("cut UTF-8") << QByteArray("a: \xc3");
    QTest::newRow("NUL") << QByteArray("a: b\0c\n", 7);
    QTest::newRow("end of text character") << QByteArray("a: b\x04\nc: d\n");
    QTest::newRow("open double quote") << QByteArray("a: \"x\n");
    QTest::newRow("open single quote") << QByteArray("a: 'x\n");
    QTest::newRow("open list") << QByteArray("a: [1, 2\n");
    QTest::newRow("map value in a value") << QByteArray("a: b: c\n");
    QTest::newRow("bad indentation") << QByteArray("a:\n    b: 1\n  c: 2\n");
    QTest::newRow("comma first") << QByteArray(",a: b\n");
    QTest::newRow("closing bracket behind the end") << QByteArray("a: [b]\n]\n");
    QTest::newRow("list as key") << QByteArray("? [a]\n: b\n");
}

void TestYaml::refusesBadInput() {
    QFETCH(QByteArray, bytes);
    const auto node = yaml::parse(bytes);
    QVERIFY(!node.has_value());
    QVERIFY(!node.error().message.isEmpty());
}

void TestYaml::survivesTruncation() {
    const QString text =
        QStringLiteral("a: &x\n  - \"q\\\"\"\n  - 'r'\n  - |\n    lit\n  - {k: [1, 2], *x : 3}\nb: !t\n"
                       "  <<: *x\n  ? k\n  : v\n--- # two\n- - x\n  - ~\n...\n");
    for (qsizetype end = 0; end <= text.size(); ++end) {
        const auto document = yaml::read(text.left(end));
        for (const Node& root : document.roots) {
            QVERIFY(root.range().start >= 0 && root.range().end <= end);
        }
    }
}

QTEST_GUILESS_MAIN(TestYaml)
#include "tst_yaml.moc"
