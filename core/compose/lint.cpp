#include "core/compose/lint.h"

#include "core/compose/report.h"
#include "core/compose/validate.h"
#include "core/yaml/document.h"

namespace reberth::compose {

QList<diagnostics::Diagnostic> lint(const QString& text) {
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
    return report.take();
}

} // namespace reberth::compose
