#include "app/commandline/allcommands.h"
#include "app/commandline/findingsreport.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

namespace reberth::app {

void declareInspect(QCommandLineParser& parser) {
    parser.setApplicationDescription(translated(
        "Reads a repository and says what it needs: Python, framework, CUDA, dependencies, extensions,\n"
        "entry points, data and more, each with the file and line it was read at.\n\n"
        "REPOSITORY is a folder or a Git address (cloned once into the projects folder; --ref chooses a\n"
        "branch, tag or commit). Read are requirements and lock files, conda environments, pyproject.toml,\n"
        "setup.py and setup.cfg, Pipfile, Dockerfiles, scripts, CI files, READMEs, notebooks and all Python.\n"
        "Nothing of the repository is executed, and links are not followed. When sources disagree, the one\n"
        "that is closest to what the authors ran is chosen, and “also said” shows the others.\n\n"
        "Limits: 100,000 files, 48 levels of folders, 4 MiB for one file. What was left out is in the notes.\n\n"
        "Answers go to stdout, progress to stderr. --json prints everything as JSON, schema 1: every claim,\n"
        "parameter and evidence, for scripts. Examples:\n\n"
        "  reberth inspect .\n"
        "  reberth inspect https://github.com/NAME/REPOSITORY --ref v1.0\n"
        "  reberth inspect --json . | jq .python"));
    declareRepositoryArgument(parser);
    parser.addOption({QStringLiteral("json"), translated("Print all that was found as JSON (schema 1)")});
    parser.addOption({QStringLiteral("all"), translated("Print long lists whole (without it, the first %1 rows)")
                                                 .arg(FindingsReport::maxRows)});
}

QCoro::Task<int> runInspect(const QCommandLineParser* parser, CommandContext* context) {
    if (parser->positionalArguments().size() != 1) {
        context->console.note(translated("reberth inspect: name one repository."));
        co_return Usage;
    }
    const Result<repo::Checkout> checkout = co_await importRepository(parser->positionalArguments().constFirst(),
                                                                      parser->value(QStringLiteral("ref")), context);
    if (!checkout) {
        context->console.error(checkout.error());
        co_return exitCodeFor(checkout.error());
    }
    const Result<analysis::Findings> findings = co_await inspectCheckout(*checkout, context);
    if (!findings) {
        context->console.error(findings.error());
        co_return exitCodeFor(findings.error());
    }
    if (parser->isSet(QStringLiteral("json"))) {
        context->console.printJson(findings->toJson());
    } else {
        const FindingsReport report(*findings, parser->isSet(QStringLiteral("all")));
        context->console.print(report.lines().join(QLatin1Char('\n')));
    }
    co_return Ok;
}

} // namespace reberth::app
