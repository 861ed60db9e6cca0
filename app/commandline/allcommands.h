#pragma once

#include "app/commandline/command.h"

namespace reberth::app {

// One file a subcommand; the table stands in commands.cpp.
void declareInspect(QCommandLineParser& parser);
QCoro::Task<int> runInspect(const QCommandLineParser* parser, CommandContext* context);
void declarePlan(QCommandLineParser& parser);
QCoro::Task<int> runPlan(const QCommandLineParser* parser, CommandContext* context);
void declareGenerate(QCommandLineParser& parser);
QCoro::Task<int> runGenerate(const QCommandLineParser* parser, CommandContext* context);
void declareLint(QCommandLineParser& parser);
QCoro::Task<int> runLint(const QCommandLineParser* parser, CommandContext* context);
void declareFmt(QCommandLineParser& parser);
QCoro::Task<int> runFmt(const QCommandLineParser* parser, CommandContext* context);
void declareParse(QCommandLineParser& parser);
QCoro::Task<int> runParse(const QCommandLineParser* parser, CommandContext* context);
void declareCompose(QCommandLineParser& parser);
QCoro::Task<int> runCompose(const QCommandLineParser* parser, CommandContext* context);
void declareBuild(QCommandLineParser& parser);
QCoro::Task<int> runBuild(const QCommandLineParser* parser, CommandContext* context);
void declareRun(QCommandLineParser& parser);
QCoro::Task<int> runRun(const QCommandLineParser* parser, CommandContext* context);
void declareHosts(QCommandLineParser& parser);
QCoro::Task<int> runHosts(const QCommandLineParser* parser, CommandContext* context);
void declareDemo(QCommandLineParser& parser);
QCoro::Task<int> runDemo(const QCommandLineParser* parser, CommandContext* context);

} // namespace reberth::app
