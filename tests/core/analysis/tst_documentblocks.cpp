#include "core/analysis/documentblocks.h"

#include <QTest>

using namespace reberth::analysis;

namespace {

QList<DocumentBlock> blocks(const char* text, DocumentFormat format = DocumentFormat::Markdown) {
    return splitDocument(QString::fromUtf8(text), format);
}

QStringList codes(const QList<DocumentBlock>& all) {
    QStringList found;
    for (const DocumentBlock& block : all) {
        if (block.kind == DocumentBlock::Kind::Code)
            found.append(block.text.trimmed());
    }
    return found;
}

QStringList headings(const QList<DocumentBlock>& all) {
    QStringList found;
    for (const DocumentBlock& block : all) {
        if (block.kind == DocumentBlock::Kind::Heading)
            found.append(QString::number(block.level) + block.text);
    }
    return found;
}

} // namespace

class TestDocumentBlocks : public QObject {
    Q_OBJECT

private slots:
    void formats() {
        QCOMPARE(documentFormatOf(QStringLiteral("README.MD")), DocumentFormat::Markdown);
        QCOMPARE(documentFormatOf(QStringLiteral("usage.rst")), DocumentFormat::Rst);
        QCOMPARE(documentFormatOf(QStringLiteral("notes.org")), DocumentFormat::Org);
        QCOMPARE(documentFormatOf(QStringLiteral("README")), DocumentFormat::Plain);
    }

    void fences() {
        const auto all =
            blocks("text\n```bash\npython a.py\n```\n  ~~~ {.sh}\n  python b.py\n  ~~~\n``` python c.py ```\n"
                   "> ```console\n> $ python d.py\n> ```\nend");
        QCOMPARE(codes(all), QStringList({QStringLiteral("python a.py"), QStringLiteral("python b.py"),
                                          QStringLiteral("python c.py"), QStringLiteral("$ python d.py")}));
        QCOMPARE(all.at(1).language, QStringLiteral("bash"));
        QCOMPARE(all.at(1).line, 3);
        QCOMPARE(all.at(2).language, QStringLiteral("sh"));
        QCOMPARE(all.last().text, QStringLiteral("end"));
        QCOMPARE(all.last().line, 12);
    }

    void forgottenAndNestedFences() {
        QCOMPARE(codes(blocks("```\npython a.py\n```bash\npython b.py\n```\nafter")),
                 QStringList({QStringLiteral("python a.py"), QStringLiteral("python b.py")}));
        QCOMPARE(codes(blocks("````md\n```\ninner\n```\n````\nafter")).size(), 1);
        QCOMPARE(codes(blocks("```\npython open.py\n")), QStringList{QStringLiteral("python open.py")});
    }

    void htmlCodeAndComments() {
        const auto all =
            blocks("<pre><code>python a.py &lt;path&gt;\npython b.py <path></code></pre>\n<!-- Python 2.6\n"
                   "more -->\nlast");
        QCOMPARE(codes(all), QStringList{QStringLiteral("python a.py <path>\npython b.py <path>")});
        QCOMPARE(all.last().text, QStringLiteral("last"));
        QCOMPARE(all.size(), 2);
    }

    void markdownHeadings() {
        QCOMPARE(headings(blocks(
                     "# Net #\n## Train\nSetup\n=====\n**Evaluation:**\n<h3 align=x>Demo</h3>\n- item\n\n---\n")),
                 QStringList({QStringLiteral("1Net"), QStringLiteral("2Train"), QStringLiteral("1Setup"),
                              QStringLiteral("7Evaluation:"), QStringLiteral("3Demo")}));
    }

    void restructuredText() {
        const auto all = blocks(
            "Net\n***\n\nTrain\n-----\n\n.. code-block:: bash\n   :linenos:\n\n   python a.py\n\n   python b.py\n\n"
            "Run this::\n\n   python c.py\n\nTest\n----\nend\n",
            DocumentFormat::Rst);
        QCOMPARE(headings(all),
                 QStringList({QStringLiteral("1Net"), QStringLiteral("2Train"), QStringLiteral("2Test")}));
        const QStringList found = codes(all);
        QCOMPARE(found.size(), 2);
        QVERIFY(found.first().contains(QLatin1String("python b.py")));
        QCOMPARE(found.last(), QStringLiteral("python c.py"));
    }

    void org() {
        const auto all = blocks("* Net\n** Use\n#+BEGIN_SRC sh\npython a.py\n#+END_SRC\nend", DocumentFormat::Org);
        QCOMPARE(headings(all), QStringList({QStringLiteral("1Net"), QStringLiteral("2Use")}));
        QCOMPARE(codes(all), QStringList{QStringLiteral("python a.py")});
    }

    void hostileText() {
        QVERIFY(splitDocument(QStringLiteral("`").repeated(100'000), DocumentFormat::Markdown).size() <= 1);
        QVERIFY(splitDocument(QStringLiteral("<!--\n").repeated(5'000), DocumentFormat::Markdown).size() > 1);
        QVERIFY(splitDocument(QStringLiteral("<pre>\n").repeated(5'000), DocumentFormat::Rst).size() > 1);
    }
};

QTEST_GUILESS_MAIN(TestDocumentBlocks)
#include "tst_documentblocks.moc"
