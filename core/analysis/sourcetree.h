#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace reberth::analysis {

struct Note;

/// One regular file of the work tree.
struct SourceFile {
    QString path;          ///< relative to the root, '/' as separator
    bool vendored = false; ///< somebody else's code that was copied in (third_party, a submodule)

    QString name() const { return path.mid(path.lastIndexOf(QLatin1Char('/')) + 1); }
    QStringView nameView() const { return QStringView(path).mid(path.lastIndexOf(QLatin1Char('/')) + 1); }
    QString folder() const;
    int depth() const { return int(path.count(QLatin1Char('/'))); }
};

/// The files of a repository as data: links are never followed, environments and version control are left out, only
/// regular files are opened, and the number, depth and size of what is read have limits. Immutable once made;
/// reading is thread-safe. When its token is cancelled it gives nothing more, so every loop over files ends at once.
class SourceTree {
public:
    struct Limits {
        qsizetype files = 100'000;
        qsizetype folders = 100'000;
        qsizetype entries = 400'000; ///< of one folder, whatever they are
        int depth = 48;
        qint64 fileSize = 4 * 1024 * 1024; ///< bytes
    };
    /// Called while listing with the number of files found so far.
    using Listed = std::function<void(qsizetype files)>;

    /// Lists the tree in a stable order, shallow files first. `submodules` are taken for vendored code.
    static Result<SourceTree> open(const QString& root, const QStringList& submodules,
                                   const CancellationToken& cancellation, const Limits& limits,
                                   const Listed& listed = {});
    static Result<SourceTree> open(const QString& root, const QStringList& submodules,
                                   const CancellationToken& cancellation) {
        return open(root, submodules, cancellation, Limits());
    }
    /// A tree of these paths and their bytes; nothing touches the disk. Paths that leave the tree are dropped.
    static SourceTree fromBytes(const QList<std::pair<QString, QByteArray>>& files,
                                const QStringList& submodules = {}, const CancellationToken& cancellation = {});

    const QList<SourceFile>& files() const { return m_files; }
    bool contains(const QString& path) const { return m_index.contains(path); }
    bool hasFolder(const QString& path) const { return path.isEmpty() || m_folders.contains(path); }
    bool isVendored(const QString& path) const {
        const qsizetype place = m_index.value(path, -1);
        return place >= 0 && m_files.at(place).vendored;
    }
    /// Files with this name, shallow first, `atMost` of them.
    QStringList named(const QString& fileName, qsizetype atMost = std::numeric_limits<qsizetype>::max()) const;
    /// The files that lie in this folder itself, by name. Valid as long as the tree.
    std::span<const SourceFile> filesIn(const QString& folder) const;
    /// Files for which `test` holds, shallow first, vendored ones left out.
    template <typename Test> QList<SourceFile> matching(Test test) const {
        QList<SourceFile> found;
        for (const SourceFile& file : m_files) {
            if (!file.vendored && test(file))
                found.append(file);
        }
        return found;
    }

    /// nullopt when the file is too large, gone, unreadable or not in the tree; skipped() tells of it then.
    std::optional<QByteArray> bytes(const QString& path) const;
    /// The first `count` bytes of a file of any size; nullopt when it can't be read.
    std::optional<QByteArray> head(const QString& path, qint64 count) const;
    /// Decoded (UTF-8, or UTF-16 by its mark or its look), line ends as '\n'.
    std::optional<QString> text(const QString& path) const;
    static QString decode(const QByteArray& bytes);

    /// Whether the work is to end; loops that read no file ask this.
    bool isCancelled() const;
    /// What was read until now; any thread.
    int filesRead() const;
    qint64 bytesRead() const;
    /// Called on the reading thread after each file; set it only while one thread reads. Empty ends it.
    void onRead(std::function<void()> callback) const;

    /// On limits that were reached while listing, and on folders and names that were left out.
    QList<Note> notes() const;
    /// On files that a detector asked for and that were too large or could not be read, until now.
    QList<Note> skipped() const;
    const QString& root() const { return m_root; }

private:
    friend class TreeLister;
    struct Reading;
    SourceTree();
    void append(const QString& path, bool vendored);
    void makeIndexes();
    void markForeign(); ///< by .gitmodules, which a folder without git has too
    std::optional<QByteArray> readFile(const QString& path, qint64 limit, bool whole) const;

    QString m_root;
    QList<SourceFile> m_files;
    QHash<QString, qsizetype> m_index; ///< the keys share their text with m_files
    std::vector<quint32> m_byName;     ///< places in m_files, by name
    /// Folder → place and number of its files in m_files, where they stand together.
    QHash<QString, std::pair<quint32, quint32>> m_folders;
    QList<std::pair<QString, QStringList>> m_notes; ///< sentence, files
    std::shared_ptr<Reading> m_reading;
};

/// "a/b" + "../c" = "a/c"; nullopt when it leaves the tree or is absolute.
std::optional<QString> joinInside(const QString& folder, const QString& relative);

} // namespace reberth::analysis
