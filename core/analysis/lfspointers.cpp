#include "core/analysis/detectors.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr qint64 maxPointerSize = 1024; // the format's own limit
constexpr qsizetype maxPointers = 2000;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

/// Kinds of files that people keep in LFS even where .gitattributes was lost.
bool isUsuallyLarge(const QString& path) {
    static const QRegularExpression large(
        QStringLiteral("\\.(?:pth?|ckpt|pkl|weights|caffemodel|safetensors|onnx|h5|hdf5|npz|npy|bin|t7|zip|gz|tar|7z|"
                       "params|pdparams|model|mat|parquet|pb|tflite|gguf)$"),
        QRegularExpression::CaseInsensitiveOption);
    return large.match(path).hasMatch();
}

bool usesLfs(const SourceTree& tree) {
    const QStringList attributes = tree.named(QStringLiteral(".gitattributes"));
    return std::any_of(attributes.begin(), attributes.end(), [&](const QString& path) {
        return tree.text(path).value_or(QString()).contains(QLatin1String("filter=lfs"));
    });
}

} // namespace

void detectLfsPointers(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression size(QStringLiteral("^size (\\d{1,18})$"), QRegularExpression::MultilineOption);
    const bool everywhere = usesLfs(tree);
    qint64 total = 0;
    for (const SourceFile& file : tree.files()) {
        if (!everywhere && !isUsuallyLarge(file.path))
            continue;
        const std::optional<QByteArray> bytes = tree.head(file.path, maxPointerSize);
        if (!bytes || !bytes->startsWith("version https://git-lfs.github.com/spec/"))
            continue;
        const auto match = size.match(QString::fromLatin1(*bytes));
        if (!match.hasMatch())
            continue;
        draft.lfsPointers.append({file.path, match.captured(1).toLongLong()});
        total += draft.lfsPointers.last().size;
        if (draft.lfsPointers.size() >= maxPointers)
            break;
    }
    if (draft.lfsPointers.isEmpty())
        return;
    QList<Evidence> evidence;
    for (const LfsPointer& pointer : draft.lfsPointers.mid(0, 20))
        evidence.append({pointer.path, 0, {}});
    draft.addNote(tr("%1 files are only Git LFS pointers here (%2 MB in all). Fetch them with \"git lfs pull\".")
                      .arg(draft.lfsPointers.size())
                      .arg((total + 500'000) / 1'000'000),
                  evidence);
}

} // namespace reberth::analysis
