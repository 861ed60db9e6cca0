#include "core/analysis/notebooks.h"

#include "core/analysis/downloadcommand.h"
#include "core/analysis/environmentcommand.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/notebookfile.h"
#include "core/analysis/runcommand.h"
#include "core/analysis/shellwords.h"
#include "core/analysis/watchednames.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

const QString source = QStringLiteral("notebook");
constexpr qint64 maxSize = 50 * 1024 * 1024; ///< bytes; nearly all of a large notebook is outputs
constexpr qsizetype maxNotebooks = 500;

class NotebookDetector {
public:
    NotebookDetector(const SourceTree& tree, const WatchedNames& watched, QString path, Draft& draft)
        : m_tree(tree)
        , m_watched(watched)
        , m_path(std::move(path))
        , m_folder(m_path.left(std::max<qsizetype>(m_path.lastIndexOf(QLatin1Char('/')), 0)))
        , m_draft(draft) {
        m_run.file = m_path;
        m_run.documentFolder = m_run.workdir = m_folder;
        m_run.confidence = 0.5;
        m_run.source = source;
        m_install = {m_path, source, 1.0, Dependency::Origin::Declared, !draft.manifests.isEmpty(), &tree, m_folder};
    }

    std::optional<PythonFacts> read(const Notebook& notebook) {
        if (!notebook.language.isEmpty() && !notebook.language.startsWith(QLatin1String("python"), Qt::CaseInsensitive))
            return std::nullopt;
        claimPython(notebook);
        QByteArray code;
        for (const QList<NotebookLine>& cell : notebook.cells)
            readCell(cell, code);
        PythonFacts facts = readPython(m_path, code, m_watched);
        const auto place = [this](int& line) { line = m_lines.value(line - 1, 0); };
        for (ImportUse& use : facts.imports)
            place(use.line);
        for (SymbolUse& use : facts.symbols)
            place(use.line);
        for (SyntaxUse& use : facts.syntax)
            place(use.line);
        for (HintUse& use : facts.hints)
            place(use.line);
        return facts;
    }

private:
    /// The Python that ran the notebook last; often another machine's than the code's.
    void claimPython(const Notebook& notebook) {
        const QString version = notebook.version.section(QLatin1Char('.'), 0, 1);
        const QString text = QStringLiteral("\"version\": \"%1\"").arg(notebook.version);
        static const QRegularExpression valid(QStringLiteral("^\\d\\.\\d+$"));
        if (valid.match(version).hasMatch())
            m_draft.claimPython(QLatin1String("==") + version, source, evidenceAt(m_path, notebook.versionLine, text),
                                0.6);
        else if (notebook.kernel == QLatin1String("python2"))
            m_draft.claimPython(QStringLiteral("<3"), source, {m_path, 0, notebook.kernel}, 0.6);
    }

    void readCell(const QList<NotebookLine>& cell, QByteArray& code) {
        static const QRegularExpression shellCell(QStringLiteral("^%%(?:bash|sh|shell|system|script\\s+(?:ba)?sh)\\b"));
        static const QRegularExpression helpMark(QStringLiteral("\\?\\s*$"));
        const QString first = cell.first().text.trimmed();
        const bool shell = shellCell.match(first).hasMatch();
        const bool foreign = !shell && first.startsWith(QLatin1String("%%")) &&
                             !first.startsWith(QLatin1String("%%time")) &&
                             !first.startsWith(QLatin1String("%%capture"));
        QString script;
        int scriptLine = 0;
        for (qsizetype i = 0; i < cell.size(); ++i) {
            const NotebookLine& line = cell.at(i);
            const QString text = line.text.trimmed();
            const bool magic = text.startsWith(QLatin1Char('%')) || text.startsWith(QLatin1Char('!'));
            const bool continued = !script.isEmpty() && script.endsWith(QLatin1String("\\\n"));
            const bool command = (shell && i > 0) || continued || (magic && !foreign);
            // The code keeps its lines, so that its places are known.
            const QString indent = line.text.left(line.text.indexOf(text));
            code += command || magic || shell || foreign || helpMark.match(text).hasMatch()
                        ? (command && !indent.isEmpty() ? (indent + QLatin1String("pass")).toUtf8() : QByteArray())
                        : line.text.toUtf8();
            code += '\n';
            m_lines.append(line.line);
            if (!command)
                continue;
            if (!continued) {
                runScript(script, scriptLine);
                script.clear();
                scriptLine = line.line;
            }
            script += (shell || continued ? line.text : shellText(text, line)) + QLatin1Char('\n');
        }
        runScript(script, scriptLine);
    }

    /// A magic as the shell command that it stands for; "" for the others.
    QString shellText(const QString& text, const NotebookLine& line) {
        if (text.startsWith(QLatin1Char('!')))
            return text.mid(text.startsWith(QLatin1String("!!")) ? 2 : 1);
        static const QRegularExpression magic(QStringLiteral("^%(pip|conda|mamba|cd|run|sx|system)\\s+(.+)$"));
        if (const auto match = magic.match(text); match.hasMatch()) {
            const QString name = match.captured(1);
            if (name == QLatin1String("sx") || name == QLatin1String("system"))
                return match.captured(2);
            return (name == QLatin1String("run") ? QStringLiteral("python") : name) + QLatin1Char(' ') +
                   match.captured(2);
        }
        static const QRegularExpression tensorflow(QStringLiteral("^%tensorflow_version\\s+(\\d)\\.x"));
        if (const auto match = tensorflow.match(text); match.hasMatch())
            m_draft.claimFramework(QStringLiteral("tensorflow"), QStringLiteral("==%1.*").arg(match.captured(1)),
                                   source, evidenceAt(m_path, line.line, text));
        return {};
    }

    void runScript(const QString& script, int line) {
        if (script.trimmed().isEmpty())
            return;
        for (ShellCommand& command : splitShell(script, line)) {
            command.line = line;
            if (command.words.value(0) == QLatin1String("cd") && command.words.size() > 1) {
                m_run.workdir = changedFolder(m_run.workdir, command.words.at(1), m_tree);
                m_install.folder = m_run.workdir;
                continue;
            }
            if (readInstall(command, m_install, m_draft))
                continue;
            readEnvironmentCommand(command, m_path, source, 1.0, m_draft);
            for (const DataSource& data : readDownload(command, m_path, QString()))
                m_draft.addData(data);
            if (std::optional<EntryPoint> entry = parseRun(command, m_run, m_tree, m_draft))
                m_draft.addEntryPoint(*entry);
        }
    }

    const SourceTree& m_tree;
    const WatchedNames& m_watched;
    QString m_path;
    QString m_folder;
    Draft& m_draft;
    RunContext m_run;
    InstallContext m_install;
    QList<int> m_lines; ///< of the JSON text, by line of the code
};

} // namespace

QList<PythonFacts> detectNotebooks(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft) {
    QList<PythonFacts> all;
    const QList<SourceFile> files = tree.matching(
        [](const SourceFile& file) { return file.path.endsWith(QLatin1String(".ipynb")) && file.depth() <= 6; });
    if (files.isEmpty())
        return all;
    const WatchedNames watched = WatchedNames::of(knowledge);
    QList<Evidence> cut;
    for (const SourceFile& file : files.mid(0, maxNotebooks)) {
        if (tree.isCancelled())
            break;
        const std::optional<QByteArray> bytes = tree.head(file.path, maxSize);
        if (!bytes)
            continue;
        const Notebook notebook = readNotebook(*bytes);
        if (!notebook.complete && cut.size() < 20)
            cut.append({file.path, 0, {}});
        if (std::optional<PythonFacts> facts = NotebookDetector(tree, watched, file.path, draft).read(notebook))
            all.append(std::move(*facts));
    }
    if (!cut.isEmpty() || files.size() > maxNotebooks)
        draft.addNote(QCoreApplication::translate("reberth::analysis",
                                                  "Some notebooks are damaged, or too many or too large to be read to "
                                                  "their end."),
                      cut);
    return all;
}

} // namespace reberth::analysis
