#include "core/repo/importjob.h"

#include "core/process/process.h"
#include "core/repo/git.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStorageInfo>
#include <QTimer>

#include <functional>

namespace reberth::repo {

namespace {

const auto temporaryPrefix = QLatin1String(".importing-");
const auto lockSuffix = QLatin1String(".lock");

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::repo::ImportJob", text);
}

bool looksLikeCommit(const QString& ref) {
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{7,40}$"));
    return hex.match(ref).hasMatch();
}

/// Removes what killed imports left behind; a lock that can be taken belongs to nobody.
void removeLeftovers(const QDir& parent) {
    const auto entries = parent.entryList({temporaryPrefix + QLatin1String("*") + lockSuffix}, QDir::Files | QDir::Hidden);
    for (const QString& name : entries) {
        const QString lockPath = parent.filePath(name);
        QLockFile lock(lockPath);
        lock.setStaleLockTime(0);
        if (lock.tryLock(0)) {
            QDir(lockPath.chopped(lockSuffix.size())).removeRecursively();
        }
    }
}

} // namespace

class ImportJob::Private {
public:
    Private(ImportJob* owner, Source from, Options wanted)
        : q(owner)
        , source(std::move(from))
        , options(std::move(wanted)) {
        ref = options.ref.isEmpty() ? source.ref() : options.ref;
    }

    ~Private() { discard(); }

    // Every step ends in the next one, in finish(checkout) or in finish(error).
    void openFolder();
    void prepareFolder();
    void clone(bool shallow);
    void fetchCommit();
    void checkOut(const QString& commit);
    void updateSubmodules(bool shallow);
    void describe(const QString& folder);
    void describeSubmodules(const QString& folder);

    void git(const QStringList& arguments, const QString& folder, std::function<void(const process::Output&)> then);
    void finish(const Result<Checkout>& result);
    void finishWithGitError(const process::Output& output) {
        finish(tl::unexpected(gitError(output.standardError, source.location(), ref)));
    }
    void discard();
    bool allowsFile() const { return source.location().startsWith(QLatin1String("file:")); }

    ImportJob* q;
    Source source;
    Options options;
    QString ref;
    Checkout checkout;
    QString temporary; ///< the clone while it is not whole
    std::unique_ptr<QLockFile> lock;
    std::unique_ptr<process::Process> running;
    bool started = false;
    bool done = false;
};

void ImportJob::Private::git(const QStringList& arguments, const QString& folder,
                             std::function<void(const process::Output&)> then) {
    process::Command command = gitCommand(arguments, allowsFile());
    command.workingFolder = folder;
    running = std::make_unique<process::Process>(std::move(command));
    QObject::connect(running.get(), &process::Process::standardError, q, [this](const QByteArray& data) {
        const GitProgress found = gitProgress(data);
        if (found.percent >= 0) {
            emit q->progress({found.phase, found.percent});
        }
    });
    QObject::connect(running.get(), &process::Process::finished, q,
                     [this, next = std::move(then)](const Result<process::Output>& result) {
                         // The process is the sender: it must outlive this slot.
                         running.release()->deleteLater();
                         if (done) {
                             return;
                         }
                         if (!result) {
                             finish(tl::unexpected(result.error()));
                             return;
                         }
                         next(*result);
                     });
    running->start();
}

void ImportJob::Private::discard() {
    if (running) {
        running->disconnect(q);
        running.reset(); // kills git and its children
    }
    if (!temporary.isEmpty()) {
        QDir(temporary).removeRecursively();
        temporary.clear();
    }
    lock.reset();
}

void ImportJob::Private::finish(const Result<Checkout>& result) {
    if (done) {
        return;
    }
    done = true;
    discard();
    emit q->finished(result);
}

void ImportJob::Private::openFolder() {
    checkout.path = source.location();
    checkout.name = source.name();
    if (!QFileInfo(checkout.path).isReadable()) {
        finish(fail(ErrorCode::PermissionDenied,
                    translated("The folder %1 can't be read. Check its permissions.").arg(checkout.path)));
        return;
    }
    git({QStringLiteral("rev-parse"), QStringLiteral("--show-toplevel")}, checkout.path,
        [this](const process::Output& output) {
            if (output.exitCode != 0) {
                if (output.standardError.contains("dubious ownership")) {
                    checkout.notes << translated("Git does not trust this folder because another user owns it: its "
                                                 "commit and date are unknown.");
                }
                if (!ref.isEmpty()) {
                    finish(fail(ErrorCode::InvalidInput,
                                translated("%1 is not a Git repository, so it has no “%2”.").arg(checkout.path, ref)));
                    return;
                }
                finish(checkout);
                return;
            }
            if (!ref.isEmpty()) {
                finish(fail(ErrorCode::InvalidInput,
                            translated("A folder is opened as it stands. Check out “%1” there first, or import it as "
                                       "file://%2 to get a clone.")
                                .arg(ref, checkout.path)));
                return;
            }
            describe(checkout.path);
        });
}

void ImportJob::Private::prepareFolder() {
    QDir parent(options.parentFolder);
    if (!parent.mkpath(QStringLiteral("."))) {
        finish(fail(ErrorCode::PermissionDenied,
                    translated("The projects folder %1 can't be created. Choose another one in the preferences.")
                        .arg(options.parentFolder)));
        return;
    }
    if (const QStorageInfo storage(parent.absolutePath()); storage.isValid() && storage.bytesAvailable() < (8 << 20)) {
        finish(fail(ErrorCode::DiskFull, translated("The disk of %1 is full. Free some space and import again.")
                                             .arg(parent.absolutePath())));
        return;
    }
    removeLeftovers(parent);
    const QString stem = temporaryPrefix + source.name() + u'-' +
                         QString::number(QRandomGenerator::global()->generate(), 36);
    const QString folder = parent.absoluteFilePath(stem);
    lock = std::make_unique<QLockFile>(folder + lockSuffix);
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        finish(fail(ErrorCode::PermissionDenied,
                    translated("Nothing can be written to %1. Check its permissions, or choose another projects folder.")
                        .arg(parent.absolutePath())));
        return;
    }
    temporary = folder;
    if (ref.size() == 40 && looksLikeCommit(ref)) {
        fetchCommit();
    } else {
        clone(true);
    }
}

void ImportJob::Private::clone(bool shallow) {
    QStringList arguments = {QStringLiteral("clone"), QStringLiteral("--progress"), QStringLiteral("--no-checkout")};
    if (shallow) {
        arguments << QStringLiteral("--depth=1");
        if (!ref.isEmpty()) {
            arguments << QStringLiteral("--branch=") + ref;
        }
    }
    arguments << QStringLiteral("--") << source.location() << temporary;
    emit q->progress({translated("Connecting"), -1});
    git(arguments, {}, [this, shallow](const process::Output& output) {
        if (output.exitCode == 0) {
            checkOut(shallow ? QString() : ref);
            return;
        }
        const bool noShallow = output.standardError.contains("shallow");
        const bool maybeCommit = looksLikeCommit(ref) && output.standardError.contains("Remote branch");
        if (shallow && (noShallow || maybeCommit)) {
            QDir(temporary).removeRecursively();
            clone(false);
            return;
        }
        finishWithGitError(output);
    });
}

void ImportJob::Private::fetchCommit() {
    emit q->progress({translated("Connecting"), -1});
    git({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--"), temporary}, {},
        [this](const process::Output& initialised) {
            if (initialised.exitCode != 0) {
                finishWithGitError(initialised);
                return;
            }
            git({QStringLiteral("remote"), QStringLiteral("add"), QStringLiteral("--"), QStringLiteral("origin"),
                 source.location()},
                temporary, [this](const process::Output&) {
                    git({QStringLiteral("fetch"), QStringLiteral("--progress"), QStringLiteral("--depth=1"),
                         QStringLiteral("origin"), ref},
                        temporary, [this](const process::Output& fetched) {
                            if (fetched.exitCode == 0) {
                                checkOut(ref);
                                return;
                            }
                            const Error error = gitError(fetched.standardError, source.location(), ref);
                            if (error.code == ErrorCode::NetworkUnreachable ||
                                error.code == ErrorCode::AuthenticationRequired || error.code == ErrorCode::DiskFull) {
                                finish(tl::unexpected(error));
                                return;
                            }
                            // Some servers give single commits to nobody; their whole history has it.
                            QDir(temporary).removeRecursively();
                            clone(false);
                        });
                });
        });
}

void ImportJob::Private::checkOut(const QString& commit) {
    QStringList arguments = {QStringLiteral("checkout"), QStringLiteral("--progress"), QStringLiteral("--force")};
    if (!commit.isEmpty()) {
        arguments << QStringLiteral("--detach") << commit;
    }
    arguments << QStringLiteral("--");
    git(arguments, temporary, [this](const process::Output& output) {
        if (output.exitCode != 0) {
            if (output.standardError.contains("You are on a branch yet to be born") ||
                output.standardError.contains("appears to be empty")) {
                finish(fail(ErrorCode::NotFound, translated("The repository at %1 is empty.").arg(source.location())));
                return;
            }
            finishWithGitError(output);
            return;
        }
        if (options.submodules && QFile::exists(temporary + QStringLiteral("/.gitmodules"))) {
            updateSubmodules(true);
        } else {
            describe(temporary);
        }
    });
}

void ImportJob::Private::updateSubmodules(bool shallow) {
    emit q->progress({translated("Fetching submodules"), -1});
    QStringList arguments = {QStringLiteral("submodule"), QStringLiteral("update"), QStringLiteral("--init"),
                             QStringLiteral("--recursive"), QStringLiteral("--progress")};
    if (shallow) {
        arguments << QStringLiteral("--depth=1");
    }
    git(arguments, temporary, [this, shallow](const process::Output& output) {
        if (output.exitCode != 0 && shallow) {
            updateSubmodules(false);
            return;
        }
        if (output.exitCode != 0) {
            const Error error = gitError(output.standardError, translated("a submodule"), {});
            if (error.code == ErrorCode::DiskFull) {
                finish(tl::unexpected(error));
                return;
            }
            checkout.notes << translated("Not all submodules could be fetched: %1").arg(error.message);
        }
        describe(temporary);
    });
}

void ImportJob::Private::describe(const QString& folder) {
    git({QStringLiteral("show"), QStringLiteral("-s"), QStringLiteral("--format=%H%n%ct"), QStringLiteral("HEAD")}, folder,
        [this, folder](const process::Output& shown) {
            const QList<QByteArray> lines = shown.standardOutput.split('\n');
            if (shown.exitCode == 0 && lines.size() >= 2) {
                checkout.commit = QString::fromLatin1(lines.at(0));
                checkout.commitDate = QDateTime::fromSecsSinceEpoch(lines.at(1).toLongLong(), Qt::UTC);
            }
            git({QStringLiteral("rev-parse"), QStringLiteral("--abbrev-ref"), QStringLiteral("HEAD")}, folder,
                [this, folder](const process::Output& branch) {
                    const QString name = QString::fromUtf8(branch.standardOutput).trimmed();
                    checkout.ref = ref.isEmpty() && name != QLatin1String("HEAD") ? name : ref;
                    git({QStringLiteral("config"), QStringLiteral("--get"), QStringLiteral("remote.origin.url")}, folder,
                        [this, folder](const process::Output& origin) {
                            // Source refuses passwords; a folder's own origin may carry one.
                            static const QRegularExpression secret(QStringLiteral("^(\\w+://)[^/@]*:[^/@]*@"));
                            checkout.url =
                                QString::fromUtf8(origin.standardOutput).trimmed().replace(secret, QStringLiteral("\\1"));
                            describeSubmodules(folder);
                        });
                });
        });
}

void ImportJob::Private::describeSubmodules(const QString& folder) {
    const auto complete = [this, folder] {
        if (temporary.isEmpty()) {
            finish(checkout);
            return;
        }
        const QDir parent(options.parentFolder);
        QString name = source.name();
        for (int i = 2; QFileInfo::exists(parent.filePath(name)); ++i) {
            name = QStringLiteral("%1-%2").arg(source.name()).arg(i);
        }
        if (!QDir().rename(temporary, parent.absoluteFilePath(name))) {
            finish(fail(ErrorCode::IoFailure, translated("The clone can't be moved to %1. Check the folder's permissions.")
                                                  .arg(parent.absoluteFilePath(name))));
            return;
        }
        temporary.clear();
        checkout.path = parent.absoluteFilePath(name);
        checkout.name = name;
        finish(checkout);
    };
    if (!QFile::exists(folder + QStringLiteral("/.gitmodules"))) {
        complete();
        return;
    }
    git({QStringLiteral("config"), QStringLiteral("--file"), QStringLiteral(".gitmodules"), QStringLiteral("--get-regexp"),
         QStringLiteral("\\.path$")},
        folder, [this, complete](const process::Output& output) {
            for (const QString& line : QString::fromUtf8(output.standardOutput).split(u'\n', Qt::SkipEmptyParts)) {
                checkout.submodules << line.section(u' ', 1);
            }
            complete();
        });
}

ImportJob::ImportJob(Source source, Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(source), std::move(options))) {}

ImportJob::~ImportJob() {
    d->done = true;
}

void ImportJob::start() {
    if (d->started) {
        return;
    }
    d->started = true;
    QTimer::singleShot(0, this, [this] {
        if (d->done) {
            return;
        }
        if (d->ref.startsWith(u'-')) {
            d->finish(fail(ErrorCode::InvalidInput,
                           translated("“%1” is no name of a branch, tag or commit.").arg(d->ref)));
        } else if (d->source.kind() == Source::Kind::Folder) {
            d->openFolder();
        } else {
            d->prepareFolder();
        }
    });
}

void ImportJob::cancel() {
    d->finish(fail(ErrorCode::Cancelled, translated("The import was cancelled.")));
}

} // namespace reberth::repo
