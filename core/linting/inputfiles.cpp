#include "core/linting/inputfiles.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::linting {

namespace {

constexpr int maxFolders = 20'000;

bool isWanted(const QString& name) {
    static const QRegularExpression dockerfile(
        QStringLiteral("^(?:(?:Dockerfile|Containerfile)(?:[._-].+)?|.+\\.(?:Dockerfile|Containerfile))$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression compose(QStringLiteral("^(?:docker-)?compose(?:[._-].*)?\\.ya?ml$"),
                                            QRegularExpression::CaseInsensitiveOption);
    return (dockerfile.match(name).hasMatch() && !name.endsWith(QLatin1String(".dockerignore"))) ||
           compose.match(name).hasMatch();
}

bool isEntered(const QString& name) {
    static const QStringList hidden{QStringLiteral(".reberth"), QStringLiteral(".devcontainer"),
                                    QStringLiteral(".docker")};
    static const QStringList foreign{QStringLiteral("node_modules"), QStringLiteral("site-packages"),
                                     QStringLiteral("__pycache__"), QStringLiteral("vendor")};
    return name.startsWith(u'.') ? hidden.contains(name) : !foreign.contains(name);
}

} // namespace

FileKind kindOf(const QString& path, QStringView text) {
    const QString name = QFileInfo(path).fileName();
    if (name.endsWith(QLatin1String(".yaml"), Qt::CaseInsensitive) ||
        name.endsWith(QLatin1String(".yml"), Qt::CaseInsensitive)) {
        return FileKind::Compose;
    }
    if (isWanted(name)) {
        return FileKind::Dockerfile;
    }
    static const QRegularExpression composeKey(
        QStringLiteral("^(?:services|version|name|include|volumes|networks|secrets|configs|x-[\\w-]+)\\s*:(?:\\s|$)"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression from(QStringLiteral("^\\s*(?:FROM|ARG)\\s"),
                                         QRegularExpression::MultilineOption |
                                             QRegularExpression::CaseInsensitiveOption);
    const bool compose = composeKey.match(text).hasMatch() && !from.match(text).hasMatch();
    return compose ? FileKind::Compose : FileKind::Dockerfile;
}

QStringList filesBelow(const QString& folder) {
    QStringList files;
    QStringList waiting{folder};
    for (int visited = 0; !waiting.isEmpty() && visited < maxFolders; ++visited) {
        const QDir here(waiting.takeLast());
        const QFileInfoList entries = here.entryInfoList(
            QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
        for (const QFileInfo& entry : entries) {
            if (entry.isDir()) {
                if (isEntered(entry.fileName())) {
                    waiting.append(entry.filePath());
                }
            } else if (isWanted(entry.fileName())) {
                files.append(QDir::cleanPath(entry.filePath()));
            }
        }
    }
    files.sort();
    return files;
}

InputText decode(const QByteArray& data) {
    static const QByteArray mark("\xef\xbb\xbf");
    InputText out;
    out.mark = data.startsWith(mark);
    const QByteArray body = out.mark ? data.mid(mark.size()) : data;
    out.text = QString::fromUtf8(body);
    out.exact = out.text.toUtf8() == body;
    return out;
}

QByteArray InputText::bytes(const QString& changed) const {
    return mark ? QByteArray("\xef\xbb\xbf") + changed.toUtf8() : changed.toUtf8();
}

} // namespace reberth::linting
