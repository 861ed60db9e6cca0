#include "core/recipe/recipeio.h"
#include "tests/core/generation/samplerecipes.h"

#include <QtTest>

using namespace reberth;
using recipe::Recipe;

class TestRecipeIo : public QObject {
    Q_OBJECT

private slots:
    void roundTrip_data();
    void roundTrip();
    void names();
    void order();
    void hostileTextsComeBack();
    void keepsComments();
    void keepsUnknownKeys();
    void dropsCommentsOfWhatIsGone();
    void writingTwiceChangesNothing();
    void givesUpLinesThatRestOnOthers();
    void bareTextIsAUsersChoice();
    void errors_data();
    void errors();
    void bomb();
};

void TestRecipeIo::roundTrip_data() {
    QTest::addColumn<Recipe>("recipe");
    QTest::newRow("plain") << tests::plainRecipe();
    QTest::newRow("pyenv") << tests::pyenvRecipe();
    QTest::newRow("framework") << tests::frameworkRecipe();
    QTest::newRow("conda") << tests::condaRecipe();
    QTest::newRow("empty") << Recipe();
    Recipe recipe = tests::plainRecipe();
    recipe.entryPoints[0].parameters = {{QStringLiteral("--lr"), QStringLiteral("float"), QStringLiteral("0.01"),
                                         QStringLiteral("the step: large"), {}, false},
                                        {QStringLiteral("--model"), QStringLiteral("choice"), QStringLiteral("no"),
                                         {}, {QStringLiteral("no"), QStringLiteral("yes, [all]")}, true}};
    recipe.cuda = {QString(), QStringLiteral("no GPU"), true};
    recipe.ignore = {QStringLiteral("!keep"), QStringLiteral("**/*.bin")};
    QTest::newRow("parameters") << recipe;
}

void TestRecipeIo::roundTrip() {
    QFETCH(Recipe, recipe);
    const QByteArray text = recipe::write(recipe);
    const auto again = recipe::read(text);
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QVERIFY(*again == recipe);
    QCOMPARE(recipe::write(*again), text);
}

void TestRecipeIo::names() {
    for (const recipe::Style style : {recipe::Style::FrameworkImage, recipe::Style::CudaPyenv, recipe::Style::CudaConda, recipe::Style::Plain}) {
        const auto again = recipe::styleFromName(recipe::styleName(style));
        QVERIFY(again);
        QVERIFY(*again == style);
    }
    for (const recipe::GpuAccess access : {recipe::GpuAccess::None, recipe::GpuAccess::Runtime, recipe::GpuAccess::DeployDevices, recipe::GpuAccess::Gpus}) {
        const auto again = recipe::gpuAccessFromName(recipe::gpuAccessName(access));
        QVERIFY(again);
        QVERIFY(*again == access);
    }
    QVERIFY(recipe::styleFromName(QStringLiteral("poetry")).error().message.contains(QLatin1String("cuda-pyenv")));
}

void TestRecipeIo::order() {
    const QByteArray text = recipe::write(tests::pyenvRecipe());
    qsizetype last = -1;
    for (const char* key : {"\nschema:", "\nname:", "\nstyle:", "\nbaseImage:", "\npython:", "\npackages:", "\nsystemPackages:",
                            "\nextensions:", "\nentryPoints:", "\nvolumes:", "\nrisks:"}) {
        const qsizetype at = text.indexOf(key);
        QVERIFY2(at > last, key);
        last = at;
    }
}

void TestRecipeIo::hostileTextsComeBack() {
    Recipe recipe = tests::plainRecipe();
    recipe.baseImage.reason = QStringLiteral("a\nb: c # d\t\"e\" \\ 'f' \u0085 \u2028 {g} [h] &i *j !k |l >m %n @o `p\x01");
    recipe.risks = {QStringLiteral("- item"), QStringLiteral("# comment"), QStringLiteral("~"), QStringLiteral("0x10"),
                    QStringLiteral(" leading and trailing "), QStringLiteral("ünïcode \U0001F680"), QString()};
    const auto again = recipe::read(recipe::write(recipe));
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QCOMPARE(again->baseImage.reason, recipe.baseImage.reason);
    QCOMPARE(again->risks, recipe.risks);
}

void TestRecipeIo::keepsComments() {
    Recipe recipe = tests::pyenvRecipe();
    QByteArray text = recipe::write(recipe);
    text.replace("python:\n", "# Anna: 3.7 also works with 3.8 wheels\npython: # ask Ben\n");
    text.replace("  - name: scipy\n", "  # the paper's version\n  - name: scipy # old\n");
    text.replace("    specifier: \"==1.2.3\"\n", "    specifier: \"==1.2.3\"  # do not raise\n");
    text += "# the end\n";
    recipe.frameworkVersion.value = QStringLiteral("1.11.0");
    recipe.packages.removeFirst();
    const QByteArray kept = recipe::write(recipe, text);
    QVERIFY(kept.contains("\n# Anna: 3.7 also works with 3.8 wheels\npython:  # ask Ben\n"));
    QVERIFY(kept.contains("\n  # the paper's version\n  - name: scipy  # old\n    specifier: \"==1.2.3\"  # do not raise\n"));
    QVERIFY(kept.endsWith("# the end\n"));
    QVERIFY(kept.contains("1.11.0"));
    QCOMPARE(kept.count("# Packages of pip"), 1);
    QVERIFY(*recipe::read(kept) == recipe);
}

void TestRecipeIo::keepsUnknownKeys() {
    Recipe recipe = tests::plainRecipe();
    QByteArray text = recipe::write(recipe);
    text.replace("python:\n", "python:\n  checkedBy:\n    - Anna\n    - Ben # twice\n");
    text += "# our ticket\nx-lab:\n    ticket: 17\n    text: |\n      # not a comment\n      line\n";
    recipe.python.value = QStringLiteral("3.10");
    const QByteArray kept = recipe::write(recipe, text);
    QVERIFY2(kept.contains("\n  checkedBy:\n    - Anna\n    - Ben # twice\n"), kept);
    QVERIFY2(kept.contains("\n# our ticket\nx-lab:\n    ticket: 17\n    text: |\n      # not a comment\n      line\n"), kept);
    QCOMPARE(kept.count("# not a comment"), 1);
    QVERIFY(*recipe::read(kept) == recipe);
}

void TestRecipeIo::dropsCommentsOfWhatIsGone() {
    Recipe recipe = tests::pyenvRecipe();
    QByteArray text = recipe::write(recipe);
    text.replace("  - name: scipy\n", "  - name: scipy # old\n");
    text.replace("  OMP_NUM_THREADS:", "  # threads\n  OMP_NUM_THREADS:");
    recipe.packages.removeIf([](const recipe::PythonPackage& package) { return package.name == QLatin1String("scipy"); });
    recipe.environment.remove(QStringLiteral("OMP_NUM_THREADS"));
    const QByteArray kept = recipe::write(recipe, text);
    QVERIFY(!kept.contains("# old"));
    QVERIFY(!kept.contains("OMP_NUM_THREADS"));
    QVERIFY(*recipe::read(kept) == recipe);
}

void TestRecipeIo::writingTwiceChangesNothing() {
    const Recipe recipe = tests::pyenvRecipe();
    QByteArray text = recipe::write(recipe);
    text.replace("cuda:\n", "# mine\ncuda: # here\n  unknown: {a: 1}\n");
    const QByteArray once = recipe::write(recipe, text);
    QCOMPARE(recipe::write(recipe, once), once);
    QCOMPARE(recipe::write(recipe, recipe::write(recipe)), recipe::write(recipe));
}

void TestRecipeIo::givesUpLinesThatRestOnOthers() {
    const Recipe recipe = tests::plainRecipe();
    QByteArray text = recipe::write(recipe);
    text.replace("name: tiny-regression", "name: &n tiny-regression");
    text += "x-name: *n\n";
    QVERIFY(recipe::read(text));
    QCOMPARE(recipe::write(recipe, text), recipe::write(recipe));
    QCOMPARE(recipe::write(recipe, "{ not yaml"), recipe::write(recipe));
}

void TestRecipeIo::bareTextIsAUsersChoice() {
    const auto recipe = recipe::read("schema: 1\nname: a\nstyle: plain\npython: 3.10\n");
    QVERIFY(recipe);
    QCOMPARE(recipe->python.value, QStringLiteral("3.10"));
    QVERIFY(recipe->python.byUser);
}

void TestRecipeIo::errors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    QTest::newRow("not YAML") << QByteArray("schema: 1\nname: [a\n") << QStringLiteral("ine ") << QString();
    QTest::newRow("a list") << QByteArray("- a\n") << QString() << QStringLiteral("map");
    QTest::newRow("empty") << QByteArray("") << QString() << QStringLiteral("schema");
    QTest::newRow("no schema") << QByteArray("name: a\n") << QStringLiteral("Line 1 ") << QStringLiteral("schema");
    QTest::newRow("newer schema") << QByteArray("schema: 2\n") << QStringLiteral("Line 1 ") << QStringLiteral("newer Reberth");
    QTest::newRow("schema is a word") << QByteArray("schema: one\n") << QStringLiteral("Line 1 ") << QStringLiteral("number");
    QTest::newRow("style") << QByteArray("schema: 1\nname: a\nstyle: poetry\n") << QStringLiteral("Line 3 ")
                           << QStringLiteral("framework-image");
    QTest::newRow("packages is a text") << QByteArray("schema: 1\nstyle: plain\npackages: numpy\n") << QStringLiteral("Line 3 ")
                                        << QStringLiteral("list");
    QTest::newRow("package is a text") << QByteArray("schema: 1\nstyle: plain\npackages:\n  - numpy\n")
                                       << QStringLiteral("Line 4 ") << QStringLiteral("map");
    QTest::newRow("flag") << QByteArray("schema: 1\nstyle: plain\npython: {value: 3.8, byUser: perhaps}\n")
                          << QStringLiteral("Line 3 ") << QStringLiteral("true or false");
    QTest::newRow("name is a list") << QByteArray("schema: 1\nname: [a]\nstyle: plain\n") << QStringLiteral("Line 2 ")
                                    << QStringLiteral("text");
    QTest::newRow("GPU") << QByteArray("schema: 1\nstyle: plain\ngpuAccess: magic\n") << QStringLiteral("Line 3 ")
                         << QStringLiteral("runtime");
    QTest::newRow("bytes") << QByteArray("schema: 1\nname: \xff\xfe\n") << QString() << QStringLiteral("UTF-8");
}

void TestRecipeIo::errors() {
    QFETCH(QByteArray, text);
    QFETCH(QString, line);
    QFETCH(QString, expected);
    const auto recipe = recipe::read(text);
    QVERIFY(!recipe);
    QVERIFY2(recipe.error().message.contains(line), qPrintable(recipe.error().message));
    QVERIFY2(recipe.error().message.contains(expected), qPrintable(recipe.error().message));
}

void TestRecipeIo::bomb() {
    QByteArray text("schema: 1\nstyle: plain\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        text += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
                + QByteArrayList(10, before).join(", ") + "]\n";
    }
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!recipe::read(text));
    QVERIFY(timer.elapsed() < 2000);
}

Q_DECLARE_METATYPE(reberth::recipe::Recipe)
QTEST_GUILESS_MAIN(TestRecipeIo)
#include "tst_recipeio.moc"
