#include "core/analysis/baseimage.h"
#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/pythonmatrix.h"
#include "core/analysis/yamlfile.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr int maxNodes = 20'000;
const QString ciSource = QStringLiteral("ci");

/// Walks over a pipeline's values: Pythons of its matrix, images that it runs in, commands that install something.
/// What tests need is optional for the code.
class PipelineReader {
public:
    PipelineReader(const SourceTree& tree, const YamlFile& file, Draft& draft)
        : m_file(file)
        , m_draft(draft)
        , m_context{file.path(), ciSource, 0.6, Dependency::Origin::Declared, true, &tree, {}} {
        m_context.group = QStringLiteral("test");
        m_context.systemPackages = false;
    }

    void read() {
        walk(m_file.root(), 0);
        m_pythons.claim(ciSource, 0.9, m_draft);
    }

private:
    void walk(const yaml::Node& node, int depth) {
        if (depth > 20 || ++m_nodes > maxNodes)
            return;
        for (const yaml::Node& item : node.items())
            walk(item, depth + 1);
        for (const yaml::Entry& entry : node.entries()) {
            readEntry(entry.key, entry.value);
            walk(entry.value, depth + 1);
        }
    }

    void readEntry(const QString& key, const yaml::Node& value) {
        static const QRegularExpression python(
            QStringLiteral("^(?:python|python[-_.]?versions?|versionSpec|py(?:thon)?[-_]?ver(?:sion)?s?)$"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression command(
            QStringLiteral("^(?:run|script|install|before_install|before_script|command|bash|test_script)$"));
        if (python.match(key).hasMatch()) {
            for (const yaml::Node& item : value.isScalar() ? QList<yaml::Node>{value} : value.items()) {
                if (item.isScalar())
                    m_pythons.add(item.text(), m_file.at(item));
            }
        } else if ((key == QLatin1String("image") || key == QLatin1String("container")) && value.isScalar()) {
            if (!value.text().contains(QLatin1Char('$')))
                readBaseImage(value.text(), m_file.at(value), 0.9, m_draft, ciSource);
        } else if (command.match(key).hasMatch()) {
            for (const yaml::Node& item : value.isScalar() ? QList<yaml::Node>{value} : value.items()) {
                if (item.isScalar() && item.text().size() < 20'000)
                    readInstallScript(item.text(), firstLineOf(item), m_context, m_draft);
            }
        }
    }

    /// A block's text begins on the line behind its "|".
    int firstLineOf(const yaml::Node& node) const {
        const bool block = node.style() == yaml::Style::Literal || node.style() == yaml::Style::Folded;
        return m_file.at(node).line + (block ? 1 : 0);
    }

    const YamlFile& m_file;
    Draft& m_draft;
    InstallContext m_context;
    PythonMatrix m_pythons;
    int m_nodes = 0;
};

} // namespace

void detectContinuousIntegration(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression pipeline(QStringLiteral(
        "^(?:\\.github/workflows/[^/]+\\.ya?ml|\\.travis\\.ya?ml|\\.circleci/config\\.ya?ml|"
        "\\.gitlab-ci\\.ya?ml|\\.?azure-pipelines?[\\w.-]*\\.ya?ml|\\.?appveyor\\.ya?ml|\\.cirrus\\.ya?ml|"
        "\\.readthedocs\\.ya?ml|readthedocs\\.ya?ml)$"));
    int read = 0;
    for (const SourceFile& file : tree.files()) {
        if (file.depth() > 2 || ++read > 20'000)
            break;
        if (file.vendored || !pipeline.match(file.path).hasMatch())
            continue;
        const std::optional<YamlFile> yaml = YamlFile::read(tree, file.path, draft);
        if (yaml)
            PipelineReader(tree, *yaml, draft).read();
    }
}

} // namespace reberth::analysis
