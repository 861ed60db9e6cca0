#include "core/compose/lint.h"

#include <QtTest>

using namespace reberth;
using namespace reberth::compose;

/// Text that is being typed, and what the surroundings know.
class TestComposeTyping : public QObject {
    Q_OBJECT

private slots:
    void anUnfinishedLineLosesNoFindings_data();
    void anUnfinishedLineLosesNoFindings();
    void variablesThatMustBeSet();
    void bothKeysOfAConflict();
    void listBehindAMerge();
    void linksAreChecked();
    void legacyToolRefusesByVersion();
};

void TestComposeTyping::anUnfinishedLineLosesNoFindings_data() {
    QTest::addColumn<QString>("line");
    QTest::newRow("key without colon") << "    comm";
    QTest::newRow("open quote") << "    command: \"x";
    QTest::newRow("open list") << "    command: [a, b";
    QTest::newRow("wrong indentation") << "   tty: true";
    QTest::newRow("tab") << "\ttty: true";
    QTest::newRow("unknown alias") << "    command: *nobody";
}

void TestComposeTyping::anUnfinishedLineLosesNoFindings() {
    QFETCH(QString, line);
    const QString text = QStringLiteral("services:\n  a:\n    image: i\n    prots: ['80:80']\n") + line +
                         "\n  b:\n    image: j\n    shm_size: 8 gigs\n";
    bool syntax = false;
    bool key = false;
    bool size = false;
    int errors = 0;
    for (const diagnostics::Diagnostic& one : lint(text)) {
        const QString place = text.mid(one.range.start, one.range.length());
        syntax = syntax || one.ruleId == QLatin1String("yaml");
        key = key || place == QLatin1String("prots");
        size = size || place == QLatin1String("8 gigs");
        errors += one.severity == diagnostics::Severity::Error ? 1 : 0;
    }
    QVERIFY(syntax);
    QVERIFY(key);
    QVERIFY(size);
    QCOMPARE(errors, 3);
}

void TestComposeTyping::variablesThatMustBeSet() {
    const QString text = QStringLiteral("services:\n  a:\n    image: ${I}\n    hostname: ${H:?say it}\n");
    const auto errors = [&](const QHash<QString, QString>& known, bool asks) {
        LintContext context;
        if (asks) {
            context.variable = [known](const QString& name) {
                return known.contains(name) ? std::optional(known.value(name)) : std::nullopt;
            };
        }
        QStringList out;
        for (const diagnostics::Diagnostic& one : lint(text, context)) {
            if (one.severity == diagnostics::Severity::Error) {
                out.append(one.ruleId);
            }
        }
        return out;
    };
    QCOMPARE(errors({}, false), QStringList());
    QCOMPARE(errors({}, true), (QStringList{"no-image", "interpolation"}));
    QCOMPARE(errors({{"I", "x"}, {"H", ""}}, true), QStringList{"interpolation"});
    QCOMPARE(errors({{"I", "x"}, {"H", "y"}}, true), QStringList());
}

void TestComposeTyping::bothKeysOfAConflict() {
    const QString text = QStringLiteral("services:\n  a:\n    image: i\n    networks: [default]\n    network_mode: host\n");
    QStringList places;
    for (const diagnostics::Diagnostic& one : lint(text)) {
        places.append(text.mid(one.range.start, one.range.length()));
    }
    QCOMPARE(places, (QStringList{"networks", "network_mode"}));
}

void TestComposeTyping::listBehindAMerge() {
    const auto found = lint(QStringLiteral("x-l: &l [{image: i}]\nservices:\n  a:\n    <<: *l\n"));
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first().ruleId, QStringLiteral("yaml"));
}

void TestComposeTyping::linksAreChecked() {
    const auto found = lint(QStringLiteral("services:\n  a: {image: i, links: ['b:x', c]}\n  b: {image: i}\n"));
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().ruleId, QStringLiteral("undefined-reference"));
}

void TestComposeTyping::legacyToolRefusesByVersion() {
    const QString text = QStringLiteral("version: '3.8'\nservices:\n  a: {image: i, runtime: nvidia, shm_size: 1g}\n");
    const auto worst = [&](const QByteArray& json) {
        LintContext context;
        context.settings = LintSettings::fromJson(json);
        bool error = false;
        for (const diagnostics::Diagnostic& one : lint(text, context)) {
            error = error || one.severity == diagnostics::Severity::Error;
        }
        return error;
    };
    QVERIFY(!worst("{}"));
    QVERIFY(!worst(R"({"compose_format": "spec"})"));
    QVERIFY(worst(R"({"compose_format": "legacy"})"));
}

QTEST_GUILESS_MAIN(TestComposeTyping)
#include "tst_composetyping.moc"
