#include "core/analysis/datalinks.h"
#include "core/analysis/detectors.h"
#include "core/analysis/documents.h"
#include "core/analysis/downloadcommand.h"
#include "core/analysis/shellwords.h"

#include <QHash>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxLine = 20'000;
constexpr int maxScripts = 300;
constexpr int maxNotebooks = 200;

class Reader {
public:
    Reader(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft)
        : m_tree(tree)
        , m_python(python)
        , m_draft(draft) {}

    void read() {
        for (const SourceFile& file : documentsOf(m_tree)) {
            if (const std::optional<QString> text = m_tree.text(file.path))
                document(text->split(QLatin1Char('\n')), file.path);
        }
        scripts();
        for (const PythonFacts& facts : m_python) {
            if (facts.vendored || facts.path.startsWith(QLatin1Char('.')))
                continue;
            for (const DataSource& data : facts.data)
                m_draft.addData(data);
            defaults(facts);
        }
        notebooks();
    }

private:
    /// Prose and commands, line by line; a backslash joins what belongs to one command.
    void document(const QStringList& lines, const QString& path) {
        static const QRegularExpression span(QStringLiteral("`([^`]{4,400})`"));
        QString section;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i).size() > maxLine)
                continue;
            const int number = int(i) + 1;
            if (const std::optional<QString> title = headingAt(lines, i))
                section = *title;
            QString command = lines.at(i);
            while (command.trimmed().endsWith(QLatin1Char('\\')) && i + 1 < lines.size() && command.size() < maxLine)
                command += QLatin1Char('\n') + lines.at(++i);
            if (mayDownload(command)) {
                commands(command.trimmed(), path, number, section);
                auto it = span.globalMatch(command);
                while (it.hasNext())
                    commands(it.next().captured(1), path, number, section);
            }
            int at = number;
            for (const QString& row : command.split(QLatin1Char('\n'))) {
                for (const DataSource& data : findLinks(row, path, at, section))
                    m_draft.addData(data);
                ++at;
            }
            folderTree(lines, i, path);
            symbolicLink(command.trimmed(), path, number);
        }
    }

    void commands(const QString& text, const QString& path, int line, const QString& section) {
        for (const ShellCommand& command : splitShell(text, line)) {
            for (const DataSource& data : readDownload(command, path, section))
                m_draft.addData(data);
        }
    }

    static bool isScript(const SourceFile& file) {
        const QString name = file.name();
        return name.endsWith(QLatin1String(".sh")) || name.endsWith(QLatin1String(".bash")) ||
               name == QLatin1String("Makefile") || name.startsWith(QLatin1String("Dockerfile"));
    }

    void scripts() {
        int read = 0;
        for (const SourceFile& file : m_tree.matching(isScript)) {
            if (++read > maxScripts)
                break;
            const std::optional<QString> text = m_tree.text(file.path);
            if (text && text->size() < 300'000)
                script(*text, file.path);
        }
    }

    /// Follows `cd` and plain variables, as far as they are constant.
    void script(const QString& text, const QString& path) {
        static const QRegularExpression variable(QStringLiteral("\\$(?:\\{(\\w+)\\}|(\\w+))"));
        const bool fetches = mayDownload(text);
        QHash<QString, QString> values;
        QString folder;
        QSet<int> covered;
        const auto expanded = [&values](QString word) {
            for (int round = 0; round < 3 && word.contains(QLatin1Char('$')) && word.size() < 2000; ++round) {
                const auto match = variable.match(word);
                const QString name = match.captured(1) + match.captured(2);
                if (!match.hasMatch() || !values.contains(name))
                    break;
                word.replace(match.capturedStart(), match.capturedLength(), values.value(name));
            }
            return word;
        };
        if (fetches || text.contains(QLatin1String("://"))) {
            for (ShellCommand command : splitShell(text)) {
                for (const QString& assignment : std::as_const(command.assignments))
                    values.insert(assignment.section(QLatin1Char('='), 0, 0),
                                  expanded(assignment.section(QLatin1Char('='), 1)));
                for (QString& word : command.words)
                    word = expanded(word);
                if (command.words.value(0) == QLatin1String("cd")) {
                    const QString target = command.words.value(1);
                    folder =
                        target.contains(QLatin1Char('$')) ? QString() : joinInside(folder, target).value_or(QString());
                    continue;
                }
                for (DataSource data : readDownload(command, path, {})) {
                    if (!folder.isEmpty() && !data.path.startsWith(QLatin1Char('/')))
                        data.path = data.path.isEmpty() ? folder : folder + QLatin1Char('/') + data.path;
                    covered.insert(command.line);
                    m_draft.addData(data);
                }
            }
        }
        int number = 0;
        for (const QString& row : text.split(QLatin1Char('\n'))) {
            ++number;
            if (row.size() > maxLine || covered.contains(number))
                continue;
            // A script that fetches may have all its addresses in variables.
            for (DataSource data : findLinks(row, path, number, {}))
                m_draft.addData(data);
        }
    }

    void notebooks() {
        int read = 0;
        for (const SourceFile& file : m_tree.matching(
                 [](const SourceFile& candidate) { return candidate.path.endsWith(QLatin1String(".ipynb")); })) {
            if (++read > maxNotebooks)
                break;
            const std::optional<QByteArray> bytes = m_tree.bytes(file.path);
            if (!bytes || (!bytes->contains("://") && !bytes->contains("gdown") && !bytes->contains("kaggle")))
                continue;
            for (const QString& row : notebookLines(*bytes)) {
                if (row.size() > maxLine)
                    continue;
                if (mayDownload(row))
                    commands(row.trimmed(), file.path, 0, {});
                for (const DataSource& data : findLinks(row, file.path, 0, {}))
                    m_draft.addData(data);
            }
        }
    }

    /// Adds a place where something is expected, unless the repository has it already.
    void addPlace(QString path, const QString& kind, const Evidence& evidence) {
        while (path.endsWith(QLatin1Char('/')))
            path.chop(1);
        while (path.startsWith(QLatin1String("./")))
            path.remove(0, 2);
        static const QRegularExpression plain(QStringLiteral("^[\\w][\\w./ -]{1,120}$"));
        if (!plain.match(path).hasMatch() || m_tree.contains(path) || m_tree.hasFolder(path) || m_places >= 60)
            return;
        for (const DataSource& known : std::as_const(m_draft.data)) {
            if (known.url.isEmpty() && known.path == path)
                return;
        }
        ++m_places;
        DataSource data;
        data.kind = kind;
        data.path = path;
        data.evidence = {evidence};
        m_draft.addData(data);
    }

    static QString kindOfFolder(const QString& path) {
        static const QRegularExpression data(
            QStringLiteral("(?<![a-z])(?:data|datasets?|dataroot|corpus|images?)(?![a-z])"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression weights(QStringLiteral("(?<![a-z])(?:weights?|check_?points?|ckpts?|pre_?"
                                                               "trained(?:_?models?)?|model_?zoo|snapshots?)(?![a-z])"),
                                                QRegularExpression::CaseInsensitiveOption);
        if (weights.match(path).hasMatch())
            return QStringLiteral("weights");
        return data.match(path).hasMatch() ? QStringLiteral("dataset") : QString();
    }

    /// "data" over "├── coco": the folders that the authors' own tree has.
    void folderTree(const QStringList& lines, qsizetype index, const QString& path) {
        static const QRegularExpression branch(
            QStringLiteral("^\\s{0,4}(?:├|└|\\|-|\\+-|`-|\\|_)[─—\\-_\\s]*\\s*([\\w./-]+)/?\\s*(?:[#(←:].*)?$"));
        static const QRegularExpression root(QStringLiteral("^\\s{0,4}(?:\\$?\\{?)(\\.?/?[\\w./-]+?)\\}?/?\\s*$"));
        const auto top = root.match(lines.at(index));
        if (!top.hasMatch() || !branch.match(lines.value(index + 1)).hasMatch())
            return;
        QString base = top.captured(1);
        const QString kind = kindOfFolder(base);
        // The repository's own name, or a dot, is its root.
        const bool whole =
            kind.isEmpty() && (base == QLatin1String(".") ||
                               base.compare(m_tree.root().section(QLatin1Char('/'), -1), Qt::CaseInsensitive) == 0);
        if (kind.isEmpty() && !whole)
            return;
        if (whole)
            base.clear();
        int taken = 0;
        for (qsizetype i = index + 1; i < lines.size() && i < index + 80 && taken < 20; ++i) {
            const auto match = branch.match(lines.at(i));
            if (!match.hasMatch()) {
                if (lines.at(i).trimmed().isEmpty() || lines.at(i).contains(QLatin1String("```")))
                    break;
                continue;
            }
            const QString child = match.captured(1);
            const QString childKind = whole ? kindOfFolder(child) : kind;
            if (childKind.isEmpty() || child.startsWith(QLatin1Char('.')))
                continue;
            addPlace(base.isEmpty() ? child : base + QLatin1Char('/') + child, childKind,
                     evidenceAt(path, int(i) + 1, lines.at(i)));
            ++taken;
        }
    }

    void symbolicLink(const QString& line, const QString& path, int number) {
        static const QRegularExpression link(QStringLiteral("^(?:[$>]\\s*)?ln\\s+-s\\w*\\s+\\S+\\s+([\\w./-]+)\\s*$"));
        if (const auto match = link.match(line); match.hasMatch()) {
            if (const QString kind = kindOfFolder(match.captured(1)); !kind.isEmpty())
                addPlace(match.captured(1), kind, evidenceAt(path, number, line));
        }
    }

    /// `--data_root ./data/coco`: where the code looks unless it is told.
    void defaults(const PythonFacts& facts) {
        static const QRegularExpression data(
            QStringLiteral("^-*(?:data|dataset|train|val|test|image|img)[_-]?(?:s|root|dir|path|folder|file|set)*$|"
                           "^-*(?:root|data)[_-](?:dir|path|root|folder)$"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression weights(
            QStringLiteral("^-*(?:weights?|check_?point|ckpt|pre-?trained(?:[_-]?model)?|model|basenet|trained[_-]"
                           "model|restore|backbone)"
                           "[_-]?(?:path|file|dir|name)?$"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression place(QStringLiteral("^\\.?/?[\\w.-]+(?:/[\\w.-]+)+/?$"));
        for (const Parameter& parameter : facts.parameters) {
            const bool isData = data.match(parameter.name).hasMatch();
            if ((!isData && !weights.match(parameter.name).hasMatch()) ||
                !place.match(parameter.defaultValue).hasMatch() || parameter.defaultValue.startsWith(QLatin1Char('/')))
                continue;
            addPlace(parameter.defaultValue, isData ? QStringLiteral("dataset") : QStringLiteral("weights"),
                     evidenceAt(facts.path, 0, parameter.name + QLatin1String(" default ") + parameter.defaultValue));
        }
    }

    const SourceTree& m_tree;
    const QList<PythonFacts>& m_python;
    Draft& m_draft;
    int m_places = 0;
};

} // namespace

void detectDataSources(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    Reader(tree, python, draft).read();
}

} // namespace reberth::analysis
