#pragma once

#include "core/base/result.h"
#include "core/engine/call.h"
#include "core/engine/endpoint.h"
#include "core/engine/types.h"

#include <QObject>
#include <QUrlQuery>

#include <functional>
#include <optional>

namespace reberth::engine {

template <typename T> using Answer = std::function<void(const Result<T>&)>;

/// The Engine API of one endpoint. Every function returns at once and answers from the event loop; a handler is not
/// called when its `context` is gone. Destroyed, it aborts all its calls. open() comes before everything else.
class Client : public QObject {
    Q_OBJECT
public:
    explicit Client(Endpoint endpoint, QObject* parent = nullptr);
    ~Client() override;

    const Endpoint& endpoint() const { return m_endpoint; }
    /// After a good open().
    const EngineInfo& engine() const { return m_engine; }

    /// Pings (5 s), reads the version and chooses the API version to speak.
    void open(QObject* context, Answer<EngineInfo> answer);
    void systemInfo(QObject* context, Answer<SystemInfo> answer);

    void inspectImage(const QString& name, QObject* context, Answer<ImageInfo> answer);
    void listImages(QObject* context, Answer<QList<ImageInfo>> answer);
    void removeImage(const QString& name, bool force, QObject* context, Answer<void> answer);

    void createContainer(const ContainerSpec& spec, QObject* context, Answer<CreatedContainer> answer);
    void startContainer(const QString& id, QObject* context, Answer<void> answer);
    /// SIGTERM (or what the image asks for), then SIGKILL after `seconds`.
    void stopContainer(const QString& id, int seconds, QObject* context, Answer<void> answer);
    void killContainer(const QString& id, const QString& signal, QObject* context, Answer<void> answer);
    /// With force also a running one. A container that is gone already is a success.
    void removeContainer(const QString& id, bool force, QObject* context, Answer<void> answer);
    /// Stopped ones too; only those with all `labels` ("key=value" or "key").
    void listContainers(const QStringList& labels, QObject* context, Answer<QList<ContainerInfo>> answer);
    /// The whole output so far of a container without a terminal, stdout and stderr as they came.
    void containerLogs(const QString& id, QObject* context, Answer<QByteArray> answer);

    // Streams. The caller connects to the Call, starts it and owns it (its parent is this client until then).
    /// Output of a container as multiplexed frames (see StreamDemultiplexer) in Call::data().
    Call* attach(const QString& id);
    /// Ends when the container does: parse its result() with exitCodeFrom(). `condition`: "next-exit", "not-running".
    Call* wait(const QString& id, const QString& condition);
    static Result<int> exitCodeFrom(const Result<QByteArray>& waitResult);
    /// The context's tar is to be written to it; Call::data() is a stream of JSON objects.
    Call* build(const BuildOptions& options);
    /// Call::data() is a stream of JSON objects. `authentication`: the X-Registry-Auth value, may be empty.
    Call* pullImage(const QString& reference, const QByteArray& authentication);

private:
    http::Request request(const char* method, const QString& path, const QUrlQuery& query = {}) const;
    void send(http::Request request, int timeout, QObject* context, Answer<QByteArray> answer);
    void sendPlain(http::Request request, int timeout, QObject* context, Answer<void> answer);
    void readVersion(const http::ResponseHead& ping, QObject* context, Answer<EngineInfo> answer);

    Endpoint m_endpoint;
    EngineInfo m_engine;
};

/// The smaller of what both sides speak, nullopt when the engine speaks nothing that old or new.
std::optional<QString> negotiateApi(const QString& newest, const QString& oldest);

} // namespace reberth::engine
