#include "core/project/merge.h"

#include <QCoreApplication>

#include <git2.h>

namespace reberth::project {

namespace {

/// libgit2 counts its users.
class Library {
public:
    Library() { git_libgit2_init(); }
    ~Library() { git_libgit2_shutdown(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

git_merge_file_input input(const QByteArray& text) {
    git_merge_file_input value = GIT_MERGE_FILE_INPUT_INIT;
    value.ptr = text.constData();
    value.size = static_cast<size_t>(text.size());
    return value;
}

} // namespace

Result<Merge> mergeGenerated(const QString& base, const QString& yours, const QString& generated, const char* label) {
    if (yours == base || yours == generated) {
        return Merge{generated, false};
    }
    if (generated == base) {
        return Merge{yours, false};
    }
    const Library library;
    const QByteArray baseText = base.toUtf8();
    const QByteArray yourText = yours.toUtf8();
    const QByteArray generatedText = generated.toUtf8();
    const git_merge_file_input ancestor = input(baseText);
    const git_merge_file_input ours = input(yourText);
    const git_merge_file_input theirs = input(generatedText);
    git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
    options.our_label = "yours";
    options.their_label = label;
    git_merge_file_result result = {};
    if (git_merge_file(&result, &ancestor, &ours, &theirs, &options) != 0) {
        const git_error* error = git_error_last();
        return fail(ErrorCode::Internal,
                    QCoreApplication::translate("reberth::project",
                                                "The new text could not be merged with yours; yours was kept."),
                    error != nullptr ? QString::fromUtf8(error->message) : QString());
    }
    Merge merge{QString::fromUtf8(result.ptr, static_cast<qsizetype>(result.len)), result.automergeable == 0};
    git_merge_file_result_free(&result);
    return merge;
}

} // namespace reberth::project
