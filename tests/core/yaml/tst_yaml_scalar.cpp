#include "core/yaml/document.h"
#include "core/yaml/scalar.h"

#include <QtTest>

using namespace reberth;
using yaml::ScalarType;

class TestYamlScalar : public QObject {
    Q_OBJECT

private slots:
    void resolvesPlainScalars_data();
    void resolvesPlainScalars();
    void quotedRoundTrips_data();
    void quotedRoundTrips();
    void quotesOnlyWhereNeeded();
};

void TestYamlScalar::resolvesPlainScalars_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("type");
    const auto row = [](const char* text, ScalarType type) {
        QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text) << int(type);
    };
    for (const char* text : {"", "~", "null", "Null", "NULL"}) {
        row(text, ScalarType::Null);
    }
    for (const char* text : {"true", "True", "TRUE", "false", "False", "FALSE"}) {
        row(text, ScalarType::Bool);
    }
    for (const char* text : {"0", "-12", "+3", "0o17", "0xFf", "007"}) {
        row(text, ScalarType::Int);
    }
    for (const char* text : {"1.5", ".5", "1.", "-1e9", "1.5E+3", ".inf", "-.INF", ".nan"}) {
        row(text, ScalarType::Float);
    }
    for (const char* text : {"yes", "no", "on", "off", "y", "22:22", "1.2.3", "0x", "0o9", "1e", "-", ".", "nUll",
                             "1_000", "2020-01-01", "tRue"}) {
        row(text, ScalarType::String);
    }
}

void TestYamlScalar::resolvesPlainScalars() {
    QFETCH(QString, text);
    QFETCH(int, type);
    QCOMPARE(int(yaml::plainScalarType(text)), type);
    QCOMPARE(yaml::scalarToBool(text).has_value(), type == int(ScalarType::Bool));
    QCOMPARE(yaml::scalarToInt(text).has_value(), type == int(ScalarType::Int));
    QCOMPARE(yaml::scalarToDouble(text).has_value(), type == int(ScalarType::Int) || type == int(ScalarType::Float));
}

void TestYamlScalar::quotedRoundTrips_data() {
    QTest::addColumn<QString>("text");
    const QStringList texts{QString(),
                            QStringLiteral("plain"),
                            QStringLiteral("two words"),
                            QStringLiteral(" lead"),
                            QStringLiteral("trail "),
                            QStringLiteral("a: b"),
                            QStringLiteral("a:"),
                            QStringLiteral("# no comment"),
                            QStringLiteral("x #y"),
                            QStringLiteral("yes"),
                            QStringLiteral("3.10"),
                            QStringLiteral("22:22"),
                            QStringLiteral("~"),
                            QStringLiteral("*a"),
                            QStringLiteral("- x"),
                            QStringLiteral("---"),
                            QStringLiteral("say \"hi\" \\ 'ho'"),
                            QStringLiteral("line\nbreak\ttab\rcr"),
                            QString::fromUtf8("Gr\xc3\xbc\xc3\x9f"
                                              "e \xf0\x9f\x9a\x80"),
                            QString(QChar(0x2028)) + QChar(0x85) + QChar(0x1b),
                            QStringLiteral("[x, y]"),
                            QStringLiteral("{a: 1}"),
                            QStringLiteral("%TAG"),
                            QStringLiteral("@at"),
                            QStringLiteral("https://example.org/x?y=z#frag")};
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QTest::newRow(qPrintable(QString::number(i))) << texts.at(i);
    }
}

void TestYamlScalar::quotedRoundTrips() {
    QFETCH(QString, text);
    const QString written = QStringLiteral("k: ") + yaml::quoted(text) + QStringLiteral("\nl: [") + yaml::quoted(text) +
                            QStringLiteral(", ") + yaml::quoted(text) + QStringLiteral("]\n");
    const auto node = yaml::parse(written);
    QVERIFY2(node.has_value(), qPrintable(written));
    QVERIFY(node->value(u"k").isString());
    QCOMPARE(node->value(u"k").text(), text);
    QCOMPARE(node->value(u"l").items().size(), 2);
    QCOMPARE(node->value(u"l").items().at(1).text(), text);
}

void TestYamlScalar::quotesOnlyWhereNeeded() {
    QCOMPARE(yaml::quoted(QStringLiteral("torch==1.4")), QStringLiteral("torch==1.4"));
    QCOMPARE(yaml::quoted(QStringLiteral("./data/x.csv")), QStringLiteral("./data/x.csv"));
    QCOMPARE(yaml::quoted(QStringLiteral("3.8")), QStringLiteral("\"3.8\""));
    QCOMPARE(yaml::quoted(QStringLiteral("no")), QStringLiteral("\"no\""));
}

QTEST_GUILESS_MAIN(TestYamlScalar)
#include "tst_yaml_scalar.moc"
