#pragma once

#include "core/dockerfile/logicaltext.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace reberth::dockerfile {

/// `$name`, `${…}`, `$(…)` or backticks outside quotes: the shell splits what comes out of it.
struct ShellExpansion {
    QString name; ///< of a variable; "" for the output of a command
    TextRange range;
    bool isPlain = true; ///< `$name` or `${name}`, without a modifier
};

struct ShellWord {
    QString text; ///< quotes and escapes removed, `$…` kept as written
    TextRange range;
    bool quoted = false;
    bool expands = false; ///< holds `$…` or a backtick
    QList<ShellExpansion> bare = {};
};

/// What stands between a command and the one before it.
enum class Joint { Start, And, Or, Semicolon, Pipe, Background };

/// One simple command of a shell script.
struct ShellCommand {
    Joint joint = Joint::Start;
    QList<ShellWord> assignments; ///< `A=b` in front
    QList<ShellWord> words;
    QList<ShellWord> redirects; ///< their targets
    TextRange range;
    bool nested = false;        ///< inside `$(…)` or backticks
    int group = 0;              ///< depth of `( … )`
    Joint after = Joint::Start; ///< what follows; Start at the end of the text
    bool isCondition = false;   ///< between if, while or until and its then or do

    /// Base name of the program, behind sudo, env, exec and the like; "" when there is none.
    const QString& name() const { return m_name; }
    /// The word that name() comes from.
    const ShellWord* program() const;
    /// The words behind the program.
    const QList<ShellWord>& arguments() const { return m_arguments; }
    /// Arguments that don't begin with a dash.
    const QList<ShellWord>& operands() const { return m_operands; }
    bool hasOption(const QStringList& options) const;
    bool usesSudo() const { return !words.isEmpty() && words.front().text == QLatin1String("sudo"); }
    /// "install" of `apt-get -y install x`: the first operand.
    QString verb() const;

    /// Finds the program and what belongs to it; to be called when `words` is complete.
    void settle();

private:
    QString m_name;
    QList<ShellWord> m_arguments;
    QList<ShellWord> m_operands;
    qsizetype m_program = 0;
};

/// A shell text cut into commands, well enough for rules: every command of a list, a pipe, a group, a condition, a loop
/// and of the substitutions inside words.
struct ShellScript {
    QList<ShellCommand> commands;
    bool usesControlFlow = false; ///< if, for, while, case or a function
    QStringList loopVariables;    ///< of `for x in …`

    bool isEmpty() const { return commands.isEmpty(); }
};

ShellScript readShell(const LogicalText& text, qsizetype start, qsizetype end);

} // namespace reberth::dockerfile
