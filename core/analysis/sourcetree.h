#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace reberth::analysis {

/// One regular file of the work tree.
struct SourceFile {
    QString path;          ///< relative to the root, '/' as separator
    bool vendored = false; ///< somebody else's code that was copied in (third_party, a submodule)

    QString name() const { return path.mid(path.lastIndexOf(QLatin1Char('/')) + 1); }
    QString folder() const;
    int depth() const { return int(path.count(QLatin1Char('/'))); }
};

/// The files of a repository as data: links are never followed, environments and version control are left out, and
/// the number, depth and size of what is read have limits. Immutable after open(); reading is thread-safe.
class SourceTree {
public:
    static constexpr qsizetype maxFiles = 100'000;
    static constexpr int maxDepth = 48;
    static constexpr qint64 maxFileSize = 4 * 1024 * 1024;

    /// Lists the tree in a stable order, shallow files first. `submodules` are taken for vendored code.
    static Result<SourceTree> open(const QString& root, const QStringList& submodules,
                                   const CancellationToken& cancellation);

    const QList<SourceFile>& files() const { return m_files; }
    bool contains(const QString& path) const { return m_index.contains(path); }
    bool hasFolder(const QString& path) const { return path.isEmpty() || m_folders.contains(path); }
    /// Files with this name, shallow first.
    QStringList named(const QString& fileName) const { return m_byName.value(fileName); }
    /// Files for which `test` holds, shallow first, vendored ones left out.
    template <typename Test> QList<SourceFile> matching(Test test) const {
        QList<SourceFile> found;
        for (const SourceFile& file : m_files) {
            if (!file.vendored && test(file))
                found.append(file);
        }
        return found;
    }

    /// nullopt when the file is too large, gone or unreadable.
    std::optional<QByteArray> bytes(const QString& path) const;
    /// Decoded (UTF-8, or UTF-16 by its mark or its look), line ends as '\n'.
    std::optional<QString> text(const QString& path) const;
    static QString decode(const QByteArray& bytes);

    /// Sentences on limits that were reached while listing.
    const QStringList& notes() const { return m_notes; }
    const QString& root() const { return m_root; }

private:
    QString m_root;
    QList<SourceFile> m_files;
    QHash<QString, qsizetype> m_index;
    QHash<QString, QStringList> m_byName;
    QSet<QString> m_folders;
    QStringList m_notes;
};

/// "a/b" + "../c" = "a/c"; nullopt when it leaves the tree or is absolute.
std::optional<QString> joinInside(const QString& folder, const QString& relative);

} // namespace reberth::analysis
