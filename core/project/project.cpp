#include "core/project/project.h"

#include "core/analysis/inspector.h"
#include "core/build/buildsession.h"
#include "core/generation/generator.h"
#include "core/knowledge/knowledge.h"
#include "core/project/filelist.h"
#include "core/project/runrequest.h"
#include "core/project/storage.h"
#include "core/run/hostuser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QFutureWatcher>
#include <QHash>
#include <QSet>
#include <QtConcurrent>
#include <QTimer>

namespace reberth::project {

namespace {

constexpr int autosaveDelay = 400; // ms after the last keystroke
constexpr int diskDelay = 100;     // ms after the last change of a file by others
constexpr qsizetype undoLimit = 100;

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::project::Project", text);
}

QString folderOf(const QString& root) {
    return root + QStringLiteral("/.reberth");
}

/// Whom the files belong to that the container writes. With a rootless engine, root in the container is the user.
QMap<QString, QString> ownerArguments(const engine::Endpoint& endpoint) {
    const QString owner = run::hostUser();
    if (owner.isEmpty() || endpoint.address.contains(QLatin1String("/run/user/"))) {
        return {};
    }
    return {{QStringLiteral("USER_ID"), owner.section(u':', 0, 0)},
            {QStringLiteral("GROUP_ID"), owner.section(u':', 1, 1)}};
}

} // namespace

class Project::Private {
public:
    Private(Project* owner, const knowledge::Knowledge& facts)
        : q(owner)
        , knowledge(facts)
        , files(facts) {
        autosave.setSingleShot(true);
        autosave.setInterval(autosaveDelay);
    }

    Result<void> load();
    void replan();
    void saveState() {
        if (const auto written = storage.writeState({checkout, target, fixed}); !written) {
            emit q->failed(written.error());
        }
    }
    void takeRecipe(const recipe::Recipe& value) {
        recipe = value;
        recipeError.reset();
        emit q->recipeChanged();
    }

    Project* q;
    const knowledge::Knowledge& knowledge;
    Storage storage{QString()};
    repo::Checkout checkout;
    knowledge::Target target{QCoreApplication::translate("reberth::project::Project", "CPU only"), {}, {}, 0};
    solver::FixedChoices fixed;
    std::optional<analysis::Findings> findings;
    std::optional<solver::Plans> plans;
    std::optional<recipe::Recipe> recipe;
    std::optional<Error> recipeError;
    QList<recipe::Recipe> undo;
    void checkLater(const QString& name);
    void watch();

    FileList files;
    QTimer autosave;
    QFileSystemWatcher disk;
    QTimer diskSettled;                                        ///< others write in several steps
    QHash<QString, QFutureWatcher<FileList::Checked>*> checks; ///< running, one a file
    QSet<QString> checkAgain;                                  ///< changed since theirs began

    QFutureWatcher<Result<analysis::Findings>> inspection;
    std::optional<CancellationSource> inspectionCancel;

    std::unique_ptr<build::BuildSession> build;
    std::unique_ptr<run::RunSession> run;
};

Result<void> Project::Private::load() {
    findings = storage.readFindings();
    if (findings) {
        findings->checkout = checkout;
    }
    if (const auto read = storage.readRecipe()) {
        recipe = *read;
        recipeError.reset();
    } else {
        recipe.reset();
        recipeError = read.error();
    }
    undo.clear();
    plans.reset();
    files.load(storage, checkout.path);
    watch();
    return storage.writeState({checkout, target, fixed});
}

void Project::Private::checkLater(const QString& name) {
    if (checks.contains(name)) {
        checkAgain.insert(name);
        return;
    }
    auto* watcher = new QFutureWatcher<FileList::Checked>(q);
    checks.insert(name, watcher);
    const QString text = files.file(name)->text;
    QObject::connect(watcher, &QFutureWatcherBase::finished, q, [this, watcher, name, text] {
        checks.remove(name);
        watcher->deleteLater();
        const bool taken = files.takeDiagnostics(name, text, watcher->result());
        if (checkAgain.remove(name) && files.file(name) && !files.file(name)->checked) {
            checkLater(name);
        }
        if (taken) {
            // What the files show together may stand in another one.
            for (const QString& each : files.names()) {
                emit q->diagnosticsChanged(each);
            }
        }
    });
    watcher->setFuture(QtConcurrent::run(files.check(name)));
}

void Project::Private::watch() {
    if (const QStringList old = disk.files() + disk.directories(); !old.isEmpty()) {
        disk.removePaths(old);
    }
    QStringList paths{storage.folder()};
    for (const QString& name : files.names()) {
        if (QFile::exists(storage.path(name))) {
            paths.append(storage.path(name));
        }
    }
    disk.addPaths(paths);
}

void Project::Private::replan() {
    if (!findings) {
        return;
    }
    auto result = solver::plan(*findings, target, fixed, knowledge);
    if (!result) {
        plans.reset();
        emit q->plansChanged();
        emit q->failed(result.error());
        return;
    }
    plans = *result;
    emit q->plansChanged();
    if (!recipe && !recipeError) {
        if (const auto taken = q->setRecipe(plans->recommended().recipe); !taken) {
            emit q->failed(taken.error());
        }
    }
}

Project::Project(const knowledge::Knowledge& knowledge, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, knowledge)) {
    connect(&d->autosave, &QTimer::timeout, this, [this] {
        if (const auto saved = d->files.autosave(); !saved) {
            emit failed(saved.error());
        }
    });
    d->diskSettled.setSingleShot(true);
    d->diskSettled.setInterval(diskDelay);
    connect(&d->disk, &QFileSystemWatcher::fileChanged, &d->diskSettled, qOverload<>(&QTimer::start));
    connect(&d->disk, &QFileSystemWatcher::directoryChanged, &d->diskSettled, qOverload<>(&QTimer::start));
    connect(&d->diskSettled, &QTimer::timeout, this, &Project::checkDisk);
    connect(&d->inspection, &QFutureWatcherBase::finished, this, [this] {
        const Result<analysis::Findings> result = d->inspection.result();
        d->inspectionCancel.reset();
        emit inspectingChanged();
        if (!result) {
            emit failed(result.error());
            return;
        }
        d->findings = *result;
        if (const auto written = d->storage.writeFindings(*result); !written) {
            emit failed(written.error());
        }
        emit findingsChanged();
        d->replan();
    });
}

Project::~Project() {
    cancelInspect();
    d->inspection.disconnect(this);
    d->inspection.waitForFinished(); // cancelled: returns at the next file
    for (auto* check : std::as_const(d->checks)) {
        check->disconnect(this);
        check->waitForFinished(); // a few milliseconds; it reads the knowledge, which may go next
    }
    if (d->autosave.isActive()) {
        // Nobody is left to be told of a failure; the saved files are untouched by it.
        (void)d->files.autosave();
    }
}

Result<void> Project::open(const repo::Checkout& checkout) {
    Storage storage(folderOf(checkout.path));
    if (const auto ready = storage.prepare(); !ready) {
        return ready;
    }
    ProjectState state;
    if (storage.exists()) {
        auto read = storage.readState();
        if (!read) {
            return tl::unexpected(read.error());
        }
        state = *read;
    }
    if (state.target.name.isEmpty()) {
        state.target = d->target;
    }
    d->storage = storage;
    d->checkout = checkout;
    d->target = state.target;
    d->fixed = state.fixed;
    if (const auto loaded = d->load(); !loaded) {
        return loaded;
    }
    emit opened();
    emit findingsChanged();
    emit recipeChanged();
    emit filesChanged();
    d->replan();
    return {};
}

Result<void> Project::open(const QString& path) {
    QString root = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    if (QFileInfo(root).isFile()) {
        root = QFileInfo(root).path();
    }
    if (QFileInfo(root).fileName() == QLatin1String(".reberth")) {
        root = QFileInfo(root).path();
    }
    const Storage storage(folderOf(root));
    if (!storage.exists()) {
        return fail(ErrorCode::NotFound, translated("%1 holds no Reberth project. Import it first.").arg(root));
    }
    auto state = storage.readState();
    if (!state) {
        return tl::unexpected(state.error());
    }
    repo::Checkout checkout = state->checkout;
    checkout.path = root; // the folder may have been moved
    return open(checkout);
}

QString Project::name() const {
    return d->checkout.name;
}

QString Project::root() const {
    return d->checkout.path;
}

QString Project::filesFolder() const {
    return d->storage.folder();
}

const repo::Checkout& Project::checkout() const {
    return d->checkout;
}

bool Project::isInspecting() const {
    return d->inspectionCancel.has_value();
}

void Project::inspect() {
    if (isInspecting() || root().isEmpty()) {
        return;
    }
    d->inspectionCancel.emplace();
    emit inspectingChanged();
    const auto progress = [this](const analysis::InspectProgress& now) {
        QMetaObject::invokeMethod(
            this, [this, now] { emit inspectProgress(now); }, Qt::QueuedConnection);
    };
    d->inspection.setFuture(
        QtConcurrent::run([checkout = d->checkout, &knowledge = d->knowledge, token = d->inspectionCancel->token(),
                           progress] { return analysis::inspect(checkout, knowledge, token, progress); }));
}

void Project::cancelInspect() {
    if (d->inspectionCancel) {
        d->inspectionCancel->cancel();
    }
}

const std::optional<analysis::Findings>& Project::findings() const {
    return d->findings;
}

const knowledge::Target& Project::target() const {
    return d->target;
}

void Project::setTarget(const knowledge::Target& target) {
    d->target = target;
    d->saveState();
    d->replan();
}

const solver::FixedChoices& Project::fixedChoices() const {
    return d->fixed;
}

Result<void> Project::setFixedChoices(const solver::FixedChoices& fixed) {
    return setTargetAndChoices(d->target, fixed);
}

Result<void> Project::setTargetAndChoices(const knowledge::Target& target, const solver::FixedChoices& fixed) {
    if (d->findings) {
        auto result = solver::plan(*d->findings, target, fixed, d->knowledge);
        if (!result) {
            return tl::unexpected(result.error());
        }
        d->plans = *result;
    }
    d->target = target;
    d->fixed = fixed;
    d->saveState();
    emit plansChanged();
    return {};
}

const std::optional<solver::Plans>& Project::plans() const {
    return d->plans;
}

const std::optional<recipe::Recipe>& Project::recipe() const {
    return d->recipe;
}

const std::optional<Error>& Project::recipeError() const {
    return d->recipeError;
}

Result<void> Project::setRecipe(const recipe::Recipe& recipe) {
    if (d->recipe == recipe) {
        return {};
    }
    if (const auto written = d->storage.writeRecipe(recipe); !written) {
        return written;
    }
    if (d->recipe) {
        d->undo.append(*d->recipe);
        if (d->undo.size() > undoLimit) {
            d->undo.removeFirst();
        }
    }
    d->takeRecipe(recipe);
    return {};
}

bool Project::canUndoRecipe() const {
    return !d->undo.isEmpty();
}

void Project::undoRecipe() {
    if (d->undo.isEmpty()) {
        return;
    }
    if (const auto written = d->storage.writeRecipe(d->undo.last()); !written) {
        emit failed(written.error());
        return;
    }
    d->takeRecipe(d->undo.takeLast());
}

Result<void> Project::generateFiles() {
    if (!d->recipe) {
        return fail(d->recipeError.value_or(
            Error{ErrorCode::InvalidInput,
                  translated("There is no recipe yet. Inspect the repository and make a plan first."),
                  {}}));
    }
    const auto rendered = generation::generate(*d->recipe);
    if (!rendered) {
        return tl::unexpected(rendered.error());
    }
    const auto taken = d->files.takeGenerated(*rendered);
    d->watch();
    emit filesChanged();
    for (const QString& name : d->files.names()) {
        emit diagnosticsChanged(name);
    }
    return taken;
}

QStringList Project::fileNames() const {
    return d->files.names();
}

const ProjectFile* Project::file(const QString& name) const {
    return d->files.file(name);
}

void Project::setFileText(const QString& name, const QString& text) {
    const ProjectFile* before = d->files.file(name);
    const bool wasModified = before != nullptr && before->modified;
    d->files.setText(name, text);
    d->autosave.start();
    if (!d->files.file(name)->checked) {
        d->checkLater(name);
    }
    emit fileTextChanged(name);
    if (d->files.file(name)->modified != wasModified) {
        emit modifiedChanged(name);
    }
}

Result<void> Project::ignoreRule(const QString& ruleId, const QString& reason) {
    const auto done = d->files.ignoreRule(ruleId, reason);
    if (done) {
        for (const QString& name : d->files.names()) {
            emit diagnosticsChanged(name);
        }
    }
    return done;
}

void Project::checkDisk() {
    const QList<FileList::DiskChange> changes = d->files.takeDiskChanges();
    d->watch(); // a file that was replaced is another one to the system
    for (const FileList::DiskChange& change : changes) {
        d->autosave.start();
        emit fileTextChanged(change.name);
        emit diagnosticsChanged(change.name);
        emit modifiedChanged(change.name);
        emit mergedFromDisk(change.name, change.conflict);
    }
}

Result<void> Project::saveFile(const QString& name) {
    const auto saved = d->files.save(name);
    emit modifiedChanged(name);
    return saved;
}

Result<void> Project::saveAllFiles() {
    for (const QString& name : d->files.names()) {
        if (d->files.file(name)->modified) {
            if (const auto saved = saveFile(name); !saved) {
                return saved;
            }
        }
    }
    return {};
}

void Project::revertFile(const QString& name) {
    d->files.revert(name);
    emit fileTextChanged(name);
    emit diagnosticsChanged(name);
    emit modifiedChanged(name);
}

int Project::problemCount() const {
    return d->files.problemCount();
}

Result<build::BuildSession*> Project::startBuild(const engine::Endpoint& endpoint, const QString& hostName,
                                                 bool noCache) {
    if (d->build && !d->build->isFinished()) {
        return fail(ErrorCode::AlreadyExists, translated("A build of this project is running. Cancel it first."));
    }
    if (d->files.file(QStringLiteral("Dockerfile")) == nullptr) {
        return fail(ErrorCode::NotFound, translated("There is no Dockerfile yet. Generate the files first."));
    }
    if (const auto saved = saveAllFiles(); !saved) {
        return tl::unexpected(saved.error());
    }
    build::BuildRequest request;
    request.contextFolder = root();
    request.dockerfile = QStringLiteral(".reberth/Dockerfile");
    request.tags = {imageTag()};
    request.noCache = noCache;
    request.buildArgs = ownerArguments(endpoint);
    request.recordFolder = buildsFolder();
    request.hostName = hostName;
    d->build = std::make_unique<build::BuildSession>(endpoint, request);
    build::BuildSession* session = d->build.get();
    connect(session, &build::BuildSession::finished, this, [this] { emit buildFinished(); });
    emit buildStarted(session);
    session->start();
    return session;
}

build::BuildSession* Project::currentBuild() const {
    return d->build.get();
}

QList<build::BuildRecord> Project::buildRecords() const {
    return build::readBuildRecords(buildsFolder());
}

QString Project::buildsFolder() const {
    return d->storage.path(QStringLiteral("builds"));
}

QString Project::imageTag() const {
    // The name that compose.yaml and the Makefile use: what was built here runs there.
    const QString name = d->recipe && !d->recipe->name.isEmpty() ? d->recipe->name : d->checkout.name.toLower();
    return QStringLiteral("%1:local").arg(name);
}

Result<run::RunSession*> Project::startRun(const engine::Endpoint& endpoint, const QString& verb,
                                           const QStringList& arguments, bool gpus) {
    if (d->run && !d->run->isFinished()) {
        return fail(ErrorCode::AlreadyExists, translated("A run of this project is going on. Stop it first."));
    }
    if (!d->recipe) {
        return fail(d->recipeError.value_or(
            Error{ErrorCode::InvalidInput,
                  translated("There is no recipe yet. Inspect the repository and make a plan first."),
                  {}}));
    }
    auto request = runRequest(*d->recipe, verb, arguments, imageTag(), filesFolder());
    if (!request) {
        return tl::unexpected(request.error());
    }
    request->gpus = gpus;
    request->recordFolder = runsFolder();
    d->run = std::make_unique<run::RunSession>(endpoint, *request);
    run::RunSession* session = d->run.get();
    connect(session, &run::RunSession::finished, this, [this] { emit runFinished(); });
    emit runStarted(session);
    session->start();
    return session;
}

run::RunSession* Project::currentRun() const {
    return d->run.get();
}

QList<run::RunRecord> Project::runRecords() const {
    return run::readRunRecords(runsFolder());
}

QString Project::runsFolder() const {
    return d->storage.path(QStringLiteral("runs"));
}

} // namespace reberth::project
