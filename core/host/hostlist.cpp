#include "core/host/hostlist.h"

#include "core/engine/client.h"
#include "core/host/nvidiasmi.h"
#include "core/process/process.h"

#include <QDir>
#include <QStandardPaths>
#include <QTimer>

#include <vector>

namespace reberth::host {

class HostList::Private {
public:
    Private(HostList* list, QProcessEnvironment processEnvironment)
        : q(list)
        , environment(std::move(processEnvironment)) {}

    void probe(const engine::Endpoint& endpoint);
    void probeGpus(bool withComputeCapability);
    Host* find(const QString& address, const QString& name);
    void answered();
    void applyGpus(Host& host) const;

    HostList* q;
    QProcessEnvironment environment;
    QList<engine::Endpoint> extra;
    QList<Host> hosts;
    int pending = 0;
    int round = 0; // answers of an earlier refresh() are dropped
    std::vector<std::unique_ptr<engine::Client>> clients;
    std::unique_ptr<process::Process> nvidiaSmi;
    NvidiaReport gpus;
};

HostList::HostList(QProcessEnvironment environment, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(environment))) {
}

HostList::~HostList() = default;

void HostList::addEndpoint(const engine::Endpoint& endpoint) {
    if (!d->extra.contains(endpoint)) {
        d->extra.append(endpoint);
    }
}

void HostList::refresh() {
    ++d->round;
    // Later, as one of them may be calling us.
    for (auto& client : d->clients) {
        client->deleteLater();
        static_cast<void>(client.release());
    }
    d->clients.clear();
    if (d->nvidiaSmi) {
        d->nvidiaSmi->disconnect(this);
        d->nvidiaSmi.release()->deleteLater();
    }
    QList<engine::Endpoint> endpoints =
        engine::discoverEndpoints(d->environment, d->environment.value(QStringLiteral("HOME"), QDir::homePath()));
    for (const engine::Endpoint& endpoint : std::as_const(d->extra)) {
        const bool known = std::any_of(endpoints.cbegin(), endpoints.cend(), [&](const engine::Endpoint& other) {
            return other.address == endpoint.address;
        });
        if (!known) {
            endpoints.append(endpoint);
        }
    }
    QList<Host> fresh;
    for (const engine::Endpoint& endpoint : std::as_const(endpoints)) {
        Host host;
        // What was known stays on show until the new answer is there.
        if (const Host* old = d->find(endpoint.address, endpoint.name)) {
            host = *old;
        }
        host.endpoint = endpoint;
        if (!endpoint.unsupported.isEmpty()) {
            host.state = Host::State::Unsupported;
            host.problem = endpoint.unsupported;
        } else {
            host.state = Host::State::Probing;
            host.problem.clear();
        }
        fresh.append(host);
    }
    d->hosts = fresh;
    d->pending = 1; // nvidia-smi
    for (const Host& host : std::as_const(fresh)) {
        if (host.state == Host::State::Probing) {
            ++d->pending;
        }
    }
    for (const Host& host : std::as_const(fresh)) {
        if (host.state == Host::State::Probing) {
            d->probe(host.endpoint);
        }
    }
    d->probeGpus(true);
    emit changed();
}

bool HostList::isProbing() const {
    return d->pending > 0;
}

const QList<Host>& HostList::hosts() const {
    return d->hosts;
}

const Host* HostList::preferred() const {
    for (const Host& host : d->hosts) {
        if (host.isReady()) {
            return &host;
        }
    }
    return nullptr;
}

Host* HostList::Private::find(const QString& address, const QString& name) {
    for (Host& host : hosts) {
        if (host.endpoint.address == address && host.endpoint.name == name) {
            return &host;
        }
    }
    return nullptr;
}

void HostList::Private::applyGpus(Host& host) const {
    // A unix socket is taken for this computer's own engine.
    host.gpus = gpus.gpus;
    host.driver = gpus.driver;
}

void HostList::Private::answered() {
    --pending;
    emit q->changed();
    if (pending == 0) {
        emit q->probed();
    }
}

void HostList::Private::probe(const engine::Endpoint& endpoint) {
    clients.push_back(std::make_unique<engine::Client>(endpoint));
    engine::Client* client = clients.back().get();
    client->open(client, [this, client, endpoint, asked = round](const Result<engine::EngineInfo>& info) {
        Host* host = find(endpoint.address, endpoint.name);
        if (asked != round || host == nullptr) {
            return;
        }
        if (!info) {
            Host failed;
            failed.endpoint = endpoint;
            failed.state =
                info.error().code == ErrorCode::Unsupported ? Host::State::Unsupported : Host::State::Unreachable;
            failed.problem = info.error().message;
            *host = failed;
            answered();
            return;
        }
        host->engineName = info->name;
        host->engineVersion = info->version;
        host->apiVersion = info->apiVersion;
        host->buildKit = info->buildKit;
        host->operatingSystem = info->operatingSystem;
        host->architecture = info->architecture;
        client->systemInfo(client, [this, endpoint, asked](const Result<engine::SystemInfo>& system) {
            Host* probed = find(endpoint.address, endpoint.name);
            if (asked != round || probed == nullptr) {
                return;
            }
            // An engine that builds but is slow to count its containers is ready all the same.
            probed->state = Host::State::Ready;
            probed->problem.clear();
            if (system) {
                probed->operatingSystem = system->operatingSystem;
                probed->cpus = system->cpus;
                probed->memoryGib = static_cast<double>(system->memoryBytes) / (1024.0 * 1024.0 * 1024.0);
                probed->nvidiaRuntime =
                    system->runtimes.contains(QLatin1String("nvidia")) || !system->nvidiaCdiDevices().isEmpty();
            }
            applyGpus(*probed);
            answered();
        });
    });
}

void HostList::Private::probeGpus(bool withComputeCapability) {
    process::Command command;
    const QStringList folders =
        environment.value(QStringLiteral("PATH")).split(QDir::listSeparator(), Qt::SkipEmptyParts);
    const QString found =
        folders.isEmpty() ? QString() : QStandardPaths::findExecutable(QStringLiteral("nvidia-smi"), folders);
    command.program = found.isEmpty() ? QStringLiteral("nvidia-smi") : found;
    command.arguments = nvidiaSmiArguments(withComputeCapability);
    command.environment = environment;
    nvidiaSmi = std::make_unique<process::Process>(command);
    QTimer::singleShot(10'000, nvidiaSmi.get(), [smi = nvidiaSmi.get()] { smi->cancel(); });
    connect(nvidiaSmi.get(), &process::Process::finished, q,
            [this, withComputeCapability](const Result<process::Output>& output) {
                nvidiaSmi.release()->deleteLater();
                if (output && output->exitCode != 0 && withComputeCapability) {
                    probeGpus(false);
                    return;
                }
                gpus = output && output->exitCode == 0 ? parseNvidiaSmi(output->standardOutput, withComputeCapability)
                                                       : NvidiaReport();
                for (Host& host : hosts) {
                    if (host.isReady()) {
                        applyGpus(host);
                    }
                }
                answered();
            });
    nvidiaSmi->start();
}

} // namespace reberth::host
