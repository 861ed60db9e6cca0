#include "core/analysis/environmentcommand.h"

#include "core/analysis/baseimage.h"
#include "core/analysis/moduleload.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::analysis {

namespace {

/// "python3.6", "/usr/bin/python3.6", "3.6.5", "cpython@3.10" → "3.6"; empty for anything else.
QString pythonIn(const QString& word) {
    static const QRegularExpression python(
        QStringLiteral("^(?:.*/)?(?:c?python[=@-]?)?((?:2|3)\\.\\d{1,2}(?:\\.\\d{1,2})?)(?:\\.exe)?$"),
        QRegularExpression::CaseInsensitiveOption);
    return python.match(word).captured(1);
}

/// The value of the first of these options: "-p python3.6", "--python=3.7".
QString valueOf(const QStringList& words, const QStringList& options) {
    for (qsizetype i = 1; i < words.size(); ++i) {
        for (const QString& option : options) {
            if (words.at(i) == option)
                return words.value(i + 1);
            if (words.at(i).startsWith(option + QLatin1Char('=')))
                return words.at(i).mid(option.size() + 1);
        }
    }
    return {};
}

QString pythonOf(const QStringList& words) {
    const QString program = words.first().section(QLatin1Char('/'), -1);
    const QStringList options{QStringLiteral("-p"), QStringLiteral("--python")};
    if (program.startsWith(QLatin1String("virtualenv")) || program == QLatin1String("mkvirtualenv") ||
        program == QLatin1String("mkproject") || program == QLatin1String("pipenv") || program == QLatin1String("uv")) {
        if (program == QLatin1String("uv") && words.value(1) == QLatin1String("python"))
            return pythonIn(words.value(3));
        return pythonIn(valueOf(words, options));
    }
    if (program == QLatin1String("pyenv")) {
        static const QSet<QString> verbs{QStringLiteral("install"), QStringLiteral("local"), QStringLiteral("global"),
                                         QStringLiteral("shell"), QStringLiteral("virtualenv")};
        if (!verbs.contains(words.value(1)))
            return {};
        for (const QString& word : words.mid(2)) {
            if (!word.startsWith(QLatin1Char('-')))
                return pythonIn(word);
        }
        return {};
    }
    if (program == QLatin1String("poetry") && words.value(1) == QLatin1String("env") &&
        words.value(2) == QLatin1String("use"))
        return pythonIn(words.value(3));
    if (program.startsWith(QLatin1String("python")) && words.value(1) == QLatin1String("-m") &&
        (words.value(2) == QLatin1String("venv") || words.value(2) == QLatin1String("virtualenv")))
        return pythonIn(program);
    return {};
}

} // namespace

void readEnvironmentCommand(const ShellCommand& command, const QString& file, const QString& source, double factor,
                            Draft& draft) {
    const QStringList& words = command.words;
    const Evidence evidence = evidenceAt(file, command.line, command.text);
    static const QRegularExpression toolkit(QStringLiteral("/cuda-(\\d{1,2}\\.\\d)(?:/|\\b)"));
    if (const auto match = toolkit.match(command.text.left(2000)); match.hasMatch())
        draft.claimCuda(QLatin1String("==") + match.captured(1), source, evidence, factor * 0.9);
    if (words.isEmpty() || readModuleLoad(words, evidence, source, factor, draft))
        return;
    if (const QString python = pythonOf(words); !python.isEmpty()) {
        draft.claimPython(QLatin1String("==") + python, source, evidence, factor);
        return;
    }
    const QString program = words.first().section(QLatin1Char('/'), -1);
    // python3.7 train.py: the interpreter that the author had.
    if (const QString python = pythonIn(program); !python.isEmpty() && program.startsWith(QLatin1String("python"))) {
        draft.claimPython(QLatin1String("==") + python, source, evidence, factor * 0.8);
        return;
    }
    const bool container = program == QLatin1String("docker") || program == QLatin1String("nvidia-docker") ||
                           program == QLatin1String("podman") || program == QLatin1String("singularity");
    if (container && (words.contains(QStringLiteral("run")) || words.contains(QStringLiteral("pull")))) {
        static const QRegularExpression known(QStringLiteral("^(?:docker://)?((?:[\\w.-]+/)*(?:nvidia/cuda|pytorch/"
                                                             "pytorch|tensorflow/tensorflow|nvidia/pytorch):\\S+)$"));
        for (const QString& word : words) {
            if (const auto match = known.match(word); match.hasMatch())
                readBaseImage(match.captured(1), evidence, factor * 0.75, draft);
        }
    }
}

} // namespace reberth::analysis
