#include "core/analysis/detectors.h"
#include "core/analysis/requirement.h"
#include "core/yaml/document.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

struct Yaml {
    QString text;
    yaml::Node root;
    LineIndex lines;
    Evidence at(const QString& path, const yaml::Node& node) const {
        const qsizetype line = lines.position(node.range().start).line;
        return evidenceAt(path, int(line) + 1, node.text());
    }
};

std::optional<Yaml> parseYaml(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text) {
        draft.addNote(tr("%1 could not be read or is too large.").arg(path), {{path, 0, {}}});
        return std::nullopt;
    }
    const yaml::Document document = yaml::read(*text);
    LineIndex lines(*text);
    if (document.error) {
        const int line = int(lines.position(document.error->range.start).line) + 1;
        draft.addNote(tr("%1 is not valid YAML (line %2): %3").arg(path).arg(line).arg(document.error->message),
                      {{path, line, {}}});
        if (document.roots.isEmpty())
            return std::nullopt;
    }
    return Yaml{*text, document.root(), lines};
}

void readEnvironment(const SourceTree& tree, const QString& path, bool side, Draft& draft) {
    const std::optional<Yaml> yaml = parseYaml(tree, path, draft);
    if (!yaml || !yaml->root.value(u"dependencies").isSequence())
        return;
    const QString source = QStringLiteral("conda");
    const double factor = (path.contains(QLatin1Char('/')) ? 0.97 : 1.0) * (side ? 0.8 : 1.0);
    draft.addManifest(path);
    for (const yaml::Node& item : yaml->root.value(u"dependencies").items()) {
        if (item.isScalar()) {
            std::optional<Requirement> requirement = parseCondaSpec(item.text());
            if (!requirement)
                continue;
            requirement->dependency.optional = side;
            requirement->dependency.evidence = {yaml->at(path, item)};
            draft.addPackage(requirement->dependency, source, factor);
            continue;
        }
        for (const yaml::Node& line : item.value(u"pip").items()) {
            QString text = line.text();
            static const QRegularExpression include(QStringLiteral("^(?:-r|--requirement)\\s+(\\S+)$"));
            if (const auto match = include.match(text); match.hasMatch()) {
                const QString folder =
                    path.contains(QLatin1Char('/')) ? path.left(path.lastIndexOf(QLatin1Char('/'))) : QString();
                const std::optional<QString> target = joinInside(folder, match.captured(1));
                if (target && tree.contains(*target) && !draft.manifests.contains(*target))
                    readRequirementsFile(tree, *target, QStringLiteral("requirements"), side, draft);
                continue;
            }
            static const QRegularExpression editable(QStringLiteral("^(?:-e|--editable)\\s+"));
            text.remove(editable);
            std::optional<Requirement> requirement = parseRequirement(text.section(QLatin1String(" #"), 0, 0));
            if (!requirement || requirement->self || requirement->dependency.name.isEmpty())
                continue;
            const Evidence evidence = yaml->at(path, line);
            if (!requirement->wheelPython.isEmpty())
                draft.claimPython(QLatin1String("==") + requirement->wheelPython, source, evidence, factor * 0.9);
            if (!requirement->wheelCuda.isEmpty())
                draft.claimCuda(QLatin1String("==") + requirement->wheelCuda, source, evidence, factor * 0.9);
            requirement->dependency.optional = side;
            requirement->dependency.evidence = {evidence};
            draft.addPackage(requirement->dependency, source, factor);
        }
    }
}

} // namespace

void detectCondaEnvironments(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression name(QStringLiteral("^[\\w.-]*(?:env(?:ironment)?|conda)[\\w.-]*\\.ya?ml$"),
                                         QRegularExpression::CaseInsensitiveOption);
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.depth() <= 3 && name.match(candidate.name()).hasMatch() &&
                    !candidate.path.startsWith(QLatin1Char('.'));
         }))
        readEnvironment(tree, file.path, isSideManifest(file.path), draft);
}

void detectCog(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral("cog.yaml");
    if (!tree.contains(path))
        return;
    const std::optional<Yaml> yaml = parseYaml(tree, path, draft);
    if (!yaml)
        return;
    const QString source = QStringLiteral("cog");
    const yaml::Node build = yaml->root.value(u"build");
    draft.addManifest(path);
    if (const yaml::Node python = build.value(u"python_version"); python.isScalar())
        draft.claimPython(QLatin1String("==") + python.text(), source, yaml->at(path, python));
    if (const yaml::Node cuda = build.value(u"cuda"); cuda.isScalar())
        draft.claimCuda(QLatin1String("==") + cuda.text(), source, yaml->at(path, cuda));
    for (const yaml::Node& item : build.value(u"python_packages").items()) {
        if (std::optional<Requirement> requirement = parseRequirement(item.text())) {
            requirement->dependency.evidence = {yaml->at(path, item)};
            draft.addPackage(requirement->dependency, source);
        }
    }
    for (const yaml::Node& item : build.value(u"system_packages").items())
        draft.addSystemPackage(item.text(), tr("asked for by cog.yaml"), yaml->at(path, item));
    if (const yaml::Node predict = yaml->root.value(u"predict"); predict.isScalar()) {
        EntryPoint entry;
        entry.verb = QStringLiteral("infer");
        entry.script = predict.text().section(QLatin1Char(':'), 0, 0);
        entry.command = QLatin1String("cog predict");
        entry.confidence = 0.5;
        entry.evidence = {yaml->at(path, predict)};
        if (tree.contains(entry.script))
            draft.addEntryPoint(entry);
    }
}

} // namespace reberth::analysis
