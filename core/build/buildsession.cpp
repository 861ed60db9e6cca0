#include "core/build/buildsession.h"

#include "core/build/buildprogress.h"
#include "core/build/contextpipe.h"
#include "core/build/imagepreparation.h"
#include "core/engine/client.h"
#include "core/engine/jsonstream.h"
#include "core/io/atomicfile.h"
#include "core/io/recordkeeper.h"
#include "core/io/safepath.h"
#include "core/io/tarwriter.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonObject>

namespace reberth::build {

namespace {

constexpr qint64 maxUnsentBytes = 1024 * 1024;
constexpr qint64 maxDockerfileBytes = 4 * 1024 * 1024;
constexpr int errorLines = 12; // of the failed step's output, in the error's detail

/// The last column of a log line on disk: "STEP o|e TEXT".
QByteArray logToDisk(const LogLine& line) {
    return QByteArray::number(line.step) + (line.isError ? " e " : " o ") + line.text.toUtf8();
}

} // namespace

class BuildSession::Private {
public:
    Private(BuildSession* session, engine::Endpoint engineEndpoint, BuildRequest buildRequest)
        : q(session)
        , endpoint(std::move(engineEndpoint))
        , request(std::move(buildRequest)) {}

    void begin();
    void engineAnswered(const Result<engine::EngineInfo>& info);
    void prepareImages();
    void upload();
    void pump();
    void reportUpload(bool last);
    void readStream(const QByteArray& bytes);
    void readObject(const QJsonObject& object);
    void callFinished();
    void publish();
    void setState(BuildState state);
    void saveRecord();
    void end(BuildState state, const Error& error);
    void failWith(const Error& error) { end(BuildState::Failed, error); }
    Error streamFailure() const;

    BuildSession* q;
    engine::Endpoint endpoint;
    BuildRequest request;
    BuildRecord record;
    BuildProgress progress;
    io::RecordKeeper keeper;
    bool keeping = false;
    std::unique_ptr<engine::Client> client;
    std::unique_ptr<ImagePreparation> images;
    std::unique_ptr<ContextPipe> pipe;
    engine::Call* call = nullptr; // owned by the client
    engine::JsonStream stream;
    DockerfileOutline outline;
    int pullStep = -1;
    qint64 handedOver = 0;
    bool bodyEnded = false;
    QElapsedTimer uploadReport;
    QString streamError;
    bool classicSuccess = false;
    bool ended = false;
};

BuildSession::BuildSession(engine::Endpoint endpoint, BuildRequest request, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(endpoint), std::move(request))) {
}

BuildSession::~BuildSession() {
    if (d->record.state != BuildState::Idle && !d->ended) {
        // Nobody listens any more; the record says how it ended, the connection closes with the client.
        const QSignalBlocker blocker(this);
        cancel();
    }
}

void BuildSession::start() {
    if (d->record.state == BuildState::Idle && !d->ended) {
        d->begin();
    }
}

void BuildSession::cancel() {
    if (d->ended) {
        return;
    }
    d->end(BuildState::Cancelled, {ErrorCode::Cancelled, tr("The build was cancelled."), {}});
}

BuildState BuildSession::state() const {
    return d->record.state;
}

bool BuildSession::isFinished() const {
    return d->ended;
}

const BuildRecord& BuildSession::record() const {
    return d->record;
}

const QList<BuildStep>& BuildSession::steps() const {
    return d->progress.steps();
}

qsizetype BuildSession::logLineCount() const {
    return d->progress.log().size();
}

LogLine BuildSession::logLine(qsizetype index) const {
    return d->progress.log().at(index);
}

void BuildSession::Private::begin() {
    record.id = io::RecordKeeper::makeId();
    record.hostName = request.hostName.isEmpty() ? endpoint.name : request.hostName;
    record.tags = request.tags;
    record.started = QDateTime::currentDateTimeUtc();
    keeping = !request.recordFolder.isEmpty();
    if (const auto opened = keeper.open(request.recordFolder, record.id); !opened) {
        keeping = false;
        progress.addLog(-1, true, opened.error().message);
    }
    setState(BuildState::Preparing);

    const auto path = io::joinInside(request.contextFolder, request.dockerfile);
    const auto text = path ? io::readFile(*path, maxDockerfileBytes) : Result<QByteArray>(fail(path.error()));
    // From the event loop, so that nobody hears of the end before start() has returned.
    QMetaObject::invokeMethod(
        q,
        [this, text] {
            if (ended) {
                return;
            }
            publish();
            if (!text) {
                failWith(text.error());
                return;
            }
            outline = DockerfileOutline::parse(*text);
            const BuildProgress before = progress;
            progress = BuildProgress(outline);
            for (const LogLine& line : before.log()) {
                progress.addLog(line.step, line.isError, line.text);
            }
            progress.takeChanges();
            client = std::make_unique<engine::Client>(endpoint);
            client->open(q, [this](const Result<engine::EngineInfo>& info) { engineAnswered(info); });
        },
        Qt::QueuedConnection);
}

void BuildSession::Private::engineAnswered(const Result<engine::EngineInfo>& info) {
    if (ended) {
        return;
    }
    if (!info) {
        failWith(info.error());
    } else if (info->buildKit) {
        prepareImages();
    } else {
        upload();
    }
}

void BuildSession::Private::prepareImages() {
    images = std::make_unique<ImagePreparation>(client.get(), outline.baseImages(request.buildArgs, request.target),
                                                request.pull);
    connect(images.get(), &ImagePreparation::pullStarted, q, [this](const QString& reference, int line) {
        pullStep = progress.addStep(tr("Pull %1").arg(reference), line);
        BuildStep step = progress.steps().at(pullStep);
        step.state = StepState::Running;
        step.started = QDateTime::currentDateTimeUtc();
        progress.changeStep(pullStep, step);
        publish();
    });
    connect(images.get(), &ImagePreparation::pullProgress, q, [this](qint64 current, qint64 total) {
        BuildStep step = progress.steps().at(pullStep);
        step.current = current;
        step.total = total;
        progress.changeStep(pullStep, step);
        publish();
    });
    connect(images.get(), &ImagePreparation::pullMessage, q, [this](const QString& line) {
        progress.addLog(pullStep, false, line);
        publish();
    });
    connect(images.get(), &ImagePreparation::pullEnded, q, [this] {
        BuildStep step = progress.steps().at(pullStep);
        step.state = StepState::Done;
        step.completed = QDateTime::currentDateTimeUtc();
        progress.changeStep(pullStep, step);
        publish();
    });
    connect(images.get(), &ImagePreparation::finished, q, [this] {
        if (ended) {
            return;
        }
        const auto error = images->error();
        if (!error) {
            upload();
            return;
        }
        if (pullStep >= 0 && progress.steps().at(pullStep).state == StepState::Running) {
            BuildStep step = progress.steps().at(pullStep);
            step.state = StepState::Failed;
            step.error = error->detail.isEmpty() ? error->message : error->detail;
            step.completed = QDateTime::currentDateTimeUtc();
            progress.changeStep(pullStep, step);
        }
        failWith(*error);
    });
    images->start();
}

void BuildSession::Private::upload() {
    setState(BuildState::Uploading);
    if (ended) {
        return; // cancelled by whoever heard of it
    }
    pipe = std::make_unique<ContextPipe>();
    connect(pipe.get(), &ContextPipe::changed, q, [this] { pump(); });
    pipe->start(request.contextFolder, request.dockerfile);

    engine::BuildOptions options;
    options.dockerfile = io::ContextPacker(request.contextFolder, request.dockerfile).dockerfileName();
    options.tags = request.tags;
    options.buildArgs = request.buildArgs;
    options.target = request.target;
    options.networkMode = request.networkMode;
    options.noCache = request.noCache;
    options.buildKit = client->engine().buildKit;
    // BuildKit would need a session for it; the images were pulled already.
    options.pull = request.pull && !options.buildKit;
    call = client->build(options);
    connect(call, &engine::Call::connected, q, [this] { pump(); });
    connect(call, &engine::Call::bytesWritten, q, [this] { pump(); });
    connect(call, &engine::Call::data, q, [this](const QByteArray& bytes) { readStream(bytes); });
    connect(call, &engine::Call::finished, q, [this] { callFinished(); });
    call->start();
}

void BuildSession::Private::pump() {
    if (ended || bodyEnded || call == nullptr || !call->isConnected()) {
        return;
    }
    if (const auto error = pipe->error(); error && !call->isSendingOver()) {
        failWith(*error);
        return;
    }
    while (!call->isSendingOver() && call->unsentBytes() < maxUnsentBytes) {
        const QByteArray piece = pipe->take();
        if (piece.isEmpty()) {
            break;
        }
        call->writeBody(piece);
        handedOver += piece.size();
    }
    if (pipe->isAtEnd() && !call->isSendingOver()) {
        bodyEnded = true;
        call->endBody();
        if (pipe->skipped() > 0) {
            progress.addLog(-1, false,
                            tr("%n thing(s) in the folder are no files (sockets, pipes) and were left out.", nullptr,
                               pipe->skipped()));
        }
        reportUpload(true);
        if (!ended) {
            setState(BuildState::Running);
        }
        if (!ended) {
            publish();
        }
        return;
    }
    reportUpload(false);
}

void BuildSession::Private::reportUpload(bool last) {
    const qint64 sent = qMax<qint64>(0, handedOver - call->unsentBytes());
    if (last) {
        emit q->uploadProgress(handedOver, handedOver);
    } else if (!uploadReport.isValid() || uploadReport.elapsed() >= 50) {
        uploadReport.start();
        emit q->uploadProgress(sent, qMax(sent, pipe->expectedBytes()));
    }
}

void BuildSession::Private::readStream(const QByteArray& bytes) {
    if (ended) {
        return;
    }
    const auto objects = stream.feed(bytes);
    if (!objects) {
        failWith(objects.error());
        return;
    }
    for (const QJsonObject& object : *objects) {
        readObject(object);
        if (ended) {
            return;
        }
    }
    publish();
}

void BuildSession::Private::readObject(const QJsonObject& object) {
    const QString id = object.value(QLatin1String("id")).toString();
    const QJsonValue aux = object.value(QLatin1String("aux"));
    if (id == QLatin1String("moby.buildkit.trace")) {
        const auto message = engine::decodeTrace(QByteArray::fromBase64(aux.toString().toLatin1()));
        if (message) {
            progress.apply(*message);
        } else {
            progress.addLog(-1, true, message.error().message);
        }
        return;
    }
    if (aux.toObject().contains(QLatin1String("ID"))) {
        record.imageId = aux.toObject().value(QLatin1String("ID")).toString();
    }
    const QString error = object.value(QLatin1String("errorDetail"))
                              .toObject()
                              .value(QLatin1String("message"))
                              .toString(object.value(QLatin1String("error")).toString());
    if (!error.isEmpty()) {
        streamError = error;
        return;
    }
    if (object.contains(QLatin1String("stream"))) {
        const QString text = object.value(QLatin1String("stream")).toString();
        classicSuccess = classicSuccess || text.startsWith(QLatin1String("Successfully built"));
        progress.applyClassicText(text.toUtf8());
    } else if (object.contains(QLatin1String("status")) && !object.contains(QLatin1String("progressDetail"))) {
        progress.applyClassicText(object.value(QLatin1String("status")).toString().toUtf8() + '\n');
    }
}

Error BuildSession::Private::streamFailure() const {
    const int index = progress.failedStep();
    if (streamError.contains(QLatin1String("no active sessions"))) {
        return {
            ErrorCode::AuthenticationRequired,
            tr("The engine needs an image from a registry that asks for a token, which it can't get in this kind of "
               "build. Pull the image once with “docker pull” and build again."),
            streamError};
    }
    QString detail = streamError;
    QString where;
    if (index >= 0) {
        const BuildStep& step = progress.steps().at(index);
        where = step.dockerfileLine > 0 ? tr("Line %1 of the Dockerfile failed: %2.")
                                              .arg(step.dockerfileLine)
                                              .arg(step.name.section(u'\n', 0, 0))
                                        : tr("The step “%1” failed.").arg(step.name);
        QStringList lines;
        for (auto it = progress.log().crbegin(); it != progress.log().crend() && lines.size() < errorLines; ++it) {
            if (it->step == index) {
                lines.prepend(it->text);
            }
        }
        detail += u'\n' + lines.join(u'\n');
    } else {
        where = tr("The build failed.");
    }
    return {ErrorCode::BuildFailed, where + u' ' + streamError, detail.trimmed()};
}

void BuildSession::Private::callFinished() {
    if (ended) {
        return;
    }
    const auto& result = call->result();
    if (!streamError.isEmpty()) {
        progress.failCurrentStep(streamError);
        failWith(streamFailure());
    } else if (!result) {
        Error error = result.error();
        if (error.code == ErrorCode::ConnectionLost) {
            error.message = tr("The engine went away in the middle of the build. Check that it is running, then build "
                               "again: finished steps are kept in its cache.");
        }
        failWith(error);
    } else if (stream.isMidway() || (record.imageId.isEmpty() && !classicSuccess)) {
        failWith({ErrorCode::ConnectionLost, tr("The engine ended the build without an image. Build again."), {}});
    } else {
        end(BuildState::Succeeded, {});
    }
}

void BuildSession::Private::publish() {
    const BuildProgress::Changes changes = progress.takeChanges();
    if (keeping && changes.logCount > 0) {
        for (qsizetype i = 0; i < changes.logCount; ++i) {
            keeper.appendLog(logToDisk(progress.log().at(changes.firstLog + i)));
        }
        if (const auto flushed = keeper.flushLog(); !flushed) {
            progress.addLog(-1, true, flushed.error().message);
        }
    }
    for (const int index : changes.added) {
        emit q->stepAdded(index);
    }
    for (const int index : changes.changed) {
        emit q->stepChanged(index);
    }
    if (changes.logCount > 0) {
        emit q->logAppended(changes.firstLog, changes.logCount);
    }
}

void BuildSession::Private::setState(BuildState state) {
    if (record.state == state) {
        return;
    }
    record.state = state;
    saveRecord();
    emit q->stateChanged();
}

void BuildSession::Private::saveRecord() {
    record.steps = progress.steps();
    if (!keeping) {
        return;
    }
    if (const auto saved = keeper.save(record.toJson()); !saved) {
        progress.addLog(-1, true, saved.error().message);
    }
}

void BuildSession::Private::end(BuildState state, const Error& error) {
    if (ended) {
        return;
    }
    ended = true;
    // Closing the connection is what stops the work on the engine.
    if (call != nullptr) {
        call->disconnect(q);
        call->deleteLater();
        call = nullptr;
    }
    if (images) {
        images->disconnect(q);
        images.release()->deleteLater();
    }
    if (pipe) {
        pipe->disconnect(q);
        pipe.release()->deleteLater();
    }
    if (client) {
        client.release()->deleteLater();
    }
    progress.finish(state == BuildState::Succeeded ? StepState::Done : StepState::Cancelled);
    const int failed = progress.failedStep();
    if (state == BuildState::Failed) {
        record.error = error.message;
        record.failedStep = failed < 0 ? QString() : progress.steps().at(failed).name;
        progress.addLog(-1, true, error.message);
    }
    record.completed = QDateTime::currentDateTimeUtc();
    publish();
    setState(state);
    keeper.close();
    emit q->finished(state == BuildState::Succeeded ? Result<BuildRecord>(record) : Result<BuildRecord>(fail(error)));
}

QList<BuildRecord> readBuildRecords(const QString& folder) {
    QList<BuildRecord> records;
    const QStringList ids = io::RecordKeeper::ids(folder);
    for (const QString& id : ids) {
        const auto object = io::RecordKeeper::read(folder, id);
        if (!object) {
            continue;
        }
        BuildRecord record = BuildRecord::fromJson(*object);
        record.id = id;
        const bool open = record.state != BuildState::Succeeded && record.state != BuildState::Failed &&
                          record.state != BuildState::Cancelled;
        if (open && !io::RecordKeeper::isAlive(folder, id)) {
            record.state = BuildState::Failed;
            record.error = BuildSession::tr("The build was interrupted: Reberth ended while it was running.");
        }
        records.append(record);
    }
    return records;
}

Result<QList<LogLine>> readBuildLog(const QString& folder, const QString& id) {
    const auto text = io::RecordKeeper::readLog(folder, id);
    if (!text) {
        return fail(text.error());
    }
    QList<LogLine> lines;
    const QList<QByteArray> rows = text->split('\n');
    for (const QByteArray& row : rows) {
        const qsizetype blank = row.indexOf(' ');
        bool ok = false;
        const int step = row.left(blank).toInt(&ok);
        // The last line may be torn.
        if (blank > 0 && ok && row.size() >= blank + 3) {
            lines.append({step, row.at(blank + 1) == 'e', QString::fromUtf8(row.mid(blank + 3))});
        }
    }
    return lines;
}

} // namespace reberth::build
