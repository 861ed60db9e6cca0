#pragma once

#include "app/commandline/console.h"
#include "app/commandline/exitcode.h"
#include "app/commandline/interrupt.h"
#include "core/knowledge/knowledge.h"
#include "core/settings/settings.h"

#include <QCommandLineParser>
#include <QCoroTask>

#include <functional>

namespace reberth::app {

/// What every command works with; outlives it.
struct CommandContext {
    Console& console;
    Interrupt& interrupt;
    const knowledge::Knowledge& knowledge;
    settings::Settings& settings;
};

/// One subcommand: a row of the table in commands.cpp.
struct Command {
    QString name;
    QString summary;
    /// Declares options and positional arguments.
    void (*declare)(QCommandLineParser& parser);
    /// The work. The parser and the context outlive the coroutine.
    QCoro::Task<int> (*run)(const QCommandLineParser* parser, CommandContext* context);
};

const QList<Command>& commands();

/// Prints usage, exit codes and the commands.
QString generalHelp();

/// Parses `arguments` (without the program's name, the command first) and runs the command; `done` gets the exit code.
void runCommand(const QStringList& arguments, CommandContext* context, std::function<void(int)> done);

} // namespace reberth::app
