#include "app/commandline/steps.h"

#include "app/commandline/text.h"
#include "app/privateengine.h"
#include "core/analysis/inspector.h"
#include "core/build/buildsession.h"
#include "core/host/hostlist.h"
#include "core/project/storage.h"
#include "core/repo/importjob.h"

#include <QCoroFuture>
#include <QCoroSignal>
#include <QDir>
#include <QtConcurrent>

namespace reberth::app {

namespace {

/// A clone in the projects folder of the same address and ref.
std::optional<repo::Checkout> earlierImport(const repo::Source& source, const QString& ref, const QString& folder) {
    const auto entries = QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (const QFileInfo& entry : entries) {
        const auto state = project::Storage(entry.filePath() + QStringLiteral("/.reberth")).readState();
        if (!state || state->checkout.url != source.location()) {
            continue;
        }
        if (ref.isEmpty() || state->checkout.ref == ref || state->checkout.commit.startsWith(ref)) {
            repo::Checkout checkout = state->checkout;
            checkout.path = entry.absoluteFilePath();
            return checkout;
        }
    }
    return std::nullopt;
}

} // namespace

QCoro::Task<Result<repo::Checkout>> importRepository(QString text, QString ref, CommandContext* context) {
    const auto source = repo::Source::parse(text);
    if (!source) {
        co_return tl::unexpected(source.error());
    }
    const QString projects = context->settings.projectsFolder();
    if (ref.isEmpty()) {
        ref = source->ref();
    }
    if (source->kind() == repo::Source::Kind::Remote) {
        if (auto earlier = earlierImport(*source, ref, projects)) {
            context->console.note(translated("Using the clone in %1").arg(earlier->path));
            co_return *earlier;
        }
    }
    repo::ImportJob::Options options;
    options.ref = ref;
    options.parentFolder = projects;
    auto job = std::make_unique<repo::ImportJob>(*source, options);
    QObject::connect(job.get(), &repo::ImportJob::progress, job.get(), [context](const repo::ImportProgress& progress) {
        context->console.progress(progress.phase, progress.percent);
    });
    QObject::connect(&context->interrupt, &Interrupt::interrupted, job.get(), &repo::ImportJob::cancel);
    job->start();
    Result<repo::Checkout> result = co_await qCoro(job.get(), &repo::ImportJob::finished);
    context->console.endProgress();
    if (result && source->kind() == repo::Source::Kind::Remote) {
        // Written down at once, so that the next command finds the clone.
        const project::Storage storage(result->path + QStringLiteral("/.reberth"));
        if (!storage.exists()) {
            auto kept = storage.prepare();
            if (kept) {
                project::ProjectState state;
                state.checkout = *result;
                kept = storage.writeState(state);
            }
            if (!kept) {
                co_return tl::unexpected(kept.error());
            }
        }
        context->console.note(translated("Cloned to %1").arg(result->path));
    }
    co_return result;
}

QCoro::Task<Result<analysis::Findings>> inspectCheckout(repo::Checkout checkout, CommandContext* context) {
    CancellationSource cancellation;
    QObject scope;
    QObject::connect(&context->interrupt, &Interrupt::interrupted, &scope, [&cancellation] { cancellation.cancel(); });
    const QString phase = translated("Reading the repository");
    context->console.progress(phase, -1);
    // The worker ends before the scope does; what it posted last is dropped with the scope.
    const auto progress = [context, phase, receiver = &scope](const analysis::InspectProgress& now) {
        QMetaObject::invokeMethod(
            receiver, [context, phase, now] { context->console.progress(phase, -1, now.text()); }, Qt::QueuedConnection);
    };
    QFuture<Result<analysis::Findings>> future =
        QtConcurrent::run([checkout, facts = &context->knowledge, token = cancellation.token(), progress] {
            return analysis::inspect(checkout, *facts, token, progress);
        });
    Result<analysis::Findings> result = co_await future;
    context->console.endProgress();
    co_return result;
}

QCoro::Task<Result<std::shared_ptr<project::Project>>> openProject(QString text, QString ref, CommandContext* context) {
    const Result<repo::Checkout> checkout = co_await importRepository(text, ref, context);
    if (!checkout) {
        co_return tl::unexpected(checkout.error());
    }
    auto project = std::make_shared<project::Project>(context->knowledge);
    if (const auto opened = project->open(*checkout); !opened) {
        co_return tl::unexpected(opened.error());
    }
    if (!project->findings()) {
        context->console.progress(translated("Reading the repository"), -1);
        QObject::connect(&context->interrupt, &Interrupt::interrupted, project.get(), &project::Project::cancelInspect);
        QObject::connect(project.get(), &project::Project::inspectProgress, project.get(),
                         [context](const analysis::InspectProgress& now) {
                             context->console.progress(translated("Reading the repository"), -1, now.text());
                         });
        std::optional<Error> failure;
        QObject::connect(project.get(), &project::Project::failed, project.get(),
                         [&failure](const Error& error) { failure = error; });
        project->inspect();
        co_await qCoro(project.get(), &project::Project::inspectingChanged);
        // The signal comes before the findings are taken: let the slot end.
        if (!project->findings() && !failure) {
            co_await qCoro(project.get(), &project::Project::findingsChanged);
        }
        context->console.endProgress();
        QObject::disconnect(project.get(), &project::Project::failed, project.get(), nullptr);
        QObject::disconnect(project.get(), &project::Project::inspectProgress, project.get(), nullptr);
        if (!project->findings()) {
            co_return tl::unexpected(
                failure.value_or(Error{ErrorCode::Internal, translated("The repository could not be read."), {}}));
        }
    }
    co_return project;
}

QCoro::Task<std::shared_ptr<project::Project>> openArgument(const QCommandLineParser* parser, QString command,
                                                            CommandContext* context, int* exitCode) {
    if (parser->positionalArguments().size() != 1) {
        context->console.note(translated("reberth %1: name one repository.").arg(command));
        *exitCode = Usage;
        co_return std::shared_ptr<project::Project>();
    }
    const Result<std::shared_ptr<project::Project>> opened = co_await openProject(
        parser->positionalArguments().constFirst(), parser->value(QStringLiteral("ref")), context);
    if (!opened) {
        context->console.error(opened.error());
        *exitCode = exitCodeFor(opened.error());
        co_return std::shared_ptr<project::Project>();
    }
    co_return *opened;
}

QCoro::Task<QList<host::Host>> probeHosts(QString extraAddress, CommandContext* context) {
    auto hosts = std::make_unique<host::HostList>(QProcessEnvironment::systemEnvironment());
    if (extraAddress.contains(QLatin1String("://"))) {
        engine::Endpoint endpoint;
        endpoint.name = extraAddress;
        endpoint.address = extraAddress;
        endpoint.origin = translated("command line");
        hosts->addEndpoint(endpoint);
    }
    if (const auto own = privateEngine()) {
        hosts->addEndpoint(*own);
    }
    hosts->refresh();
    if (hosts->isProbing()) {
        co_await qCoro(hosts.get(), &host::HostList::probed);
    }
    Q_UNUSED(context)
    co_return hosts->hosts();
}

QCoro::Task<Result<host::Host>> chooseHost(QString address, CommandContext* context) {
    if (address.isEmpty()) {
        address = context->settings.value(settings::keys::preferredEngine);
    }
    const QList<host::Host> hosts = co_await probeHosts(address, context);
    QStringList problems;
    for (const host::Host& host : hosts) {
        const bool wanted = address.isEmpty() || host.endpoint.address == address || host.endpoint.name == address;
        if (wanted && host.isReady()) {
            co_return host;
        }
        if (wanted) {
            problems << QStringLiteral("%1 (%2): %3").arg(host.endpoint.name, host.endpoint.address, host.problem);
        }
    }
    co_return fail(ErrorCode::EngineUnavailable,
                   address.isEmpty()
                       ? translated("No Docker or Podman engine answers on this computer. Install and start Docker, or name "
                                    "a socket with --host unix:///path.")
                       : translated("The engine %1 does not answer. See “reberth hosts” for those that do.").arg(address),
                   problems.join(u'\n'));
}

QCoro::Task<Result<build::BuildRecord>> buildProject(std::shared_ptr<project::Project> project, host::Host host, bool noCache,
                                                     bool quietStdout, CommandContext* context) {
    const auto started = project->startBuild(host.endpoint, host.displayName(), noCache);
    if (!started) {
        co_return tl::unexpected(started.error());
    }
    build::BuildSession* session = *started;
    QObject scope;
    QObject::connect(&context->interrupt, &Interrupt::interrupted, &scope, [session] { session->cancel(); });
    const auto put = [context, quietStdout](const QString& line) {
        context->console.endProgress();
        quietStdout ? context->console.note(line) : context->console.print(line);
    };
    QMap<int, build::StepState> shown;
    const auto showStep = [session, put, &shown](int index) {
        const build::BuildStep& step = session->steps().at(index);
        if (step.state == build::StepState::Waiting || shown.value(index, build::StepState::Waiting) == step.state) {
            return;
        }
        const QString number = QStringLiteral("#%1 ").arg(index + 1);
        if (!shown.contains(index)) {
            put(number + step.name.simplified());
        }
        shown[index] = step.state;
        switch (step.state) {
        case build::StepState::Waiting:
        case build::StepState::Running: break;
        case build::StepState::Cached: put(number + QStringLiteral("CACHED")); break;
        case build::StepState::Done: put(number + QStringLiteral("DONE %1 s").arg(step.seconds(), 0, 'f', 1)); break;
        case build::StepState::Failed: put(number + QStringLiteral("FAILED ") + step.error); break;
        case build::StepState::Cancelled: put(number + QStringLiteral("CANCELLED")); break;
        }
    };
    QObject::connect(session, &build::BuildSession::stepAdded, &scope, showStep);
    QObject::connect(session, &build::BuildSession::stepChanged, &scope, showStep);
    QObject::connect(session, &build::BuildSession::logAppended, &scope, [session, put](qsizetype first, qsizetype count) {
        for (qsizetype i = first; i < first + count; ++i) {
            const build::LogLine line = session->logLine(i);
            put(line.step >= 0 ? QStringLiteral("#%1 %2").arg(line.step + 1).arg(line.text) : line.text);
        }
    });
    QObject::connect(session, &build::BuildSession::uploadProgress, &scope, [context](qint64 sent, qint64 total) {
        context->console.progress(translated("Sending the build context"),
                                  total > 0 ? static_cast<int>(sent * 100 / total) : -1);
    });
    Result<build::BuildRecord> result = session->record();
    if (!session->isFinished()) {
        result = co_await qCoro(session, &build::BuildSession::finished);
    }
    context->console.endProgress();
    co_return result;
}

QCoro::Task<Result<run::RunRecord>> runProject(std::shared_ptr<project::Project> project, host::Host host, QString verb,
                                               QStringList arguments, bool gpus, bool quietStdout, CommandContext* context) {
    const auto started = project->startRun(host.endpoint, verb, arguments, gpus);
    if (!started) {
        co_return tl::unexpected(started.error());
    }
    run::RunSession* session = *started;
    QObject scope;
    QObject::connect(&context->interrupt, &Interrupt::interrupted, &scope, [session] { session->stop(); });
    QObject::connect(session, &run::RunSession::output, &scope, [context, quietStdout](const QByteArray& data, bool isError) {
        if (isError || quietStdout) {
            std::fwrite(data.constData(), 1, static_cast<size_t>(data.size()), stderr);
        } else {
            context->console.write(data);
        }
    });
    Result<run::RunRecord> result = session->record();
    if (!session->isFinished()) {
        result = co_await qCoro(session, &run::RunSession::finished);
    }
    co_return result;
}

} // namespace reberth::app
