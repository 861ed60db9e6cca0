#include "core/repo/source.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

namespace reberth::repo {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::repo::Source", text);
}

bool hasControlCharacter(const QString& text) {
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control) {
            return true;
        }
    }
    return false;
}

QString nameFromPath(QString path) {
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    QString name = path.section(QRegularExpression(QStringLiteral("[/:]")), -1);
    if (name.endsWith(QLatin1String(".git"))) {
        name.chop(4);
    }
    // A folder name on any system, and nothing that an image name could not be made of.
    static const QRegularExpression unusual(QStringLiteral("[^A-Za-z0-9._-]+"));
    name.replace(unusual, QStringLiteral("-"));
    while (name.startsWith(u'.') || name.startsWith(u'-')) {
        name.remove(0, 1);
    }
    return name.isEmpty() ? QStringLiteral("repository") : name;
}

bool isReference(const QString& ref) {
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9._/+@-]*$"));
    return allowed.match(ref).hasMatch() && !ref.contains(QLatin1String("..")) && !ref.contains(QLatin1String("@{"));
}

/// Takes "#ref" and the "/tree/<ref>" of a web page's address off.
QString takeReference(QString& address) {
    if (const qsizetype hash = address.lastIndexOf(u'#'); hash > 0) {
        const QString ref = address.mid(hash + 1);
        address.truncate(hash);
        return ref;
    }
    static const QRegularExpression page(QStringLiteral("^(https?://[^/]+/[^/]+/[^/]+)(?:/-)?/(?:tree|commit)/([^?]+?)/?$"));
    if (const auto match = page.match(address); match.hasMatch()) {
        address = match.captured(1);
        return match.captured(2);
    }
    return {};
}

} // namespace

Result<Source> Source::parse(const QString& input) {
    QString text = input.trimmed();
    if (text.isEmpty()) {
        return fail(ErrorCode::InvalidInput,
                    translated("Nothing was given. Enter a Git URL, owner/name of a GitHub repository, or a folder."));
    }
    if (hasControlCharacter(text)) {
        return fail(ErrorCode::InvalidInput, translated("The address contains a line break or another control "
                                                        "character. Copy it again, on one line."));
    }
    if (text.startsWith(u'-')) {
        return fail(ErrorCode::InvalidInput,
                    translated("“%1” starts with “-” and would be read as an option. Enter a Git URL, owner/name, or a "
                               "folder (./%1).")
                        .arg(text));
    }
    Source source;

    // A folder that is there wins, so that "owner/name" below the current folder opens what the user sees.
    QString path = text;
    if (path == u'~' || path.startsWith(QLatin1String("~/"))) {
        path = QDir::homePath() + path.mid(1);
    }
    if (const QFileInfo info(path); info.exists()) {
        if (!info.isDir()) {
            return fail(ErrorCode::InvalidInput,
                        translated("%1 is a file. Enter the folder of the repository instead.").arg(path));
        }
        source.m_kind = Kind::Folder;
        source.m_location = info.canonicalFilePath();
        source.m_name = nameFromPath(source.m_location);
        return source;
    }
    if (QDir::isAbsolutePath(path) || path.startsWith(QLatin1String("./")) || path.startsWith(QLatin1String("../"))) {
        return fail(ErrorCode::NotFound, translated("There is no folder %1. Check the path.").arg(path));
    }

    source.m_ref = takeReference(text);
    if (!source.m_ref.isEmpty() && !isReference(source.m_ref)) {
        return fail(ErrorCode::InvalidInput,
                    translated("“%1” is no name of a branch, tag or commit.").arg(source.m_ref));
    }

    static const QRegularExpression helper(QStringLiteral("^[A-Za-z0-9]+::"));
    if (helper.match(text).hasMatch()) {
        return fail(ErrorCode::InvalidInput,
                    translated("“%1” uses a Git transport that runs commands, which Reberth never does. Use an https, "
                               "ssh, git or file URL.")
                        .arg(text));
    }

    static const QRegularExpression scheme(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*)://"));
    if (const auto match = scheme.match(text); match.hasMatch()) {
        const QString name = match.captured(1).toLower();
        static const QStringList allowed = {QStringLiteral("https"), QStringLiteral("http"), QStringLiteral("ssh"),
                                            QStringLiteral("git"), QStringLiteral("file")};
        if (!allowed.contains(name)) {
            return fail(ErrorCode::InvalidInput,
                        translated("“%1://” is not supported. Use an https, ssh, git or file URL.").arg(name));
        }
        QUrl url(text, QUrl::StrictMode);
        if (!url.isValid() || (name != QLatin1String("file") && url.host().isEmpty()) || url.host().startsWith(u'-') ||
            url.userName().startsWith(u'-')) {
            return fail(ErrorCode::InvalidInput, translated("“%1” is not a valid URL.").arg(text), url.errorString());
        }
        if (!url.password().isEmpty()) {
            return fail(ErrorCode::InvalidInput,
                        translated("The URL carries a password or token, which would be kept in files and logs. Leave "
                                   "it out: Git asks its credential helper."));
        }
        source.m_location = text;
        source.m_name = nameFromPath(url.path());
        return source;
    }

    // scp-like: user@host:path
    static const QRegularExpression scp(QStringLiteral("^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9_][A-Za-z0-9_.-]*:[^:].*$"));
    if (scp.match(text).hasMatch()) {
        source.m_location = text;
        source.m_name = nameFromPath(text);
        return source;
    }

    static const QRegularExpression shortForm(QStringLiteral("^([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)$"));
    if (const auto match = shortForm.match(text); match.hasMatch()) {
        source.m_location = QStringLiteral("https://github.com/%1/%2").arg(match.captured(1), match.captured(2));
        source.m_name = nameFromPath(match.captured(2));
        return source;
    }
    static const QRegularExpression bareHost(QStringLiteral("^[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+/\\S+$"));
    if (bareHost.match(text).hasMatch()) {
        source.m_location = QStringLiteral("https://") + text;
        if (const QString ref = takeReference(source.m_location); !ref.isEmpty()) {
            source.m_ref = ref;
        }
        source.m_name = nameFromPath(source.m_location);
        return source;
    }
    return fail(ErrorCode::InvalidInput,
                translated("“%1” is neither a Git URL, nor owner/name, nor a folder that exists.").arg(text));
}

} // namespace reberth::repo
