#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

namespace reberth::app {

namespace {

QString place(const QList<analysis::Evidence>& evidence) {
    if (evidence.isEmpty()) {
        return {};
    }
    const analysis::Evidence& first = evidence.first();
    return first.line > 0 ? QStringLiteral("%1:%2").arg(first.file).arg(first.line) : first.file;
}

QString place(const analysis::VersionFinding& finding) {
    return finding.claims.isEmpty() ? QString() : place(QList{finding.claims.first().evidence});
}

class Table {
public:
    explicit Table(const Console& console)
        : m_console(console) {}
    void row(const QString& what, const QString& value, const QString& from) const {
        m_console.print(QStringLiteral("%1 %2 %3").arg(what, -14).arg(value, -44).arg(from).trimmed());
    }

private:
    const Console& m_console;
};

void printVersion(const Table& table, const QString& what, const QString& prefix, const analysis::VersionFinding& finding) {
    QString value = prefix;
    if (finding.version) {
        value += (prefix.isEmpty() ? QString() : QStringLiteral(" ")) + finding.version->toString();
    } else if (!finding.range.isEmpty()) {
        value += (prefix.isEmpty() ? QString() : QStringLiteral(" ")) + finding.range.toString();
    } else if (prefix.isEmpty()) {
        value = translated("not stated");
    }
    table.row(what, value, place(finding));
}

void printFindings(const analysis::Findings& findings, const Console& console) {
    const Table table(console);
    if (!findings.checkout.commit.isEmpty()) {
        table.row(translated("Repository"),
                  QStringLiteral("%1 @ %2, %3").arg(findings.checkout.ref, findings.checkout.commit.left(10),
                                                    findings.checkout.commitDate.date().toString(Qt::ISODate)),
                  findings.checkout.url);
    }
    printVersion(table, translated("Python"), {}, findings.python);
    for (const analysis::Framework& framework : findings.frameworks) {
        printVersion(table, translated("Framework"), framework.name, framework.version);
    }
    printVersion(table, translated("CUDA"), {}, findings.cuda);
    for (const analysis::Dependency& dependency : findings.dependencies) {
        table.row(translated("Dependency"),
                  dependency.name + dependency.specifier + (dependency.optional ? translated(" (optional)") : QString()),
                  place(dependency.evidence));
    }
    for (const analysis::Extension& extension : findings.extensions) {
        table.row(translated("Extension"), extension.buildCommand.isEmpty() ? extension.kind : extension.buildCommand,
                  extension.path);
    }
    for (const analysis::Breakage& breakage : findings.breakages) {
        table.row(translated("Gone name"), QStringLiteral("%1 → %2").arg(breakage.symbol, breakage.distribution + breakage.bound),
                  place(breakage.evidence));
    }
    for (const analysis::SystemPackage& package : findings.systemPackages) {
        table.row(translated("System"), package.name, place(package.evidence));
    }
    for (const analysis::EntryPoint& entry : findings.entryPoints) {
        table.row(entry.verb, entry.command, place(entry.evidence));
    }
    for (const analysis::Note& note : findings.notes) {
        table.row(translated("Note"), note.text, place(note.evidence));
    }
}

} // namespace

void declareInspect(QCommandLineParser& parser) {
    declareRepositoryArgument(parser);
    parser.addOption({QStringLiteral("json"), translated("Print JSON (schema 1)")});
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
        printFindings(*findings, context->console);
    }
    co_return Ok;
}

} // namespace reberth::app
