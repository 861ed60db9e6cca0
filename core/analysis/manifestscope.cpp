#include "core/analysis/manifestscope.h"

#include <QRegularExpression>

namespace reberth::analysis {

bool isSideManifest(const QString& path) {
    static const QRegularExpression side(
        QStringLiteral(
            "(?:^|[/_.-])(?:dev(?:el|elop|elopment)?|tests?|testing|docs?|lint|ci|extras?|optional|build|notebooks?|"
            "examples?|benchmarks?|cloud|colab|windows|win|mac|macos|osx|arm64|mps|rocm|rtd|readthedocs|style|typing|"
            "deploy|publish|release)(?:[/_.-]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return side.match(path).hasMatch();
}

bool rootDeclares(const SourceTree& tree) {
    static const QRegularExpression list(
        QStringLiteral(
            "^(?:[\\w.-]*requirements?[\\w.-]*\\.(?:txt|in|pip)|[\\w.-]*env(?:ironment)?[\\w.-]*\\.ya?ml|Pipfile|"
            "pixi\\.toml|cog\\.yaml)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression keys(
        QStringLiteral("install_requires|\\bdependencies\\b|\\[tool\\.poetry\\.dependencies\\]|^requires\\s*="),
        QRegularExpression::MultilineOption);
    for (const SourceFile& file : tree.files()) {
        if (file.depth() > 0)
            break; // shallow files come first
        const QString name = file.name();
        if (list.match(name).hasMatch() && !isSideManifest(name))
            return true;
        if ((name == QLatin1String("pyproject.toml") || name == QLatin1String("setup.py") ||
             name == QLatin1String("setup.cfg")) &&
            keys.match(tree.text(file.path).value_or(QString())).hasMatch())
            return true;
    }
    return false;
}

QString groupOfManifest(const QString& path) {
    const QString name = path.section(QLatin1Char('/'), -1).section(QLatin1Char('.'), 0, -2);
    static const QRegularExpression common(QStringLiteral("(?:pip|conda)?[-_]?(?:requirements?|reqs?|environment|env)"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression separators(QStringLiteral("^[-_.]+|[-_.]+$"));
    QString rest = name;
    rest.remove(common);
    rest.remove(separators);
    return rest.isEmpty() ? folderOf(path).section(QLatin1Char('/'), -1) : rest;
}

QString folderOf(const QString& path) {
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    return slash < 0 ? QString() : path.left(slash);
}

} // namespace reberth::analysis
