#include "core/analysis/shellwords.h"

#include <QTest>

using namespace reberth::analysis;

namespace {

QStringList texts(const char* script) {
    QStringList found;
    for (const ShellCommand& command : splitShell(QString::fromUtf8(script)))
        found.append(command.text);
    return found;
}

} // namespace

class TestShellWords : public QObject {
    Q_OBJECT

private slots:
    void prompts_data() {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"$ python a.py", "> python a.py", "(env) $ python a.py", "me@box:~/net$ python a.py",
              "(env) me@box:~/net$ python a.py", "[me@box net]$ python a.py", "root@3f2a:/work# python a.py",
              "!python a.py", "In [3]: !python a.py", "C:\\net> python a.py", "%python a.py", "$python a.py"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void prompts() {
        QFETCH(QString, line);
        const QList<ShellCommand> commands = splitShell(line);
        QCOMPARE(commands.size(), 1);
        QCOMPARE(commands.first().words, QStringList({QStringLiteral("python"), QStringLiteral("a.py")}));
        QCOMPARE(commands.first().text, QStringLiteral("python a.py"));
    }

    void continuationAndLines() {
        const QList<ShellCommand> commands =
            splitShell(QStringLiteral("A=1 B=2 python a.py \\\n  --x 1 \\ \n  --y 2\ncd b && sh c.sh"), 10);
        QCOMPARE(commands.size(), 3);
        QCOMPARE(commands.at(0).assignments, QStringList({QStringLiteral("A=1"), QStringLiteral("B=2")}));
        QCOMPARE(commands.at(0).words.last(), QStringLiteral("2"));
        QCOMPARE(commands.at(0).line, 10);
        QCOMPARE(commands.at(2).line, 13);
    }

    void redirectionsStayInside() {
        QCOMPARE(texts("python a.py > log 2>&1 | tee x"),
                 QStringList({QStringLiteral("python a.py > log 2>&1"), QStringLiteral("tee x")}));
        QCOMPARE(texts("python a.py &> log"), QStringList{QStringLiteral("python a.py &> log")});
        QCOMPARE(texts("python a.py &").size(), 1);
    }

    void hereDocuments() {
        QCOMPARE(texts("cat > x <<EOF\npython no.py\nEOF\npython yes.py"),
                 QStringList({QStringLiteral("cat > x"), QStringLiteral("python yes.py")}));
        // Without a program in front the text is what runs, as in a Dockerfile's RUN <<EOF.
        QVERIFY(texts("<<EOF\npython yes.py\nEOF\n").contains(QStringLiteral("python yes.py")));
    }

    void loopsAndSubshells() {
        QVERIFY(texts("for i in 1 2; do python a.py $i; done").contains(QStringLiteral("python a.py $i")));
        QCOMPARE(texts("(cd ops && python b.py)"),
                 QStringList({QStringLiteral("cd ops"), QStringLiteral("python b.py")}));
    }

    void openQuotes() {
        QCOMPARE(texts("echo don't\npython a.py").last(), QStringLiteral("python a.py"));
        const QByteArray far = "echo \"open\n" + QByteArray("python a.py\n").repeated(60) + "echo \"";
        QVERIFY(texts(far.constData()).size() > 50);
    }
};

QTEST_GUILESS_MAIN(TestShellWords)
#include "tst_shellwords.moc"
