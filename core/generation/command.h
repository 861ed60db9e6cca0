#pragma once

#include <QString>
#include <QStringList>

namespace reberth::generation {

/// How an entry point's command line is started.
struct Command {
    QStringList words; ///< the program and its arguments
    bool shell = false; ///< the words are bash, -c and the line, because it uses the shell's language

    /// Words to which further arguments may be appended: for a shell line it then ends with "$@" and `name` stands for $0.
    QStringList appendable(const QString& name) const;
};

/// Splits a line of plain and quoted words; anything more (variables, pipes, globs, NAME=value first) goes to bash.
/// A script as the first word gets bash or python before it.
Command parseCommand(const QString& line);

} // namespace reberth::generation
