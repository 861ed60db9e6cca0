#include "core/analysis/detectors.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

/// The first version that a line of its own names: pyenv's, Heroku's and Binder's forms.
void readVersionFile(const SourceTree& tree, const QString& path, double factor, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text)
        return;
    static const QRegularExpression version(
        QStringLiteral("^(?:python-|cpython-|python\\s+|Python\\s+)?(\\d\\.\\d+(?:\\.\\d+)?)(?:[-/].*)?\\s*$"));
    const QStringList lines = text->left(4000).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines.at(i).section(QLatin1Char('#'), 0, 0).trimmed();
        if (const auto match = version.match(line); match.hasMatch()) {
            draft.claimPython(QLatin1String("==") + match.captured(1), QStringLiteral("python-version"),
                              evidenceAt(path, int(i) + 1, lines.at(i)), factor);
            return;
        }
    }
}

/// asdf's and mise's "python 3.8.10".
void readToolVersions(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral(".tool-versions");
    if (!tree.contains(path))
        return;
    static const QRegularExpression python(QStringLiteral("^python\\s+(\\d\\.\\d+(?:\\.\\d+)?)"));
    const QStringList lines = tree.text(path).value_or(QString()).left(8000).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (const auto match = python.match(lines.at(i)); match.hasMatch())
            draft.claimPython(QLatin1String("==") + match.captured(1), QStringLiteral("python-version"),
                              evidenceAt(path, int(i) + 1, lines.at(i)));
    }
}

} // namespace

void detectPythonVersionFiles(const SourceTree& tree, Draft& draft) {
    for (const char* name :
         {".python-version", "runtime.txt", "binder/runtime.txt", ".binder/runtime.txt", ".python-version-default"}) {
        const QString path = QString::fromLatin1(name);
        if (tree.contains(path))
            readVersionFile(tree, path, path.contains(QLatin1Char('/')) ? 0.9 : 1.0, draft);
    }
    readToolVersions(tree, draft);
}

} // namespace reberth::analysis
