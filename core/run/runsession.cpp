#include "core/run/runsession.h"

#include "core/engine/client.h"
#include "core/engine/linesplitter.h"
#include "core/engine/streamdemultiplexer.h"
#include "core/io/recordkeeper.h"
#include "core/run/containerreaper.h"
#include "core/run/gpuplan.h"
#include "core/run/hostuser.h"

#include <QDir>
#include <QFileInfo>
#include <QTimer>

namespace reberth::run {

namespace {

constexpr int stopSeconds = 10;
constexpr int drainMilliseconds = 5'000; // for output that is still on its way after the exit

QString shortImage(const QString& image) {
    return image.startsWith(QLatin1String("sha256:")) ? image.mid(7, 12) : image;
}

} // namespace

class RunSession::Private {
public:
    Private(RunSession* session, engine::Endpoint engineEndpoint, RunRequest runRequest)
        : q(session)
        , endpoint(std::move(engineEndpoint))
        , request(std::move(runRequest)) {}

    struct Line {
        QString text;
        bool isError = false;
    };

    void begin();
    Result<void> checkMounts() const;
    void create();
    void created(const Result<engine::CreatedContainer>& result);
    void attached();
    void openWait();
    void startContainer();
    void started(const Result<void>& result);
    void tryNextGpuAccess(const Error& error);
    void sendStop();
    void readOutput(const QByteArray& bytes);
    void addLines(const QStringList& lines, bool isError);
    void containerExited();
    void maybeEnd();
    void removeThenEnd(RunState state, const Error& error);
    void end(RunState state, const Error& error);
    void setState(RunState state);
    void saveRecord();
    void publish();
    Error createFailure(const Error& error) const;

    RunSession* q;
    engine::Endpoint endpoint;
    RunRequest request;
    RunRecord record;
    io::RecordKeeper keeper;
    bool keeping = false;
    std::unique_ptr<engine::Client> client;
    engine::Call* attachCall = nullptr; // owned by the client
    engine::Call* waitCall = nullptr;
    QList<engine::GpuAccess> gpuWays;
    engine::GpuAccess gpuAccess = engine::GpuAccess::None;
    engine::SystemInfo system;
    QStringList gpuRefusals;
    engine::StreamDemultiplexer demultiplexer;
    engine::LineSplitter splitters[2];
    bool unfinishedIsError = false; // which of the two wrote last
    QList<Line> lines;
    qsizetype reported = 0;
    QTimer drain;
    bool running = false; // the engine has said that it started
    bool stopWanted = false;
    bool outputEnded = false;
    bool exited = false;
    bool ending = false;
    bool ended = false;
    Error outputError;
};

RunSession::RunSession(engine::Endpoint endpoint, RunRequest request, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(endpoint), std::move(request))) {
    d->drain.setSingleShot(true);
    connect(&d->drain, &QTimer::timeout, this, [this] {
        d->outputEnded = true;
        d->maybeEnd();
    });
}

RunSession::~RunSession() {
    if (d->record.state == RunState::Idle || d->ended) {
        return;
    }
    const QSignalBlocker blocker(this);
    if (!d->record.containerId.isEmpty()) {
        reapContainer(d->endpoint, d->record.containerId);
    }
    d->record.error = tr("The run was cancelled.");
    d->end(RunState::Cancelled, {ErrorCode::Cancelled, d->record.error, {}});
}

void RunSession::start() {
    if (d->record.state == RunState::Idle && !d->ended) {
        d->begin();
    }
}

void RunSession::stop() {
    if (d->ended || d->stopWanted) {
        return;
    }
    d->stopWanted = true;
    if (d->record.state == RunState::Idle) {
        d->end(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
        return;
    }
    d->setState(RunState::Stopping);
    if (d->running) {
        d->sendStop();
    }
    // Else whoever answers next sees stopWanted: a create that is under way must be waited for, or its container stays.
}

RunState RunSession::state() const {
    return d->record.state;
}

bool RunSession::isFinished() const {
    return d->ended;
}

const RunRecord& RunSession::record() const {
    return d->record;
}

qsizetype RunSession::logLineCount() const {
    return d->lines.size();
}

QString RunSession::logLine(qsizetype index) const {
    return d->lines.at(index).text;
}

bool RunSession::logLineIsError(qsizetype index) const {
    return d->lines.at(index).isError;
}

QString RunSession::unfinishedLine() const {
    return d->ended ? QString() : d->splitters[d->unfinishedIsError ? 1 : 0].unfinished();
}

void RunSession::Private::begin() {
    record.id = io::RecordKeeper::makeId();
    record.verb = request.verb;
    record.image = request.image;
    record.command = request.command;
    record.started = QDateTime::currentDateTimeUtc();
    keeping = !request.recordFolder.isEmpty();
    if (const auto opened = keeper.open(request.recordFolder, record.id); !opened) {
        keeping = false;
        lines.append({opened.error().message, true});
    }
    setState(RunState::Starting);
    // From the event loop, so that nobody hears of the end before start() has returned.
    QMetaObject::invokeMethod(
        q,
        [this] {
            if (ended) {
                return;
            }
            publish();
            if (stopWanted) {
                end(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
                return;
            }
            if (const auto mounts = checkMounts(); !mounts) {
                end(RunState::Failed, mounts.error());
                return;
            }
            client = std::make_unique<engine::Client>(endpoint);
            client->open(q, [this](const Result<engine::EngineInfo>& info) {
                if (!info) {
                    end(RunState::Failed, info.error());
                } else if (!request.gpus) {
                    create();
                } else {
                    client->systemInfo(q, [this](const Result<engine::SystemInfo>& found) {
                        if (!found) {
                            end(RunState::Failed, found.error());
                            return;
                        }
                        system = *found;
                        gpuWays = gpuPlan(client->engine(), system);
                        gpuAccess = gpuWays.takeFirst();
                        create();
                    });
                }
            });
        },
        Qt::QueuedConnection);
}

/// The host's folders are made: a bind of type "mount" refuses what does not exist.
Result<void> RunSession::Private::checkMounts() const {
    for (const Mount& mount : request.mounts) {
        if (!QDir::isAbsolutePath(mount.host) || !mount.container.startsWith(u'/')) {
            return fail(ErrorCode::InvalidInput,
                        tr("The mount %1 → %2 needs absolute paths on both sides.").arg(mount.host, mount.container));
        }
        if (!QFileInfo::exists(mount.host) && !QDir().mkpath(mount.host)) {
            return fail(ErrorCode::PermissionDenied,
                        tr("The folder %1 for the container could not be created. Check the permissions above it.")
                            .arg(mount.host));
        }
    }
    return {};
}

void RunSession::Private::create() {
    if (stopWanted) {
        end(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
        return;
    }
    engine::ContainerSpec spec;
    spec.image = request.image;
    spec.command = request.command;
    spec.workdir = request.workdir;
    spec.user = request.hostUser ? hostUser() : QString();
    spec.environment = request.environment;
    spec.labels.insert(QStringLiteral("dev.reberth.run"), record.id);
    if (!request.label.isEmpty()) {
        spec.labels.insert(QStringLiteral("dev.reberth.project"), request.label);
    }
    for (const Mount& mount : request.mounts) {
        spec.mounts.append({mount.host, mount.container, mount.readOnly});
    }
    spec.shmBytes = request.shmBytes;
    spec.networkMode = request.networkMode;
    spec.gpus = gpuAccess;
    spec.cdiDevices = system.nvidiaCdiDevices();
    if (gpuAccess == engine::GpuAccess::Cdi &&
        (spec.cdiDevices.isEmpty() || spec.cdiDevices.contains(QLatin1String("nvidia.com/gpu=all")))) {
        spec.cdiDevices = {QStringLiteral("nvidia.com/gpu=all")};
    }
    client->createContainer(spec, q, [this](const Result<engine::CreatedContainer>& result) { created(result); });
}

Error RunSession::Private::createFailure(const Error& error) const {
    if (error.code == ErrorCode::NotFound) {
        return {ErrorCode::NotFound,
                tr("There is no image %1 on this engine. Build it first.").arg(shortImage(request.image)),
                error.detail};
    }
    return error;
}

void RunSession::Private::created(const Result<engine::CreatedContainer>& result) {
    if (!result) {
        if (request.gpus && isGpuRefusal(result.error().message)) {
            tryNextGpuAccess(result.error());
        } else {
            end(stopWanted ? RunState::Cancelled : RunState::Failed,
                stopWanted ? Error{ErrorCode::Cancelled, tr("The run was cancelled."), {}}
                           : createFailure(result.error()));
        }
        return;
    }
    record.containerId = result->id;
    saveRecord();
    for (const QString& warning : result->warnings) {
        addLines({warning}, true);
    }
    publish();
    if (stopWanted) {
        removeThenEnd(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
        return;
    }
    demultiplexer = {};
    outputEnded = false;
    exited = false;
    drain.stop();
    attachCall = client->attach(record.containerId);
    connect(attachCall, &engine::Call::headReceived, q, [this](int status) {
        if (status < 400) {
            attached();
        }
    });
    connect(attachCall, &engine::Call::data, q, [this](const QByteArray& bytes) { readOutput(bytes); });
    connect(attachCall, &engine::Call::finished, q, [this] {
        const auto& answer = attachCall->result();
        if (!answer && !running && !ending) {
            removeThenEnd(RunState::Failed, answer.error());
            return;
        }
        outputEnded = true;
        maybeEnd();
    });
    attachCall->start();
}

void RunSession::Private::attached() {
    if (ending || ended) {
        return;
    }
    // Docker answers a wait's head at once, so that the wait stands before the start. Podman does not, but its
    // container is still there when it is asked after the start, exited or not.
    if (client->engine().podman) {
        startContainer();
    } else {
        openWait();
    }
}

void RunSession::Private::openWait() {
    const bool podman = client->engine().podman;
    waitCall = client->wait(record.containerId, podman ? QStringLiteral("not-running") : QStringLiteral("next-exit"));
    if (!podman) {
        connect(waitCall, &engine::Call::headReceived, q, [this](int status) {
            if (status < 400 && !ending && !ended) {
                startContainer();
            }
        });
    }
    connect(waitCall, &engine::Call::finished, q, [this] { containerExited(); });
    waitCall->start();
}

void RunSession::Private::startContainer() {
    if (stopWanted) {
        removeThenEnd(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
        return;
    }
    client->startContainer(record.containerId, q, [this](const Result<void>& result) { started(result); });
}

void RunSession::Private::started(const Result<void>& result) {
    if (ending || ended) {
        return;
    }
    if (!result) {
        const Error error = result.error();
        if (request.gpus && !stopWanted && isGpuRefusal(error.message)) {
            tryNextGpuAccess(error);
            return;
        }
        removeThenEnd(stopWanted ? RunState::Cancelled : RunState::Failed,
                      stopWanted ? Error{ErrorCode::Cancelled, tr("The run was cancelled."), {}} : error);
        return;
    }
    running = true;
    if (client->engine().podman) {
        openWait();
    }
    if (stopWanted) {
        sendStop();
    } else if (!exited) {
        setState(RunState::Running);
    }
    maybeEnd();
}

void RunSession::Private::tryNextGpuAccess(const Error& error) {
    gpuRefusals.append(error.message);
    const Error refusal = {ErrorCode::Unsupported,
                           tr("This engine can't give a container the GPUs. Install the NVIDIA Container Toolkit on "
                              "its machine and restart "
                              "the engine, or run without GPUs."),
                           gpuRefusals.join(u'\n')};
    if (gpuWays.isEmpty()) {
        if (record.containerId.isEmpty()) {
            end(RunState::Failed, refusal);
        } else {
            removeThenEnd(RunState::Failed, refusal);
        }
        return;
    }
    gpuAccess = gpuWays.takeFirst();
    if (record.containerId.isEmpty()) {
        create();
        return;
    }
    for (engine::Call** call : {&attachCall, &waitCall}) {
        if (*call != nullptr) {
            (*call)->disconnect(q);
            (*call)->deleteLater();
            *call = nullptr;
        }
    }
    client->removeContainer(record.containerId, true, q, [this](const Result<void>& removed) {
        if (!removed) {
            end(RunState::Failed, removed.error());
            return;
        }
        record.containerId.clear();
        create();
    });
}

void RunSession::Private::sendStop() {
    client->stopContainer(record.containerId, stopSeconds, q, [this](const Result<void>& result) {
        if (!result && !ending && !ended && !exited) {
            // The removal with force is the harder way to the same end.
            removeThenEnd(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was cancelled."), {}});
        }
    });
}

void RunSession::Private::readOutput(const QByteArray& bytes) {
    if (ended) {
        return;
    }
    const auto pieces = demultiplexer.feed(bytes);
    if (!pieces) {
        outputError = pieces.error();
        attachCall->disconnect(q);
        outputEnded = true;
        addLines({outputError.message}, true);
        publish();
        maybeEnd();
        return;
    }
    for (const auto& piece : *pieces) {
        emit q->output(piece.data, piece.isError);
        if (ended) {
            return;
        }
        addLines(splitters[piece.isError ? 1 : 0].feed(piece.data), piece.isError);
        unfinishedIsError = piece.isError;
    }
    publish();
    emit q->unfinishedLineChanged();
}

void RunSession::Private::addLines(const QStringList& texts, bool isError) {
    for (const QString& text : texts) {
        lines.append({text, isError});
    }
}

void RunSession::Private::publish() {
    const qsizetype first = reported;
    const qsizetype count = lines.size() - first;
    if (count == 0) {
        return;
    }
    reported = lines.size();
    if (keeping) {
        for (qsizetype i = first; i < reported; ++i) {
            keeper.appendLog((lines.at(i).isError ? "e " : "o ") + lines.at(i).text.toUtf8());
        }
        if (const auto flushed = keeper.flushLog(); !flushed) {
            lines.append({flushed.error().message, true});
        }
    }
    emit q->logAppended(first, count);
}

void RunSession::Private::containerExited() {
    if (ending || ended) {
        return;
    }
    const auto code = engine::Client::exitCodeFrom(waitCall->result());
    if (!code) {
        Error error = code.error();
        if (error.code == ErrorCode::ConnectionLost) {
            error.message =
                tr("The engine went away while the container ran. Check that it is running; the container may "
                   "still be there (label dev.reberth.run=%1).")
                    .arg(record.id);
        }
        removeThenEnd(RunState::Failed, error);
        return;
    }
    exited = true;
    record.exitCode = *code;
    if (!outputEnded) {
        drain.start(drainMilliseconds);
    }
    maybeEnd();
}

void RunSession::Private::maybeEnd() {
    // A start that fails may end the wait as well: the start's own answer says why.
    if (!running || !exited || !outputEnded || ending || ended) {
        return;
    }
    if (stopWanted) {
        removeThenEnd(RunState::Cancelled, {ErrorCode::Cancelled, tr("The run was stopped."), {}});
    } else {
        removeThenEnd(RunState::Exited, {});
    }
}

void RunSession::Private::removeThenEnd(RunState state, const Error& error) {
    if (ending || ended) {
        return;
    }
    ending = true;
    client->removeContainer(record.containerId, true, q, [this, state, error](const Result<void>& removed) {
        if (removed) {
            end(state, error);
        } else if (state == RunState::Exited) {
            // The run itself was good; that something is left behind must still be said.
            addLines({tr("The container %1 could not be removed: %2")
                          .arg(record.containerId.left(12), removed.error().message)},
                     true);
            end(state, error);
        } else {
            end(state, error);
        }
    });
}

void RunSession::Private::end(RunState state, const Error& error) {
    if (ended) {
        return;
    }
    ended = true;
    drain.stop();
    if (attachCall != nullptr) {
        attachCall->disconnect(q);
    }
    if (waitCall != nullptr) {
        waitCall->disconnect(q);
    }
    if (client) {
        client.release()->deleteLater();
    }
    addLines(splitters[0].finish(), false);
    addLines(splitters[1].finish(), true);
    if (state == RunState::Failed) {
        record.error = error.message;
        addLines({error.message}, true);
    }
    record.completed = QDateTime::currentDateTimeUtc();
    publish();
    setState(state);
    keeper.close();
    emit q->finished(state == RunState::Exited ? Result<RunRecord>(record) : Result<RunRecord>(fail(error)));
}

void RunSession::Private::setState(RunState state) {
    if (record.state == state) {
        return;
    }
    record.state = state;
    saveRecord();
    emit q->stateChanged();
}

void RunSession::Private::saveRecord() {
    if (!keeping) {
        return;
    }
    if (const auto saved = keeper.save(record.toJson()); !saved) {
        lines.append({saved.error().message, true});
    }
}

QList<RunRecord> readRunRecords(const QString& folder) {
    QList<RunRecord> records;
    const QStringList ids = io::RecordKeeper::ids(folder);
    for (const QString& id : ids) {
        const auto object = io::RecordKeeper::read(folder, id);
        if (!object) {
            continue;
        }
        RunRecord record = RunRecord::fromJson(*object);
        record.id = id;
        const bool open =
            record.state != RunState::Exited && record.state != RunState::Failed && record.state != RunState::Cancelled;
        if (open && !io::RecordKeeper::isAlive(folder, id)) {
            record.state = RunState::Failed;
            record.error = RunSession::tr("The run was interrupted: Reberth ended while it was going on.");
        }
        records.append(record);
    }
    return records;
}

} // namespace reberth::run
