#include "core/analysis/treelister.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

bool hasControlCharacters(const QString& name) {
    return std::any_of(name.begin(), name.end(), [](QChar c) {
        return c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
    });
}

Descriptor openAt(int folder, const char* name, int flags) {
    int number = -1;
    do {
        number = ::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags);
    } while (number < 0 && errno == EINTR);
    return Descriptor(number);
}

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

enum class Kind { File, Folder, Other };

Kind kindOf(int folder, const dirent* entry) {
    switch (entry->d_type) {
    case DT_REG:
        return Kind::File;
    case DT_DIR:
        return Kind::Folder;
    case DT_UNKNOWN:
        break;
    default:
        return Kind::Other;
    }
    struct stat info {};
    if (::fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return Kind::Other;
    return S_ISREG(info.st_mode) ? Kind::File : S_ISDIR(info.st_mode) ? Kind::Folder : Kind::Other;
}

} // namespace

Descriptor::~Descriptor() {
    if (m_number >= 0)
        ::close(m_number);
}

Descriptor openBelow(int root, const QString& path, bool folder) {
    if (path.isEmpty())
        return openAt(root, ".", O_DIRECTORY);
    const QByteArray names = QFile::encodeName(path);
    Descriptor at;
    qsizetype start = 0;
    while (true) {
        const qsizetype slash = names.indexOf('/', start);
        const QByteArray name = names.mid(start, slash < 0 ? -1 : slash - start);
        Descriptor next = openAt(at.isValid() ? at.get() : root, name.constData(),
                                 slash >= 0 || folder ? O_DIRECTORY : 0);
        if (slash < 0 || !next.isValid())
            return next;
        at = std::move(next);
        start = slash + 1;
    }
}

bool isNeverSource(const QString& name) {
    static const QSet<QString> names{QStringLiteral(".git"),         QStringLiteral(".hg"),
                                     QStringLiteral(".svn"),         QStringLiteral("__pycache__"),
                                     QStringLiteral("node_modules"), QStringLiteral("site-packages"),
                                     QStringLiteral(".venv"),        QStringLiteral(".tox"),
                                     QStringLiteral(".nox"),         QStringLiteral(".eggs"),
                                     QStringLiteral(".mypy_cache"),  QStringLiteral(".pytest_cache"),
                                     QStringLiteral(".reberth"),     QStringLiteral(".ipynb_checkpoints")};
    return names.contains(name) || name.endsWith(QLatin1String(".egg-info"));
}

bool isVendorFolder(const QString& name) {
    static const QSet<QString> names{
        QStringLiteral("third_party"), QStringLiteral("thirdparty"), QStringLiteral("3rdparty"),
        QStringLiteral("third-party"), QStringLiteral("_vendor"),    QStringLiteral("vendor"),
        QStringLiteral("external"),    QStringLiteral("externals"),  QStringLiteral("submodules")};
    return names.contains(name.toLower());
}

TreeLister::TreeLister(SourceTree& tree, int root, const SourceTree::Limits& limits, const QStringList& submodules,
                       const SourceTree::Listed& listed)
    : m_tree(tree)
    , m_root(root)
    , m_limits(limits)
    , m_foreign(submodules.begin(), submodules.end())
    , m_listed(listed) {}

TreeLister::Entries TreeLister::entriesOf(const Folder& folder) {
    Entries found;
    Descriptor descriptor = openBelow(m_root, folder.path, true);
    const int number = descriptor.get();
    const std::unique_ptr<DIR, CloseFolder> stream(descriptor.isValid() ? ::fdopendir(number) : nullptr);
    if (!stream) {
        found.readable = false;
        return found;
    }
    descriptor.release(); // the stream closes it
    qsizetype seen = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
        const char* raw = entry->d_name;
        if (qstrcmp(raw, ".") == 0 || qstrcmp(raw, "..") == 0)
            continue;
        if (++seen > m_limits.entries) {
            m_crowded.append(folder.path);
            break;
        }
        if ((seen & 1023) == 0 && m_tree.isCancelled())
            break;
        const Kind kind = kindOf(number, entry);
        if (kind == Kind::Other)
            continue;
        const QString name = QFile::decodeName(raw);
        // What is shown must be what is opened, and must not steer a terminal.
        if (hasControlCharacters(name) || QFile::encodeName(name) != raw) {
            ++m_strange;
            continue;
        }
        (kind == Kind::Folder ? found.folders : found.files).append(name);
    }
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.folders.begin(), found.folders.end());
    const auto holds = [](const QStringList& names, const QString& name) {
        return std::binary_search(names.begin(), names.end(), name);
    };
    found.environment = !folder.path.isEmpty() &&
                        (holds(found.files, QStringLiteral("pyvenv.cfg")) ||
                         (holds(found.folders, QStringLiteral("conda-meta")) &&
                          ::faccessat(number, "conda-meta/history", F_OK, AT_SYMLINK_NOFOLLOW) == 0));
    return found;
}

void TreeLister::note(const QString& text, const QStringList& files) {
    m_tree.m_notes.append({text, files.mid(0, 20)});
}

bool TreeLister::run() {
    QList<Folder> level{{QString(), false, 0}};
    bool tooManyFiles = false, tooManyFolders = false;
    QStringList tooDeep;
    qsizetype folders = 0;
    while (!level.isEmpty() && !tooManyFiles) {
        QList<Folder> next;
        for (const Folder& folder : std::as_const(level)) {
            const Entries entries = entriesOf(folder);
            if (m_tree.isCancelled())
                return false;
            if (!entries.readable) {
                m_unreadable.append(folder.path);
                continue;
            }
            if (entries.environment)
                continue;
            if (!folder.path.isEmpty())
                m_tree.m_folders.insert(folder.path, {});
            const QString prefix = folder.path.isEmpty() ? QString() : folder.path + QLatin1Char('/');
            for (const QString& name : entries.files) {
                if (m_tree.m_files.size() >= m_limits.files) {
                    tooManyFiles = true;
                    break;
                }
                m_tree.append(prefix + name, folder.vendored);
            }
            if (m_listed)
                m_listed(m_tree.m_files.size());
            if (tooManyFiles)
                break;
            for (const QString& name : entries.folders) {
                if (isNeverSource(name))
                    continue;
                const QString path = prefix + name;
                if (folder.depth + 1 > m_limits.depth) {
                    if (tooDeep.size() < 20)
                        tooDeep.append(path);
                } else if (++folders > m_limits.folders) {
                    tooManyFolders = true;
                } else {
                    next.append(
                        {path, folder.vendored || m_foreign.contains(path) || isVendorFolder(name), folder.depth + 1});
                }
            }
        }
        level = std::move(next);
    }
    if (tooManyFiles)
        note(tr("The repository has more than %1 files; only the first %1, from the top down, were read.")
                 .arg(m_limits.files));
    if (tooManyFolders)
        note(tr("The repository has more than %1 folders; only the first %1, from the top down, were read.")
                 .arg(m_limits.folders));
    if (!m_crowded.isEmpty())
        note(tr("Folders with more than %1 entries were read in part.").arg(m_limits.entries), m_crowded);
    if (!tooDeep.isEmpty())
        note(tr("Folders nested deeper than %1 levels were left out.").arg(m_limits.depth), tooDeep);
    if (!m_unreadable.isEmpty())
        note(tr("%1 folders can't be read and were left out. Check their permissions.").arg(m_unreadable.size()),
             m_unreadable);
    if (m_strange > 0)
        note(tr("%1 file or folder names with control characters (such as a newline) or without a Unicode reading were "
                "left out.")
                 .arg(m_strange));
    return true;
}

} // namespace reberth::analysis
