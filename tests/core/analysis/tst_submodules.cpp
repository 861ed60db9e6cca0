#include "core/repo/gitindex.h"
#include "tests/core/analysis/inspected.h"
#include "tests/support/temporarygitrepository.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;
using test::TemporaryGitRepository;

class TestSubmodules : public QObject {
    Q_OBJECT
private slots:
    void withoutGit() {
        const Findings findings = test::inspected(
            {{QStringLiteral(".gitmodules"), "[submodule \"a\"]\n\tpath = libs/a\n\turl = ../a.git\n[submodule "
                                             "\"out\"]\n\tpath = ../out\n\turl = x\n"},
             {QStringLiteral("a.py"), "import torch\n"}});
        QCOMPARE(findings.submodules.size(), 1);
        QCOMPARE(findings.submodules.first().path, QStringLiteral("libs/a"));
        QCOMPARE(findings.submodules.first().url, QStringLiteral("../a.git"));
        QVERIFY(findings.submodules.first().commit.isEmpty());
        QVERIFY(!findings.submodules.first().present);
        QCOMPARE(findings.submodules.first().evidence.first().line, 2);
        QVERIFY(std::any_of(findings.notes.begin(), findings.notes.end(),
                            [](const Note& note) { return note.text.contains(QLatin1String("libs/a")); }));
    }

    void commitsOfTheIndex_data() {
        QTest::addColumn<int>("version");
        for (int version : {2, 3, 4})
            QTest::addRow("version %d", version) << version;
    }

    void commitsOfTheIndex() {
        QFETCH(int, version);
        TemporaryGitRepository inner, outer;
        const QString commit = inner.commit(QStringLiteral("one"), {{QStringLiteral("f.cu"), "\n"}});
        outer.commit(QStringLiteral("files"), {{QStringLiteral("a/deep/file-with-a-name.txt"), "x"},
                                               {QStringLiteral("a/deep/file-with.txt"), "y"}});
        outer.addSubmodule(inner, QStringLiteral("libs/inner"));
        outer.commit(QStringLiteral("with a submodule"));
        outer.git({QStringLiteral("update-index"), QStringLiteral("--index-version"), QString::number(version)});
        const QHash<QString, QString> links = repo::gitLinks(repo::readGitIndex(outer.path()));
        QCOMPARE(links.size(), 1);
        QCOMPARE(links.value(QStringLiteral("libs/inner")), commit);

        repo::Checkout checkout;
        checkout.path = outer.path();
        const knowledge::Knowledge knowledge;
        const Result<Findings> findings = inspect(checkout, knowledge);
        QVERIFY(findings);
        QCOMPARE(findings->submodules.value(0).commit, commit);
        QVERIFY(findings->submodules.value(0).present);
    }

    void damagedIndexes() {
        QVERIFY(repo::gitLinks({}).isEmpty());
        QVERIFY(repo::gitLinks("DIRC").isEmpty());
        QVERIFY(repo::gitLinks(QByteArray("DIRC\0\0\0\2\377\377\377\377", 12) + QByteArray(500, '\xff')).isEmpty());
        QVERIFY(repo::gitLinks(QByteArray("DIRC\0\0\0\4\377\377\377\377", 12) + QByteArray(500, '\xff')).isEmpty());
        QVERIFY(repo::gitLinks(QByteArray(1000, 'x')).isEmpty());
    }

    void dependenciesWithoutACommit() {
        const Findings findings =
            test::inspected({{QStringLiteral("requirements.txt"), "a @ git+https://example.org/lab/a.git\n"
                                                                  "b @ git+https://example.org/lab/b.git@v1.2\n"
                                                                  "git+ssh://git@example.org/lab/c.git#egg=c\n"}});
        const Note* note = nullptr;
        for (const Note& candidate : findings.notes) {
            if (candidate.text.contains(QLatin1String("newest commit")))
                note = &candidate;
        }
        QVERIFY(note);
        QVERIFY(note->text.contains(QLatin1String("lab/a.git")));
        QVERIFY(!note->text.contains(QLatin1String("lab/b.git")));
        QVERIFY(note->text.contains(QLatin1String("lab/c.git")));
        QCOMPARE(note->evidence.size(), 2);
        QCOMPARE(note->evidence.first().line, 1);
    }

    void lfsPointers() {
        const QByteArray pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + QByteArray(64, 'a') + "\nsize 123456789\n";
        const Findings findings =
            test::inspected({{QStringLiteral(".gitattributes"), "*.dat filter=lfs diff=lfs merge=lfs -text\n"},
                             {QStringLiteral("x.dat"), pointer},
                             {QStringLiteral("real.dat"), "just data\n"}});
        QCOMPARE(findings.lfsPointers.size(), 1);
        QCOMPARE(findings.lfsPointers.first().path, QStringLiteral("x.dat"));
        QCOMPARE(findings.lfsPointers.first().size, qint64(123456789));
        QVERIFY(std::any_of(findings.notes.begin(), findings.notes.end(),
                            [](const Note& note) { return note.text.contains(QLatin1String("git lfs pull")); }));
        QCOMPARE(test::inspected({{QStringLiteral("net.pth"), pointer}}).lfsPointers.size(), 1);
        QVERIFY(test::inspected({{QStringLiteral("notes.txt"), pointer}}).lfsPointers.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSubmodules)
#include "tst_submodules.moc"
