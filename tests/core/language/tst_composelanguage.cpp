#include "core/knowledge/knowledge.h"
#include "core/language/language.h"
#include "tests/core/language/marked.h"

#include <QTest>

using namespace reberth;
using namespace reberth::language;
using test::labels;
using test::Marked;

namespace {

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

Context context() {
    Context made;
    made.knowledge = &facts();
    made.stages = {QStringLiteral("builder")};
    return made;
}

} // namespace

class TestComposeLanguage : public QObject {
    Q_OBJECT

private slots:
    void completes_data();
    void completes();
    void leavesOutWhatDoesNotFit_data();
    void leavesOutWhatDoesNotFit();
    void keysBringTheirColon();
    void explains_data();
    void explains();
    void renames_data();
    void renames();
    void refusesATakenName();
    void goesToDefinitions();
    void listsSymbols();
    void folds();
    void anyPositionIsFine();
};

void TestComposeLanguage::completes_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* source, const char* typed, const char* expected) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
    };
    row("top key", "ser§", "ser", "services");
    row("key of a service", "services:\n  a:\n    im§", "im", "image");
    row("key on an empty line", "services:\n  a:\n    image: x\n    §", "", "build");
    row("key between others", "services:\n  a:\n    image: x\n    sh§\n    ports: []\n", "sh", "shm_size");
    row("key in an item",
        "services:\n  a:\n    deploy:\n      resources:\n        reservations:\n          devices:\n"
        "            - driver: nvidia\n              §",
        "", "capabilities");
    row("first key of an item", "services:\n  a:\n    volumes:\n      - ty§", "ty", "type");
    row("image", "services:\n  a:\n    image: §", "", "nvidia/cuda");
    row("tag", "services:\n  a:\n    image: \"python:3.1§\"", "3.1", "3.11-slim-bookworm");
    row("service to wait for", "services:\n  a:\n    depends_on:\n      - §\n  b:\n    image: x\n", "", "b");
    row("service as a key", "services:\n  a:\n    depends_on:\n      §\n  b:\n    image: x\n", "", "b");
    row("condition", "services:\n  a:\n    depends_on:\n      b:\n        condition: §", "", "service_healthy");
    row("network", "services:\n  a:\n    networks: [§]\nnetworks:\n  front:\n", "", "front");
    row("volume", "services:\n  a:\n    volumes:\n    - da§\nvolumes:\n  data:\n", "da", "data");
    row("stage", "services:\n  a:\n    build:\n      target: §", "", "builder");
    row("restart", "services:\n  a:\n    restart: un§", "un", "unless-stopped");
    row("boolean", "services:\n  a:\n    tty: §", "", "true");
    row("gpu capability",
        "services:\n  a:\n    deploy:\n      resources:\n        reservations:\n          devices:\n"
        "            - capabilities: [g§]",
        "g", "gpu");
    row("anchor", "x-a: &base\n  image: x\nservices:\n  a:\n    <<: *§", "", "base");
    row("variable", "services:\n  a:\n    environment:\n      - HF_§", "HF_", "HF_HOME");
    row("mount type", "services:\n  a:\n    volumes:\n      - type: §", "", "bind");
}

void TestComposeLanguage::completes() {
    QFETCH(QByteArray, source);
    QFETCH(QString, expected);
    const Marked marked(source.constData());
    const CompletionList list = complete(Kind::Compose, marked.text, marked.position, context());
    QTEST(test::typed(marked, list), "typed");
    QVERIFY2(labels(list).contains(expected), qPrintable(labels(list).join(QLatin1Char(' '))));
}

void TestComposeLanguage::leavesOutWhatDoesNotFit_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("unwanted");
    const auto row = [](const char* name, const char* source, const char* unwanted) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(unwanted);
    };
    row("key that is above", "services:\n  a:\n    image: x\n    §", "image");
    row("key that is below", "services:\n  a:\n    §\n    image: x\n", "image");
    row("itself", "services:\n  a:\n    depends_on: [§]\n", "a");
    row("comment", "# §", "services");
    row("block of text", "services:\n  a:\n    command: |\n      §\n", "image");
    row("key of another level", "services:\n  a:\n    §", "services");
    row("extension", "x-mine:\n  §", "image");
}

void TestComposeLanguage::leavesOutWhatDoesNotFit() {
    QFETCH(QByteArray, source);
    QFETCH(QString, unwanted);
    const Marked marked(source.constData());
    QVERIFY(!labels(complete(Kind::Compose, marked.text, marked.position, context())).contains(unwanted));
}

void TestComposeLanguage::keysBringTheirColon() {
    const auto textOf = [](const char* source, const char* label) {
        const Marked marked(source);
        for (const CompletionItem& item : complete(Kind::Compose, marked.text, marked.position).items) {
            if (item.label == QLatin1String(label)) {
                return item.text();
            }
        }
        return QString();
    };
    QCOMPARE(textOf("services:\n  a:\n    im\xc2\xa7", "image"), QStringLiteral("image: "));
    QCOMPARE(textOf("services:\n  a:\n    im\xc2\xa7: x", "image"), QStringLiteral("image"));
    QCOMPARE(textOf("ser\xc2\xa7", "services"), QStringLiteral("services:"));
}

void TestComposeLanguage::explains_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* source, const char* part) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(part);
    };
    row("top key", "serv§ices:\n  a:\n    image: x\n", "containers");
    row("service key", "services:\n  a:\n    shm_§size: 8gb\n", "/dev/shm");
    row("deep key", "services:\n  a:\n    deploy:\n      resources:\n        reservations:\n          dev§ices:\n",
        "GPUs");
    row("allowed words", "services:\n  a:\n    depends_on:\n      b:\n        cond§ition: service_started\n",
        "service_healthy");
    row("image", "services:\n  a:\n    image: ubuntu:18§.04\n", "Ubuntu 18.04");
    row("variable", "services:\n  a:\n    environment:\n      - HF_HO§ME=/x\n", "Hugging Face");
    row("use of a name", "services:\n  a:\n    volumes: [\"da§ta:/x\"]\nvolumes:\n  data:\n", "volumes");
}

void TestComposeLanguage::explains() {
    QFETCH(QByteArray, source);
    QFETCH(QString, part);
    const Marked marked(source.constData());
    const auto found = hover(Kind::Compose, marked.text, marked.position, context());
    QVERIFY(found.has_value());
    QVERIFY2(found->text.contains(part), qPrintable(found->text));
}

void TestComposeLanguage::renames_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* source, const char* expected) {
        QTest::newRow(name) << QByteArray(source) << QString::fromUtf8(expected);
    };
    row("service",
        "services:\n  d§b:\n    image: db\n  a:\n    depends_on: [db, \"db\"]\n    links: [db:base]\n    "
        "network_mode: service:db\n  c:\n    depends_on:\n      db:\n        condition: service_started\n",
        "services:\n  new:\n    image: db\n  a:\n    depends_on: [new, \"new\"]\n    links: [new:base]\n    "
        "network_mode: service:new\n  c:\n    depends_on:\n      new:\n        condition: service_started\n");
    row("volume",
        "services:\n  a:\n    volumes:\n      - data:/data\n      - ./data:/x\n      - {type: volume, source: data, "
        "target: /y}\nvolumes:\n  dat§a:\n",
        "services:\n  a:\n    volumes:\n      - new:/data\n      - ./data:/x\n      - {type: volume, source: new, "
        "target: "
        "/y}\nvolumes:\n  new:\n");
    row("anchor", "x-a: &ba§se\n  image: \"a *base\"\nservices:\n  a:\n    <<: *base # *base\n  b: *base\n",
        "x-a: &new\n  image: \"a *base\"\nservices:\n  a:\n    <<: *new # *base\n  b: *new\n");
}

void TestComposeLanguage::renames() {
    QFETCH(QByteArray, source);
    const Marked marked(source.constData());
    const auto edits = rename(Kind::Compose, marked.text, marked.position, QStringLiteral("new"));
    QVERIFY2(edits.has_value(), edits ? "" : qPrintable(edits.error().message));
    QTEST(applyEdits(marked.text, *edits), "expected");
}

void TestComposeLanguage::refusesATakenName() {
    const Marked marked("services:\n  a\xc2\xa7: {image: x}\n  b: {image: x}\n");
    QVERIFY(!rename(Kind::Compose, marked.text, marked.position, QStringLiteral("b")));
    QVERIFY(!rename(Kind::Compose, marked.text, marked.position, QStringLiteral("no blank")));
    QVERIFY(rename(Kind::Compose, marked.text, marked.position, QStringLiteral("c")));
}

void TestComposeLanguage::goesToDefinitions() {
    const Marked marked("services:\n  a:\n    depends_on: [b\xc2\xa7]\n  b:\n    image: x\n");
    const auto found = definition(Kind::Compose, marked.text, marked.position);
    QVERIFY(found.has_value());
    QCOMPARE(LineIndex(marked.text).position(found->start).line, 3);
}

void TestComposeLanguage::listsSymbols() {
    const QList<Symbol> found = symbols(
        Kind::Compose, QStringLiteral("services:\n  a:\n    image: x:1\n  b:\n    build: ./src\nvolumes:\n  data:\n"));
    QStringList names;
    for (const Symbol& symbol : found) {
        names.append(QString(symbol.depth, QLatin1Char('>')) + symbol.name + QLatin1Char('=') + symbol.detail);
    }
    QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("services= >a=x:1 >b=built from ./src volumes= >data="));
}

void TestComposeLanguage::folds() {
    const QList<Fold> found = language::folds(
        Kind::Compose, QStringLiteral("# a\n# b\nservices:\n  a:\n    ports:\n    - 1\n    - 2\n\nvolumes:\n  x:\n"));
    const QList<Fold> expected{{0, 1, Fold::Kind::Comment},
                               {2, 6, Fold::Kind::Block},
                               {3, 6, Fold::Kind::Block},
                               {4, 6, Fold::Kind::Block},
                               {8, 9, Fold::Kind::Block}};
    QCOMPARE(found, expected);
}

void TestComposeLanguage::anyPositionIsFine() {
    const QString text =
        QStringLiteral("a: &x [b, {c: *x\nservices:\n\t- :\n  - - x: \"y\n   'z' :: |\n  text\n#\n---\n? k\n: v\n-");
    for (qsizetype i = -1; i <= text.size() + 1; ++i) {
        const CompletionList list = complete(Kind::Compose, text, i, context());
        QVERIFY(list.range.start >= 0 && list.range.end <= text.size() && list.range.start <= list.range.end);
        hover(Kind::Compose, text, i, context());
        occurrences(Kind::Compose, text, i);
    }
    QVERIFY(language::folds(Kind::Compose, text).size() < 20);
}

QTEST_GUILESS_MAIN(TestComposeLanguage)
#include "tst_composelanguage.moc"
