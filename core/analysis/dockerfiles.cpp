#include "core/analysis/baseimage.h"
#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

struct Instruction {
    QString keyword; ///< upper case
    QString arguments;
    int line = 0;
};

/// Instructions with their continued lines joined by '\n' kept, so that evidence has the right line.
QList<Instruction> instructions(const QString& text) {
    QList<Instruction> found;
    const QStringList lines = text.split(QLatin1Char('\n'));
    static const QRegularExpression head(QStringLiteral("^\\s*([A-Za-z]+)\\s+(.*)$"));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto match = head.match(lines.at(i));
        if (!match.hasMatch() || lines.at(i).trimmed().startsWith(QLatin1Char('#')))
            continue;
        Instruction instruction{match.captured(1).toUpper(), match.captured(2), int(i) + 1};
        QString last = match.captured(2).trimmed();
        while (last.endsWith(QLatin1Char('\\')) && i + 1 < lines.size()) {
            ++i;
            const QString next = lines.at(i).trimmed();
            // Comments and blank lines inside a continued instruction do not end it.
            if (next.startsWith(QLatin1Char('#')) || next.isEmpty()) {
                instruction.arguments += QLatin1String("\n\\");
                continue;
            }
            instruction.arguments += QLatin1Char('\n') + lines.at(i);
            last = next;
        }
        found.append(instruction);
    }
    return found;
}

QString expanded(QString text, const QHash<QString, QString>& variables) {
    static const QRegularExpression variable(QStringLiteral("\\$(?:\\{(\\w+)(?::-([^}]*))?\\}|(\\w+))"));
    for (int round = 0; round < 4; ++round) {
        QString result;
        qsizetype at = 0;
        bool changed = false;
        auto it = variable.globalMatch(text);
        while (it.hasNext()) {
            const auto match = it.next();
            const QString name = match.captured(1).isEmpty() ? match.captured(3) : match.captured(1);
            result += QStringView(text).mid(at, match.capturedStart() - at);
            if (variables.contains(name) || !match.captured(2).isEmpty()) {
                result += variables.value(name, match.captured(2));
                changed = true;
            } else {
                result += match.captured();
            }
            at = match.capturedEnd();
        }
        result += QStringView(text).mid(at);
        if (!changed || result.size() > 100'000)
            return result.left(100'000);
        text = result;
    }
    return text;
}

void readDockerfile(const SourceTree& tree, const QString& path, bool main, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text)
        return;
    const double factor = main ? 1.0 : 0.8;
    const QString source = QStringLiteral("dockerfile");
    QHash<QString, QString> variables;
    QString base;
    Evidence baseEvidence;
    QSet<QString> stages;
    for (const Instruction& instruction : instructions(*text)) {
        const Evidence evidence =
            evidenceAt(path, instruction.line, instruction.keyword + QLatin1Char(' ') + instruction.arguments);
        if (instruction.keyword == QLatin1String("ARG") || instruction.keyword == QLatin1String("ENV")) {
            static const QRegularExpression pair(QStringLiteral("(\\w+)=(\"[^\"]*\"|'[^']*'|\\S*)"));
            auto it = pair.globalMatch(instruction.arguments);
            bool any = false;
            while (it.hasNext()) {
                const auto match = it.next();
                QString value = match.captured(2);
                if (value.size() > 1 && (value.startsWith(QLatin1Char('"')) || value.startsWith(QLatin1Char('\''))))
                    value = value.mid(1, value.size() - 2);
                variables.insert(match.captured(1), expanded(value, variables));
                any = true;
            }
            if (!any && instruction.keyword == QLatin1String("ENV"))
                variables.insert(instruction.arguments.section(QLatin1Char(' '), 0, 0),
                                 expanded(instruction.arguments.section(QLatin1Char(' '), 1).trimmed(), variables));
        } else if (instruction.keyword == QLatin1String("FROM")) {
            QStringList words = expanded(instruction.arguments, variables)
                                    .split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
            while (!words.isEmpty() && words.first().startsWith(QLatin1String("--")))
                words.removeFirst();
            const QString image = words.value(0);
            if (words.size() > 2)
                stages.insert(words.at(2));
            if (!stages.contains(image) && image != QLatin1String("scratch")) {
                base = image;
                baseEvidence = evidence;
                readBaseImage(image, evidence, factor, draft);
            }
        } else if (instruction.keyword == QLatin1String("RUN")) {
            QString script = expanded(instruction.arguments, variables);
            static const QRegularExpression flags(QStringLiteral("^(?:\\s*--\\w[\\w-]*(?:=\\S+)?\\s*)+"));
            script.remove(flags);
            const bool exec = script.trimmed().startsWith(QLatin1Char('['));
            if (exec)
                script.replace(QRegularExpression(QStringLiteral("[\\[\\],\"]")), QStringLiteral(" "));
            for (const ShellCommand& command : splitShell(script, instruction.line)) {
                readInstall(command, {path, source, factor, Dependency::Origin::Declared, !main}, draft);
                static const QRegularExpression conda(QStringLiteral("(?:Anaconda|Miniconda)(\\d)-"),
                                                      QRegularExpression::CaseInsensitiveOption);
                if (const auto match = conda.match(command.text);
                    match.hasMatch() && match.captured(1) == QLatin1String("2"))
                    draft.claimPython(QStringLiteral("==2.7"), source, evidenceAt(path, command.line, command.text),
                                      factor * 0.85);
            }
        }
    }
    if (main && !base.isEmpty() && draft.baseImage.isEmpty())
        draft.baseImage = base;
    static const QRegularExpression ubuntu(QStringLiteral("ubuntu[:-]?(\\d\\d\\.\\d\\d)"));
    static const QRegularExpression systemPython(QStringLiteral("\\bpython3(?:-pip|-dev)\\b"));
    if (const auto match = ubuntu.match(base); match.hasMatch() && systemPython.match(*text).hasMatch()) {
        const QString python = pythonOfUbuntu(match.captured(1));
        if (!python.isEmpty())
            draft.claimPython(QLatin1String("==") + python, QStringLiteral("image"), baseEvidence, factor);
    }
}

} // namespace

void detectDockerfiles(const SourceTree& tree, Draft& draft) {
    const QList<SourceFile> files = tree.matching([](const SourceFile& file) {
        const QString name = file.name();
        return file.depth() <= 3 &&
               (name.startsWith(QLatin1String("Dockerfile")) ||
                name.endsWith(QLatin1String(".dockerfile"), Qt::CaseInsensitive) ||
                name.endsWith(QLatin1String(".Dockerfile"))) &&
               !name.endsWith(QLatin1String(".dockerignore"));
    });
    // The author's main one: nearest to the root, GPU before CPU, plain name before a variant.
    const auto rank = [](const SourceFile& file) {
        const QString name = file.name().toLower();
        int value = file.depth() * 10;
        if (name.contains(QLatin1String("gpu")) || name.contains(QLatin1String("cuda")))
            value += 1;
        else if (name.contains(QLatin1String("cpu")) || name.startsWith(QLatin1Char('.')))
            value += 5;
        else if (name != QLatin1String("dockerfile"))
            value += 2;
        if (isSideManifest(file.folder()))
            value += 5;
        return value;
    };
    const SourceFile* main = nullptr;
    for (const SourceFile& file : files) {
        if (!main || rank(file) < rank(*main))
            main = &file;
    }
    if (main)
        readDockerfile(tree, main->path, true, draft);
    for (const SourceFile& file : files) {
        if (&file != main)
            readDockerfile(tree, file.path, false, draft);
    }
}

} // namespace reberth::analysis
