#include "tests/support/temporarygitrepository.h"

#include "tests/support/program.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace reberth::test {

TemporaryGitRepository::TemporaryGitRepository() {
    if (!m_folder.isValid()) {
        qFatal("No temporary folder: %s", qPrintable(m_folder.errorString()));
    }
    QDir().mkpath(path());
    git({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--initial-branch=main")});
}

QString TemporaryGitRepository::path() const {
    return m_folder.filePath(QStringLiteral("work"));
}

QString TemporaryGitRepository::url() const {
    return QUrl::fromLocalFile(path()).toString();
}

void TemporaryGitRepository::write(const QString& file, const QByteArray& content, bool executable) {
    const QString full = path() + QLatin1Char('/') + file;
    QDir().mkpath(QFileInfo(full).path());
    QFile output(full);
    if (!output.open(QIODevice::WriteOnly) || output.write(content) != content.size()) {
        qFatal("%s can't be written: %s", qPrintable(full), qPrintable(output.errorString()));
    }
    if (executable) {
        output.setPermissions(output.permissions() | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
    }
}

void TemporaryGitRepository::link(const QString& file, const QString& target) {
    const QString full = path() + QLatin1Char('/') + file;
    QDir().mkpath(QFileInfo(full).path());
    if (!QFile::link(target, full)) {
        qFatal("The link %s can't be made.", qPrintable(full));
    }
}

void TemporaryGitRepository::remove(const QString& file) {
    if (!QFile::remove(path() + QLatin1Char('/') + file)) {
        qFatal("%s can't be removed.", qPrintable(file));
    }
}

QString TemporaryGitRepository::commit(const QString& message) {
    git({QStringLiteral("add"), QStringLiteral("--all")});
    git({QStringLiteral("commit"), QStringLiteral("--quiet"), QStringLiteral("--allow-empty"), QStringLiteral("-m"),
         message});
    ++m_commits;
    return head();
}

QString TemporaryGitRepository::commit(const QString& message, const QMap<QString, QByteArray>& files) {
    for (auto it = files.begin(); it != files.end(); ++it) {
        write(it.key(), it.value());
    }
    return commit(message);
}

void TemporaryGitRepository::branch(const QString& name, const QString& at) {
    git({QStringLiteral("branch"), name, at});
}

void TemporaryGitRepository::checkout(const QString& name) {
    git({QStringLiteral("checkout"), QStringLiteral("--quiet"), name});
}

void TemporaryGitRepository::tag(const QString& name, bool annotated) {
    git(annotated ? QStringList{QStringLiteral("tag"), QStringLiteral("-a"), QStringLiteral("-m"), name, name}
                  : QStringList{QStringLiteral("tag"), name});
}

void TemporaryGitRepository::addSubmodule(const TemporaryGitRepository& other, const QString& folder) {
    git({QStringLiteral("-c"), QStringLiteral("protocol.file.allow=always"), QStringLiteral("submodule"),
         QStringLiteral("--quiet"), QStringLiteral("add"), other.url(), folder});
}

QString TemporaryGitRepository::head() const {
    return git({QStringLiteral("rev-parse"), QStringLiteral("HEAD")});
}

QString TemporaryGitRepository::git(const QStringList& arguments) const {
    return QString::fromUtf8(runProgram(requireProgram({QStringLiteral("git")}), arguments, path(), environment()))
        .trimmed();
}

QString TemporaryGitRepository::bareClone() {
    const QString bare = m_folder.filePath(QStringLiteral("bare.git"));
    git({QStringLiteral("clone"), QStringLiteral("--quiet"), QStringLiteral("--bare"), path(), bare});
    runProgram(requireProgram({QStringLiteral("git")}), {QStringLiteral("update-server-info")}, bare, environment());
    return bare;
}

QProcessEnvironment TemporaryGitRepository::environment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString& name : names) {
        if (name.startsWith(QLatin1String("GIT_"))) {
            environment.remove(name);
        }
    }
    // 2020-01-01 12:00 UTC and an hour for each commit.
    const QString date = QStringLiteral("%1 +0000").arg(1577880000 + 3600 * m_commits);
    environment.insert(QStringLiteral("HOME"), m_folder.path());
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_AUTHOR_NAME"), QStringLiteral("A. Author"));
    environment.insert(QStringLiteral("GIT_AUTHOR_EMAIL"), QStringLiteral("author@example.org"));
    environment.insert(QStringLiteral("GIT_COMMITTER_NAME"), QStringLiteral("A. Author"));
    environment.insert(QStringLiteral("GIT_COMMITTER_EMAIL"), QStringLiteral("author@example.org"));
    environment.insert(QStringLiteral("GIT_AUTHOR_DATE"), date);
    environment.insert(QStringLiteral("GIT_COMMITTER_DATE"), date);
    return environment;
}

} // namespace reberth::test
