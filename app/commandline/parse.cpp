#include "app/commandline/allcommands.h"
#include "app/commandline/text.h"
#include "app/commandline/textinput.h"
#include "core/linting/syntaxjson.h"

namespace reberth::app {

void declareParse(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("file"), translated("Dockerfiles, or - for standard input"),
                                 QStringLiteral("file…"));
    parser.addOption({QStringLiteral("json"), translated("Print JSON, one object a file (the only format there is)")});
}

QCoro::Task<int> runParse(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    if (parser->positionalArguments().isEmpty()) {
        console.note(translated("reberth parse: name a Dockerfile, or “-” for standard input."));
        co_return Usage;
    }
    bool unreadable = false;
    for (const QString& path : parser->positionalArguments()) {
        const auto data = readInput(path);
        if (!data) {
            console.note(QStringLiteral("reberth parse: ") + data.error().message);
            unreadable = true;
            continue;
        }
        console.write(linting::syntaxJson(path, data->text) + '\n');
    }
    co_return unreadable ? Usage : Ok;
}

} // namespace reberth::app
