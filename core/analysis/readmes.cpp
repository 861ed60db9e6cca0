#include "core/analysis/detectors.h"
#include "core/analysis/documentblocks.h"
#include "core/analysis/environmentcommand.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/prose.h"
#include "core/analysis/proserequirements.h"
#include "core/analysis/runcommand.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

enum class Weight { Main, Nested, Docs, Translation };

/// Headings under which other things stand than what this repository needs now.
bool isAside(const QString& headings) {
    static const QRegularExpression aside(
        QStringLiteral(
            "news|changelog|change log|history|updates?\\b|releases?\\b|citation|acknowledg|faq|troubleshoot|"
            "windows|related|similar|other (?:implementations|projects)|references|credits|roadmap|to-?do|"
            "known issues|results|model zoo|benchmark|third[- ]party|community|contribut"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression needed(QStringLiteral("install|require|prerequisite|environment|set-?up|depend"),
                                           QRegularExpression::CaseInsensitiveOption);
    return aside.match(headings).hasMatch() && !needed.match(headings.section(QLatin1Char('\n'), -1)).hasMatch();
}

class ReadmeReader {
public:
    ReadmeReader(const SourceTree& tree, const SourceFile& file, Weight weight, const ProseRequirements& requirements,
                 const QSet<QString>& runnable, Draft& draft)
        : m_tree(tree)
        , m_path(file.path)
        , m_folder(file.folder())
        , m_weight(weight)
        , m_requirements(requirements)
        , m_runnable(runnable)
        , m_draft(draft)
        , m_source(weight == Weight::Docs || weight == Weight::Translation ? QStringLiteral("docs")
                                                                           : QStringLiteral("readme")) {
        m_factor = weight == Weight::Nested ? 0.85 : weight == Weight::Translation ? 0.9 : 1.0;
        static const QRegularExpression installs(
            QStringLiteral("install|getting[-_]?started|setup|environment|requirement"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression elsewhere(
            QStringLiteral("(?:^|[^a-z])(?:win(?:dows)?|mac(?:os)?|osx|jetson|cpu|colab|aws|arm|tpu|migrat|changelog|"
                           "changes|history|release)"),
            QRegularExpression::CaseInsensitiveOption);
        if (weight == Weight::Docs && installs.match(file.name()).hasMatch())
            m_factor *= 1.2;
        if (elsewhere.match(file.name()).hasMatch())
            m_factor *= 0.7;
        m_workdir = isPage() ? QString() : m_folder;
    }

    void read(const QString& text) {
        const QList<DocumentBlock> blocks = splitDocument(text, documentFormatOf(m_path));
        QString pending; // consecutive lines of text that are commands
        int pendingLine = 0;
        const auto flush = [&] {
            if (!pending.isEmpty())
                code(pending, pendingLine, QString());
            pending.clear();
        };
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            const DocumentBlock& block = blocks.at(i);
            if (block.kind == DocumentBlock::Kind::Text) {
                const QString trimmed = block.text.trimmed();
                const bool continued = pending.trimmed().endsWith(QLatin1Char('\\'));
                if (continued || looksLikeCommand(trimmed)) {
                    if (pending.isEmpty())
                        pendingLine = block.line;
                    pending += trimmed + QLatin1Char('\n');
                    continue;
                }
                flush();
                if (i + 1 < blocks.size() && tableRow(block, blocks.at(i + 1)))
                    continue;
                prose(block.text, block.line);
                continue;
            }
            flush();
            if (block.kind == DocumentBlock::Kind::Heading) {
                heading(block);
                prose(block.text, block.line);
            } else {
                code(block.text, block.line, block.language);
            }
        }
        flush();
    }

private:
    bool isPage() const { return m_weight == Weight::Docs || m_weight == Weight::Translation; }

    static bool looksLikeCommand(const QString& line) {
        static const QRegularExpression command(QStringLiteral(
            "^(?:\\$\\s*|>\\s*|!|\\(\\w+\\)\\s*\\$\\s*)?(?:[A-Z_]+=\\S+\\s+)*(?:(?:sudo|nohup|time)\\s+)*(?:python[\\d."
            "]*\\s+(?:-\\w|"
            "\\S+\\.py)|pip[\\d.]*\\s+install|conda\\s+(?:install|create|env|activate)|(?:source|conda)\\s+activate|"
            "apt(?:-get)?\\s+"
            "install|(?:ba|z)?sh\\s+\\S+\\.sh|\\./\\S+|cd\\s+\\S+$|wget\\s|curl\\s|gdown\\s|torchrun\\s|accelerate\\s+"
            "launch|git\\s+clone|(?:poetry|pipenv|pdm)\\s+run|uv\\s+(?:run|pip|venv|sync)|(?:mpirun|mpiexec|srun|"
            "deepspeed|horovodrun|"
            "xvfb-run|streamlit\\s+run|nvidia-docker\\s+run|docker\\s+run)\\s|virtualenv\\s+-|th\\s+\\S+\\.lua|"
            "jupyter[ -]notebook\\s+\\S+\\.ipynb|export\\s+\\w+=)"));
        return line.size() < 2000 && command.match(line).hasMatch();
    }

    void heading(const DocumentBlock& block) {
        while (!m_headings.isEmpty() && m_headings.last().first >= block.level)
            m_headings.removeLast();
        if (m_headings.size() < 12)
            m_headings.append({block.level, block.text.trimmed().left(200)});
        m_section = block.text.trimmed().left(200);
        QStringList words;
        for (const auto& [level, text] : std::as_const(m_headings))
            words.append(text);
        // The title of the whole document says what it is, not what stands under it.
        if (words.size() > 1 && m_headings.first().first == 1)
            words.removeFirst();
        m_context = words.join(QLatin1Char('\n'));
        m_workdir = isPage() ? QString() : m_folder;
        m_foreign = false;
    }

    /// `span`: out of running text; `asked`: which says to run it.
    void command(const ShellCommand& shell, bool span = false, bool asked = false) {
        if (shell.words.isEmpty()) {
            remember(shell.assignments);
            return;
        }
        const QString& first = shell.words.first();
        if (first == QLatin1String("export") || first == QLatin1String("set"))
            remember(shell.words.mid(1));
        if (first == QLatin1String("cd") || first == QLatin1String("pushd")) {
            if (!span)
                changeFolder(shell.words.value(1));
            return;
        }
        if (first == QLatin1String("git") && shell.words.value(1) == QLatin1String("clone")) {
            clone(shell);
            return;
        }
        if (!isPage() || (m_weight == Weight::Docs && m_path.contains(QLatin1String("install"), Qt::CaseInsensitive))) {
            const bool side = m_weight != Weight::Main || isOptionalContext();
            if (readInstall(shell,
                            {m_path, m_source, m_factor * 0.95, Dependency::Origin::Prose, side, &m_tree, m_workdir},
                            m_draft))
                return;
        }
        readEnvironmentCommand(shell, m_path, m_source, m_factor * 0.9, m_draft);
        if (m_foreign)
            return;
        RunContext context{m_path,   m_folder,  m_workdir,  (isPage() ? 0.55 : 0.85) * m_factor,
                           m_source, m_context, m_variables};
        // A file's name among words may only be talked of; `python eval.py` is meant to be run.
        const bool named = shell.words.size() == 1;
        if (named)
            context.confidence *= 0.55;
        if (std::optional<EntryPoint> entry = parseRun(shell, context, m_tree, m_draft)) {
            if (named && span && !asked && entry->script.endsWith(QLatin1String(".py")) &&
                !m_runnable.contains(entry->script))
                return;
            m_draft.addEntryPoint(*entry);
        }
    }

    void remember(const QStringList& assignments) {
        for (const QString& assignment : assignments) {
            const qsizetype equals = assignment.indexOf(QLatin1Char('='));
            if (equals > 0 && m_variables.size() < 200)
                m_variables.insert(assignment.left(equals), assignment.mid(equals + 1));
        }
    }

    /// What is cloned beside this repository is somebody else's, and so is what runs in it.
    void clone(const ShellCommand& shell) {
        QString url;
        for (const QString& word : shell.words.mid(2)) {
            if (word.contains(QLatin1Char('/')) && !word.startsWith(QLatin1Char('-')))
                url = url.isEmpty() ? word : url;
        }
        while (url.endsWith(QLatin1Char('/')))
            url.chop(1);
        QString name = url.section(QLatin1Char('/'), -1);
        if (name.endsWith(QLatin1String(".git")))
            name.chop(4);
        const QString own = m_tree.root().section(QLatin1Char('/'), -1);
        if (name.isEmpty() || own.contains(name, Qt::CaseInsensitive) || name.contains(own, Qt::CaseInsensitive)) {
            m_ownClone = name;
            return;
        }
        // Without a clone of its own, a document may call the repository by another name.
        if (!m_ownClone.isEmpty())
            m_clones.insert(name);
    }

    /// "Optional:", "for the demo only": what is installed there is not needed to run.
    bool isOptionalContext() const {
        static const QRegularExpression optional(
            QStringLiteral("optional|contribut|develop(?:er|ment)|docs|documentation|notebook|test"),
            QRegularExpression::CaseInsensitiveOption);
        return optional.match(m_section).hasMatch() || optional.match(m_lastProse).hasMatch();
    }

    void changeFolder(const QString& target) {
        const QString name = target.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
        if (m_clones.contains(name) && !m_tree.hasFolder(joinInside(m_workdir, target).value_or(QString()))) {
            m_foreign = true;
            return;
        }
        if (m_foreign && !target.contains(QLatin1String("..")) && name != m_ownClone)
            return;
        m_foreign = false;
        m_workdir = changedFolder(m_workdir, target, m_tree);
    }

    /// "| Python | CUDA |" over "| 3.6 | 9.0 |": each cell is read with the head of its column.
    bool tableRow(const DocumentBlock& row, const DocumentBlock& next) {
        static const QRegularExpression separator(
            QStringLiteral("^\\s*\\|?\\s*:?-{2,}:?\\s*(?:\\|\\s*:?-{2,}:?\\s*)+\\|?\\s*$"));
        const QString text = row.text.trimmed();
        if (!text.contains(QLatin1Char('|'))) {
            m_columns.clear();
            return false;
        }
        const auto cellsOf = [](QString line) {
            line = line.trimmed();
            if (line.startsWith(QLatin1Char('|')))
                line.remove(0, 1);
            if (line.endsWith(QLatin1Char('|')))
                line.chop(1);
            QStringList cells = line.split(QLatin1Char('|'));
            for (QString& cell : cells)
                cell = plainProse(cell.trimmed());
            return cells;
        };
        if (next.kind == DocumentBlock::Kind::Text && separator.match(next.text).hasMatch()) {
            m_columns = cellsOf(text);
            m_rows = 0;
            return false;
        }
        if (m_columns.isEmpty() || separator.match(text).hasMatch())
            return false;
        static const QRegularExpression subject(
            QStringLiteral("^(?:python|pytorch|torch|tensorflow|tf|cuda|cudnn|jax|mxnet|paddle\\w*)(?: version)?$"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression number(QStringLiteral("^\\W{0,3}v?\\d"));
        const QStringList cells = cellsOf(text);
        // Many rows compare environments; the first ones are what the authors had.
        const double factor = m_factor * (isAside(m_context) ? 0.7 : 0.95) * (1.0 - 0.05 * std::min(m_rows, 10));
        ++m_rows;
        for (qsizetype i = 0; i < std::min(cells.size(), m_columns.size()); ++i) {
            if (subject.match(m_columns.at(i)).hasMatch() && number.match(cells.at(i)).hasMatch())
                readProseLine(m_columns.at(i) + QLatin1Char(' ') + cells.at(i), evidenceAt(m_path, row.line, text),
                              m_source, factor, m_draft);
        }
        return false;
    }

    void code(const QString& block, int line, const QString& language) {
        static const QSet<QString> other{QStringLiteral("python"), QStringLiteral("py"),    QStringLiteral("json"),
                                         QStringLiteral("bibtex"), QStringLiteral("cpp"),   QStringLiteral("yaml"),
                                         QStringLiteral("yml"),    QStringLiteral("latex"), QStringLiteral("tex"),
                                         QStringLiteral("c"),      QStringLiteral("c++"),   QStringLiteral("diff"),
                                         QStringLiteral("toml"),   QStringLiteral("html"),  QStringLiteral("java")};
        const QString start = block.trimmed().section(QLatin1Char('\n'), 0, 0);
        if (other.contains(language) &&
            !looksLikeCommand(start.startsWith(QLatin1Char('#')) ? QString(start).remove(0, 1).trimmed() : start) &&
            !block.contains(QLatin1String("\n!")) && !block.contains(QLatin1String("\npython ")))
            return;
        // Where commands have prompts, the other lines are what they print.
        static const QRegularExpression prompt(QStringLiteral("^\\s*(?:\\([\\w.-]+\\)\\s*)?\\$\\s+\\S"),
                                               QRegularExpression::MultilineOption);
        const bool prompted = prompt.match(block).hasMatch() && language != QLatin1String("dockerfile");
        bool goesOn = false;
        QString text;
        int at = line;
        for (QString row : block.split(QLatin1Char('\n'))) {
            // A comment in a block may tell a version or hold a command that is to be uncommented.
            const QString trimmed = row.trimmed();
            if (trimmed.startsWith(QLatin1Char('#')) && !goesOn) {
                static const QRegularExpression marks(QStringLiteral("^#+\\s*"));
                const QString inner = QString(trimmed).remove(marks);
                if (looksLikeCommand(inner) && !inner.startsWith(QLatin1String("cd ")) &&
                    parseInstall(splitShell(inner).value(0).words) == std::nullopt) {
                    row = inner;
                } else {
                    readProseLine(inner, evidenceAt(m_path, at, trimmed), m_source, m_factor * 0.8, m_draft);
                    m_lastProse = inner;
                }
            } else if (!looksLikeCommand(trimmed) && trimmed.size() < 200 && !trimmed.contains(QLatin1Char('/'))) {
                // Requirements are often listed in a block: "python==3.6".
                readProseLine(trimmed, evidenceAt(m_path, at, trimmed), m_source, m_factor * 0.95, m_draft);
            }
            const bool output = prompted && !goesOn && !prompt.match(row).hasMatch() && !looksLikeCommand(trimmed);
            goesOn = !output && trimmed.endsWith(QLatin1Char('\\'));
            text += (output ? QString() : row) + QLatin1Char('\n');
            ++at;
        }
        for (const ShellCommand& shell : splitShell(text, line))
            command(shell);
    }

    void prose(const QString& line, int number) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty())
            return;
        const Evidence evidence = evidenceAt(m_path, number, trimmed);
        const double section = isAside(m_context) ? 0.75 : 1.0;
        readProseLine(line, evidence, m_source, m_factor * section, m_draft);
        readBadges(line, evidence, m_source, m_factor * 0.95, m_draft);
        if (!isPage())
            m_requirements.read(line, m_section, evidence, m_weight == Weight::Main ? m_factor : 0.7 * m_factor,
                                m_draft);
        static const QRegularExpression span(QStringLiteral(
            "`([^`]{3,400})`|<code>([^<]{3,400})</code>|\\[[^\\]]*\\]\\(([\\w./-]+\\.(?:py|sh|ipynb))\\)"));
        auto it = span.globalMatch(line);
        for (int spans = 0; it.hasNext() && spans < 60; ++spans) {
            const auto match = it.next();
            QString inner = match.captured(1);
            if (inner.isEmpty())
                inner = match.captured(2).isEmpty() ? match.captured(3) : match.captured(2);
            static const QRegularExpression asks(
                QStringLiteral("\\b(?:run(?:ning)?|execut\\w+|launch\\w*|start|call|invoke|using|use)\\b[^.;`]{0,40}$"),
                QRegularExpression::CaseInsensitiveOption);
            const bool asked = asks.match(line.left(match.capturedStart()).right(80)).hasMatch();
            for (const ShellCommand& shell : splitShell(inner, number))
                command(shell, true, asked);
        }
        // "Run python demo.py --gpu 0. The results …": a command without any mark.
        static const QRegularExpression unmarked(
            QStringLiteral("(?<![\\w`/.])((?:python[\\d.]*\\s+(?:-\\w+\\s+)*[\\w./$-]+\\.py|(?:ba)?sh\\s+[\\w./"
                           "$-]+\\.sh)\\b[^`]{0,400}?)"
                           "(?=[.,;:]\\s|[.,;:]?$|[)`\"*]| (?:to|and|for|in order|which|will|where)\\b)"));
        if (line.contains(QLatin1String(".py")) || line.contains(QLatin1String(".sh"))) {
            static const QRegularExpression marked(QStringLiteral("`[^`]*`|<code>[^<]*</code>"));
            const QString rest = QString(line).replace(marked, QStringLiteral("`"));
            for (auto found = unmarked.globalMatch(rest); found.hasNext();) {
                for (const ShellCommand& shell : splitShell(found.next().captured(1), number))
                    command(shell, true, true);
            }
        }
        m_lastProse = trimmed;
    }

    const SourceTree& m_tree;
    QString m_path;
    QString m_folder;
    Weight m_weight;
    const ProseRequirements& m_requirements;
    const QSet<QString>& m_runnable;
    Draft& m_draft;
    QString m_source;
    QList<std::pair<int, QString>> m_headings;
    QString m_section; ///< the nearest heading
    QString m_context; ///< all headings above, one a line
    QString m_lastProse;
    QString m_workdir;
    QHash<QString, QString> m_variables;
    QString m_ownClone;
    QSet<QString> m_clones;
    bool m_foreign = false; ///< inside somebody else's clone
    QStringList m_columns;
    int m_rows = 0;
    double m_factor = 1;
};

} // namespace

void detectReadmes(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                   Draft& draft) {
    static const QRegularExpression main(
        QStringLiteral("^(?:read[-_]?me|install(?:ation|ing)?|getting[-_]?started|setup|usage|developers?|requirements|"
                       "environment|quick[-_]?start)[\\w.-]*?\\.(?:md|rst|markdown|txt|org)$|^readme$|^install$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression document(QStringLiteral("\\.(?:md|rst|markdown)$"),
                                             QRegularExpression::CaseInsensitiveOption);
    // A translation says the same again.
    static const QRegularExpression translation(
        QStringLiteral("[._-](?:cn|zh|zh[-_]cn|ja|jp|kr|ko|ru|es|fr|de|pt|tr|vi|zh[-_]hans)\\.\\w+$"),
        QRegularExpression::CaseInsensitiveOption);
    const ProseRequirements requirements(python, knowledge);
    QSet<QString> runnable;
    for (const PythonFacts& file : python) {
        if (file.mainLine > 0 || !file.parser.isEmpty())
            runnable.insert(file.path);
    }
    int read = 0;
    for (const SourceFile& file : tree.files()) {
        const QString name = file.name();
        const bool known = main.match(name).hasMatch() &&
                           !name.startsWith(QLatin1String("requirements.txt"), Qt::CaseInsensitive) &&
                           !name.endsWith(QLatin1String("requirements.txt"));
        if (file.vendored || file.depth() > 4 || (!known && !document.match(name).hasMatch()) ||
            file.path.startsWith(QLatin1String(".")))
            continue;
        if (++read > 200)
            break;
        const std::optional<QString> text = tree.text(file.path);
        if (!text)
            continue;
        const Weight weight = translation.match(name).hasMatch() ? Weight::Translation
                              : !known                           ? Weight::Docs
                              : file.depth() == 0                ? Weight::Main
                              : isSideManifest(file.folder())    ? Weight::Docs
                                                                 : Weight::Nested;
        ReadmeReader(tree, file, weight, requirements, runnable, draft).read(*text);
    }
}

} // namespace reberth::analysis
