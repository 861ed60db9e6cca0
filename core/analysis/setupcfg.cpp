#include "core/analysis/detectors.h"
#include "core/analysis/inifile.h"
#include "core/analysis/manifestentry.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

const QString path = QStringLiteral("setup.cfg");
const QString setupSource = QStringLiteral("setup");

class SetupCfgReader {
public:
    SetupCfgReader(const SourceTree& tree, Draft& draft)
        : m_tree(tree)
        , m_draft(draft) {}

    void read(const IniEntry& entry) {
        const auto is = [&entry](const char* section, const char* key) {
            return entry.section == QLatin1String(section) && entry.key == QLatin1String(key);
        };
        if (is("metadata", "name"))
            m_draft.ownName = entry.value;
        else if (is("options", "python_requires") || is("metadata", "requires-python"))
            m_draft.claimPython(entry.value, setupSource, at(entry));
        else if (is("options", "install_requires") || is("metadata", "requires-dist"))
            requirement(entry, {});
        else if (is("options", "setup_requires"))
            requirement(entry, QStringLiteral("build"));
        else if (is("options", "tests_require"))
            requirement(entry, QStringLiteral("test"));
        else if (entry.section == QLatin1String("options.extras_require"))
            requirement(entry, entry.key);
        else if (is("options.entry_points", "console_scripts") && entry.value.contains(QLatin1Char('=')))
            m_draft.consoleScripts.insert(entry.value.section(QLatin1Char('='), 0, 0).trimmed(),
                                          entry.value.section(QLatin1Char('='), 1).trimmed());
    }

private:
    static Evidence at(const IniEntry& entry) { return evidenceAt(path, entry.line, entry.text); }

    void requirement(const IniEntry& entry, const QString& group) {
        m_draft.addManifest(path);
        // "file: requirements.txt, more.txt" reads the list from there.
        static const QRegularExpression file(QStringLiteral("^file:\\s*(.+)$"));
        if (const auto match = file.match(entry.value); match.hasMatch()) {
            for (const QString& name : match.captured(1).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
                const std::optional<QString> target = joinInside({}, name.trimmed());
                if (target && m_tree.contains(*target))
                    readRequirementsFile(m_tree, *target, QStringLiteral("requirements"), !group.isEmpty(), m_draft);
            }
            return;
        }
        ManifestContext context;
        context.source = setupSource;
        context.optional = !group.isEmpty();
        context.group = group;
        context.writtenByHand = true;
        if (const std::optional<Requirement> parsed = parseRequirement(entry.value))
            addManifestEntry(*parsed, at(entry), context, m_draft);
    }

    const SourceTree& m_tree;
    Draft& m_draft;
};

} // namespace

void detectSetupCfg(const SourceTree& tree, Draft& draft) {
    if (!tree.contains(path))
        return;
    SetupCfgReader reader(tree, draft);
    for (const IniEntry& entry : readIni(tree.text(path).value_or(QString())))
        reader.read(entry);
}

} // namespace reberth::analysis
