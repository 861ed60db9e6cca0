#include "ui/models/workspace.h"

#include "core/build/buildsession.h"
#include "core/host/hostlist.h"
#include "core/project/project.h"
#include "core/run/runsession.h"
#include "core/settings/settings.h"

#include <QDir>
#include <QJsonDocument>

#include <algorithm>

namespace reberth::ui {

namespace keys = settings::keys;

namespace {

constexpr qsizetype recentLimit = 20;

QString refText(const repo::Checkout& checkout) {
    if (checkout.commit.isEmpty()) {
        return checkout.ref;
    }
    const QString commit = checkout.commit.left(7);
    return checkout.ref.isEmpty() ? commit : QStringLiteral("%1 @ %2").arg(checkout.ref, commit);
}

} // namespace

class Workspace::Private {
public:
    Private(Workspace& owner, const knowledge::Knowledge& knowledgeBase, host::HostList& hostList,
            settings::Settings& userSettings)
        : q(owner)
        , knowledge(knowledgeBase)
        , hosts(hostList)
        , settings(userSettings) {}

    void imported(const Result<repo::Checkout>& result);
    std::unique_ptr<project::Project> makeProject();
    void take(std::unique_ptr<project::Project> opened);
    void remember();
    QJsonObject details() const;

    Workspace& q;
    const knowledge::Knowledge& knowledge;
    host::HostList& hosts;
    settings::Settings& settings;
    std::unique_ptr<project::Project> project;
    std::unique_ptr<repo::ImportJob> job;
};

std::unique_ptr<project::Project> Workspace::Private::makeProject() {
    return std::make_unique<project::Project>(knowledge);
}

void Workspace::Private::imported(const Result<repo::Checkout>& result) {
    job.release()->deleteLater(); // it is calling us
    emit q.activityChanged();
    if (!result) {
        emit q.importFailed(result.error());
        return;
    }
    auto opened = makeProject();
    if (const auto outcome = opened->open(*result); !outcome) {
        emit q.importFailed(outcome.error());
        return;
    }
    take(std::move(opened));
    emit q.importFinished();
}

void Workspace::Private::take(std::unique_ptr<project::Project> opened) {
    q.closeProject();
    project = std::move(opened);
    const auto activity = [this] { emit q.activityChanged(); };
    connect(project.get(), &project::Project::buildStarted, &q, activity);
    connect(project.get(), &project::Project::buildFinished, &q, [this] {
        remember();
        emit q.activityChanged();
    });
    connect(project.get(), &project::Project::runStarted, &q, activity);
    connect(project.get(), &project::Project::runFinished, &q, activity);
    connect(project.get(), &project::Project::recipeChanged, &q, activity);
    remember();
    emit q.projectChanged(project.get());
    emit q.activityChanged();
    if (!project->findings() && !project->isInspecting()) {
        project->inspect();
    }
}

QJsonObject Workspace::Private::details() const {
    return QJsonDocument::fromJson(settings.value(keys::recentDetails)).object();
}

void Workspace::Private::remember() {
    const QString path = project->root();
    QStringList recent = settings.value(keys::recentProjects);
    recent.removeAll(path);
    recent.prepend(path);
    if (recent.size() > recentLimit) {
        recent.resize(recentLimit);
    }
    QJsonObject all = details();
    for (const QString& known : all.keys()) {
        if (!recent.contains(known)) {
            all.remove(known);
        }
    }
    QJsonObject entry;
    entry[QLatin1String("name")] = project->name();
    entry[QLatin1String("ref")] = refText(project->checkout());
    entry[QLatin1String("opened")] = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    const QList<build::BuildRecord> builds = project->buildRecords();
    if (!builds.isEmpty()) {
        entry[QLatin1String("lastBuild")] = build::buildStateName(builds.first().state);
        entry[QLatin1String("host")] = builds.first().hostName;
    }
    all[path] = entry;
    settings.setValue(keys::recentDetails, QJsonDocument(all).toJson(QJsonDocument::Compact));
    settings.setValue(keys::recentProjects, recent);
    emit q.recentProjectsChanged();
}

Workspace::Workspace(const knowledge::Knowledge& knowledge, host::HostList& hosts, settings::Settings& settings,
                     QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, knowledge, hosts, settings)) {
    connect(&hosts, &host::HostList::changed, this, [this] {
        emit hostChanged();
        emit activityChanged();
    });
}

Workspace::~Workspace() {
    if (d->project) {
        d->project->disconnect(this); // what it says while it ends is nobody's business any more
    }
}

project::Project* Workspace::project() const {
    return d->project.get();
}

void Workspace::import(const QString& text, const QString& ref) {
    cancelImport();
    const auto source = repo::Source::parse(text.trimmed());
    if (!source) {
        emit importFailed(source.error());
        return;
    }
    repo::ImportJob::Options options;
    options.ref = ref.trimmed().isEmpty() ? source->ref() : ref.trimmed();
    options.parentFolder = projectsFolder();
    d->job = std::make_unique<repo::ImportJob>(*source, options);
    connect(d->job.get(), &repo::ImportJob::progress, this, &Workspace::importProgress);
    connect(d->job.get(), &repo::ImportJob::finished, this,
            [this](const Result<repo::Checkout>& result) { d->imported(result); });
    emit importStarted(source->name());
    emit activityChanged();
    d->job->start();
}

void Workspace::cancelImport() {
    if (d->job) {
        d->job->cancel();
    }
}

bool Workspace::isImporting() const {
    return d->job != nullptr;
}

void Workspace::openProject(const QString& path) {
    auto opened = d->makeProject();
    if (const auto outcome = opened->open(path); !outcome) {
        emit importFailed(outcome.error());
        return;
    }
    d->take(std::move(opened));
    emit importFinished();
}

void Workspace::closeProject() {
    if (!d->project) {
        return;
    }
    const std::unique_ptr<project::Project> closing = std::move(d->project);
    closing->disconnect(this);
    emit projectChanged(nullptr); // the pages let go of it while it still lives
    emit activityChanged();
}

QList<RecentProject> Workspace::recentProjects() const {
    const QJsonObject all = d->details();
    QList<RecentProject> result;
    for (const QString& path : d->settings.value(keys::recentProjects)) {
        const QJsonObject entry = all.value(path).toObject();
        RecentProject recent;
        recent.path = path;
        recent.name = entry.value(QLatin1String("name")).toString(QDir(path).dirName());
        recent.ref = entry.value(QLatin1String("ref")).toString();
        recent.lastBuild = entry.value(QLatin1String("lastBuild")).toString();
        recent.hostName = entry.value(QLatin1String("host")).toString();
        recent.opened = QDateTime::fromString(entry.value(QLatin1String("opened")).toString(), Qt::ISODate);
        result.append(recent);
    }
    return result;
}

void Workspace::forgetRecent(const QString& path) {
    QStringList recent = d->settings.value(keys::recentProjects);
    recent.removeAll(path);
    QJsonObject all = d->details();
    all.remove(path);
    d->settings.setValue(keys::recentDetails, QJsonDocument(all).toJson(QJsonDocument::Compact));
    d->settings.setValue(keys::recentProjects, recent);
    emit recentProjectsChanged();
}

const host::Host* Workspace::host() const {
    const QString wanted = d->settings.value(keys::preferredEngine);
    const QList<host::Host>& hosts = d->hosts.hosts();
    const auto chosen = std::find_if(hosts.cbegin(), hosts.cend(), [&wanted](const host::Host& candidate) {
        return candidate.endpoint.address == wanted && candidate.isReady();
    });
    return chosen != hosts.cend() ? &*chosen : d->hosts.preferred();
}

void Workspace::chooseHost(const QString& address) {
    d->settings.setValue(keys::preferredEngine, address);
    emit hostChanged();
    emit activityChanged();
}

bool Workspace::canBuild() const {
    return d->project && d->project->recipe() && host() && !isBuilding();
}

bool Workspace::isBuilding() const {
    return d->project && d->project->currentBuild() && !d->project->currentBuild()->isFinished();
}

bool Workspace::isRunning() const {
    return d->project && d->project->currentRun() && !d->project->currentRun()->isFinished();
}

Result<void> Workspace::build(bool noCache) {
    if (!d->project) {
        return fail(ErrorCode::InvalidInput, tr("No project is open. Import a repository first."));
    }
    if (!d->project->recipe()) {
        return fail(ErrorCode::InvalidInput, tr("There is no plan to build yet. Choose one on the Environment page."));
    }
    const host::Host* where = host();
    if (!where) {
        return fail(ErrorCode::EngineUnavailable,
                    tr("No container engine answers. The Hosts page says what was tried and how to get one."));
    }
    const auto started = d->project->startBuild(where->endpoint, where->displayName(), noCache);
    if (!started) {
        return fail(started.error());
    }
    return {};
}

void Workspace::cancelBuild() {
    if (isBuilding()) {
        d->project->currentBuild()->cancel();
    }
}

Result<void> Workspace::run(const QString& verb, const QStringList& arguments, bool gpus) {
    if (!d->project) {
        return fail(ErrorCode::InvalidInput, tr("No project is open. Import a repository first."));
    }
    const host::Host* where = host();
    if (!where) {
        return fail(ErrorCode::EngineUnavailable,
                    tr("No container engine answers. The Hosts page says what was tried and how to get one."));
    }
    const auto started = d->project->startRun(where->endpoint, verb, arguments, gpus);
    if (!started) {
        return fail(started.error());
    }
    return {};
}

void Workspace::stopRun() {
    if (isRunning()) {
        d->project->currentRun()->stop();
    }
}

QString Workspace::projectsFolder() const {
    return d->settings.projectsFolder();
}

} // namespace reberth::ui
