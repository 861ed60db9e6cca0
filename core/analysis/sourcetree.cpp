#include "core/analysis/sourcetree.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
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

bool isEnvironment(const QString& folder) {
    return QFileInfo::exists(folder + QLatin1String("/pyvenv.cfg")) ||
           QFileInfo::exists(folder + QLatin1String("/conda-meta/history"));
}

bool isVendorFolder(const QString& name) {
    static const QSet<QString> names{
        QStringLiteral("third_party"), QStringLiteral("thirdparty"), QStringLiteral("3rdparty"),
        QStringLiteral("third-party"), QStringLiteral("_vendor"),    QStringLiteral("vendor"),
        QStringLiteral("external"),    QStringLiteral("externals"),  QStringLiteral("submodules")};
    return names.contains(name.toLower());
}

bool hasControlCharacters(const QString& name) {
    return std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

struct Folder {
    QString path;
    bool vendored = false;
    int depth = 0;
};

} // namespace

QString SourceFile::folder() const {
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    return slash < 0 ? QString() : path.left(slash);
}

Result<SourceTree> SourceTree::open(const QString& root, const QStringList& submodules,
                                    const CancellationToken& cancellation) {
    const QFileInfo info(root);
    if (!info.isDir())
        return fail(ErrorCode::NotFound,
                    tr("There is no folder %1. Check the path.").arg(QDir::toNativeSeparators(root)));
    if (!info.isReadable())
        return fail(ErrorCode::PermissionDenied,
                    tr("The folder %1 can't be read. Check its permissions.").arg(QDir::toNativeSeparators(root)));
    SourceTree tree;
    tree.m_root = info.absoluteFilePath();
    const QSet<QString> foreign(submodules.begin(), submodules.end());
    QList<Folder> level{{QString(), false, 0}};
    qsizetype strange = 0;
    bool tooMany = false, tooDeep = false;
    while (!level.isEmpty() && !tooMany) {
        QList<Folder> next;
        for (const Folder& folder : std::as_const(level)) {
            if (cancellation.isCancelled())
                return fail(ErrorCode::Cancelled, tr("Reading the repository was cancelled."));
            const QString prefix = folder.path.isEmpty() ? QString() : folder.path + QLatin1Char('/');
            QStringList files, folders;
            QDirIterator it(tree.m_root + QLatin1Char('/') + folder.path,
                            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
            while (it.hasNext()) {
                it.next();
                const QFileInfo entry = it.fileInfo();
                if (entry.isSymLink())
                    continue;
                const QString name = it.fileName();
                if (hasControlCharacters(name)) {
                    ++strange;
                    continue;
                }
                if (entry.isDir())
                    folders.append(name);
                else if (entry.isFile())
                    files.append(name);
                if (files.size() + tree.m_files.size() > maxFiles) {
                    tooMany = true;
                    break;
                }
            }
            std::sort(files.begin(), files.end());
            std::sort(folders.begin(), folders.end());
            for (const QString& name : std::as_const(files)) {
                if (tree.m_files.size() >= maxFiles)
                    break;
                tree.m_index.insert(prefix + name, tree.m_files.size());
                tree.m_byName[name].append(prefix + name);
                tree.m_files.append({prefix + name, folder.vendored});
            }
            if (tooMany)
                break;
            for (const QString& name : std::as_const(folders)) {
                const QString path = prefix + name;
                if (isNeverSource(name) || isEnvironment(tree.m_root + QLatin1Char('/') + path))
                    continue;
                if (folder.depth + 1 > maxDepth) {
                    tooDeep = true;
                    continue;
                }
                tree.m_folders.insert(path);
                next.append(
                    {path, folder.vendored || foreign.contains(path) || isVendorFolder(name), folder.depth + 1});
            }
        }
        level = std::move(next);
    }
    if (tooMany)
        tree.m_notes.append(
            tr("The repository has more than %1 files; only the first %1, from the top down, were read.")
                .arg(maxFiles));
    if (tooDeep)
        tree.m_notes.append(tr("Folders nested deeper than %1 levels were left out.").arg(maxDepth));
    if (strange > 0)
        tree.m_notes.append(
            tr("%1 file or folder names with control characters (such as a newline) were left out.").arg(strange));
    return tree;
}

std::optional<QByteArray> SourceTree::bytes(const QString& path) const {
    if (!m_index.contains(path))
        return std::nullopt;
    QFile file(m_root + QLatin1Char('/') + path);
    if (file.size() > maxFileSize || QFileInfo(file).isSymLink() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.read(maxFileSize);
}

QString SourceTree::decode(const QByteArray& bytes) {
    QString text;
    const auto begins = [&bytes](const char* mark, qsizetype length) {
        return bytes.startsWith(QByteArrayView(mark, length));
    };
    if (begins("\xff\xfe", 2) || begins("\xfe\xff", 2)) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        text = decoder(bytes);
    } else if (bytes.size() >= 4 && bytes.at(0) != '\0' && bytes.at(1) == '\0' && bytes.at(3) == '\0') {
        QStringDecoder decoder(QStringDecoder::Utf16LE);
        text = decoder(bytes);
    } else {
        text = QString::fromUtf8(begins("\xef\xbb\xbf", 3) ? bytes.mid(3) : bytes);
    }
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
