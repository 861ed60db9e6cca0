#include "app/commandline/allcommands.h"
#include "app/commandline/steps.h"
#include "app/commandline/text.h"

#include <QJsonArray>
#include <QJsonObject>

namespace reberth::app {

void declareHosts(QCommandLineParser& parser) {
    parser.addOption({QStringLiteral("json"), translated("Print JSON")});
}

QCoro::Task<int> runHosts(const QCommandLineParser* parser, CommandContext* context) {
    const QList<host::Host> hosts = co_await probeHosts(QString(), context);
    bool ready = false;
    QJsonArray array;
    for (const host::Host& host : hosts) {
        ready = ready || host.isReady();
        array.append(host.toJson());
    }
    if (parser->isSet(QStringLiteral("json"))) {
        context->console.printJson(QJsonObject{{QStringLiteral("schema"), 1}, {QStringLiteral("hosts"), array}});
        co_return ready ? Ok : EngineUnavailable;
    }
    for (const host::Host& host : hosts) {
        context->console.print(QStringLiteral("%1 %2 %3").arg(host.endpoint.name, -16).arg(host::hostStateName(host.state), -12)
                                   .arg(host.isReady() ? host.displayName() : host.problem));
        context->console.print(QStringLiteral("%1 %2").arg(QString(), -16).arg(host.endpoint.address));
        for (const host::Gpu& gpu : host.gpus) {
            context->console.print(QStringLiteral("%1 %2, %3 GiB").arg(QString(), -16).arg(gpu.name).arg(gpu.memoryGib, 0, 'f', 0));
        }
    }
    if (hosts.isEmpty()) {
        context->console.print(translated("No engine was found. Install Docker or Podman and start it; “reberth hosts” then "
                                          "lists it."));
    }
    co_return ready ? Ok : EngineUnavailable;
}

} // namespace reberth::app
