#include "core/compose/lint.h"

#include "core/compose/report.h"
#include "core/compose/validate.h"
#include "core/yaml/document.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace reberth::compose {

LintSettings LintSettings::fromJson(const QByteArray& json) {
    LintSettings settings;
    const QString format =
        QJsonDocument::fromJson(json).object().value(QLatin1String("compose_format")).toString().toLower();
    settings.legacy = format == QLatin1String("legacy") || format.startsWith(u'1') || format.startsWith(u'2') ||
                      format.startsWith(u'3');
    return settings;
}

QList<diagnostics::Diagnostic> lint(const QString& text, const LintContext& context) {
    const yaml::Document document = yaml::read(text);
    Report report;
    if (document.error) {
        report.add("yaml", document.error->range, document.error->message);
        return report.take();
    }
    for (const yaml::DuplicateKey& twice : document.duplicates) {
        report.add("duplicate-key", twice.range,
                   translated("The key “%1” is given twice in this mapping.").arg(twice.key));
    }
    const yaml::Node root = document.root();
    if (!root.isMap()) {
        report.add("wrong-type", root.range(), translated("A compose file is a mapping with “services” in it."));
        return report.take();
    }
    for (const yaml::Node& one : document.roots) {
        if (one.isMap()) {
            validateShape(one, report);
            validateInterpolation(one, text, report);
        }
    }
    if (document.roots.size() == 1) {
        validateMeaning(root, report);
    }
    QList<diagnostics::Diagnostic> found = report.take();
    if (context.settings.legacy) {
        // docker-compose 1 goes by the version, and refuses what that version does not know.
        found.removeIf([](const diagnostics::Diagnostic& one) { return one.ruleId == QLatin1String("version-obsolete"); });
        for (diagnostics::Diagnostic& one : found) {
            if (one.ruleId == QLatin1String("gpu-format")) {
                one.severity = diagnostics::Severity::Error;
            }
        }
    }
    return found;
}

} // namespace reberth::compose
