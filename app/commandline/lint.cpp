#include "app/commandline/allcommands.h"
#include "app/commandline/text.h"
#include "app/commandline/textinput.h"
#include "core/io/atomicfile.h"
#include "core/linting/checkedfile.h"
#include "core/linting/fixing.h"
#include "core/linting/output.h"
#include "core/linting/sarif.h"
#include "core/linting/unifieddiff.h"

#include <QFileInfo>

namespace reberth::app {

namespace {

struct LintJob {
    QStringList paths;
    std::optional<linting::FileKind> kind;
    linting::CheckOptions options;
    QString format;
    int failOn = 0;
    bool fix = false;
    bool diff = false;
};

void printRules(const Console& console) {
    for (const auto* table : {&dockerfile::rules(), &compose::rules()}) {
        for (const diagnostics::RuleInfo& rule : *table) {
            console.print(QStringLiteral("%1 %2 %3 %4").arg(rule.id, -32).arg(diagnostics::severityName(rule.severity), -8)
                              .arg(rule.aliases.join(u','), -34).arg(rule.title));
        }
    }
}

Result<QStringList> pathsOf(const QCommandLineParser& parser) {
    QStringList paths;
    if (const QString list = parser.value(QStringLiteral("file-list")); !list.isEmpty()) {
        const auto text = readInput(list);
        if (!text) {
            return fail(text.error());
        }
        for (QString& line : text->text.split(u'\n', Qt::SkipEmptyParts)) {
            paths << (line.endsWith(u'\r') ? line.chopped(1) : line);
        }
    }
    for (const QString& path : parser.positionalArguments()) {
        if (path == QLatin1String("-") || !QFileInfo(path).isDir()) {
            paths << path;
            continue;
        }
        const QStringList below = linting::filesBelow(path);
        if (below.isEmpty()) {
            return fail(ErrorCode::NotFound, translated("There is no Dockerfile or compose file in %1.").arg(path));
        }
        paths += below;
    }
    if (paths.isEmpty() && !parser.isSet(QStringLiteral("file-list"))) {
        return fail(ErrorCode::InvalidInput,
                    translated("Name a Dockerfile, a compose file, a folder, or “-” for standard input."));
    }
    return paths;
}

Result<LintJob> jobOf(const QCommandLineParser& parser) {
    LintJob job;
    job.format = parser.value(QStringLiteral("format"));
    if (!QStringList{QStringLiteral("text"), QStringLiteral("json"), QStringLiteral("sarif"), QStringLiteral("github")}
             .contains(job.format)) {
        return fail(ErrorCode::InvalidInput, translated("There is no format “%1”; take text, json, sarif or github.")
                                                 .arg(job.format));
    }
    const auto level = linting::levelOf(parser.value(QStringLiteral("fail-on")));
    if (!level) {
        return fail(ErrorCode::InvalidInput, translated("There is no level “%1”; take error, warning, info or hint.")
                                                 .arg(parser.value(QStringLiteral("fail-on"))));
    }
    job.failOn = *level;
    if (const QString kind = parser.value(QStringLiteral("kind")); kind == QLatin1String("dockerfile")) {
        job.kind = linting::FileKind::Dockerfile;
    } else if (kind == QLatin1String("compose")) {
        job.kind = linting::FileKind::Compose;
    } else if (!kind.isEmpty()) {
        return fail(ErrorCode::InvalidInput, translated("There is no kind “%1”; take dockerfile or compose.").arg(kind));
    }
    if (const QString path = parser.value(QStringLiteral("settings")); !path.isEmpty()) {
        const auto data = readInput(path);
        if (!data) {
            return fail(data.error());
        }
        const QByteArray json = data->text.toUtf8();
        const auto settings = dockerfile::LintSettings::fromJson(json);
        if (!settings) {
            return fail(settings.error());
        }
        job.options.settings = *settings;
        job.options.composeSettings = compose::LintSettings::fromJson(json);
    }
    job.diff = parser.isSet(QStringLiteral("diff"));
    job.fix = parser.isSet(QStringLiteral("fix")) && !job.diff;
    const auto paths = pathsOf(parser);
    if (!paths) {
        return fail(paths.error());
    }
    job.paths = *paths;
    return job;
}

/// Checks one file, and writes or shows what the safe fixes change.
linting::CheckedFile checkFile(const QString& path, const LintJob& job, const Console& console) {
    linting::CheckedFile file;
    const bool input = path == QLatin1String("-");
    file.path = input ? QStringLiteral("<stdin>") : path;
    const auto data = readInput(path);
    if (!data) {
        file.problem = data.error().message;
        return file;
    }
    file.text = data->text;
    file.kind = job.kind.value_or(linting::kindOf(path, file.text));
    linting::CheckOptions options = job.options;
    options.readsNeighbours = !input;
    if (!job.fix && !job.diff) {
        file.found = linting::check(file.path, file.text, file.kind, options);
        return file;
    }
    const linting::Fixed fixed = linting::fixSafely(file.path, file.text, file.kind, options);
    if (!data->exact) {
        console.note(translated("%1 is not UTF-8 text; it was checked but not changed.").arg(file.path));
        file.found = linting::check(file.path, file.text, file.kind, options);
        return file;
    }
    if (job.diff) {
        console.write(linting::unifiedDiff(file.path, file.text, fixed.text).toUtf8());
        file.found = linting::check(file.path, file.text, file.kind, options);
        return file;
    }
    if (input) {
        console.write(data->bytes(fixed.text));
    } else if (fixed.text != file.text) {
        if (const auto written = io::writeFileAtomically(path, data->bytes(fixed.text)); !written) {
            file.problem = written.error().message;
            return file;
        }
    }
    file.text = fixed.text;
    file.found = fixed.left;
    return file;
}

/// With --diff, and with --fix of standard input, the changed text has stdout for itself.
bool printsFindings(const LintJob& job) {
    return !job.diff && !(job.fix && job.paths.contains(QLatin1String("-")));
}

} // namespace

void declareLint(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("files"),
                                 translated("Dockerfiles, compose files, folders that hold them, or - for standard input"),
                                 QStringLiteral("files…"));
    parser.addOptions(
        {{QStringLiteral("kind"), translated("What the files are: dockerfile or compose; else their names tell"),
          QStringLiteral("kind")},
         {QStringLiteral("file-list"), translated("A file with one path a line (- for standard input)"),
          QStringLiteral("list")},
         {QStringLiteral("settings"),
          translated("Build arguments, check option, registries, labels, rules on and off, compose format"),
          QStringLiteral("file.json")},
         {QStringLiteral("format"), translated("text, json (one object a file), sarif or github"),
          QStringLiteral("format"), QStringLiteral("text")},
         {QStringLiteral("fail-on"), translated("The least level that makes the exit code 1: error, warning, info, hint"),
          QStringLiteral("level"), QStringLiteral("error")},
         {QStringLiteral("fix"), translated("Apply the fixes that keep the meaning")},
         {QStringLiteral("diff"), translated("Show what --fix would change, and write nothing")},
         {QStringLiteral("rules"), translated("List the rules and end")}});
}

QCoro::Task<int> runLint(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    if (parser->isSet(QStringLiteral("rules"))) {
        printRules(console);
        co_return Ok;
    }
    auto job = jobOf(*parser);
    if (!job) {
        console.note(QStringLiteral("reberth lint: ") + job.error().message);
        co_return Usage;
    }
    const knowledge::Knowledge& facts = context->knowledge;
    job->options.deletedImage = [&facts](const QString& image) { return facts.deletedImageReplacement(image); };
    job->options.variable = [](const QString& name) {
        return qEnvironmentVariableIsSet(name.toLocal8Bit().constData()) ? std::optional(qEnvironmentVariable(name.toLocal8Bit().constData()))
                                                                         : std::nullopt;
    };
    QList<linting::CheckedFile> files;
    bool failed = false;
    bool unreadable = false;
    for (const QString& path : std::as_const(job->paths)) {
        linting::CheckedFile file = checkFile(path, *job, console);
        if (!file.problem.isEmpty()) {
            unreadable = true;
            console.note(QStringLiteral("reberth lint: ") + file.problem);
        }
        for (const diagnostics::Diagnostic& one : std::as_const(file.found)) {
            failed = failed || linting::levelOf(one.severity) >= job->failOn;
        }
        if (job->format == QLatin1String("sarif")) {
            files.append(std::move(file));
        } else if (printsFindings(*job)) {
            if (job->format == QLatin1String("json")) {
                console.write(linting::jsonLine(file) + '\n');
            } else {
                for (const QString& line : job->format == QLatin1String("github") ? linting::githubLines(file)
                                                                                  : linting::textLines(file)) {
                    console.print(line);
                }
            }
        }
    }
    if (job->format == QLatin1String("sarif") && printsFindings(*job)) {
        console.write(linting::sarif(files, QStringLiteral(REBERTH_VERSION)));
    }
    co_return unreadable ? Usage : failed ? Failed : Ok;
}

} // namespace reberth::app
