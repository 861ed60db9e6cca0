#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/prose.h"
#include "core/analysis/proserequirements.h"
#include "core/analysis/runcommand.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

enum class Weight { Main, Nested, Docs };

class ReadmeReader {
public:
    ReadmeReader(const SourceTree& tree, const SourceFile& file, Weight weight, const ProseRequirements& requirements,
                 Draft& draft)
        : m_tree(tree)
        , m_path(file.path)
        , m_folder(file.folder())
        , m_weight(weight)
        , m_requirements(requirements)
        , m_draft(draft)
        , m_source(weight == Weight::Docs ? QStringLiteral("docs") : QStringLiteral("readme")) {
        m_factor = weight == Weight::Nested ? 0.85 : 1.0;
        m_workdir = weight == Weight::Docs ? QString() : m_folder;
    }

    void read(const QString& text) {
        static const QRegularExpression fence(QStringLiteral("^\\s*(?:>\\s*)?(```|~~~)\\s*\\{?\\.?(\\w*)"));
        static const QRegularExpression heading(QStringLiteral("^\\s{0,3}(#{1,6})\\s+(.*)$"));
        const QStringList lines = text.split(QLatin1Char('\n'));
        QString block, language;
        int blockLine = 0;
        bool fenced = false;
        for (qsizetype i = 0; i < lines.size() && i < 20'000; ++i) {
            const QString& line = lines.at(i);
            const int number = int(i) + 1;
            if (line.size() > 20'000)
                continue;
            if (const auto match = fence.match(line); match.hasMatch()) {
                if (!block.isEmpty())
                    code(block, blockLine, language);
                block.clear();
                fenced = !fenced;
                // ``` x ``` on one line opens nothing.
                if (fenced && line.trimmed().size() > 6 && line.trimmed().endsWith(match.captured(1))) {
                    fenced = false;
                    code(line.trimmed().mid(3, line.trimmed().size() - 6), number, QString());
                }
                language = match.captured(2).toLower();
                blockLine = number + 1;
                continue;
            }
            if (fenced) {
                block += line + QLatin1Char('\n');
                continue;
            }
            const bool indented = (line.startsWith(QLatin1String("    ")) || line.startsWith(QLatin1Char('\t'))) &&
                                  looksLikeCommand(line.trimmed());
            const bool continued = !block.isEmpty() && block.trimmed().endsWith(QLatin1Char('\\'));
            if (indented || looksLikeCommand(line.trimmed()) || continued) {
                if (block.isEmpty())
                    blockLine = number;
                block += line.trimmed() + QLatin1Char('\n');
                continue;
            }
            if (!block.isEmpty()) {
                code(block, blockLine, QString());
                block.clear();
            }
            if (const auto match = heading.match(line); match.hasMatch()) {
                m_section = match.captured(2);
                m_workdir = m_weight == Weight::Docs ? QString() : m_folder;
            } else if (i + 1 < lines.size() && lines.at(i + 1).size() > 2 &&
                       QString(lines.at(i + 1)).remove(QLatin1Char('=')).remove(QLatin1Char('-')).trimmed().isEmpty()) {
                m_section = line;
            }
            prose(line, number);
        }
        if (!block.isEmpty())
            code(block, blockLine, language);
    }

private:
    static bool looksLikeCommand(const QString& line) {
        static const QRegularExpression command(
            QStringLiteral("^(?:\\$\\s*|>\\s*|!)?(?:[A-Z_]+=\\S+\\s+)*(?:sudo\\s+)?(?:python[\\d.]*\\s+(?:-\\w|\\S+\\."
                           "py)|pip[\\d.]*\\s+install|conda\\s+(?:install|create|env)|"
                           "apt(?:-get)?\\s+install|(?:ba)?sh\\s+\\S+\\.sh|\\./"
                           "\\S+|cd\\s+\\S+$|wget\\s|curl\\s|gdown\\s|torchrun\\s|accelerate\\s+launch|git\\s+clone|"
                           "poetry\\s+run|uv\\s+(?:run|pip))"));
        return line.size() < 2000 && command.match(line).hasMatch();
    }

    void command(const ShellCommand& shell) {
        if (shell.words.isEmpty())
            return;
        if (shell.words.first() == QLatin1String("cd")) {
            changeFolder(shell.words.value(1));
            return;
        }
        if (m_weight != Weight::Docs || m_path.contains(QLatin1String("install"), Qt::CaseInsensitive)) {
            const bool side = m_weight != Weight::Main || isOptionalContext();
            if (readInstall(shell, {m_path, m_source, m_factor * 0.95, Dependency::Origin::Prose, side}, m_draft))
                return;
        }
        RunContext context{m_path, m_folder, m_workdir, (m_weight == Weight::Docs ? 0.55 : 0.85) * m_factor};
        if (const std::optional<EntryPoint> entry = parseRun(shell, context, m_tree, m_draft))
            m_draft.addEntryPoint(*entry);
    }

    /// "Optional:", "for the demo only": what is installed there is not needed to run.
    bool isOptionalContext() const {
        static const QRegularExpression optional(
            QStringLiteral("optional|contribut|develop(?:er|ment)|docs|documentation|notebook|test"),
            QRegularExpression::CaseInsensitiveOption);
        return optional.match(m_section).hasMatch() || optional.match(m_lastProse).hasMatch();
    }

    void changeFolder(QString target) {
        while (target.endsWith(QLatin1Char('/')))
            target.chop(1);
        if (target.isEmpty() || target == QLatin1String("-"))
            return;
        const std::optional<QString> path = joinInside(m_workdir, target);
        if (path && m_tree.hasFolder(*path)) {
            m_workdir = *path;
            return;
        }
        // cd $ROOT/lib, cd path/to/repo/tools: the longest tail that is a folder here; else the repository itself.
        QStringList parts = target.split(QLatin1Char('/'), Qt::SkipEmptyParts);
        while (!parts.isEmpty() && !m_tree.hasFolder(parts.join(QLatin1Char('/'))))
            parts.removeFirst();
        m_workdir = parts.join(QLatin1Char('/'));
    }

    void code(const QString& block, int line, const QString& language) {
        static const QSet<QString> other{QStringLiteral("python"), QStringLiteral("py"),    QStringLiteral("json"),
                                         QStringLiteral("bibtex"), QStringLiteral("cpp"),   QStringLiteral("yaml"),
                                         QStringLiteral("yml"),    QStringLiteral("latex"), QStringLiteral("tex")};
        if (other.contains(language) && !looksLikeCommand(block.trimmed().section(QLatin1Char('\n'), 0, 0)))
            return;
        QString text;
        int at = line;
        for (QString row : block.split(QLatin1Char('\n'))) {
            // A comment in a block may tell a version or hold a command that is to be uncommented.
            const QString trimmed = row.trimmed();
            if (trimmed.startsWith(QLatin1Char('#'))) {
                const QString inner = QString(trimmed).remove(QRegularExpression(QStringLiteral("^#+\\s*")));
                if (looksLikeCommand(inner) && !inner.startsWith(QLatin1String("cd ")) &&
                    parseInstall(splitShell(inner).value(0).words) == std::nullopt)
                    row = inner;
                else
                    readProseLine(inner, evidenceAt(m_path, at, trimmed), m_source, m_factor * 0.8, m_draft);
            } else if (!looksLikeCommand(trimmed) && trimmed.size() < 200 && !trimmed.contains(QLatin1Char('/'))) {
                // Requirements are often listed in a block: "python==3.6".
                readProseLine(trimmed, evidenceAt(m_path, at, trimmed), m_source, m_factor * 0.95, m_draft);
            }
            text += row + QLatin1Char('\n');
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
        static const QRegularExpression news(
            QStringLiteral("news|changelog|history|update|release|citation|acknowledg|faq|troubleshoot|windows"),
            QRegularExpression::CaseInsensitiveOption);
        const double section = news.match(m_section).hasMatch() ? 0.75 : 1.0;
        readProseLine(line, evidence, m_source, m_factor * section, m_draft);
        if (m_weight != Weight::Docs)
            m_requirements.read(line, m_section, evidence, m_weight == Weight::Main ? m_factor : 0.7 * m_factor,
                                m_draft);
        static const QRegularExpression span(QStringLiteral("`([^`]{3,400})`|<code>([^<]{3,400})</code>"));
        auto it = span.globalMatch(line);
        while (it.hasNext()) {
            const auto match = it.next();
            const QString inner = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
            for (const ShellCommand& shell : splitShell(inner, number)) {
                if (!shell.words.isEmpty() && shell.words.first() != QLatin1String("cd"))
                    command(shell);
            }
        }
        m_lastProse = trimmed;
    }

    const SourceTree& m_tree;
    QString m_path;
    QString m_folder;
    Weight m_weight;
    const ProseRequirements& m_requirements;
    Draft& m_draft;
    QString m_source;
    QString m_section;
    QString m_lastProse;
    QString m_workdir;
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
    int read = 0;
    for (const SourceFile& file : tree.files()) {
        const QString name = file.name();
        const bool known = main.match(name).hasMatch() &&
                           !name.startsWith(QLatin1String("requirements.txt"), Qt::CaseInsensitive) &&
                           !name.endsWith(QLatin1String("requirements.txt"));
        if (file.vendored || file.depth() > 4 || translation.match(name).hasMatch() ||
            (!known && !document.match(name).hasMatch()) || file.path.startsWith(QLatin1String(".")))
            continue;
        if (++read > 200)
            break;
        const std::optional<QString> text = tree.text(file.path);
        if (!text)
            continue;
        const Weight weight = !known                          ? Weight::Docs
                              : file.depth() == 0             ? Weight::Main
                              : isSideManifest(file.folder()) ? Weight::Docs
                                                              : Weight::Nested;
        ReadmeReader(tree, file, weight, requirements, draft).read(*text);
    }
}

} // namespace reberth::analysis
