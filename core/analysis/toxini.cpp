#include "core/analysis/detectors.h"
#include "core/analysis/inifile.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/pythonmatrix.h"

#include <QRegularExpression>

namespace reberth::analysis {

void detectTox(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral("tox.ini");
    if (!tree.contains(path))
        return;
    ManifestContext context;
    context.source = QStringLiteral("ci");
    context.optional = true;
    context.group = QStringLiteral("test");
    PythonMatrix pythons;
    static const QRegularExpression separators(QStringLiteral("[,{}\\s]+"));
    for (const IniEntry& entry : readIni(tree.text(path).value_or(QString()))) {
        const Evidence evidence = evidenceAt(path, entry.line, entry.text);
        const bool environment = entry.section.startsWith(QLatin1String("testenv"));
        if (entry.section == QLatin1String("tox") && entry.key == QLatin1String("envlist")) {
            for (const QString& word : entry.value.split(separators, Qt::SkipEmptyParts))
                pythons.add(word.section(QLatin1Char('-'), 0, 0), evidence);
        } else if (environment && entry.key == QLatin1String("basepython")) {
            pythons.add(entry.value, evidence);
        } else if (environment && entry.key == QLatin1String("deps")) {
            static const QRegularExpression include(QStringLiteral("^-r\\s*(?:\\{toxinidir\\}/)?(\\S+)$"));
            static const QRegularExpression factors(QStringLiteral("^[\\w!{},.-]+:\\s+"));
            if (const auto match = include.match(entry.value); match.hasMatch()) {
                const std::optional<QString> target = joinInside({}, match.captured(1));
                if (target && tree.contains(*target))
                    readRequirementsFile(tree, *target, QStringLiteral("requirements"), true, draft);
                continue;
            }
            if (const std::optional<Requirement> requirement = parseRequirement(QString(entry.value).remove(factors)))
                addManifestEntry(*requirement, evidence, context, draft);
        }
    }
    pythons.claim(QStringLiteral("ci"), 0.8, draft);
}

} // namespace reberth::analysis
