#include "core/analysis/detectors.h"
#include "core/analysis/environmentcommand.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/runcommand.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr int mostScripts = 300;
constexpr int mostCommandsOfScript = 2;
constexpr int mostCommands = 60;

/// "$(dirname "$0")", "${BASH_SOURCE%/*}": the script's own folder, perhaps with steps up.
std::optional<QString> ownFolder(const QString& target, const QString& folder) {
    static const QRegularExpression own(QStringLiteral("dirname|BASH_SOURCE|\\$\\{?0"));
    if (!own.match(target).hasMatch())
        return std::nullopt;
    QString at = folder;
    static const QRegularExpression up(QStringLiteral("/\\.\\.(?=/|\"|'|\\)|$)"));
    for (auto it = up.globalMatch(target); it.hasNext(); it.next())
        at = at.contains(QLatin1Char('/')) ? at.section(QLatin1Char('/'), 0, -2) : QString();
    return at;
}

struct ScriptRuns {
    QList<EntryPoint> entries; ///< what it starts, in its order
    bool installs = false;     ///< pip, conda or apt
    bool compiles = false;
};

class ScriptReader {
public:
    ScriptReader(const SourceTree& tree, const SourceFile& file, Draft& draft)
        : m_tree(tree)
        , m_file(file)
        , m_draft(draft) {
        static const QRegularExpression installer(
            QStringLiteral("install|setup|init|env|requirement|conda|depend|build|prepare"),
            QRegularExpression::CaseInsensitiveOption);
        m_installer = installer.match(file.name()).hasMatch();
    }

    ScriptRuns read(const QString& text) {
        ScriptRuns runs;
        RunContext context;
        context.file = m_file.path;
        context.documentFolder = m_file.folder();
        context.source = QStringLiteral("script");
        context.confidence = 0.4;
        const InstallContext install{
            m_file.path, QStringLiteral("script"), m_installer ? 1.0 : 0.8, Dependency::Origin::Declared, !m_installer,
            &m_tree,     m_file.folder()};
        static const QRegularExpression compiler(QStringLiteral("^(?:nvcc|g\\+\\+|gcc|cmake|make|ninja)$"));
        for (const ShellCommand& command : splitShell(text)) {
            remember(command, context);
            if (command.words.isEmpty())
                continue;
            const QString& first = command.words.first();
            if (first == QLatin1String("cd") || first == QLatin1String("pushd")) {
                const QString target = command.words.mid(1).join(QLatin1Char(' '));
                if (const std::optional<QString> own = ownFolder(command.text, m_file.folder()))
                    context.workdir = *own;
                else
                    context.workdir = changedFolder(context.workdir, target, m_tree);
                continue;
            }
            if (readInstall(withVariables(command, context.variables), install, m_draft)) {
                runs.installs = true;
                continue;
            }
            runs.compiles = runs.compiles || compiler.match(first.section(QLatin1Char('/'), -1)).hasMatch();
            readEnvironmentCommand(command, m_file.path, QStringLiteral("script"), 1.0, m_draft);
            // Told from a README, a command is worth more; here nobody says which of many is the one to run.
            if (runs.entries.size() < 20) {
                if (std::optional<EntryPoint> entry = parseRun(command, context, m_tree, m_draft);
                    entry && entry->script != m_file.path)
                    runs.entries.append(*entry);
            }
        }
        readMachinePaths(text);
        return runs;
    }

private:
    void remember(const ShellCommand& command, RunContext& context) const {
        QStringList assignments = command.words.isEmpty() ? command.assignments : QStringList();
        if (command.words.value(0) == QLatin1String("export"))
            assignments = command.words.mid(1);
        for (const QString& assignment : assignments) {
            const qsizetype equals = assignment.indexOf(QLatin1Char('='));
            if (equals > 0 && context.variables.size() < 200)
                context.variables.insert(assignment.left(equals), assignment.mid(equals + 1));
        }
    }

    /// /usr/local/cuda-8.0/bin/nvcc, python2.7/dist-packages: paths that somebody's machine had.
    void readMachinePaths(const QString& text) {
        static const QRegularExpression cuda(QStringLiteral("/cuda-(\\d+\\.\\d+)"));
        static const QRegularExpression python(QStringLiteral("/python(\\d\\.\\d+)/(?:dist|site)-packages"));
        int number = 0;
        for (const QString& line : text.split(QLatin1Char('\n'))) {
            ++number;
            const QString code = line.trimmed();
            if (code.startsWith(QLatin1Char('#')) || code.size() > 4000)
                continue;
            if (const auto match = cuda.match(code); match.hasMatch())
                m_draft.claimCuda(QLatin1String("==") + match.captured(1), QStringLiteral("script"),
                                  evidenceAt(m_file.path, number, code));
            if (const auto match = python.match(code); match.hasMatch())
                m_draft.claimPython(QLatin1String("==") + match.captured(1), QStringLiteral("script"),
                                    evidenceAt(m_file.path, number, code));
        }
    }

    const SourceTree& m_tree;
    const SourceFile& m_file;
    Draft& m_draft;
    bool m_installer = false;
};

} // namespace

void detectShellScripts(const SourceTree& tree, Draft& draft) {
    int read = 0, commands = 0;
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.path.endsWith(QLatin1String(".sh")) && candidate.depth() <= 4;
         })) {
        if (++read > mostScripts)
            break;
        const std::optional<QString> text = tree.text(file.path);
        if (!text || text->size() > 300'000)
            continue;
        const ScriptRuns runs = ScriptReader(tree, file, draft).read(*text);
        EntryPoint entry;
        entry.script = file.path;
        entry.command = QLatin1String("bash ") + file.path;
        entry.source = QStringLiteral("script");
        entry.verb = verbOf(file.path, entry.command);
        if (entry.verb == QLatin1String("other") && !runs.entries.isEmpty())
            entry.verb = runs.entries.first().verb;
        const bool hidden = file.path.startsWith(QLatin1Char('.'));
        const bool builds = (runs.installs || runs.compiles) && runs.entries.isEmpty();
        if (hidden || builds || (runs.entries.isEmpty() && entry.verb == QLatin1String("other") && file.depth() > 0))
            continue;
        entry.confidence = 0.42 - 0.05 * std::min(file.depth(), 4) - (runs.entries.isEmpty() ? 0.12 : 0);
        entry.evidence = {evidenceAt(file.path, 0, QString())};
        if (!runs.entries.isEmpty())
            entry.evidence.append(runs.entries.first().evidence);
        draft.addEntryPoint(entry);
        for (const EntryPoint& inner : runs.entries.mid(0, mostCommandsOfScript)) {
            if (++commands <= mostCommands)
                draft.addEntryPoint(inner);
        }
    }
}

} // namespace reberth::analysis
