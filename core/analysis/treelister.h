#pragma once

#include "core/analysis/sourcetree.h"

#include <QSet>
#include <QStringList>

namespace reberth::analysis {

/// An open file or folder; closed with its owner. -1 is none.
class Descriptor {
public:
    explicit Descriptor(int number = -1)
        : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor();
    int get() const { return m_number; }
    bool isValid() const { return m_number >= 0; }
    int release() { return std::exchange(m_number, -1); }

private:
    Q_DISABLE_COPY(Descriptor)
    int m_number;
};

/// Opens `path` below the folder `root` step by step, so that no link on the way is followed even when somebody puts
/// one there meanwhile; never blocks on a FIFO. The empty path is the folder itself.
Descriptor openBelow(int root, const QString& path, bool folder);

/// Version control, caches and environments by their names.
bool isNeverSource(const QString& folderName);
/// third_party and its like.
bool isVendorFolder(const QString& folderName);

/// Fills a SourceTree from the disk, one level of folders after the other.
class TreeLister {
public:
    TreeLister(SourceTree& tree, int root, const SourceTree::Limits& limits, const QStringList& submodules,
               const SourceTree::Listed& listed);

    /// False when it was cancelled.
    bool run();

private:
    struct Folder {
        QString path;
        bool vendored = false;
        int depth = 0;
    };
    struct Entries {
        QStringList files;
        QStringList folders;
        bool environment = false;
        bool readable = true;
    };
    Entries entriesOf(const Folder& folder);
    void note(const QString& text, const QStringList& files = {});

    SourceTree& m_tree;
    int m_root;
    const SourceTree::Limits& m_limits;
    QSet<QString> m_foreign;
    const SourceTree::Listed& m_listed;
    qsizetype m_strange = 0;
    QStringList m_crowded;
    QStringList m_unreadable;
};

} // namespace reberth::analysis
