#include "core/analysis/detectors.h"
#include "core/analysis/dockerfilereader.h"
#include "core/analysis/manifestscope.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace reberth::analysis {

namespace {

constexpr int maxDockerfiles = 100;

bool isNamedDockerfile(const QString& name) {
    const QString lower = name.toLower();
    return (lower.startsWith(QLatin1String("dockerfile")) || lower.endsWith(QLatin1String(".dockerfile")) ||
            lower == QLatin1String("containerfile")) &&
           !lower.endsWith(QLatin1String(".dockerignore")) && !lower.endsWith(QLatin1String(".md")) &&
           !lower.endsWith(QLatin1String(".sh")) && !lower.endsWith(QLatin1String(".py"));
}

/// Files of a docker folder that begin as a Dockerfile does, whatever they are called.
bool beginsLikeDockerfile(const QString& text) {
    static const QRegularExpression first(
        QStringLiteral("\\A(?:\\s*#[^\\n]*\\n|\\s*\\n)*(?:ARG\\s+\\w[^\\n]*\\n\\s*)*FROM\\s+\\S+"));
    return first.match(text.left(8000)).hasMatch();
}

/// The author's main one comes first: nearest to the root, GPU before CPU, plain name before a variant.
int rankOf(const SourceFile& file) {
    const QString name = file.name().toLower();
    int value = file.depth() * 10;
    if (name.contains(QLatin1String("gpu")) || name.contains(QLatin1String("cuda")))
        value += 1;
    else if (name.contains(QLatin1String("cpu")) || name.startsWith(QLatin1Char('.')))
        value += 5;
    else if (name != QLatin1String("dockerfile"))
        value += 2;
    static const QRegularExpression lesser(QStringLiteral("cpu|rocm|arm|jupyter|base|dev|test"));
    if (lesser.match(name).hasMatch())
        value += 3;
    if (isSideManifest(file.folder()))
        value += 5;
    return value;
}

/// Of files that differ only in their numbers (torch03, torch04) the newer comes first.
bool comesBefore(const QString& a, const QString& b) {
    static const QRegularExpression number(QStringLiteral("\\d{1,9}"));
    const QString left = QString(a).remove(number), right = QString(b).remove(number);
    if (left != right)
        return left < right;
    const auto numbers = [](const QString& path) {
        std::vector<int> list;
        for (auto it = number.globalMatch(path); it.hasNext();)
            list.push_back(it.next().captured().toInt());
        return list;
    };
    return numbers(a) > numbers(b);
}

} // namespace

void detectDockerfiles(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression shelf(QStringLiteral("(?:^|/)\\.?docker(?:files?)?(?:/|$)"),
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression otherKind(
        QStringLiteral("\\.(?:ya?ml|sh|md|txt|py|json|toml|cfg|ini|env|conf|patch|in|rst|ipynb|png|jpg)$"));
    QList<SourceFile> files = tree.matching([&](const SourceFile& file) {
        if (file.depth() > 3)
            return false;
        if (isNamedDockerfile(file.name()))
            return true;
        return shelf.match(file.folder()).hasMatch() && !otherKind.match(file.name()).hasMatch() &&
               beginsLikeDockerfile(tree.text(file.path).value_or(QString()));
    });
    std::stable_sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) {
        const int left = rankOf(a), right = rankOf(b);
        return left != right ? left < right : comesBefore(a.path, b.path);
    });
    // One in a folder of its own speaks for that part only, where the root says what the whole needs.
    const bool rooted = rootDeclares(tree);
    static const QRegularExpression common(
        QStringLiteral(
            "^\\.?(?:docker(?:files?)?|containers?|environments?|envs?|build|install|setup|scripts|tools|ci)(?:/|$)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto isPart = [&](const SourceFile& file) {
        return rooted && file.depth() > 0 && !common.match(file.folder()).hasMatch();
    };
    for (qsizetype i = 0; i < std::min<qsizetype>(files.size(), maxDockerfiles); ++i)
        readDockerfile(tree, files.at(i).path, i == 0 && !isPart(files.at(i)), draft);
}

} // namespace reberth::analysis
