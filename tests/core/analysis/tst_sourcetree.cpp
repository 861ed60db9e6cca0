#include "core/analysis/findings.h"
#include "core/analysis/sourcetree.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::analysis;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

QStringList pathsOf(const SourceTree& tree) {
    QStringList paths;
    for (const SourceFile& file : tree.files())
        paths.append(file.path);
    return paths;
}

} // namespace

class TestSourceTree : public QObject {
    Q_OBJECT
private slots:
    void diskAndMemoryAgree();
    void namesAndFolders();
    void vendoredCode();
    void pathsThatLeave();
    void headReadsAnySize();
    void decoding();
    void cancelledTreeGivesNothing();
    void countsWhatItReads();
    void joining();
};

void TestSourceTree::diskAndMemoryAgree() {
    const Files files{{QStringLiteral("b/z.py"), "1"},       {QStringLiteral("b.py"), "2"},
                      {QStringLiteral("a/c/d/e.txt"), "3"},  {QStringLiteral("a/x.py"), "4"},
                      {QStringLiteral("b/third_party/t.py"), "5"}, {QStringLiteral(".git/config"), "6"},
                      {QStringLiteral("a/__pycache__/x.pyc"), "7"}, {QStringLiteral("B.py"), "8"},
                      {QStringLiteral("ä/ü.py"), "9"}};
    QTemporaryDir folder;
    for (const auto& [path, bytes] : files) {
        QVERIFY(QDir(folder.path()).mkpath(QFileInfo(path).path()));
        QFile file(folder.filePath(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    const Result<SourceTree> disk = SourceTree::open(folder.path(), {}, {});
    QVERIFY(disk);
    const SourceTree memory = SourceTree::fromBytes(files);
    QCOMPARE(pathsOf(*disk), pathsOf(memory));
    QCOMPARE(pathsOf(memory).mid(0, 2), QStringList({QStringLiteral("B.py"), QStringLiteral("b.py")}));
    for (const SourceFile& file : memory.files()) {
        QCOMPARE(disk->bytes(file.path), memory.bytes(file.path));
        QCOMPARE(disk->isVendored(file.path), file.vendored);
    }
    QCOMPARE(memory.bytes(QStringLiteral("a/x.py")), QByteArray("4"));
    QVERIFY(!memory.contains(QStringLiteral(".git/config")));
}

void TestSourceTree::namesAndFolders() {
    const SourceTree tree = SourceTree::fromBytes({{QStringLiteral("a/b/setup.py"), {}},
                                                   {QStringLiteral("setup.py"), {}},
                                                   {QStringLiteral("a/other.py"), {}},
                                                   {QStringLiteral("a/setup.py"), {}},
                                                   {QStringLiteral("ab/x.py"), {}}});
    QCOMPARE(tree.named(QStringLiteral("setup.py")),
             QStringList({QStringLiteral("setup.py"), QStringLiteral("a/setup.py"), QStringLiteral("a/b/setup.py")}));
    QCOMPARE(tree.named(QStringLiteral("setup.py"), 1), QStringList{QStringLiteral("setup.py")});
    QVERIFY(tree.named(QStringLiteral("up.py")).isEmpty());
    const auto names = [&tree](const char* folder) {
        QStringList found;
        for (const SourceFile& file : tree.filesIn(QLatin1String(folder)))
            found.append(file.name());
        return found;
    };
    QCOMPARE(names("a"), QStringList({QStringLiteral("other.py"), QStringLiteral("setup.py")}));
    QCOMPARE(names(""), QStringList{QStringLiteral("setup.py")});
    QCOMPARE(names("nowhere"), QStringList());
    QVERIFY(tree.hasFolder(QStringLiteral("a/b")));
    QVERIFY(tree.hasFolder(QString()));
    QVERIFY(!tree.hasFolder(QStringLiteral("b")));
}

void TestSourceTree::vendoredCode() {
    const SourceTree tree = SourceTree::fromBytes({{QStringLiteral("lib/own.py"), {}},
                                                   {QStringLiteral("lib/sub/theirs.py"), {}},
                                                   {QStringLiteral("Third_Party/x/theirs.py"), {}}},
                                                  {QStringLiteral("lib/sub")});
    QVERIFY(!tree.isVendored(QStringLiteral("lib/own.py")));
    QVERIFY(tree.isVendored(QStringLiteral("lib/sub/theirs.py")));
    QVERIFY(tree.isVendored(QStringLiteral("Third_Party/x/theirs.py")));
    QCOMPARE(tree.matching([](const SourceFile&) { return true; }).size(), 1);
}

void TestSourceTree::pathsThatLeave() {
    const SourceTree tree = SourceTree::fromBytes({{QStringLiteral("../a"), "x"},
                                                   {QStringLiteral("/etc/b"), "x"},
                                                   {QString(), "x"},
                                                   {QStringLiteral("c/../../d"), "x"},
                                                   {QStringLiteral("e/./f"), "x"}});
    QCOMPARE(pathsOf(tree), QStringList{QStringLiteral("e/f")});
    QVERIFY(!tree.bytes(QStringLiteral("../a")));
}

void TestSourceTree::headReadsAnySize() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("weights.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("version https"), 13);
    QVERIFY(file.resize(50'000'000));
    file.close();
    const Result<SourceTree> tree = SourceTree::open(folder.path(), {}, {});
    QVERIFY(tree);
    QCOMPARE(tree->head(QStringLiteral("weights.bin"), 7), QByteArray("version"));
    QVERIFY(tree->skipped().isEmpty());
    QVERIFY(!tree->bytes(QStringLiteral("weights.bin")));
    QVERIFY(!tree->bytes(QStringLiteral("weights.bin")));
    QCOMPARE(tree->skipped().size(), 1);
    QCOMPARE(tree->skipped().first().evidence.size(), 1);
}

void TestSourceTree::decoding() {
    QCOMPARE(SourceTree::decode("\xef\xbb\xbf" "a\r\nb\rc"), QStringLiteral("a\nb\nc"));
    QCOMPARE(SourceTree::decode(QByteArray("\xff\xfe" "a\0b\0", 6)), QStringLiteral("ab"));
    QCOMPARE(SourceTree::decode(QByteArray("\xfe\xff\0a\0b", 6)), QStringLiteral("ab"));
    QCOMPARE(SourceTree::decode(QByteArray("a\0b\0", 4)), QStringLiteral("ab"));
    QCOMPARE(SourceTree::decode("\x80").size(), 1);
}

void TestSourceTree::cancelledTreeGivesNothing() {
    CancellationSource source;
    const SourceTree tree = SourceTree::fromBytes({{QStringLiteral("a"), "x"}}, {}, source.token());
    QVERIFY(tree.bytes(QStringLiteral("a")));
    source.cancel();
    QVERIFY(tree.isCancelled());
    QVERIFY(!tree.bytes(QStringLiteral("a")));
    QVERIFY(tree.skipped().isEmpty());
    QTemporaryDir folder;
    const Result<SourceTree> disk = SourceTree::open(folder.path(), {}, source.token());
    QVERIFY(!disk);
    QCOMPARE(disk.error().code, ErrorCode::Cancelled);
}

void TestSourceTree::countsWhatItReads() {
    const SourceTree tree = SourceTree::fromBytes({{QStringLiteral("a"), "xyz"}, {QStringLiteral("b"), "1"}});
    int calls = 0;
    tree.onRead([&calls] { ++calls; });
    QVERIFY(tree.text(QStringLiteral("a")));
    QVERIFY(tree.text(QStringLiteral("b")));
    QVERIFY(!tree.text(QStringLiteral("c")));
    tree.onRead({});
    QVERIFY(tree.text(QStringLiteral("b")));
    QCOMPARE(calls, 2);
    QCOMPARE(tree.filesRead(), 3);
    QCOMPARE(tree.bytesRead(), 5);
}

void TestSourceTree::joining() {
    QCOMPARE(joinInside(QStringLiteral("a/b"), QStringLiteral("../c")), QStringLiteral("a/c"));
    QCOMPARE(joinInside({}, QStringLiteral("./a//b")), QStringLiteral("a/b"));
    QCOMPARE(joinInside(QStringLiteral("a"), QStringLiteral("..")), QString());
    QVERIFY(!joinInside(QStringLiteral("a"), QStringLiteral("../../b")));
    QVERIFY(!joinInside({}, QStringLiteral("/etc")));
    QVERIFY(!joinInside({}, QStringLiteral("a\\b")));
}

QTEST_GUILESS_MAIN(TestSourceTree)
#include "tst_sourcetree.moc"
