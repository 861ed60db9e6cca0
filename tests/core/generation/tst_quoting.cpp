#include "core/generation/command.h"
#include "core/generation/generator.h"
#include "core/generation/quoting.h"
#include "tests/core/generation/samplerecipes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtTest>

using namespace reberth;
using namespace reberth::generation;

class TestQuoting : public QObject {
    Q_OBJECT

private slots:
    void comments();
    void json();
    void words();
    void composeValues();
    void commands_data();
    void commands();
    void hostileTextsStayInTheirLine_data();
    void hostileTextsStayInTheirLine();
};

void TestQuoting::comments() {
    QCOMPARE(comment(QStringLiteral("one")), QStringLiteral("# one\n"));
    QCOMPARE(comment({}), QString());
    QCOMPARE(comment(QStringLiteral("a\nRUN b\r\u2028c\\")), QStringLiteral("# a RUN b c\n"));
    const QString text = comment(QStringLiteral("word ").repeated(60));
    for (const QString& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        QVERIFY(line.startsWith(QLatin1String("# ")));
        QVERIFY(line.size() <= 110);
    }
    // A word that ends with a backslash may come to stand at a line's end.
    const QString broken = comment(QStringLiteral("a").repeated(100) + QStringLiteral(" b\\ ") + QStringLiteral("c").repeated(20));
    QVERIFY(!broken.contains(QLatin1String("\\\n")));
}

void TestQuoting::json() {
    for (const QString& text : {QStringLiteral("a \"b\" \\ c"), QStringLiteral("tab\there"), QStringLiteral("\u2028 \u00e9 \U0001F680"), QString()}) {
        const QJsonDocument document = QJsonDocument::fromJson(jsonArray({text}).toUtf8());
        QCOMPARE(document.array().at(0).toString(), text);
    }
}

void TestQuoting::words() {
    QCOMPARE(shellWord(QStringLiteral("--lr=0.1")), QStringLiteral("--lr=0.1"));
    QCOMPARE(shellWord(QStringLiteral("a>b")), QStringLiteral("'a>b'"));
    QCOMPARE(shellWord(QStringLiteral("it's")), QStringLiteral("'it'\\''s'"));
    QCOMPARE(shellWord({}), QStringLiteral("''"));
    QCOMPARE(dockerValue(QStringLiteral("a b$C\"")), QStringLiteral("\"a b\\$C\\\"\""));
    QCOMPARE(makeText(QStringLiteral("$(shell id)")), QStringLiteral("$$(shell id)"));
}

void TestQuoting::composeValues() {
    QCOMPARE(composeString(QStringLiteral("./data:/data:ro")), QStringLiteral("./data:/data:ro"));
    QCOMPARE(composeString(QStringLiteral("yes")), QStringLiteral("\"yes\""));
    QCOMPARE(composeString(QStringLiteral("22:22")), QStringLiteral("\"22:22\""));
    QCOMPARE(composeString(QStringLiteral("${X}")), QStringLiteral("\"$${X}\""));
    QCOMPARE(composeString({}), QStringLiteral("\"\""));
}

void TestQuoting::commands_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<bool>("shell");
    const auto plain = [](const char* name, const char* line, const QStringList& words) {
        QTest::newRow(name) << QString::fromUtf8(line) << words << false;
    };
    const auto shell = [](const char* name, const char* line) {
        QTest::newRow(name) << QString::fromUtf8(line)
                            << QStringList{QStringLiteral("bash"), QStringLiteral("-c"), QString::fromUtf8(line)} << true;
    };
    plain("words", " python  train.py --lr 0.1 ", {QStringLiteral("python"), QStringLiteral("train.py"), QStringLiteral("--lr"), QStringLiteral("0.1")});
    plain("quotes", "python a.py --name 'x y' \"\" a=\"b c\"",
          {QStringLiteral("python"), QStringLiteral("a.py"), QStringLiteral("--name"), QStringLiteral("x y"), QString(), QStringLiteral("a=b c")});
    plain("shell script", "run.sh a", {QStringLiteral("bash"), QStringLiteral("run.sh"), QStringLiteral("a")});
    plain("Python script", "./demo.py", {QStringLiteral("python"), QStringLiteral("./demo.py")});
    shell("assignment", "CUDA_VISIBLE_DEVICES=0 python a.py");
    shell("and", "cd a && python b.py");
    shell("cd alone", "cd a");
    shell("pipe", "python a.py | tee b");
    shell("variable", "python a.py $X");
    shell("variable in quotes", "python a.py \"$X\"");
    shell("glob", "python a.py *.png");
    shell("open quote", "python a.py 'b");
    shell("backslash", "python a\\ b.py");
}

void TestQuoting::commands() {
    QFETCH(QString, line);
    QFETCH(QStringList, words);
    QFETCH(bool, shell);
    const Command command = parseCommand(line);
    QCOMPARE(command.words, words);
    QCOMPARE(command.shell, shell);
    const QStringList appendable = command.appendable(QStringLiteral("train"));
    if (shell) {
        QCOMPARE(appendable.at(2), line + QLatin1String(" \"$@\""));
        QCOMPARE(appendable.last(), QStringLiteral("train"));
    } else {
        QCOMPARE(appendable, words);
    }
}

void TestQuoting::hostileTextsStayInTheirLine_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("line") << QStringLiteral("x\nRUN touch /pwned\n\ttouch /pwned\npwned==1\npwned:\n  - pwned");
    QTest::newRow("carriage return") << QStringLiteral("x\rRUN touch /pwned\rpwned==1");
    QTest::newRow("Python's line ends") << QStringLiteral("x\u2028pwned==1\u0085pwned==1\x0bpwned==1\x1cpwned==1");
    QTest::newRow("backslash") << QStringLiteral("x\\");
    QTest::newRow("directive") << QStringLiteral("syntax=evil/frontend");
    QTest::newRow("make") << QStringLiteral("$(shell touch /pwned)");
    QTest::newRow("here-document") << QStringLiteral("<<EOF");
}

// Every text of the recipe that may be free holds the hostile one; the instructions of the files stay the same.
void TestQuoting::hostileTextsStayInTheirLine() {
    QFETCH(QString, text);
    const auto skeleton = [](const recipe::Recipe& recipe) {
        QStringList result;
        const auto files = generate(recipe);
        if (!files) {
            return QStringList{files.error().message};
        }
        for (const GeneratedFile& file : *files) {
            for (const QString& line : QString::fromUtf8(file.content).split(QRegularExpression(QStringLiteral("[\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\x{2028}\\x{2029}]")))) {
                if (!line.startsWith(QLatin1Char('#')) && !line.trimmed().isEmpty() && !line.trimmed().startsWith(QLatin1String("# "))) {
                    result.append(line);
                }
            }
        }
        return result;
    };
    recipe::Recipe recipe = tests::pyenvRecipe();
    const QStringList expected = skeleton(recipe);
    QVERIFY(expected.size() > 50);
    for (recipe::Choice* choice : {&recipe.baseImage, &recipe.osRelease, &recipe.python, &recipe.framework, &recipe.frameworkVersion,
                                   &recipe.cuda, &recipe.cudnn, &recipe.gcc, &recipe.archList, &recipe.target}) {
        choice->reason = text;
    }
    recipe.target.value = text;
    recipe.risks = {text};
    for (recipe::Choice& package : recipe.systemPackages) {
        package.reason = text;
    }
    for (recipe::EntryPoint& entry : recipe.entryPoints) {
        entry.parameters = {{QStringLiteral("--x"), QStringLiteral("str"), text, text, {text}, false}};
    }
    QCOMPARE(skeleton(recipe), expected);

    // Where it would have to be quoted it either is, or the recipe is refused.
    recipe = tests::pyenvRecipe();
    recipe.environment.insert(QStringLiteral("X"), text);
    recipe.entryPoints[0].command = QStringLiteral("python a.py '%1'").arg(text);
    recipe.source = text;
    const auto files = generate(recipe);
    if (files) {
        for (const GeneratedFile& file : *files) {
            // make sees a single dollar, the shell of the recipe line a quoted one.
            static const QRegularExpression call(QStringLiteral("(?<!\\$)\\$\\(shell touch"));
            QVERIFY(file.name != QLatin1String("Makefile") || !call.match(QString::fromUtf8(file.content)).hasMatch());
            QVERIFY2(!file.content.contains("\nRUN touch"), file.content);
        }
        QCOMPARE(files->first().content.count('\n'), generate(tests::pyenvRecipe())->first().content.count('\n') + 1);
    } else {
        QCOMPARE(files.error().code, ErrorCode::InvalidInput);
    }
}

QTEST_GUILESS_MAIN(TestQuoting)
#include "tst_quoting.moc"
