#include "core/project/sample.h"

#include "core/io/atomicfile.h"
#include "core/project/storage.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <git2.h>

namespace reberth::project {

namespace {

const auto baseImage = QStringLiteral("debian:12");
constexpr qint64 commitTime = 1577880000; // 2020-01-01 12:00 UTC: the same commit id everywhere

QString resourceFolder(const QString& name) {
    return QStringLiteral(":/samples/") + name;
}

Error gitFailure() {
    const git_error* error = git_error_last();
    return {ErrorCode::IoFailure,
            QCoreApplication::translate("reberth::project", "The sample's Git repository could not be made."),
            error != nullptr ? QString::fromUtf8(error->message) : QString()};
}

/// `git init`, `git add`, `git commit` without a program, a configuration or a hook.
Result<void> commitAll(const QString& folder, const QStringList& files) {
    git_libgit2_init();
    git_repository* repository = nullptr;
    git_index* index = nullptr;
    git_tree* tree = nullptr;
    git_signature* signature = nullptr;
    git_oid treeId;
    git_oid commitId;
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_MKPATH;
    options.initial_head = "main";
    bool ok = git_repository_init_ext(&repository, QFile::encodeName(folder).constData(), &options) == 0 &&
              git_repository_index(&index, repository) == 0;
    for (const QString& file : files) {
        ok = ok && git_index_add_bypath(index, file.toUtf8().constData()) == 0;
    }
    ok = ok && git_index_write(index) == 0 && git_index_write_tree(&treeId, index) == 0 &&
         git_tree_lookup(&tree, repository, &treeId) == 0 &&
         git_signature_new(&signature, "Reberth", "sample@reberth.invalid", commitTime, 0) == 0 &&
         git_commit_create(&commitId, repository, "HEAD", signature, signature, "UTF-8", "Train a small classifier\n",
                           tree, 0, nullptr) == 0;
    const Error failure = ok ? Error() : gitFailure();
    git_signature_free(signature);
    git_tree_free(tree);
    git_index_free(index);
    git_repository_free(repository);
    git_libgit2_shutdown();
    if (!ok) {
        return fail(failure);
    }
    return {};
}

} // namespace

QStringList sampleNames() {
    return QDir(QStringLiteral(":/samples")).entryList(QDir::Dirs, QDir::Name);
}

Result<QString> createSample(const QString& name, const QString& parentFolder) {
    const QString source = resourceFolder(name);
    if (!QFileInfo(source).isDir()) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("reberth::project", "There is no sample “%1”. There are: %2.")
                        .arg(name, sampleNames().join(QLatin1String(", "))));
    }
    const QString folder = QDir(parentFolder).absoluteFilePath(name);
    const Storage storage(folder + QStringLiteral("/.reberth"));
    if (storage.exists()) {
        return folder;
    }
    QStringList files;
    QDirIterator it(source, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        const QString relative = path.mid(source.size() + 1);
        const auto content = io::readFile(path, 1 << 20);
        if (!content) {
            return tl::unexpected(content.error());
        }
        if (const auto written = io::writeFileAtomically(folder + u'/' + relative, *content); !written) {
            return tl::unexpected(written.error());
        }
        files << relative;
    }
    files.sort();
    if (const auto committed = commitAll(folder, files); !committed) {
        return tl::unexpected(committed.error());
    }
    if (const auto ready = storage.prepare(); !ready) {
        return tl::unexpected(ready.error());
    }
    ProjectState state;
    state.checkout.path = folder;
    state.checkout.name = name;
    state.target.name = QCoreApplication::translate("reberth::project::Project", "CPU only");
    state.fixed.baseImage = baseImage;
    if (const auto written = storage.writeState(state); !written) {
        return tl::unexpected(written.error());
    }
    return folder;
}

} // namespace reberth::project
