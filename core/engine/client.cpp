#include "core/engine/client.h"

#include "core/engine/streamdemultiplexer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace reberth::engine {

namespace {

constexpr int pingTimeout = 5'000;
constexpr int infoTimeout = 30'000;
constexpr int plainTimeout = 120'000;
constexpr int newestMinor = 45; // 26.1
constexpr int oldestMinor = 40; // 19.03

/// -1 for what is no "1.x".
int minorOf(const QString& version) {
    if (!version.startsWith(QLatin1String("1."))) {
        return -1;
    }
    bool ok = false;
    const int minor = version.mid(2).toInt(&ok);
    return ok && minor >= 0 ? minor : -1;
}

/// QUrlQuery leaves "+" alone, which the engine would read as a blank.
QByteArray encoded(const QString& text) {
    return QUrl::toPercentEncoding(text);
}

QByteArray encodedQuery(const QUrlQuery& query) {
    QByteArray out;
    const auto items = query.queryItems(QUrl::FullyDecoded);
    for (const auto& [key, value] : items) {
        out += (out.isEmpty() ? "?" : "&") + encoded(key) + '=' + encoded(value);
    }
    return out;
}

/// QUrlQuery decodes percent signs in what it is given; our values are plain text.
void add(QUrlQuery& query, const QString& key, const QString& value) {
    query.addQueryItem(key, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

/// An image's name keeps its slashes in the path.
QString pathOf(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name, "/:@"));
}

QString jsonText(const QMap<QString, QString>& map) {
    QJsonObject object;
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        object.insert(it.key(), it.value());
    }
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QStringList stringList(const QJsonValue& value) {
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array) {
        list.append(item.toString());
    }
    return list;
}

QMap<QString, QString> stringMap(const QJsonValue& value) {
    QMap<QString, QString> map;
    const QJsonObject object = value.toObject();
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        map.insert(it.key(), it.value().toString());
    }
    return map;
}

template <typename T>
Result<T> parseObject(const Result<QByteArray>& body, const std::function<T(const QJsonObject&)>& read) {
    if (!body) {
        return fail(body.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(*body);
    if (!document.isObject()) {
        return fail(ErrorCode::CorruptData, Client::tr("The engine's answer could not be understood."),
                    QString::fromUtf8(body->left(500)));
    }
    return read(document.object());
}

template <typename T>
Result<QList<T>> parseList(const Result<QByteArray>& body, const std::function<T(const QJsonObject&)>& read) {
    if (!body) {
        return fail(body.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(*body);
    if (!document.isArray()) {
        return fail(ErrorCode::CorruptData, Client::tr("The engine's answer could not be understood."),
                    QString::fromUtf8(body->left(500)));
    }
    QList<T> list;
    const QJsonArray array = document.array();
    for (const QJsonValue& value : array) {
        list.append(read(value.toObject()));
    }
    return list;
}

ImageInfo readImage(const QJsonObject& object) {
    ImageInfo image;
    image.id = object.value(QLatin1String("Id")).toString();
    image.tags = stringList(object.value(QLatin1String("RepoTags")));
    image.sizeBytes = object.value(QLatin1String("Size")).toInteger();
    image.operatingSystem = object.value(QLatin1String("Os")).toString();
    image.architecture = object.value(QLatin1String("Architecture")).toString();
    const QJsonObject config = object.value(QLatin1String("Config")).toObject();
    image.labels =
        stringMap(config.isEmpty() ? object.value(QLatin1String("Labels")) : config.value(QLatin1String("Labels")));
    return image;
}

ContainerInfo readContainer(const QJsonObject& object) {
    ContainerInfo container;
    container.id = object.value(QLatin1String("Id")).toString();
    container.name = stringList(object.value(QLatin1String("Names"))).value(0);
    if (container.name.startsWith(u'/')) {
        container.name.remove(0, 1);
    }
    container.image = object.value(QLatin1String("Image")).toString();
    container.state = object.value(QLatin1String("State")).toString();
    container.labels = stringMap(object.value(QLatin1String("Labels")));
    return container;
}

SystemInfo readSystem(const QJsonObject& object) {
    SystemInfo info;
    info.operatingSystem = object.value(QLatin1String("OperatingSystem")).toString();
    info.architecture = object.value(QLatin1String("Architecture")).toString();
    info.cpus = object.value(QLatin1String("NCPU")).toInt();
    info.memoryBytes = object.value(QLatin1String("MemTotal")).toInteger();
    info.storageDriver = object.value(QLatin1String("Driver")).toString();
    info.runtimes = object.value(QLatin1String("Runtimes")).toObject().keys();
    const QJsonArray devices = object.value(QLatin1String("DiscoveredDevices")).toArray();
    for (const QJsonValue& device : devices) {
        if (device.toObject().value(QLatin1String("Source")).toString() == QLatin1String("cdi")) {
            info.cdiDevices.append(device.toObject().value(QLatin1String("ID")).toString());
        }
    }
    const QStringList security = stringList(object.value(QLatin1String("SecurityOptions")));
    for (const QString& option : security) {
        info.rootless = info.rootless || option.startsWith(QLatin1String("name=rootless"));
    }
    return info;
}

} // namespace

std::optional<QString> negotiateApi(const QString& newest, const QString& oldest) {
    const int theirNewest = minorOf(newest);
    const int theirOldest = oldest.isEmpty() ? 0 : minorOf(oldest);
    const int chosen = qMin(newestMinor, theirNewest);
    if (theirOldest < 0 || chosen < oldestMinor || chosen < theirOldest) {
        return std::nullopt;
    }
    return QStringLiteral("1.%1").arg(chosen);
}

Client::Client(Endpoint endpoint, QObject* parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint)) {
}

Client::~Client() = default;

http::Request Client::request(const char* method, const QString& path, const QUrlQuery& query) const {
    http::Request request;
    request.method = method;
    if (!m_engine.apiVersion.isEmpty()) {
        request.target = "/v" + m_engine.apiVersion.toLatin1();
    }
    request.target += path.toLatin1() + encodedQuery(query);
    return request;
}

void Client::send(http::Request request, int timeout, QObject* context, Answer<QByteArray> answer) {
    auto* call = new Call(m_endpoint, std::move(request), this);
    call->setTimeout(timeout);
    connect(call, &Call::finished, call, &QObject::deleteLater);
    connect(call, &Call::finished, context, [call, answer = std::move(answer)] { answer(call->result()); });
    call->start();
}

void Client::sendPlain(http::Request request, int timeout, QObject* context, Answer<void> answer) {
    send(std::move(request), timeout, context, [answer = std::move(answer)](const Result<QByteArray>& body) {
        answer(body ? Result<void>() : Result<void>(fail(body.error())));
    });
}

void Client::open(QObject* context, Answer<EngineInfo> answer) {
    m_engine = {};
    auto* call = new Call(m_endpoint, request("GET", QStringLiteral("/_ping")), this);
    call->setTimeout(pingTimeout);
    connect(call, &Call::finished, call, &QObject::deleteLater);
    connect(call, &Call::finished, context, [this, call, context, answer = std::move(answer)] {
        if (!call->result()) {
            answer(fail(call->result().error()));
        } else if (call->head().header("Api-Version").isEmpty()) {
            answer(fail(ErrorCode::EngineUnavailable,
                        tr("What answers at %1 is no container engine.").arg(m_endpoint.address)));
        } else {
            readVersion(call->head(), context, answer);
        }
    });
    call->start();
}

void Client::readVersion(const http::ResponseHead& ping, QObject* context, Answer<EngineInfo> answer) {
    const QString newest = QString::fromLatin1(ping.header("Api-Version"));
    const bool podman = !ping.header("Libpod-API-Version").isEmpty();
    const QString system = QString::fromLatin1(ping.header("Ostype"));
    send(request("GET", QStringLiteral("/version")), infoTimeout, context,
         [this, newest, podman, system, answer = std::move(answer)](const Result<QByteArray>& body) {
             QString oldest;
             Result<EngineInfo> info = parseObject<EngineInfo>(body, [&](const QJsonObject& object) {
                 EngineInfo read;
                 const QString component = object.value(QLatin1String("Components"))
                                               .toArray()
                                               .at(0)
                                               .toObject()
                                               .value(QLatin1String("Name"))
                                               .toString();
                 read.podman = podman || component.contains(QLatin1String("Podman"));
                 read.name = read.podman ? QStringLiteral("Podman") : QStringLiteral("Docker");
                 read.version = object.value(QLatin1String("Version")).toString();
                 read.operatingSystem = object.value(QLatin1String("Os")).toString();
                 read.architecture = object.value(QLatin1String("Arch")).toString();
                 read.kernel = object.value(QLatin1String("KernelVersion")).toString();
                 oldest = object.value(QLatin1String("MinAPIVersion")).toString();
                 return read;
             });
             if (!info) {
                 answer(info);
                 return;
             }
             const auto chosen = negotiateApi(newest, oldest);
             if (!chosen) {
                 answer(fail(ErrorCode::Unsupported,
                             tr("%1 %2 speaks API %3 to %4, Reberth speaks 1.%5 to 1.%6. Use another version of the "
                                "engine or of Reberth.")
                                 .arg(info->name, info->version, oldest, newest)
                                 .arg(oldestMinor)
                                 .arg(newestMinor)));
                 return;
             }
             info->apiVersion = *chosen;
             const bool isLinux =
                 system.isEmpty() ? info->operatingSystem == QLatin1String("linux") : system == QLatin1String("linux");
             // 20.10 has BuildKit without saying so in Builder-Version.
             info->buildKit = !info->podman && isLinux;
             m_engine = *info;
             answer(m_engine);
         });
}

void Client::systemInfo(QObject* context, Answer<SystemInfo> answer) {
    send(request("GET", QStringLiteral("/info")), infoTimeout, context,
         [answer = std::move(answer)](const Result<QByteArray>& body) {
             answer(parseObject<SystemInfo>(body, readSystem));
         });
}

void Client::inspectImage(const QString& name, QObject* context, Answer<ImageInfo> answer) {
    send(request("GET", QStringLiteral("/images/%1/json").arg(pathOf(name))), plainTimeout, context,
         [answer = std::move(answer)](const Result<QByteArray>& body) {
             answer(parseObject<ImageInfo>(body, readImage));
         });
}

void Client::listImages(QObject* context, Answer<QList<ImageInfo>> answer) {
    send(request("GET", QStringLiteral("/images/json")), plainTimeout, context,
         [answer = std::move(answer)](const Result<QByteArray>& body) {
             answer(parseList<ImageInfo>(body, readImage));
         });
}

void Client::removeImage(const QString& name, bool force, QObject* context, Answer<void> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("force"), force ? QStringLiteral("1") : QStringLiteral("0"));
    sendPlain(request("DELETE", QStringLiteral("/images/%1").arg(pathOf(name)), query), plainTimeout, context,
              std::move(answer));
}

void Client::createContainer(const ContainerSpec& spec, QObject* context, Answer<CreatedContainer> answer) {
    QUrlQuery query;
    if (!spec.name.isEmpty()) {
        add(query, QStringLiteral("name"), spec.name);
    }
    http::Request create = request("POST", QStringLiteral("/containers/create"), query);
    create.headers.emplaceBack("Content-Type", "application/json");
    create.body = QJsonDocument(spec.toJson()).toJson(QJsonDocument::Compact);
    send(std::move(create), plainTimeout, context, [answer = std::move(answer)](const Result<QByteArray>& body) {
        answer(parseObject<CreatedContainer>(body, [](const QJsonObject& object) {
            return CreatedContainer{object.value(QLatin1String("Id")).toString(),
                                    stringList(object.value(QLatin1String("Warnings")))};
        }));
    });
}

void Client::startContainer(const QString& id, QObject* context, Answer<void> answer) {
    sendPlain(request("POST", QStringLiteral("/containers/%1/start").arg(pathOf(id))), plainTimeout, context,
              std::move(answer));
}

void Client::stopContainer(const QString& id, int seconds, QObject* context, Answer<void> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("t"), QString::number(seconds));
    sendPlain(request("POST", QStringLiteral("/containers/%1/stop").arg(pathOf(id)), query),
              plainTimeout + seconds * 1000, context, std::move(answer));
}

void Client::killContainer(const QString& id, const QString& signal, QObject* context, Answer<void> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("signal"), signal);
    sendPlain(request("POST", QStringLiteral("/containers/%1/kill").arg(pathOf(id)), query), plainTimeout, context,
              std::move(answer));
}

void Client::removeContainer(const QString& id, bool force, QObject* context, Answer<void> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("force"), force ? QStringLiteral("1") : QStringLiteral("0"));
    add(query, QStringLiteral("v"), QStringLiteral("1"));
    sendPlain(request("DELETE", QStringLiteral("/containers/%1").arg(pathOf(id)), query), plainTimeout, context,
              [answer = std::move(answer)](const Result<void>& result) {
                  const bool gone = !result && result.error().code == ErrorCode::NotFound;
                  answer(gone ? Result<void>() : result);
              });
}

void Client::listContainers(const QStringList& labels, QObject* context, Answer<QList<ContainerInfo>> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("all"), QStringLiteral("1"));
    if (!labels.isEmpty()) {
        const QJsonObject filters{{QStringLiteral("label"), QJsonArray::fromStringList(labels)}};
        add(query, QStringLiteral("filters"), QString::fromUtf8(QJsonDocument(filters).toJson(QJsonDocument::Compact)));
    }
    send(request("GET", QStringLiteral("/containers/json"), query), plainTimeout, context,
         [answer = std::move(answer)](const Result<QByteArray>& body) {
             answer(parseList<ContainerInfo>(body, readContainer));
         });
}

void Client::containerLogs(const QString& id, QObject* context, Answer<QByteArray> answer) {
    QUrlQuery query;
    add(query, QStringLiteral("stdout"), QStringLiteral("1"));
    add(query, QStringLiteral("stderr"), QStringLiteral("1"));
    send(request("GET", QStringLiteral("/containers/%1/logs").arg(pathOf(id)), query), plainTimeout, context,
         [answer = std::move(answer)](const Result<QByteArray>& body) {
             if (!body) {
                 answer(fail(body.error()));
                 return;
             }
             StreamDemultiplexer demultiplexer;
             const auto pieces = demultiplexer.feed(*body);
             if (!pieces) {
                 answer(fail(pieces.error()));
                 return;
             }
             QByteArray text;
             for (const auto& piece : *pieces) {
                 text += piece.data;
             }
             answer(text);
         });
}

Call* Client::attach(const QString& id) {
    QUrlQuery query;
    add(query, QStringLiteral("stream"), QStringLiteral("1"));
    add(query, QStringLiteral("stdout"), QStringLiteral("1"));
    add(query, QStringLiteral("stderr"), QStringLiteral("1"));
    http::Request attachRequest = request("POST", QStringLiteral("/containers/%1/attach").arg(pathOf(id)), query);
    attachRequest.upgrade = true;
    auto* call = new Call(m_endpoint, std::move(attachRequest), this);
    call->setStreaming(true);
    return call;
}

Call* Client::wait(const QString& id, const QString& condition) {
    QUrlQuery query;
    add(query, QStringLiteral("condition"), condition);
    return new Call(m_endpoint, request("POST", QStringLiteral("/containers/%1/wait").arg(pathOf(id)), query), this);
}

Result<int> Client::exitCodeFrom(const Result<QByteArray>& waitResult) {
    if (!waitResult) {
        return fail(waitResult.error());
    }
    const QJsonObject object = QJsonDocument::fromJson(*waitResult).object();
    const QString error = object.value(QLatin1String("Error")).toObject().value(QLatin1String("Message")).toString();
    if (!error.isEmpty()) {
        return fail(ErrorCode::ProcessFailed, tr("The engine lost the container: %1").arg(error));
    }
    if (!object.value(QLatin1String("StatusCode")).isDouble()) {
        return fail(ErrorCode::CorruptData, tr("The engine's answer could not be understood."),
                    QString::fromUtf8(waitResult->left(500)));
    }
    return object.value(QLatin1String("StatusCode")).toInt();
}

Call* Client::build(const BuildOptions& options) {
    QUrlQuery query;
    add(query, QStringLiteral("version"), options.buildKit ? QStringLiteral("2") : QStringLiteral("1"));
    add(query, QStringLiteral("rm"), QStringLiteral("1"));
    add(query, QStringLiteral("forcerm"), QStringLiteral("1"));
    if (!options.dockerfile.isEmpty()) {
        add(query, QStringLiteral("dockerfile"), options.dockerfile);
    }
    for (const QString& tag : options.tags) {
        add(query, QStringLiteral("t"), tag);
    }
    if (!options.buildArgs.isEmpty()) {
        add(query, QStringLiteral("buildargs"), jsonText(options.buildArgs));
    }
    if (!options.labels.isEmpty()) {
        add(query, QStringLiteral("labels"), jsonText(options.labels));
    }
    if (!options.target.isEmpty()) {
        add(query, QStringLiteral("target"), options.target);
    }
    if (!options.networkMode.isEmpty()) {
        add(query, QStringLiteral("networkmode"), options.networkMode);
    }
    if (options.noCache) {
        add(query, QStringLiteral("nocache"), QStringLiteral("1"));
    }
    if (options.pull) {
        add(query, QStringLiteral("pull"), QStringLiteral("1"));
    }
    http::Request build = request("POST", QStringLiteral("/build"), query);
    build.headers.emplaceBack("Content-Type", "application/x-tar");
    build.bodyKind = http::Request::Body::Chunked;
    auto* call = new Call(m_endpoint, std::move(build), this);
    call->setStreaming(true);
    return call;
}

Call* Client::pullImage(const QString& reference, const QByteArray& authentication) {
    QUrlQuery query;
    add(query, QStringLiteral("fromImage"), reference);
    // Without a tag the engine would pull all of them.
    const QString last = reference.mid(reference.lastIndexOf(u'/') + 1);
    if (!last.contains(u':') && !last.contains(u'@')) {
        add(query, QStringLiteral("tag"), QStringLiteral("latest"));
    }
    http::Request pull = request("POST", QStringLiteral("/images/create"), query);
    if (!authentication.isEmpty()) {
        pull.headers.emplaceBack("X-Registry-Auth", authentication);
    }
    auto* call = new Call(m_endpoint, std::move(pull), this);
    call->setStreaming(true);
    return call;
}

} // namespace reberth::engine
