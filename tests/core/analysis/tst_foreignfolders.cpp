#include "core/analysis/submodules.h"
#include "tests/core/analysis/samplerepository.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

QByteArray modules(const QStringList& paths) {
    QByteArray text;
    for (const QString& path : paths)
        text += "[submodule \"" + path.toUtf8() + "\"]\n\tpath = " + path.toUtf8() + "\n\turl = https://example.org/x\n";
    return text;
}

} // namespace

class TestForeignFolders : public QObject {
    Q_OBJECT

private slots:
    void threeSideBySideMakeAShelf() {
        const auto foreign = [](const QStringList& paths) {
            return foreignFolders(parseModules(QString::fromUtf8(modules(paths))));
        };
        QCOMPARE(foreign({QStringLiteral("deps/a"), QStringLiteral("deps/b")}),
                 (QStringList{QStringLiteral("deps/a"), QStringLiteral("deps/b")}));
        QVERIFY(foreign({QStringLiteral("deps/a"), QStringLiteral("deps/b"), QStringLiteral("deps/c")})
                    .contains(QStringLiteral("deps")));
        // The root is never foreign.
        QCOMPARE(foreign({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}).size(), 3);
        QVERIFY(foreign({QStringLiteral("../out")}).isEmpty());
    }

    void whatLiesOnTheShelfIsNotTheAuthors() {
        const QStringList shelf{QStringLiteral("deps/a"), QStringLiteral("deps/b"), QStringLiteral("deps/c")};
        SampleRepository repository;
        repository.write(QStringLiteral(".gitmodules"), modules(shelf))
            .write("deps/copied/viewer.py", "import scipy\n")
            .write("own/train.py", "import numpy\n");
        QStringList needed;
        for (const Dependency& dependency : repository.inspected().dependencies)
            needed.append(dependency.name + (dependency.optional ? QStringLiteral("?") : QString()));
        QCOMPARE(needed, QStringList{QStringLiteral("numpy")});
    }
};

QTEST_GUILESS_MAIN(TestForeignFolders)
#include "tst_foreignfolders.moc"
