#include "app/commandline/allcommands.h"
#include "app/commandline/text.h"
#include "app/commandline/textinput.h"
#include "core/io/atomicfile.h"
#include "core/linting/formatting.h"
#include "core/linting/unifieddiff.h"

#include <QFileInfo>

namespace reberth::app {

void declareFmt(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("files"),
                                 translated("Dockerfiles, compose files, folders that hold them, or - for standard input"),
                                 QStringLiteral("files…"));
    parser.addOptions(
        {{QStringLiteral("kind"), translated("What the files are: dockerfile or compose; else their names tell"),
          QStringLiteral("kind")},
         {QStringLiteral("check"), translated("Write nothing; the exit code is 1 when a file would change")},
         {QStringLiteral("diff"), translated("Show what would change, and write nothing")}});
}

QCoro::Task<int> runFmt(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    const QString kindName = parser->value(QStringLiteral("kind"));
    const bool kindKnown = kindName.isEmpty() || kindName == QLatin1String("dockerfile") ||
                           kindName == QLatin1String("compose");
    if (parser->positionalArguments().isEmpty() || !kindKnown) {
        console.note(kindKnown ? translated("reberth fmt: name a Dockerfile, a compose file, a folder, or “-”.")
                               : translated("reberth fmt: there is no kind “%1”; take dockerfile or compose.").arg(kindName));
        co_return Usage;
    }
    QStringList paths;
    for (const QString& path : parser->positionalArguments()) {
        paths += path != QLatin1String("-") && QFileInfo(path).isDir() ? linting::filesBelow(path) : QStringList{path};
    }
    const bool check = parser->isSet(QStringLiteral("check"));
    const bool diff = parser->isSet(QStringLiteral("diff"));
    bool unreadable = false;
    bool changes = false;
    for (const QString& path : std::as_const(paths)) {
        const auto data = readInput(path);
        if (!data) {
            console.note(QStringLiteral("reberth fmt: ") + data.error().message);
            unreadable = true;
            continue;
        }
        if (!data->exact) {
            console.note(translated("reberth fmt: %1 is not UTF-8 text; save it as UTF-8 first.").arg(path));
            unreadable = true;
            continue;
        }
        const linting::FileKind kind = kindName.isEmpty()                     ? linting::kindOf(path, data->text)
                                       : kindName == QLatin1String("compose") ? linting::FileKind::Compose
                                                                              : linting::FileKind::Dockerfile;
        const QString text = linting::formatted(data->text, kind);
        const bool changed = text != data->text;
        changes = changes || changed;
        if (diff) {
            console.write(linting::unifiedDiff(path, data->text, text).toUtf8());
        } else if (check) {
            if (changed) {
                console.print(path);
            }
        } else if (path == QLatin1String("-")) {
            console.write(data->bytes(text));
        } else if (changed) {
            if (const auto written = io::writeFileAtomically(path, data->bytes(text)); !written) {
                console.error(written.error());
                unreadable = true;
            }
        }
    }
    co_return unreadable ? Usage : changes && (check || diff) ? Failed : Ok;
}

} // namespace reberth::app
