#include "app/commandline/allcommands.h"
#include "app/commandline/text.h"
#include "core/compose/config.h"
#include "core/io/atomicfile.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QProcessEnvironment>

namespace reberth::app {

namespace {

constexpr qint64 sizeLimit = 32 * 1024 * 1024;

} // namespace

void declareCompose(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("config"), translated("The only word there is"), QStringLiteral("config"));
    parser.addPositionalArgument(QStringLiteral("files"), translated("Compose files; later ones change earlier ones"),
                                 QStringLiteral("files…"));
    parser.addOptions({{QStringLiteral("profile"), translated("A profile to take in (* for all); may be repeated"),
                        QStringLiteral("name")},
                       {QStringLiteral("env-file"), translated("Variables, instead of .env beside the file"),
                        QStringLiteral("file")},
                       {QStringLiteral("project-name"), translated("The project's name, instead of the folder's"),
                        QStringLiteral("name")},
                       {QStringLiteral("json"), translated("Print JSON")},
                       {{QStringLiteral("q"), QStringLiteral("quiet")}, translated("Only say whether it can be resolved")}});
}

QCoro::Task<int> runCompose(const QCommandLineParser* parser, CommandContext* context) {
    Console& console = context->console;
    const QStringList words = parser->positionalArguments();
    if (words.value(0) != QLatin1String("config") || words.size() < 2) {
        console.note(translated("reberth compose: say “reberth compose config FILE…”."));
        co_return Usage;
    }
    compose::ConfigRequest request;
    request.files = words.mid(1);
    request.profiles = parser->values(QStringLiteral("profile"));
    request.environmentFiles = parser->values(QStringLiteral("env-file"));
    request.projectName = parser->value(QStringLiteral("project-name"));
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys()) {
        request.environment.insert(name, environment.value(name));
    }
    request.readFile = [](const QString& path) { return io::readFile(path, sizeLimit); };
    for (const QString& file : std::as_const(request.files)) {
        if (!QFileInfo(file).isFile()) {
            console.note(translated("reberth compose: there is no file %1.").arg(file));
            co_return Usage;
        }
    }
    const auto model = compose::resolve(request);
    if (!model) {
        console.note(QStringLiteral("reberth compose: ") + model.error().message);
        co_return Failed;
    }
    for (const QString& warning : model->warnings) {
        console.note(warning);
    }
    if (parser->isSet(QStringLiteral("quiet"))) {
        co_return Ok;
    }
    if (parser->isSet(QStringLiteral("json"))) {
        console.write(QJsonDocument(model->project).toJson());
    } else {
        console.write(compose::toYaml(model->project).toUtf8());
    }
    co_return Ok;
}

} // namespace reberth::app
