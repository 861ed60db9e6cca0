#include "core/base/textedit.h"
#include "core/compose/lint.h"

#include <QElapsedTimer>
#include <QSet>
#include <QtTest>

#include <algorithm>

using namespace reberth;
using diagnostics::Diagnostic;
using diagnostics::Severity;

class TestCompose : public QObject {
    Q_OBJECT

private slots:
    void acceptsGoodFiles_data();
    void acceptsGoodFiles();
    void findsProblems_data();
    void findsProblems();
    void everyRuleIsTested();
    void fixesMisspeltKeys();
    void survivesHostileInput();
    void survivesTruncation();
};

namespace {

QString good() {
    return QStringLiteral(
        "name: demo\n"
        "x-common: &common\n  restart: unless-stopped\n  environment: {A: 1, B: null}\n"
        "services:\n"
        "  train:\n    <<: *common\n    build: {context: ., dockerfile: Dockerfile, args: [A=1]}\n    shm_size: 8gb\n"
        "    command: [\"python\", \"train.py\", \"${ARGS:-}\"]\n"
        "    volumes: [\"./data:/data:ro\", \"cache:/root/.cache\", {type: bind, source: ., target: /src}]\n"
        "    deploy:\n      resources:\n        reservations:\n          devices:\n"
        "            - {driver: nvidia, count: all, capabilities: [gpu]}\n"
        "  board:\n    image: tensorboard:2.1\n    ports: [\"127.0.0.1:6006:6006\", 8000, "
        "\"8001-8002:8001-8002/udp\"]\n"
        "    depends_on: {train: {condition: service_started}}\n    networks: [front]\n"
        "    healthcheck: {test: [CMD, \"true\"], interval: 1m30s, retries: 3}\n"
        "volumes:\n  cache:\nnetworks:\n  front: {}\n");
}

QString service(const char* body) {
    return QStringLiteral("services:\n  a:\n    image: b:1\n    ") + QString::fromUtf8(body) + QLatin1Char('\n');
}

struct Case {
    const char* rule;
    QString text;
    QString at; ///< what the finding points at; empty: anything
};

QList<Case> cases() {
    return {
        {"yaml", QStringLiteral("services:\n  a: [\n"), {}},
        {"yaml", QStringLiteral("services: {a: {image: 'b}}\n"), QStringLiteral("'")},
        {"duplicate-key", service("image: c:1"), QStringLiteral("image")},
        {"unknown-key", service("prots: [\"1:1\"]"), QStringLiteral("prots")},
        {"unknown-key", QStringLiteral("service: {}\n"), QStringLiteral("service")},
        {"wrong-type", service("user: 1000"), QStringLiteral("1000")},
        {"wrong-type", service("ports: {a: b}"), QStringLiteral("ports")},
        {"wrong-type", service("depends_on: {a2: {condition: started}}"), QStringLiteral("started")},
        {"wrong-type", QStringLiteral("- a\n"), {}},
        {"missing-key", service("devices: [{target: /x}]"), {}},
        {"missing-key", service("deploy: {resources: {reservations: {devices: [{driver: nvidia}]}}}"), {}},
        {"missing-key", service("volumes: [{type: bind, source: .}]"), {}},
        {"duplicate-item", service("cap_add: [X, X]"), QStringLiteral("X")},
        {"no-image", QStringLiteral("services:\n  a:\n    command: x\n"), QStringLiteral("a")},
        {"undefined-reference", service("volumes: [\"data:/data\"]"), QStringLiteral("\"data:/data\"")},
        {"undefined-reference", service("networks: [front]"), QStringLiteral("front")},
        {"undefined-reference", service("depends_on: [c]"), QStringLiteral("c")},
        {"undefined-reference", service("secrets: [s]"), QStringLiteral("s")},
        {"undefined-reference", service("configs: [{source: s}]"), QStringLiteral("s")},
        {"undefined-reference", service("network_mode: service:c"), QStringLiteral("service:c")},
        {"conflict", service("network_mode: host\n    networks: [default]"), QStringLiteral("networks")},
        {"conflict", service("gpus: [{count: 1, device_ids: [\"0\"]}]"), QStringLiteral("device_ids")},
        {"conflict", service("container_name: x\n    scale: 2"), QStringLiteral("container_name")},
        {"conflict", service("build: {dockerfile: a, dockerfile_inline: b}"), QStringLiteral("dockerfile_inline")},
        {"conflict", service("x-a: 1\nvolumes: {v: {external: true, driver: local}}"), QStringLiteral("driver")},
        {"conflict", service("x-a: 1\nsecrets: {s: {file: x, environment: y}}"), QStringLiteral("s")},
        {"dependency-cycle",
         QStringLiteral("services:\n  a: {image: x:1, depends_on: [b]}\n  b: {image: x:1, depends_on: [a]}\n"),
         {}},
        {"bad-value", service("shm_size: 8 gigs"), QStringLiteral("8 gigs")},
        {"bad-value", service("healthcheck: {test: [ls], interval: 1s}"), QStringLiteral("ls")},
        {"bad-value", service("healthcheck: {interval: 3 parsecs}"), QStringLiteral("3 parsecs")},
        {"bad-value", service("ports: [\"80:abc\"]"), QStringLiteral("\"80:abc\"")},
        {"bad-value", service("ports: [\"99999:80\"]"), {}},
        {"bad-value", service("gpus: [{count: many}]"), QStringLiteral("many")},
        {"bad-value", service("tty: perhaps"), QStringLiteral("perhaps")},
        {"interpolation", service("user: ${A"), QStringLiteral("${A")},
        {"interpolation", service("user: ${A:x}"), {}},
        {"version-obsolete", QStringLiteral("version: '3.8'\n") + service("tty: true"), QStringLiteral("version")},
        {"gpu-format", QStringLiteral("version: '3.8'\n") + service("runtime: nvidia"), QStringLiteral("runtime")},
        {"gpu-twice", service("runtime: nvidia\n    gpus: all"), QStringLiteral("gpus")},
        {"small-shm", service("gpus: all"), QStringLiteral("a")},
        {"small-shm", QStringLiteral("services: {a: {image: 'pytorch/pytorch:1.4'}}\n"), QStringLiteral("a")},
        {"image-latest", QStringLiteral("services: {a: {image: 'b:latest'}}\n"), QStringLiteral("'b:latest'")},
    };
}

bool hasError(const QList<Diagnostic>& found) {
    return std::any_of(found.cbegin(), found.cend(),
                       [](const Diagnostic& one) { return one.severity == Severity::Error; });
}

} // namespace

void TestCompose::acceptsGoodFiles_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("all sorts") << good();
    QTest::newRow("old GPU syntax") << QStringLiteral("version: '2.3'\n") +
                                           service("runtime: nvidia\n    shm_size: 1g");
    QTest::newRow("new GPU syntax") << service("gpus: all\n    ipc: host");
    QTest::newRow("variables for numbers") << service("scale: ${N:-1}\n    tty: \"${T}\"\n    shm_size: ${S:-1g}");
    QTest::newRow("dollar signs") << service("command: echo $$HOME $(date) ${A:-${B:-c}}");
    QTest::newRow("included") << QStringLiteral("include: [other.yaml]\n") + service("networks: [theirs]");
    QTest::newRow("reset") << service("ports: !reset null");
    QTest::newRow("own keys") << QStringLiteral("x-a: [1]\n") + service("x-b: {c: d}");
    QTest::newRow("optional dependency") << service("depends_on: {z: {condition: service_started, required: false}}");
}

void TestCompose::acceptsGoodFiles() {
    QFETCH(QString, text);
    const QList<Diagnostic> found = compose::lint(text);
    QVERIFY2(found.isEmpty(), found.isEmpty() ? "" : qPrintable(found.front().message));
}

void TestCompose::findsProblems_data() {
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    int row = 0;
    for (const Case& one : cases()) {
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(one.rule)).arg(row++)))
            << QString(QLatin1String(one.rule)) << one.text << one.at;
    }
}

void TestCompose::findsProblems() {
    QFETCH(QString, rule);
    QFETCH(QString, text);
    QFETCH(QString, place);
    const QList<Diagnostic> found = compose::lint(text);
    const auto it =
        std::find_if(found.cbegin(), found.cend(), [&](const Diagnostic& one) { return one.ruleId == rule; });
    QVERIFY2(it != found.cend(),
             found.isEmpty() ? "nothing found" : qPrintable(found.front().ruleId + found.front().message));
    if (place.isEmpty()) {
        return;
    }
    // A conflict is shown at both of its keys.
    QStringList places;
    for (const Diagnostic& one : found) {
        if (one.ruleId == rule) {
            places.append(text.mid(one.range.start, one.range.length()));
        }
    }
    QVERIFY2(places.contains(place), qPrintable(places.join(QLatin1String(", "))));
}

void TestCompose::everyRuleIsTested() {
    QSet<QString> tested;
    for (const Case& one : cases()) {
        tested.insert(QLatin1String(one.rule));
    }
    for (const auto& rule : compose::rules()) {
        QVERIFY2(tested.contains(rule.id), qPrintable(rule.id));
    }
}

void TestCompose::fixesMisspeltKeys() {
    const QString text = service("volums: [\".:/src\"]");
    const QList<Diagnostic> found = compose::lint(text);
    QCOMPARE(found.size(), 1);
    QVERIFY(found.front().message.contains(QLatin1String("volumes")));
    QVERIFY(compose::lint(applyEdits(text, found.front().fixes.front().edits)).isEmpty());
}

void TestCompose::survivesHostileInput() {
    QElapsedTimer timer;
    timer.start();
    QVERIFY(hasError(compose::lint(QString(10 * 1024 * 1024, u'x'))));
    QVERIFY(hasError(compose::lint(QString(100000, u'['))));
    QVERIFY(hasError(compose::lint(QString::fromLatin1("services:\0", 10))));
    QString bomb = QStringLiteral("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; ++i) {
        bomb += QStringLiteral("a%1: &a%1 [").arg(i) + QStringList(9, QStringLiteral("*a%1").arg(i - 1)).join(u',') +
                QStringLiteral("]\n");
    }
    QVERIFY(hasError(compose::lint(bomb)));
    QString chain = QStringLiteral("services:\n");
    for (int i = 0; i < 3000; ++i) {
        chain += QStringLiteral("  s%1: {image: 'x:1', depends_on: [s%2]}\n").arg(i).arg((i + 1) % 3000);
    }
    QVERIFY(hasError(compose::lint(chain)));
    compose::lint(service("user: ") + QStringLiteral("${A:-").repeated(20000));
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
}

void TestCompose::survivesTruncation() {
    const QString text = good();
    for (qsizetype length = 0; length <= text.size(); ++length) {
        for (const Diagnostic& one : compose::lint(text.left(length))) {
            QVERIFY(one.range.start >= 0 && one.range.start <= one.range.end && one.range.end <= length);
        }
    }
}

QTEST_GUILESS_MAIN(TestCompose)
#include "tst_compose.moc"
