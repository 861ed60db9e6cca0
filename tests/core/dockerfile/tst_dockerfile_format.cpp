#include "core/dockerfile/format.h"

#include <QtTest>

using reberth::dockerfile::format;

class TestDockerfileFormat : public QObject {
    Q_OBJECT

private slots:
    void lays_data();
    void lays();
    void leavesWhatItCannotRead();
};

void TestDockerfileFormat::lays_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("keywords") << "from  debian:12   as  base\nrun echo  a\n" << "FROM debian:12 as base\nRUN echo  a\n";
    QTest::newRow("blank lines") << "FROM a\n\n\n\nRUN b\n\n\n" << "FROM a\n\nRUN b\n";
    QTest::newRow("blanks at the ends") << "  FROM a  \nRUN b \\\n  c\t\n" << "FROM a\nRUN b \\\n    c\n";
    QTest::newRow("continuations") << "FROM a\nRUN b \\\n && c \\\n\t&& d\n" << "FROM a\nRUN b \\\n    && c \\\n       && d\n";
    QTest::newRow("comments inside") << "FROM a\nRUN b \\\n# why\n  c\n" << "FROM a\nRUN b \\\n    # why\n    c\n";
    QTest::newRow("heredoc") << "FROM a\nrun <<E\n  x   \n\n\n y\nE\ncopy  a   b\n"
                             << "FROM a\nRUN <<E\n  x   \n\n\n y\nE\nCOPY a b\n";
    QTest::newRow("quotes over lines") << "FROM a\nRUN echo \"x \\\n  y\" \\\n  z\n" << "FROM a\nRUN echo \"x \\\n  y\" \\\n    z\n";
    QTest::newRow("joined words") << "FROM a\nRUN ab\\\ncd\n" << "FROM a\nRUN ab\\\ncd\n";
    QTest::newRow("directive stays a comment") << "\n# escape=`\nFROM a\n" << "\n# escape=`\nFROM a\n";
    QTest::newRow("onbuild") << "FROM a\nonbuild  run  x\n" << "FROM a\nONBUILD RUN x\n";
    QTest::newRow("no line end") << "FROM a" << "FROM a\n";
    QTest::newRow("crlf") << "FROM a\r\nRUN b\r\n" << "FROM a\nRUN b\n";
}

void TestDockerfileFormat::lays() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QCOMPARE(format(before), after);
    QCOMPARE(format(after), after);
}

void TestDockerfileFormat::leavesWhatItCannotRead() {
    for (const QString& text : {QStringLiteral("FROM a\nrun <<E\nx\n"), QStringLiteral("# syntax=other/frontend\nfrom  a\n"),
                               QStringLiteral("# escape=x\nfrom  a\n")}) {
        QCOMPARE(format(text), text);
    }
}

QTEST_GUILESS_MAIN(TestDockerfileFormat)
#include "tst_dockerfile_format.moc"
