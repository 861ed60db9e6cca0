#include "core/repo/gitindex.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <optional>

namespace reberth::repo {

namespace {

constexpr qint64 maxIndexSize = 128 * 1024 * 1024;
constexpr qsizetype headerSize = 12;
constexpr qsizetype fixedEntrySize = 62; // stat data, object name and flags
constexpr qsizetype modeOffset = 24;
constexpr qsizetype hashOffset = 40;
constexpr qsizetype flagsOffset = 60;
constexpr quint32 gitLinkMode = 0160000;

quint32 number(const QByteArray& data, qsizetype at) {
    return qFromBigEndian<quint32>(data.constData() + at);
}

/// The variable-length number of index version 4.
std::optional<qsizetype> offset(const QByteArray& data, qsizetype& at) {
    qsizetype value = 0;
    for (int i = 0; i < 5 && at < data.size(); ++i) {
        const auto byte = static_cast<unsigned char>(data.at(at++));
        value = (i == 0 ? 0 : (value + 1) << 7) | (byte & 0x7f);
        if ((byte & 0x80) == 0)
            return value;
    }
    return std::nullopt;
}

} // namespace

QHash<QString, QString> gitLinks(const QByteArray& index) {
    QHash<QString, QString> links;
    if (index.size() < headerSize || !index.startsWith("DIRC"))
        return links;
    const quint32 version = number(index, 4);
    const quint32 count = number(index, 8);
    if (version < 2 || version > 4)
        return links;
    qsizetype at = headerSize;
    QByteArray previous;
    for (quint32 i = 0; i < count && at + fixedEntrySize < index.size(); ++i) {
        const qsizetype start = at;
        const quint32 mode = number(index, start + modeOffset);
        const quint16 flags = qFromBigEndian<quint16>(index.constData() + start + flagsOffset);
        at += fixedEntrySize;
        if (version >= 3 && (flags & 0x4000) != 0)
            at += 2;
        QByteArray name;
        if (version == 4) {
            const std::optional<qsizetype> drop = offset(index, at);
            if (!drop || *drop > previous.size())
                return links;
            name = previous.chopped(*drop);
        }
        const qsizetype end = at < index.size() ? index.indexOf('\0', at) : -1;
        if (end < 0)
            return links;
        name += index.mid(at, end - at);
        at = version == 4 ? end + 1 : start + ((end - start) / 8 + 1) * 8;
        previous = name;
        if (mode == gitLinkMode)
            links.insert(QString::fromUtf8(name), QString::fromLatin1(index.mid(start + hashOffset, 20).toHex()));
    }
    return links;
}

QByteArray readGitIndex(const QString& root) {
    const QString entry = QDir(root).filePath(QStringLiteral(".git"));
    QString folder = entry;
    if (QFileInfo(entry).isFile()) {
        QFile pointer(entry);
        if (pointer.size() > 4096 || !pointer.open(QIODevice::ReadOnly))
            return {};
        const QString line = QString::fromUtf8(pointer.readLine(4096)).trimmed();
        if (!line.startsWith(QLatin1String("gitdir:")))
            return {};
        folder = QDir(root).absoluteFilePath(line.mid(7).trimmed());
    }
    QFile index(folder + QLatin1String("/index"));
    if (!QFileInfo(index).isFile() || index.size() > maxIndexSize || !index.open(QIODevice::ReadOnly))
        return {};
    return index.readAll();
}

} // namespace reberth::repo
