#include "tests/fuzz/repository.h"

#include "core/analysis/inspector.h"
#include "core/analysis/sourcetree.h"
#include "core/knowledge/knowledge.h"

#include <QHash>
#include <QJsonDocument>

#include <cstdio>
#include <cstdlib>

namespace reberth::fuzz {

namespace {

using namespace analysis;
using Files = QList<std::pair<QString, QByteArray>>;

Files filesOf(const QString& path, const QByteArray& input) {
    Files files{{path, {}}};
    qsizetype at = 0;
    while (at < input.size()) {
        qsizetype end = input.indexOf('\n', at);
        end = end < 0 ? input.size() : end + 1;
        const QByteArray line = input.mid(at, end - at);
        if (line.startsWith("=== ") && files.size() < 8)
            files.append({QString::fromUtf8(line.mid(4).trimmed()), {}});
        else
            files.last().second += line;
        at = end;
    }
    return files;
}

[[noreturn]] void wrong(const char* what, const QString& text) {
    std::fprintf(stderr, "%s: %s\n", what, qPrintable(text));
    std::abort();
}

class Checker {
public:
    explicit Checker(const SourceTree& tree)
        : m_tree(tree) {}

    void evidence(const Evidence& evidence) {
        if (evidence.line < 0 || evidence.text.size() > 200)
            wrong("evidence", evidence.file + QLatin1Char(':') + QString::number(evidence.line));
        if (evidence.file.isEmpty())
            return;
        if (!m_tree.contains(evidence.file))
            wrong("evidence of no file", evidence.file);
        auto lines = m_lines.find(evidence.file);
        if (lines == m_lines.end())
            lines = m_lines.insert(evidence.file,
                                   int(m_tree.text(evidence.file).value_or(QString()).count(QLatin1Char('\n'))) + 1);
        if (evidence.line > *lines)
            wrong("evidence beyond the end", QStringLiteral("%1:%2").arg(evidence.file).arg(evidence.line));
    }
    void evidence(const QList<Evidence>& list) {
        for (const Evidence& one : list)
            evidence(one);
    }
    void range(const QString& text) {
        if (!text.isEmpty() && !VersionRange::parse(text))
            wrong("range", text);
    }
    void version(const VersionFinding& finding) {
        confidence(finding.confidence);
        for (const Claim& claim : finding.claims) {
            confidence(claim.confidence);
            range(claim.range);
            if (!claim.version.isEmpty() && !Version::parse(claim.version))
                wrong("version", claim.version);
            evidence(claim.evidence);
        }
    }
    void confidence(double value) {
        if (!(value >= 0 && value <= 1))
            wrong("confidence", QString::number(value));
    }
    template <typename List> void evidenceOf(const List& list) {
        for (const auto& one : list)
            evidence(one.evidence);
    }

private:
    const SourceTree& m_tree;
    QHash<QString, int> m_lines;
};

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

} // namespace

void inspectRepository(const QString& path, const std::uint8_t* data, std::size_t size) {
    const QByteArray input(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const SourceTree tree = SourceTree::fromBytes(filesOf(path, input));
    const Result<Findings> findings = inspect(tree, {}, facts());
    if (!findings)
        wrong("failed", findings.error().message);
    const QByteArray json = QJsonDocument(findings->toJson()).toJson();
    const QByteArray again =
        QJsonDocument(Findings::fromJson(QJsonDocument::fromJson(json).object()).toJson()).toJson();
    if (json != again)
        wrong("JSON", QString::fromUtf8(json + "\n---\n" + again));
    Checker check(tree);
    check.version(findings->python);
    check.version(findings->cuda);
    check.version(findings->cudnn);
    for (const Framework& framework : findings->frameworks) {
        check.version(framework.version);
        check.evidence(framework.evidence);
    }
    for (const Dependency& dependency : findings->dependencies) {
        check.range(dependency.specifier);
        check.confidence(dependency.confidence);
        if (dependency.name.isEmpty() && dependency.url.isEmpty())
            wrong("dependency", QStringLiteral("without a name"));
    }
    for (const Breakage& breakage : findings->breakages)
        check.range(breakage.bound);
    for (const EntryPoint& entry : findings->entryPoints)
        check.confidence(entry.confidence);
    check.evidenceOf(findings->dependencies);
    check.evidenceOf(findings->extensions);
    check.evidenceOf(findings->entryPoints);
    check.evidenceOf(findings->systemPackages);
    check.evidenceOf(findings->data);
    check.evidenceOf(findings->environment);
    check.evidenceOf(findings->hardware);
    check.evidenceOf(findings->licenses);
    check.evidenceOf(findings->submodules);
    check.evidenceOf(findings->breakages);
    check.evidenceOf(findings->bounds);
    check.evidenceOf(findings->notes);
}

} // namespace reberth::fuzz
