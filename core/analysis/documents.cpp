#include "core/analysis/documents.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr int maxDocuments = 200;
constexpr qsizetype maxNotebookLines = 20'000;

} // namespace

QList<SourceFile> documentsOf(const SourceTree& tree) {
    static const QRegularExpression prose(
        QStringLiteral("^(?:readme|install|getting[_-]?started|usage|data|dataset|model[_-]?zoo|benchmark)[\\w.-]*$|"
                       "\\.(?:md|rst|markdown)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression code(
        QStringLiteral("\\.(?:py|pyc|ipynb|sh|json|ya?ml|csv|c|cpp|cu|h|html|cfg|toml)$|require"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression translation(
        QStringLiteral("[._-](?:cn|zh|zh[-_]cn|ja|jp|kr|ko|ru|es|fr|de|pt|tr|vi|zh[-_]hans)\\.\\w+$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression aside(QStringLiteral("^(?:code_of_conduct|contributing|changelog|licen[sc]e)"),
                                          QRegularExpression::CaseInsensitiveOption);
    QList<SourceFile> found;
    for (const SourceFile& file : tree.files()) {
        const QString name = file.name();
        const bool bare = !name.contains(QLatin1Char('.')) || name.endsWith(QLatin1String(".txt"));
        if (file.vendored || file.depth() > 5 || file.path.startsWith(QLatin1Char('.')) ||
            !prose.match(name).hasMatch() || code.match(name).hasMatch() || aside.match(name).hasMatch() ||
            translation.match(name).hasMatch())
            continue;
        // "data.txt" is data; only what people call a document counts without an ending of its own.
        if (bare && !name.startsWith(QLatin1String("readme"), Qt::CaseInsensitive) &&
            !name.startsWith(QLatin1String("install"), Qt::CaseInsensitive))
            continue;
        found.append(file);
        if (found.size() >= maxDocuments)
            break;
    }
    return found;
}

QStringList notebookLines(const QByteArray& notebook) {
    QStringList lines;
    const QJsonArray cells = QJsonDocument::fromJson(notebook).object().value(QLatin1String("cells")).toArray();
    for (const QJsonValue& cell : cells) {
        const QJsonValue source = cell.toObject().value(QLatin1String("source"));
        QString text = source.toString();
        const QJsonArray rows = source.toArray();
        for (const QJsonValue& row : rows)
            text += row.toString();
        lines += text.split(QLatin1Char('\n'));
        if (lines.size() > maxNotebookLines)
            break;
    }
    return lines;
}

std::optional<QString> headingAt(const QStringList& lines, qsizetype index) {
    static const QRegularExpression heading(QStringLiteral("^\\s{0,3}#{1,6}\\s+(.*?)\\s*#*$"));
    static const QRegularExpression underline(QStringLiteral("^(?:={3,}|-{3,}|~{3,})\\s*$"));
    if (const auto match = heading.match(lines.at(index)); match.hasMatch())
        return match.captured(1);
    if (!lines.at(index).trimmed().isEmpty() && lines.at(index).size() < 200 &&
        underline.match(lines.value(index + 1)).hasMatch())
        return lines.at(index).trimmed();
    return std::nullopt;
}

} // namespace reberth::analysis
