#include "app/commandline/allcommands.h"
#include "app/commandline/text.h"
#include "core/base/textrange.h"
#include "core/compose/lint.h"
#include "core/dockerfile/lint.h"
#include "core/io/atomicfile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

namespace reberth::app {

namespace {

constexpr qint64 sizeLimit = 32 * 1024 * 1024;

bool isCompose(const QString& path) {
    return path.endsWith(QLatin1String(".yaml"), Qt::CaseInsensitive) ||
           path.endsWith(QLatin1String(".yml"), Qt::CaseInsensitive);
}

/// A folder stands for the files that Reberth or people usually put there.
QStringList filesOf(const QString& path) {
    if (!QFileInfo(path).isDir()) {
        return {path};
    }
    const QDir folder(QFileInfo::exists(path + QStringLiteral("/.reberth")) ? path + QStringLiteral("/.reberth") : path);
    QStringList files;
    const auto names = folder.entryList({QStringLiteral("Dockerfile"), QStringLiteral("*.Dockerfile"),
                                         QStringLiteral("Dockerfile.*"), QStringLiteral("compose*.y*ml"),
                                         QStringLiteral("docker-compose*.y*ml")},
                                        QDir::Files, QDir::Name);
    for (const QString& name : names) {
        if (!name.endsWith(QLatin1String(".dockerignore"))) {
            files << QDir::cleanPath(folder.filePath(name));
        }
    }
    return files;
}

QJsonObject toJson(const diagnostics::Diagnostic& diagnostic, const LineIndex& lines) {
    const TextPosition start = lines.position(diagnostic.range.start);
    const TextPosition end = lines.position(diagnostic.range.end);
    QJsonArray fixes;
    for (const diagnostics::Fix& fix : diagnostic.fixes) {
        fixes.append(QJsonObject{{QStringLiteral("title"), fix.title}, {QStringLiteral("safe"), fix.safe}});
    }
    return {{QStringLiteral("file"), diagnostic.file},
            {QStringLiteral("rule"), diagnostic.ruleId},
            {QStringLiteral("aliases"), QJsonArray::fromStringList(diagnostic.aliases)},
            {QStringLiteral("severity"), diagnostics::severityName(diagnostic.severity)},
            {QStringLiteral("message"), diagnostic.message},
            {QStringLiteral("explanation"), diagnostic.explanation},
            {QStringLiteral("line"), start.line + 1},
            {QStringLiteral("column"), start.column + 1},
            {QStringLiteral("endLine"), end.line + 1},
            {QStringLiteral("endColumn"), end.column + 1},
            {QStringLiteral("fixes"), fixes}};
}

void printRules(const Console& console) {
    for (const auto* table : {&dockerfile::rules(), &compose::rules()}) {
        for (const diagnostics::RuleInfo& rule : *table) {
            console.print(QStringLiteral("%1 %2 %3 %4").arg(rule.id, -32).arg(diagnostics::severityName(rule.severity), -8)
                              .arg(rule.aliases.join(u','), -34).arg(rule.title));
        }
    }
}

QList<diagnostics::Diagnostic> check(const QString& path, const QString& text, const knowledge::Knowledge& knowledge) {
    QList<diagnostics::Diagnostic> found;
    if (isCompose(path)) {
        found = compose::lint(text);
    } else {
        dockerfile::LintContext context;
        context.deletedImage = [&knowledge](const QString& image) { return knowledge.deletedImageReplacement(image); };
        found = dockerfile::lint(text, context);
    }
    for (diagnostics::Diagnostic& diagnostic : found) {
        diagnostic.file = path;
    }
    return found;
}

} // namespace

void declareLint(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("files"),
                                 translated("Dockerfiles, compose files, or folders that hold them"), QStringLiteral("files…"));
    parser.addOptions({{QStringLiteral("json"), translated("Print JSON")},
                       {QStringLiteral("fix"), translated("Apply the fixes that keep the meaning")},
                       {QStringLiteral("strict"), translated("Warnings fail too")},
                       {QStringLiteral("rules"), translated("List the rules and end")}});
}

QCoro::Task<int> runLint(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    if (parser->isSet(QStringLiteral("rules"))) {
        printRules(console);
        co_return Ok;
    }
    QStringList files;
    for (const QString& path : parser->positionalArguments()) {
        files += filesOf(path);
    }
    if (files.isEmpty()) {
        console.note(parser->positionalArguments().isEmpty()
                         ? translated("reberth lint: name a Dockerfile, a compose file or a folder.")
                         : translated("reberth lint: there is no Dockerfile or compose file in %1.")
                               .arg(parser->positionalArguments().join(QLatin1String(", "))));
        co_return parser->positionalArguments().isEmpty() ? Usage : BadInput;
    }
    QJsonArray array;
    int errors = 0;
    int warnings = 0;
    bool unreadable = false;
    for (const QString& path : files) {
        const auto data = io::readFile(path, sizeLimit);
        if (!data) {
            console.error(data.error());
            unreadable = true;
            continue;
        }
        QString text = QString::fromUtf8(*data);
        auto found = check(path, text, context->knowledge);
        if (parser->isSet(QStringLiteral("fix"))) {
            QList<TextEdit> edits;
            for (const diagnostics::Diagnostic& diagnostic : found) {
                for (const diagnostics::Fix& fix : diagnostic.fixes) {
                    if (fix.safe) {
                        edits += fix.edits;
                        break;
                    }
                }
            }
            if (const QString fixed = applyEdits(text, edits); fixed != text) {
                if (const auto written = io::writeFileAtomically(path, fixed.toUtf8()); !written) {
                    console.error(written.error());
                    unreadable = true;
                    continue;
                }
                text = fixed;
                found = check(path, text, context->knowledge);
            }
        }
        const LineIndex lines(text);
        for (const diagnostics::Diagnostic& diagnostic : found) {
            errors += diagnostic.severity == diagnostics::Severity::Error ? 1 : 0;
            warnings += diagnostic.severity == diagnostics::Severity::Warning ? 1 : 0;
            if (parser->isSet(QStringLiteral("json"))) {
                array.append(toJson(diagnostic, lines));
                continue;
            }
            const TextPosition start = lines.position(diagnostic.range.start);
            QStringList names{diagnostic.ruleId};
            names += diagnostic.aliases;
            console.print(QStringLiteral("%1:%2:%3: %4: %5 [%6]")
                              .arg(path)
                              .arg(start.line + 1)
                              .arg(start.column + 1)
                              .arg(diagnostics::severityName(diagnostic.severity), diagnostic.message,
                                   names.join(QLatin1String(", "))));
        }
    }
    if (parser->isSet(QStringLiteral("json"))) {
        console.printJson(QJsonObject{{QStringLiteral("schema"), 1}, {QStringLiteral("diagnostics"), array}});
    }
    if (unreadable) {
        co_return BadInput;
    }
    co_return errors > 0 || (warnings > 0 && parser->isSet(QStringLiteral("strict"))) ? Failed : Ok;
}

} // namespace reberth::app
