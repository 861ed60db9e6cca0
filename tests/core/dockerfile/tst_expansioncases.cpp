#include "core/dockerfile/expansion.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace reberth::dockerfile;

/// The expansion against recorded cases of the builder's own, read where they lie.
class TestExpansionCases : public QObject {
    Q_OBJECT

private slots:
    void expands_data();
    void expands();
};

void TestExpansionCases::expands_data() {
    QTest::addColumn<QJsonObject>("row");
    QFile file(QStringLiteral(REBERTH_VALIDATION_CASES "/buildkit-shell/expected.json"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("cases")).toArray();
    QVERIFY(!rows.isEmpty());
    for (const QJsonValue& row : rows) {
        QTest::newRow(qPrintable(row.toObject().value(QStringLiteral("id")).toString())) << row.toObject();
    }
}

void TestExpansionCases::expands() {
    QFETCH(QJsonObject, row);
    const QJsonObject environment = row.value(QStringLiteral("env")).toObject();
    const VariableLookup lookup = [&](const QString& name) {
        return environment.contains(name) ? std::optional(environment.value(name).toString()) : std::nullopt;
    };
    const Expansion got = expand(row.value(QStringLiteral("input")).toString(), u'\\', lookup);
    if (row.value(QStringLiteral("error")).toBool()) {
        QVERIFY(!got.error.isEmpty());
        return;
    }
    QVERIFY2(got.error.isEmpty(), qPrintable(got.error));
    const QJsonValue expected = row.value(QStringLiteral("expected"));
    if (expected.isArray()) {
        QCOMPARE(got.words, expected.toVariant().toStringList());
    } else {
        QCOMPARE(got.value, expected.toString());
    }
    if (row.contains(QStringLiteral("unmatched"))) {
        QStringList matched;
        QStringList unmatched;
        for (const VariableUse& use : got.uses) {
            if (lookup(use.name)) {
                matched.append(use.name);
            } else {
                unmatched.append(use.name);
            }
        }
        for (QStringList* list : {&matched, &unmatched}) {
            list->sort();
            list->removeDuplicates();
        }
        QStringList wanted = row.value(QStringLiteral("matched")).toVariant().toStringList();
        wanted.sort();
        QCOMPARE(matched, wanted);
        wanted = row.value(QStringLiteral("unmatched")).toVariant().toStringList();
        wanted.sort();
        QCOMPARE(unmatched, wanted);
    }
}

QTEST_GUILESS_MAIN(TestExpansionCases)
#include "tst_expansioncases.moc"
