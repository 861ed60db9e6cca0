#include "core/io/tarwriter.h"

#include "core/io/atomicfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <archive.h>
#include <archive_entry.h>

#include <sys/stat.h>

using namespace reberth;

namespace {

struct Unpacked {
    QByteArray path;
    QByteArray data;
    QByteArray target;
    int mode = 0;
    qint64 owner = 0;
};

QList<Unpacked> unpack(const QByteArray& tar) {
    QList<Unpacked> list;
    archive* handle = archive_read_new();
    archive_read_support_format_tar(handle);
    archive_read_open_memory(handle, tar.constData(), static_cast<size_t>(tar.size()));
    archive_entry* entry = nullptr;
    while (archive_read_next_header(handle, &entry) == ARCHIVE_OK) {
        Unpacked item;
        item.path = archive_entry_pathname(entry);
        item.target = archive_entry_symlink(entry);
        item.mode = static_cast<int>(archive_entry_perm(entry));
        item.owner = archive_entry_uid(entry) + archive_entry_gid(entry);
        item.data.resize(archive_entry_size(entry));
        if (!item.data.isEmpty()) {
            archive_read_data(handle, item.data.data(), static_cast<size_t>(item.data.size()));
        }
        list.append(item);
    }
    archive_read_free(handle);
    return list;
}

} // namespace

class TestTarWriter : public QObject {
    Q_OBJECT

private slots:
    void init();
    void packsInOrder();
    void isDeterministic();
    void beginsWithAPlainHeader();
    void honoursTheIgnoreFile();
    void keepsStrangeNames();
    void skipsWhatIsNoFile();
    void shrinkingFileIsAnError();
    void vanishedFileIsAnError();
    void stopsWhenNobodyReads();
    void walkCanBeCancelled();

private:
    void write(const QByteArray& path, const QByteArray& data) {
        QVERIFY(io::writeFileAtomically(m_folder->path() + u'/' + QFile::decodeName(path), data));
    }
    io::ContextListing list() {
        const auto patterns = io::readIgnoreFile(m_folder->path(), QStringLiteral("Dockerfile"));
        return io::walkContext(m_folder->path(), patterns.value()).value();
    }
    QByteArray pack(const QString& dockerfile = QStringLiteral("Dockerfile")) {
        QByteArray tar;
        const auto result = io::ContextPacker(m_folder->path(), dockerfile)
                                .pack(list(),
                                      [&](const QByteArray& bytes) {
                                          tar += bytes;
                                          return true;
                                      },
                                      {});
        m_error = result ? Error() : result.error();
        return tar;
    }
    QByteArrayList names(const QByteArray& tar) {
        QByteArrayList all;
        for (const Unpacked& item : unpack(tar)) {
            all.append(item.path);
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Error m_error;
};

void TestTarWriter::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    write("Dockerfile", "FROM scratch\n");
    m_error = {};
}

void TestTarWriter::packsInOrder() {
    write("b/x.txt", "hello");
    write("a.txt", QByteArray(3'000'000, 'z'));
    QVERIFY(QFile::link(QStringLiteral("../../etc/passwd"), m_folder->filePath(QStringLiteral("link"))));
    QFile::setPermissions(m_folder->filePath(QStringLiteral("b/x.txt")),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QByteArray tar = pack();
    QCOMPARE(names(tar), QByteArrayList({"Dockerfile", "a.txt", "b/", "b/x.txt", "link"}));
    QCOMPARE(tar.size(), io::ContextPacker::expectedBytes(list()));
    const auto all = unpack(tar);
    QCOMPARE(all.at(1).data, QByteArray(3'000'000, 'z'));
    QCOMPARE(all.at(1).mode, 0644);
    QCOMPARE(all.at(3).mode, 0755);
    QCOMPARE(all.at(4).target, QByteArray("../../etc/passwd"));
    for (const auto& item : all) {
        QCOMPARE(item.owner, 0);
    }
}

void TestTarWriter::isDeterministic() {
    write("x/1", "1");
    write("x/2", "2");
    QCOMPARE(pack(), pack());
}

void TestTarWriter::beginsWithAPlainHeader() {
    const QByteArray deep = QByteArray("d").repeated(60) + '/' + QByteArray("e").repeated(60) + "/Dockerfile";
    write(deep, "FROM scratch\n");
    const QByteArray tar = pack(QFile::decodeName(deep));
    QCOMPARE(tar.at(156), '0');
    QVERIFY(tar.mid(257).startsWith("ustar"));
    QVERIFY(tar.startsWith(".dockerfile.reberth"));
    QCOMPARE(tar.mid(512, 12), QByteArray("FROM scratch"));
    QCOMPARE(io::ContextPacker(m_folder->path(), QFile::decodeName(deep)).dockerfileName(),
             QStringLiteral(".dockerfile.reberth"));
    QVERIFY(names(tar).contains(deep));
}

void TestTarWriter::honoursTheIgnoreFile() {
    write(".dockerignore", "*\n!src\nsrc/*.bin\n");
    write("data/x", "1");
    write("src/a.py", "1");
    write("src/b.bin", "1");
    QCOMPARE(names(pack()), QByteArrayList({"Dockerfile", ".dockerignore", "src/", "src/a.py"}));
}

void TestTarWriter::keepsStrangeNames() {
    const QByteArray newline = "a\nRUN rm -rf x";
    const QByteArray latin = "caf\xe9.txt";
    const QByteArray longName = "long/" + QByteArray("n").repeated(240);
    const QByteArray longPath = QByteArray("p").repeated(200) + '/' + QByteArray("q").repeated(200);
    for (const QByteArray& name : {newline, longName, longPath}) {
        write(name, name);
    }
    // Not through Qt, which can't name it.
    FILE* file = std::fopen((m_folder->path().toLocal8Bit() + '/' + latin).constData(), "w");
    QVERIFY(file);
    std::fputs("x", file);
    std::fclose(file);
    const QByteArrayList all = names(pack());
    QVERIFY2(m_error.message.isEmpty(), qPrintable(m_error.message));
    for (const QByteArray& name : {newline, latin, longName, longPath}) {
        QVERIFY2(all.contains(name), name.constData());
    }
}

void TestTarWriter::skipsWhatIsNoFile() {
    QCOMPARE(::mkfifo((m_folder->path().toLocal8Bit() + "/pipe").constData(), 0600), 0);
    const auto listing = list();
    QCOMPARE(listing.skipped, QList<QByteArray>{"pipe"});
    QCOMPARE(names(pack()), QByteArrayList{"Dockerfile"});
    QVERIFY(!io::RegularFile::open(m_folder->path(), "pipe"));
}

void TestTarWriter::shrinkingFileIsAnError() {
    write("big", QByteArray(2'000'000, 'x'));
    auto file = io::RegularFile::open(m_folder->path(), "big");
    QVERIFY(file);
    QVERIFY(QFile::resize(m_folder->filePath(QStringLiteral("big")), 1000));
    io::TarWriter writer([](const QByteArray&) { return true; });
    const auto result = writer.addFile("big", *file, {});
    QVERIFY(!result);
    QVERIFY(result.error().message.contains(QStringLiteral("big")));
}

void TestTarWriter::vanishedFileIsAnError() {
    write("gone", "x");
    const auto listing = list();
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("gone"))));
    const auto result = io::ContextPacker(m_folder->path(), QStringLiteral("Dockerfile"))
                            .pack(listing, [](const QByteArray&) { return true; }, {});
    QVERIFY(!result);
    QVERIFY(result.error().message.contains(QStringLiteral("gone")));
}

void TestTarWriter::stopsWhenNobodyReads() {
    write("big", QByteArray(5'000'000, 'x'));
    int calls = 0;
    const auto result = io::ContextPacker(m_folder->path(), QStringLiteral("Dockerfile"))
                            .pack(list(),
                                  [&](const QByteArray&) {
                                      ++calls;
                                      return false;
                                  },
                                  {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(calls, 1);
}

void TestTarWriter::walkCanBeCancelled() {
    CancellationSource source;
    source.cancel();
    const auto listing = io::walkContext(m_folder->path(), {}, source.token());
    QVERIFY(!listing);
    QCOMPARE(listing.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestTarWriter)
#include "tst_tarwriter.moc"
