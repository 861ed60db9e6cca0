#include "core/analysis/sourcetree.h"

#include "core/analysis/findings.h"
#include "core/analysis/submodules.h"
#include "core/analysis/treelister.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <numeric>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

constexpr qsizetype maxNamesOfNote = 20;

Note noteOn(const QString& text, QStringList files) {
    Note note{text, {}};
    files.sort();
    for (const QString& file : files.mid(0, maxNamesOfNote))
        note.evidence.append({file, 0, {}});
    return note;
}

} // namespace

/// What changes while the tree is read; shared by its copies.
struct SourceTree::Reading {
    CancellationToken cancellation;
    Descriptor root;
    QHash<QString, QByteArray> memory; ///< of fromBytes()
    qint64 fileSize = Limits().fileSize;
    std::atomic<int> files{0};
    std::atomic<qint64> bytes{0};
    std::function<void()> onRead;
    std::mutex mutex;
    QSet<QString> tooLarge;   // guarded by mutex; a file that several detectors ask for counts once
    QSet<QString> unreadable; // guarded by mutex
};

QString SourceFile::folder() const {
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    return slash < 0 ? QString() : path.left(slash);
}

SourceTree::SourceTree()
    : m_reading(std::make_shared<Reading>()) {
}

Result<SourceTree> SourceTree::open(const QString& root, const QStringList& submodules,
                                    const CancellationToken& cancellation, const Limits& limits, const Listed& listed) {
    const QString shown = QDir::toNativeSeparators(root);
    if (!QFileInfo(root).isDir())
        return fail(ErrorCode::NotFound, tr("There is no folder %1. Check the path.").arg(shown));
    SourceTree tree;
    tree.m_root = QFileInfo(root).absoluteFilePath();
    Reading& reading = *tree.m_reading;
    reading.cancellation = cancellation;
    reading.fileSize = limits.fileSize;
    reading.root = Descriptor(::open(QFile::encodeName(root).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!reading.root.isValid())
        return fail(ErrorCode::PermissionDenied, tr("The folder %1 can't be read. Check its permissions.").arg(shown));
    if (cancellation.isCancelled() || !TreeLister(tree, reading.root.get(), limits, submodules, listed).run())
        return fail(ErrorCode::Cancelled, tr("Reading the repository was cancelled."));
    tree.makeIndexes();
    tree.markForeign();
    return tree;
}

void SourceTree::markForeign() {
    const QStringList foreign = foreignFolders(parseModules(text(QStringLiteral(".gitmodules")).value_or(QString())));
    if (foreign.isEmpty())
        return;
    const QSet<QString> folders(foreign.begin(), foreign.end());
    for (SourceFile& file : m_files) {
        for (qsizetype slash = file.path.indexOf(QLatin1Char('/')); slash >= 0 && !file.vendored;
             slash = file.path.indexOf(QLatin1Char('/'), slash + 1))
            file.vendored = folders.contains(file.path.left(slash));
    }
}

SourceTree SourceTree::fromBytes(const QList<std::pair<QString, QByteArray>>& files, const QStringList& submodules,
                                 const CancellationToken& cancellation) {
    SourceTree tree;
    tree.m_reading->cancellation = cancellation;
    struct Row {
        QStringList parts;
        QByteArray bytes;
    };
    QList<Row> rows;
    for (const auto& [given, bytes] : files) {
        const std::optional<QString> path = joinInside({}, given);
        if (path && !path->isEmpty())
            rows.append({path->split(QLatin1Char('/')), bytes});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.parts.size() != b.parts.size() ? a.parts.size() < b.parts.size() : a.parts < b.parts;
    });
    for (const Row& row : std::as_const(rows)) {
        bool vendored = false, source = true;
        QString folder;
        for (const QString& part : row.parts.mid(0, row.parts.size() - 1)) {
            folder += (folder.isEmpty() ? QString() : QStringLiteral("/")) + part;
            source = source && !isNeverSource(part);
            vendored = vendored || isVendorFolder(part) || submodules.contains(folder);
            if (source)
                tree.m_folders.insert(folder, {});
        }
        const QString path = row.parts.join(QLatin1Char('/'));
        if (!source || tree.m_index.contains(path))
            continue;
        tree.append(path, vendored);
        tree.m_reading->memory.insert(path, row.bytes);
    }
    tree.makeIndexes();
    tree.markForeign();
    return tree;
}

void SourceTree::append(const QString& path, bool vendored) {
    m_index.insert(path, m_files.size());
    m_files.append({path, vendored});
}

void SourceTree::makeIndexes() {
    for (qsizetype i = 0; i < m_files.size();) {
        const QString folder = m_files.at(i).folder();
        const qsizetype first = i++;
        const auto isInside = [&folder](QStringView path) {
            const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
            return path.left(std::max<qsizetype>(slash, 0)) == folder;
        };
        while (i < m_files.size() && isInside(m_files.at(i).path))
            ++i;
        m_folders.insert(folder, {quint32(first), quint32(i - first)});
    }
    m_byName.resize(size_t(m_files.size()));
    std::iota(m_byName.begin(), m_byName.end(), 0U);
    std::stable_sort(m_byName.begin(), m_byName.end(),
                     [this](quint32 a, quint32 b) { return m_files.at(a).nameView() < m_files.at(b).nameView(); });
}

std::span<const SourceFile> SourceTree::filesIn(const QString& folder) const {
    const auto [first, count] = m_folders.value(folder);
    return {m_files.constData() + first, count};
}

QStringList SourceTree::named(const QString& fileName, qsizetype atMost) const {
    QStringList paths;
    auto it = std::lower_bound(m_byName.begin(), m_byName.end(), QStringView(fileName),
                               [this](quint32 place, QStringView name) { return m_files.at(place).nameView() < name; });
    for (; it != m_byName.end() && paths.size() < atMost && m_files.at(*it).nameView() == fileName; ++it)
        paths.append(m_files.at(*it).path);
    return paths;
}

bool SourceTree::isCancelled() const {
    return m_reading->cancellation.isCancelled();
}

int SourceTree::filesRead() const {
    return m_reading->files.load(std::memory_order_relaxed);
}

qint64 SourceTree::bytesRead() const {
    return m_reading->bytes.load(std::memory_order_relaxed);
}

void SourceTree::onRead(std::function<void()> callback) const {
    m_reading->onRead = std::move(callback);
}

std::optional<QByteArray> SourceTree::readFile(const QString& path, qint64 limit, bool whole) const {
    Reading& reading = *m_reading;
    if (!m_index.contains(path) || isCancelled())
        return std::nullopt;
    const auto skip = [&](QSet<QString>& skips) {
        const std::lock_guard lock(reading.mutex);
        skips.insert(path);
        return std::nullopt;
    };
    QByteArray content;
    if (!reading.root.isValid()) {
        content = reading.memory.value(path);
        if (whole && content.size() > limit)
            return skip(reading.tooLarge);
        content.truncate(limit);
    } else {
        const Descriptor file = openBelow(reading.root.get(), path, false);
        struct stat info {};
        if (!file.isValid() || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
            return skip(reading.unreadable);
        if (whole && info.st_size > limit)
            return skip(reading.tooLarge);
        // The file may have grown or shrunk since: read to its end, but never more than the limit.
        content.resize(std::min<qint64>(info.st_size, limit) + 1);
        qsizetype filled = 0;
        while (filled <= limit) {
            const ssize_t got = ::read(file.get(), content.data() + filled, size_t(content.size() - filled));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return skip(reading.unreadable);
            if (got == 0)
                break;
            filled += got;
            if (filled == content.size() && filled <= limit)
                content.resize(std::min<qint64>(limit + 1, content.size() * 2));
        }
        if (whole && filled > limit)
            return skip(reading.tooLarge);
        content.truncate(std::min<qsizetype>(filled, limit));
    }
    reading.files.fetch_add(1, std::memory_order_relaxed);
    reading.bytes.fetch_add(content.size(), std::memory_order_relaxed);
    if (reading.onRead)
        reading.onRead();
    return content;
}

std::optional<QByteArray> SourceTree::bytes(const QString& path) const {
    return readFile(path, m_reading->fileSize, true);
}

std::optional<QByteArray> SourceTree::head(const QString& path, qint64 count) const {
    return readFile(path, count, false);
}

QString SourceTree::decode(const QByteArray& bytes) {
    QString text;
    const auto begins = [&bytes](const char* mark, qsizetype length) {
        return bytes.startsWith(QByteArrayView(mark, length));
    };
    // UTF-32's little mark begins with that of UTF-16.
    if (begins("\xff\xfe\0\0", 4) || begins("\0\0\xfe\xff", 4)) {
        QStringDecoder decoder(QStringDecoder::Utf32);
        text = decoder(bytes);
    } else if (begins("\xff\xfe", 2) || begins("\xfe\xff", 2)) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        text = decoder(bytes);
    } else if (bytes.size() >= 4 && bytes.at(0) != '\0' && bytes.at(1) == '\0' && bytes.at(2) != '\0' &&
               bytes.at(3) == '\0') {
        QStringDecoder decoder(QStringDecoder::Utf16LE);
        text = decoder(bytes);
    } else {
        const QByteArray plain = begins("\xef\xbb\xbf", 3) ? bytes.mid(3) : bytes;
        QStringDecoder decoder(QStringDecoder::Utf8);
        text = decoder(plain);
        // What is no UTF-8 is mostly an author's name in Latin-1.
        if (decoder.hasError())
            text = QString::fromLatin1(plain);
    }
    // Where files were joined a mark stands inside; it is no text, and JSON readers drop it.
    text.remove(QChar(QChar::ByteOrderMark));
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(QLatin1Char('\r'), QLatin1Char('\n'));
    return text;
}

std::optional<QString> SourceTree::text(const QString& path) const {
    const std::optional<QByteArray> content = bytes(path);
    if (!content)
        return std::nullopt;
    return decode(*content);
}

QList<Note> SourceTree::notes() const {
    QList<Note> notes;
    for (const auto& [text, files] : m_notes)
        notes.append(noteOn(text, files));
    return notes;
}

QList<Note> SourceTree::skipped() const {
    const std::lock_guard lock(m_reading->mutex);
    QList<Note> notes;
    if (const QSet<QString>& large = m_reading->tooLarge; !large.isEmpty())
        notes.append(noteOn(tr("%1 files that would have been read are larger than %2 MiB and were left out.")
                                .arg(large.size())
                                .arg(double(m_reading->fileSize) / (1024 * 1024), 0, 'g', 3),
                            large.values()));
    if (const QSet<QString>& unreadable = m_reading->unreadable; !unreadable.isEmpty())
        notes.append(noteOn(tr("%1 files could not be read (gone, without permission or not regular) and were left "
                               "out.")
                                .arg(unreadable.size()),
                            unreadable.values()));
    return notes;
}

std::optional<QString> joinInside(const QString& folder, const QString& relative) {
    if (relative.startsWith(QLatin1Char('/')) || relative.contains(QLatin1Char('\\')))
        return std::nullopt;
    QStringList parts = folder.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    for (const QString& part : relative.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (part == QLatin1String("."))
            continue;
        if (part == QLatin1String("..")) {
            if (parts.isEmpty())
                return std::nullopt;
            parts.removeLast();
        } else {
            parts.append(part);
        }
    }
    return parts.join(QLatin1Char('/'));
}

} // namespace reberth::analysis
