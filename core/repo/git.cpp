#include "core/repo/git.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::repo {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::repo", text);
}

bool saysAny(const QString& text, std::initializer_list<const char*> needles) {
    for (const char* needle : needles) {
        if (text.contains(QLatin1String(needle), Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

} // namespace

process::Command gitCommand(const QStringList& arguments, bool allowFile) {
    process::Command command;
    command.program = QStringLiteral("git");
    command.arguments = {
        QStringLiteral("--no-pager"),
        QStringLiteral("-c"), QStringLiteral("core.hooksPath=/dev/null"),
        QStringLiteral("-c"), QStringLiteral("core.fsmonitor=false"),
        QStringLiteral("-c"), QStringLiteral("core.askPass="),
        QStringLiteral("-c"), QStringLiteral("init.templateDir="),
        QStringLiteral("-c"), QStringLiteral("log.showSignature=false"),
        QStringLiteral("-c"), QStringLiteral("submodule.recurse=false"),
        QStringLiteral("-c"), QStringLiteral("protocol.ext.allow=never"),
        QStringLiteral("-c"), QStringLiteral("advice.detachedHead=false"),
        QStringLiteral("-c"), QStringLiteral("gc.auto=0"),
        QStringLiteral("-c"), QStringLiteral("maintenance.auto=false"),
    };
    command.arguments += arguments;
    QProcessEnvironment& environment = command.environment;
    for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ASKPASS",
                             "SSH_ASKPASS", "GIT_TEMPLATE_DIR", "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF"}) {
        environment.remove(QLatin1String(name));
    }
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_ALLOW_PROTOCOL"),
                       allowFile ? QStringLiteral("https:http:ssh:git:file") : QStringLiteral("https:http:ssh:git"));
    const QString ssh = environment.value(QStringLiteral("GIT_SSH_COMMAND"), QStringLiteral("ssh"));
    environment.insert(QStringLiteral("GIT_SSH_COMMAND"), ssh + QStringLiteral(" -o BatchMode=yes -o ConnectTimeout=20"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C")); // messages are read by gitError
    return command;
}

Error gitError(const QByteArray& standardError, const QString& what, const QString& ref) {
    const QString text = QString::fromUtf8(standardError).trimmed();
    const auto error = [&](ErrorCode code, const QString& message) { return Error{code, message, text}; };

    if (saysAny(text, {"No space left on device", "Disk quota exceeded"})) {
        return error(ErrorCode::DiskFull,
                     translated("The disk is full: %1 could not be written. Free some space, or choose another "
                                "projects folder, and import again.")
                         .arg(what));
    }
    if (saysAny(text, {"Host key verification failed", "REMOTE HOST IDENTIFICATION HAS CHANGED"})) {
        return error(ErrorCode::AuthenticationRequired,
                     translated("The ssh server of %1 is not known or its key has changed. Connect to it once with ssh "
                                "in a terminal and check the key's fingerprint.")
                         .arg(what));
    }
    if (saysAny(text, {"Could not resolve host", "Failed to connect", "Connection refused", "Network is unreachable",
                       "Connection timed out", "Couldn't connect to server", "Operation timed out",
                       "Temporary failure in name resolution", "No route to host", "unable to connect to"})) {
        return error(ErrorCode::NetworkUnreachable,
                     translated("%1 can't be reached. Check the address and the network (and the proxy, if there is one).")
                         .arg(what));
    }
    if (!ref.isEmpty() && saysAny(text, {"Remote branch", "couldn't find remote ref", "did not match any file(s)",
                                         "reference is not a tree", "not our ref", "unknown revision",
                                         "invalid reference", "unable to read tree", "bad object"})) {
        return error(ErrorCode::NotFound,
                     translated("%1 has no branch, tag or commit “%2”. Check the name; leave it empty for the default "
                                "branch.")
                         .arg(what, ref));
    }
    if (saysAny(text, {"Authentication failed", "could not read Username", "could not read Password",
                       "Permission denied (publickey", "terminal prompts disabled", "Permission denied, please try",
                       "The requested URL returned error: 401", "The requested URL returned error: 403"})) {
        return error(ErrorCode::AuthenticationRequired,
                     translated("%1 needs a login, or does not exist. Check the address; for a private repository set "
                                "up a Git credential helper or an ssh key, so that “git clone” works in a terminal.")
                         .arg(what));
    }
    if (saysAny(text, {"Repository not found", "does not appear to be a git repository", "does not exist",
                       "The requested URL returned error: 404", "not found: did you run git update-server-info",
                       "repository '", "No such file or directory"})) {
        return error(ErrorCode::NotFound, translated("There is no repository at %1. Check the address.").arg(what));
    }
    if (saysAny(text, {"SSL certificate problem", "server certificate verification failed", "SSL peer certificate"})) {
        return error(ErrorCode::NetworkUnreachable,
                     translated("The certificate of %1 can't be verified. A proxy may be in between: tell Git about its "
                                "certificate (http.sslCAInfo).")
                         .arg(what));
    }
    if (saysAny(text, {"transport '", "not allowed"})) {
        return error(ErrorCode::InvalidInput, translated("%1 asks for a Git transport that is not allowed.").arg(what));
    }
    QString last = text.section(u'\n', -1);
    for (const QString& line : text.split(u'\n')) {
        if (line.startsWith(QLatin1String("fatal: ")) || line.startsWith(QLatin1String("error: "))) {
            last = line.section(QLatin1String(": "), 1);
            break;
        }
    }
    return error(ErrorCode::ProcessFailed, translated("Git could not read %1: %2").arg(what, last));
}

GitProgress gitProgress(const QByteArray& data) {
    static const QRegularExpression expression(QStringLiteral("(?:remote: )?([A-Z][A-Za-z ]+):\\s+(\\d{1,3})%"));
    GitProgress progress;
    auto matches = expression.globalMatch(QString::fromUtf8(data));
    while (matches.hasNext()) {
        const auto match = matches.next();
        progress = {match.captured(1), match.captured(2).toInt()};
    }
    return progress;
}

} // namespace reberth::repo
