#include "core/analysis/detectors.h"
#include "core/analysis/requirement.h"

#include <QRegularExpression>

namespace reberth::analysis {

void detectSetupCfg(const SourceTree& tree, Draft& draft) {
    const QString path = QStringLiteral("setup.cfg");
    const std::optional<QString> text = tree.contains(path) ? tree.text(path) : std::nullopt;
    if (!text)
        return;
    const QString source = QStringLiteral("setup");
    QString section, key;
    int number = 0;
    const auto value = [&](const QString& item, const QString& line) {
        const Evidence evidence = evidenceAt(path, number, line);
        if (section == QLatin1String("metadata") && key == QLatin1String("name")) {
            draft.ownName = item;
        } else if (section == QLatin1String("options") && key == QLatin1String("python_requires")) {
            draft.claimPython(item, source, evidence);
        } else if ((section == QLatin1String("options") && key == QLatin1String("install_requires")) ||
                   section == QLatin1String("options.extras_require")) {
            if (std::optional<Requirement> requirement = parseRequirement(item)) {
                draft.addManifest(path);
                requirement->dependency.optional = section != QLatin1String("options");
                requirement->dependency.evidence = {evidence};
                draft.addPackage(requirement->dependency, source);
            }
        } else if (section == QLatin1String("options.entry_points") && key == QLatin1String("console_scripts") &&
                   item.contains(QLatin1Char('='))) {
            draft.consoleScripts.insert(item.section(QLatin1Char('='), 0, 0).trimmed(),
                                        item.section(QLatin1Char('='), 1).trimmed());
        }
    };
    static const QRegularExpression header(QStringLiteral("^\\[([^\\]]+)\\]"));
    static const QRegularExpression pair(QStringLiteral("^([A-Za-z_][\\w.-]*)\\s*[=:]\\s*(.*)$"));
    for (const QString& line : text->split(QLatin1Char('\n'))) {
        ++number;
        if (line.trimmed().isEmpty() || line.trimmed().startsWith(QLatin1Char('#')) || line.size() > 4000)
            continue;
        if (const auto match = header.match(line); match.hasMatch()) {
            section = match.captured(1).trimmed();
            key.clear();
        } else if (const auto entry = pair.match(line); entry.hasMatch() && !line.at(0).isSpace()) {
            key = entry.captured(1);
            if (!entry.captured(2).isEmpty())
                value(entry.captured(2).trimmed(), line);
        } else if (line.at(0).isSpace() && !key.isEmpty()) {
            value(line.trimmed(), line);
        }
    }
}

} // namespace reberth::analysis
