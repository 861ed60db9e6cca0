#include "core/analysis/dockerfilereader.h"

#include "core/analysis/baseimage.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/manifestscope.h"
#include "core/base/textrange.h"
#include "core/dockerfile/document.h"
#include "core/dockerfile/expansion.h"
#include "core/dockerfile/variables.h"
#include "core/knowledge/imagecontents.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

using dockerfile::Instruction;
using dockerfile::Keyword;
using dockerfile::Variables;

const QString dockerfileSource = QStringLiteral("dockerfile");

class DockerfileReader {
public:
    DockerfileReader(const SourceTree& tree, const QString& path, const QString& text, bool main, Draft& draft)
        : m_tree(tree)
        , m_path(path)
        , m_document(dockerfile::parse(text))
        , m_lines(m_document.source)
        , m_main(main)
        , m_factor(main ? 1.0 : 0.8)
        , m_draft(draft) {}

    void read() {
        if (m_document.stages.isEmpty())
            return;
        m_lineage = lineage();
        const QList<Variables> variables = dockerfile::variablesOf(m_document);
        for (qsizetype i = 0; i < m_document.instructions.size(); ++i)
            readInstruction(m_document.instructions.at(i), variables.at(i));
        if (m_main && m_draft.baseImage.isEmpty())
            m_draft.baseImage = m_base;
        readSystemPython();
    }

private:
    /// The last stage and those that it is built on: what is in the image.
    QSet<qsizetype> lineage() const {
        QSet<qsizetype> stages;
        for (qsizetype stage = m_document.stages.size() - 1; stage >= 0 && !stages.contains(stage);
             stage = m_document.stages.at(stage).parent)
            stages.insert(stage);
        return stages;
    }

    Evidence at(const Instruction& instruction) const {
        const int line = int(m_lines.position(instruction.range.start).line) + 1;
        return evidenceAt(m_path, line, instruction.logical.text().simplified());
    }

    QString expanded(const QString& text, const Variables& variables) const {
        const dockerfile::Expansion result = dockerfile::expand(text, m_document.escape, variables.lookup());
        return result.error.isEmpty() ? result.value : text;
    }

    void readInstruction(const Instruction& instruction, const Variables& variables) {
        switch (instruction.keyword) {
        case Keyword::From:
            return readFrom(instruction, variables);
        case Keyword::Workdir:
            m_workdir = QDir::cleanPath(m_workdir + QLatin1Char('/') + expanded(instruction.arguments(), variables));
            return;
        case Keyword::Copy:
        case Keyword::Add:
            return readCopy(instruction, variables);
        case Keyword::Shell:
            m_foreignShell = instruction.arguments().contains(QLatin1String("powershell"), Qt::CaseInsensitive) ||
                             instruction.arguments().contains(QLatin1String("cmd"), Qt::CaseInsensitive);
            return;
        case Keyword::Run:
            return readRun(instruction, variables);
        case Keyword::Onbuild:
            for (const Instruction& trigger : instruction.trigger)
                readInstruction(trigger, variables);
            return;
        default:
            return;
        }
    }

    void readFrom(const Instruction& instruction, const Variables& variables) {
        const dockerfile::Stage& stage = m_document.stages.at(instruction.stage);
        m_workdir = QStringLiteral("/");
        m_foreignShell = false;
        if (stage.parent >= 0)
            return;
        const QString image = expanded(stage.base, variables);
        if (image.isEmpty() || image == QLatin1String("scratch") || image.contains(QLatin1Char('$')))
            return;
        const bool shipped = m_lineage.contains(instruction.stage);
        readBaseImage(image, at(instruction), m_factor * (shipped ? 1.0 : 0.85), m_draft);
        if (shipped) {
            m_base = image;
            m_baseEvidence = at(instruction);
        }
    }

    /// COPY docker/reqs.txt /tmp/requirements.txt: the file is installed from under another name.
    void readCopy(const Instruction& instruction, const Variables& variables) {
        if (instruction.flag(u"from"))
            return;
        QStringList words;
        for (const dockerfile::Word& word : dockerfile::expandedWords(instruction))
            words.append(expanded(word.text, variables));
        if (words.size() < 2)
            return;
        const QString last = words.takeLast();
        const QString target =
            QDir::cleanPath(last.startsWith(QLatin1Char('/')) ? last : m_workdir + QLatin1Char('/') + last);
        for (const QString& word : std::as_const(words)) {
            const std::optional<QString> source = joinInside({}, word);
            if (!source || !m_tree.contains(*source))
                continue;
            const bool folder = words.size() > 1 || last.endsWith(QLatin1Char('/')) || last == QLatin1String(".");
            m_copies.insert(folder ? QDir::cleanPath(target + QLatin1Char('/') + source->section(QLatin1Char('/'), -1))
                                   : target,
                            *source);
        }
    }

    void readRun(const Instruction& instruction, const Variables& variables) {
        if (m_foreignShell)
            return;
        QHash<QString, QString> known;
        for (const QString& name : variables.names()) {
            if (const std::optional<QString> value = variables.value(name))
                known.insert(name, *value);
        }
        InstallContext context{m_path, dockerfileSource, m_factor, Dependency::Origin::Declared, !m_main, &m_tree};
        context.workdir = m_workdir;
        context.copies = m_copies;
        const int line = int(m_lines.position(instruction.argumentsRange().start).line) + 1;
        if (instruction.isJson) {
            QStringList words;
            for (const dockerfile::Word& word : instruction.json)
                words.append(word.text);
            static const QRegularExpression shell(QStringLiteral("(?:^|/)(?:ba|z|da)?sh$"));
            if (words.size() > 2 && shell.match(words.first()).hasMatch())
                readInstallScript(words.last(), line, context, m_draft, known);
            else
                readInstall({words, {}, words.join(QLatin1Char(' ')), line}, context, m_draft);
        } else {
            readInstallScript(scriptOf(instruction), line, context, m_draft, known);
            readInstaller(instruction);
        }
        for (const dockerfile::Heredoc& heredoc : instruction.heredocs) {
            static const QRegularExpression program(QStringLiteral("^\\s*(?:python|perl|cat|tee|node)"));
            if (!program.match(instruction.arguments()).hasMatch())
                readInstallScript(heredoc.content, int(m_lines.position(heredoc.body.start).line) + 1, context, m_draft,
                                  known);
        }
    }

    /// The script as written, so that its lines can be counted; comments and blank lines inside are continued.
    QString scriptOf(const Instruction& instruction) const {
        const TextRange range = instruction.argumentsRange();
        QString script = m_document.source.mid(range.start, range.length());
        const auto blank = [&](const TextRange& part, bool keepEnd) {
            for (qsizetype i = std::max(part.start, range.start); i < std::min(part.end, range.end); ++i) {
                QChar& c = script[i - range.start];
                if (c != QLatin1Char('\n'))
                    c = QLatin1Char(' ');
                else if (keepEnd)
                    continue;
            }
        };
        for (const dockerfile::Comment& comment : instruction.innerComments) {
            blank(comment.range, true);
            if (comment.range.start >= range.start && comment.range.start < range.end)
                script[comment.range.start - range.start] = QLatin1Char('\\');
        }
        for (const TextRange& empty : instruction.emptyContinuations) {
            // An empty line has no room for a backslash: its end becomes a blank, and the count of lines is one off.
            for (qsizetype i = std::max(empty.start, range.start); i < std::min(empty.end, range.end); ++i)
                script[i - range.start] = QLatin1Char(' ');
        }
        if (m_document.escape != QLatin1Char('\\'))
            script.replace(QString(m_document.escape) + QLatin1Char('\n'), QLatin1String("\\\n"));
        return script;
    }

    /// Miniconda3-py37_4.8.3-Linux-x86_64.sh, Anaconda2-…
    void readInstaller(const Instruction& instruction) {
        static const QRegularExpression installer(
            QStringLiteral("((?:Anaconda|Miniconda|Mambaforge|Miniforge)\\d?-[\\w.]+)"),
            QRegularExpression::CaseInsensitiveOption);
        const auto match = installer.match(instruction.logical.text());
        if (!match.hasMatch())
            return;
        const QString python = knowledge::builtInImageFacts().installerPython(match.captured(1));
        if (!python.isEmpty())
            m_draft.claimPython(QLatin1String("==") + python, dockerfileSource, at(instruction), m_factor * 0.8);
    }

    /// apt's python3 is the release's own.
    void readSystemPython() {
        static const QRegularExpression system(QStringLiteral("(ubuntu|debian)[:-]?(\\d+(?:\\.\\d\\d)?)"));
        static const QRegularExpression python3(QStringLiteral("\\bpython3(?:-pip|-dev|-setuptools)?\\b(?!\\.)"));
        static const QRegularExpression python2(QStringLiteral("\\bpython-(?:pip|dev|setuptools)\\b"));
        const auto match = system.match(m_base);
        if (!match.hasMatch())
            return;
        const bool newer = python3.match(m_document.source).hasMatch();
        if (!newer && !python2.match(m_document.source).hasMatch())
            return;
        const QString python =
            knowledge::builtInImageFacts().pythonOfSystem(match.captured(1) + match.captured(2), !newer);
        if (!python.isEmpty())
            m_draft.claimPython(QLatin1String("==") + python, QStringLiteral("image"), m_baseEvidence, m_factor);
    }

    const SourceTree& m_tree;
    QString m_path;
    dockerfile::Document m_document;
    LineIndex m_lines;
    bool m_main;
    double m_factor;
    Draft& m_draft;
    QSet<qsizetype> m_lineage;
    QString m_base;
    Evidence m_baseEvidence;
    QString m_workdir = QStringLiteral("/");
    bool m_foreignShell = false;
    QHash<QString, QString> m_copies; ///< path in the image → path in the repository
};

} // namespace

void readDockerfile(const SourceTree& tree, const QString& path, bool main, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text) {
        draft.addNote(
            QCoreApplication::translate("reberth::analysis", "%1 could not be read or is too large.").arg(path),
            {{path, 0, {}}});
        return;
    }
    DockerfileReader(tree, path, *text, main, draft).read();
}

} // namespace reberth::analysis
