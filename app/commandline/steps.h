#pragma once

#include "app/commandline/command.h"
#include "core/base/result.h"
#include "core/host/host.h"
#include "core/project/project.h"
#include "core/repo/checkout.h"

#include <QCoroTask>

#include <memory>

namespace reberth::app {

/// The steps that commands share. Each shows its progress, is cancelled by Ctrl+C, and takes its arguments by value
/// because coroutines outlive their callers' temporaries.

/// Clones or opens what the user wrote. A URL that was imported before (same ref) gives the clone that is there.
QCoro::Task<Result<repo::Checkout>> importRepository(QString text, QString ref, CommandContext* context);

/// Reads a checkout; nothing is written.
QCoro::Task<Result<analysis::Findings>> inspectCheckout(repo::Checkout checkout, CommandContext* context);

/// Import, open, and inspect unless the project has findings already.
QCoro::Task<Result<std::shared_ptr<project::Project>>> openProject(QString text, QString ref, CommandContext* context);

/// The project that the command's one argument names. Without one it says what is wrong, sets `exitCode` and gives null.
QCoro::Task<std::shared_ptr<project::Project>> openArgument(const QCommandLineParser* parser, QString command,
                                                            CommandContext* context, int* exitCode);

/// The engine to use: `address` when given ("unix:///…" or an endpoint's name), else the first that answers.
QCoro::Task<Result<host::Host>> chooseHost(QString address, CommandContext* context);

/// Every machine there is, probed.
QCoro::Task<QList<host::Host>> probeHosts(QString extraAddress, CommandContext* context);

/// Builds and prints the log as it comes (to stderr when `quietStdout`).
QCoro::Task<Result<build::BuildRecord>> buildProject(std::shared_ptr<project::Project> project, host::Host host, bool noCache,
                                                     bool quietStdout, CommandContext* context);

/// Runs an entry point with its output on stdout and stderr.
QCoro::Task<Result<run::RunRecord>> runProject(std::shared_ptr<project::Project> project, host::Host host, QString verb,
                                               QStringList arguments, bool gpus, bool quietStdout, CommandContext* context);

/// Options that choose the target and fix versions; shared by plan, generate, build and run.
void declarePlanOptions(QCommandLineParser& parser);
void declareRepositoryArgument(QCommandLineParser& parser);
void declareHostOption(QCommandLineParser& parser);

/// Applies them to a project: target, fixed choices and the recipe (kept when no option asks for another one).
Result<void> applyPlanOptions(const QCommandLineParser& parser, project::Project& project, CommandContext* context);

} // namespace reberth::app
