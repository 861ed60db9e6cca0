#include "core/knowledge/knowledge.h"
#include "core/language/language.h"
#include "tests/core/language/marked.h"

#include <QTest>

using namespace reberth;
using namespace reberth::language;
using test::labels;
using test::Marked;

class TestRequirementsLanguage : public QObject {
    Q_OBJECT

private slots:
    void init() { m_context.knowledge = &m_knowledge; }
    void kinds_data();
    void kinds();
    void completesNames();
    void completesVersions();
    void completesOptions();
    void commentsGetNothing();
    void explains();
    void listsSymbols();
    void folds();

private:
    knowledge::Knowledge m_knowledge;
    Context m_context;
};

void TestRequirementsLanguage::kinds_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* name, Kind kind) {
        QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(kind);
    };
    row("Dockerfile", Kind::Dockerfile);
    row("docker/Dockerfile.gpu", Kind::Dockerfile);
    row("train.dockerfile", Kind::Dockerfile);
    row("Dockerfile.dockerignore", Kind::Plain);
    row("compose.yaml", Kind::Compose);
    row("docker-compose.dev.yml", Kind::Compose);
    row("environment.yml", Kind::Plain);
    row("requirements.txt", Kind::Requirements);
    row("requirements-build.txt", Kind::Requirements);
    row("notes.txt", Kind::Plain);
}

void TestRequirementsLanguage::kinds() {
    QFETCH(QString, name);
    QTEST(static_cast<int>(kindOf(name)), "kind");
}

void TestRequirementsLanguage::completesNames() {
    m_context.distributions = {QStringLiteral("einops")};
    const Marked marked("numpy==1.19\nei\xc2\xa7");
    const CompletionList list = complete(Kind::Requirements, marked.text, marked.position, m_context);
    QCOMPARE(test::typed(marked, list), QStringLiteral("ei"));
    QCOMPARE(labels(list).value(0), QStringLiteral("einops"));
    QVERIFY(labels(list).contains(QStringLiteral("torch")));
}

void TestRequirementsLanguage::completesVersions() {
    const Marked marked("torch==1.1\xc2\xa7");
    const CompletionList list = complete(Kind::Requirements, marked.text, marked.position, m_context);
    QCOMPARE(test::typed(marked, list), QStringLiteral("1.1"));
    QVERIFY(labels(list).contains(QStringLiteral("1.10.0")));
}

void TestRequirementsLanguage::completesOptions() {
    const Marked marked("--f\xc2\xa7");
    QVERIFY(labels(complete(Kind::Requirements, marked.text, marked.position, m_context))
                .contains(QStringLiteral("--find-links")));
}

void TestRequirementsLanguage::commentsGetNothing() {
    const Marked marked("# to\xc2\xa7");
    QVERIFY(complete(Kind::Requirements, marked.text, marked.position, m_context).items.isEmpty());
}

void TestRequirementsLanguage::explains() {
    const Marked marked("numpy\ntor\xc2\xa7"
                        "ch==1.10.0\n");
    const auto found = hover(Kind::Requirements, marked.text, marked.position, m_context);
    QVERIFY(found.has_value());
    QCOMPARE(found->title, QStringLiteral("torch==1.10.0"));
    QVERIFY2(found->text.contains(QLatin1String("torchvision")), qPrintable(found->text));
}

void TestRequirementsLanguage::listsSymbols() {
    const QList<Symbol> found = symbols(Kind::Requirements, QStringLiteral("# x\na==1\n-r b.txt\nc[extra]>=2\n"));
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(1).name, QStringLiteral("c"));
    QCOMPARE(found.at(1).detail, QStringLiteral(">=2"));
}

void TestRequirementsLanguage::folds() {
    const QList<Fold> found =
        language::folds(Kind::Requirements, QStringLiteral("# a\n# b\nx==1 \\\n  --hash=1 \\\n  --hash=2\ny\n"));
    const QList<Fold> expected{{0, 1, Fold::Kind::Comment}, {2, 4, Fold::Kind::Block}};
    QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(TestRequirementsLanguage)
#include "tst_requirementslanguage.moc"
