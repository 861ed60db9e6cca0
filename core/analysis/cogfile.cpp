#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/requirementlines.h"
#include "core/analysis/yamlfile.h"

#include <QCoreApplication>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

class CogReader {
public:
    CogReader(const SourceTree& tree, const YamlFile& file, Draft& draft)
        : m_tree(tree)
        , m_file(file)
        , m_folder(folderOf(file.path()))
        , m_draft(draft) {
        m_context.source = QStringLiteral("cog");
        m_context.factor = m_folder.isEmpty() ? 1.0 : 0.97;
    }

    void read() {
        const yaml::Node build = m_file.root().value(u"build");
        if (!build.isMap())
            return;
        m_draft.addManifest(m_file.path());
        if (const yaml::Node python = build.value(u"python_version"); python.isScalar())
            m_draft.claimPython(QLatin1String("==") + python.text(), m_context.source, m_file.at(python),
                                m_context.factor);
        if (const yaml::Node cuda = build.value(u"cuda"); cuda.isScalar())
            m_draft.claimCuda(QLatin1String("==") + cuda.text(), m_context.source, m_file.at(cuda), m_context.factor);
        if (const yaml::Node cudnn = build.value(u"cudnn"); cudnn.isScalar())
            m_draft.claimCudnn(QLatin1String("==") + cudnn.text(), m_context.source, m_file.at(cudnn),
                               m_context.factor);
        readPackages(build);
        for (const yaml::Node& item : build.value(u"system_packages").items())
            m_draft.addSystemPackage(item.text(), tr("asked for by %1").arg(m_file.path()), m_file.at(item));
        for (const char16_t* key : {u"run", u"pre_install"}) {
            for (const yaml::Node& item : build.value(key).items())
                readCommand(item.isMap() ? item.value(u"command") : item);
        }
        readPredict(m_file.root().value(u"predict"));
    }

private:
    void readPackages(const yaml::Node& build) {
        for (const yaml::Node& item : build.value(u"python_packages").items()) {
            const Evidence evidence = m_file.at(item);
            for (const RequirementLine& line : readRequirementsText(item.text()).lines) {
                for (const QString& hint : line.hints)
                    m_draft.addIndex(QStringLiteral("extra-index"), hint, evidence);
                if (line.kind == RequirementLine::Kind::ExtraIndex || line.kind == RequirementLine::Kind::Index)
                    m_draft.addIndex(QStringLiteral("extra-index"), line.value, evidence);
                if (line.kind != RequirementLine::Kind::Requirement)
                    continue;
                if (const std::optional<Requirement> requirement = parseRequirement(line.value))
                    addManifestEntry(*requirement, evidence, m_context, m_draft);
            }
        }
        for (const yaml::Node& item : build.value(u"python_find_links").items())
            m_draft.addIndex(QStringLiteral("find-links"), item.text(), m_file.at(item));
        for (const yaml::Node& item : build.value(u"python_extra_index_urls").items())
            m_draft.addIndex(QStringLiteral("extra-index"), item.text(), m_file.at(item));
        if (const yaml::Node list = build.value(u"python_requirements"); list.isScalar()) {
            const std::optional<QString> target = joinInside(m_folder, list.text());
            if (target && m_tree.contains(*target))
                readRequirementsFile(m_tree, *target, QStringLiteral("requirements"), false, m_draft);
        }
    }

    void readCommand(const yaml::Node& node) {
        if (!node.isScalar())
            return;
        const Evidence place = m_file.at(node);
        readInstallScript(node.text(), place.line,
                          {m_file.path(), m_context.source, m_context.factor * 0.95, Dependency::Origin::Declared,
                           false, &m_tree, m_folder},
                          m_draft);
    }

    void readPredict(const yaml::Node& predict) {
        if (!predict.isScalar())
            return;
        const std::optional<QString> script = joinInside(m_folder, predict.text().section(QLatin1Char(':'), 0, 0));
        if (!script || !m_tree.contains(*script))
            return;
        EntryPoint entry;
        entry.verb = QStringLiteral("infer");
        entry.script = *script;
        entry.workdir = m_folder;
        entry.command = QStringLiteral("cog predict");
        entry.source = QStringLiteral("script");
        entry.confidence = 0.5;
        entry.evidence = {m_file.at(predict)};
        m_draft.addEntryPoint(entry);
    }

    const SourceTree& m_tree;
    const YamlFile& m_file;
    QString m_folder;
    Draft& m_draft;
    ManifestContext m_context;
};

} // namespace

void detectCog(const SourceTree& tree, Draft& draft) {
    for (const QString& name : {QStringLiteral("cog.yaml"), QStringLiteral("cog.yml")}) {
        for (const QString& path : tree.named(name)) {
            if (path.count(QLatin1Char('/')) > 3)
                continue;
            if (const std::optional<YamlFile> file = YamlFile::read(tree, path, draft))
                CogReader(tree, *file, draft).read();
        }
    }
}

} // namespace reberth::analysis
