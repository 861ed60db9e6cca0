#include "core/analysis/yamlfile.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

} // namespace

YamlFile::YamlFile(QString path, QString text, yaml::Node root)
    : m_path(std::move(path))
    , m_text(std::move(text))
    , m_root(std::move(root))
    , m_lines(m_text) {
}

std::optional<YamlFile> YamlFile::read(const SourceTree& tree, const QString& path, Draft& draft) {
    std::optional<QString> text = tree.text(path);
    if (!text) {
        draft.addNote(tr("%1 could not be read or is too large.").arg(path), {{path, 0, {}}});
        return std::nullopt;
    }
    // Some begin with a sentence in """ marks, as a Python file does; it is blanked, so that lines stay where they are.
    static const QRegularExpression sentence(QStringLiteral("\\A\\s*\"\"\".*?\"\"\""),
                                             QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = sentence.match(*text); match.hasMatch()) {
        for (qsizetype i = 0; i < match.capturedLength(); ++i) {
            if (text->at(i) != QLatin1Char('\n'))
                (*text)[i] = QLatin1Char(' ');
        }
    }
    const yaml::Document document = yaml::read(*text);
    if (document.error) {
        const int line = int(LineIndex(*text).position(document.error->range.start).line) + 1;
        draft.addNote(tr("%1 is not valid YAML (line %2): %3").arg(path).arg(line).arg(document.error->message),
                      {{path, line, {}}});
        if (document.roots.isEmpty())
            return std::nullopt;
    }
    return YamlFile(path, *text, document.root());
}

Evidence YamlFile::at(const yaml::Node& node) const {
    const qsizetype line = m_lines.position(node.range().start).line;
    return evidenceAt(m_path, int(line) + 1, node.isScalar() ? node.text() : lineOf(node));
}

QString YamlFile::lineOf(const yaml::Node& node) const {
    const qsizetype start = m_lines.lineStart(m_lines.position(node.range().start).line);
    const qsizetype end = m_text.indexOf(QLatin1Char('\n'), start);
    return m_text.mid(start, std::min<qsizetype>(end < 0 ? m_text.size() - start : end - start, 2000));
}

} // namespace reberth::analysis
