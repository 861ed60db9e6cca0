#pragma once

#include "core/dockerfile/logicaltext.h"

#include <QList>
#include <QString>

#include <optional>

namespace reberth::dockerfile {

enum class Keyword {
    Unknown,
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
};

/// "RUN" of Keyword::Run; "" of Unknown.
QString keywordName(Keyword keyword);
/// Any case; Unknown when there is no such instruction.
Keyword keywordFromName(QStringView name);

/// A stretch of an instruction's logical text and where it stands in the source.
struct Word {
    QString text;        ///< as written, quotes and escapes kept (JSON items: the decoded string)
    qsizetype start = 0; ///< in the logical text
    qsizetype end = 0;
    TextRange range; ///< in the source
};

/// `--name` or `--name=value` right behind the keyword.
struct Flag {
    QString name;                 ///< without dashes
    std::optional<QString> value; ///< quotes removed
    TextRange range;
    TextRange nameRange;
    TextRange valueRange;
};

struct Heredoc {
    QString name;
    QString content;    ///< leading tabs removed for `<<-`
    bool expand = true; ///< the delimiter is not quoted
    bool chomp = false;
    TextRange opener;
    TextRange body;       ///< the lines between, with their ends
    TextRange terminator; ///< empty when it is missing
};

/// What is wrong with the text itself; `ruleId` is a row of the rule table.
struct Problem {
    QString ruleId;
    QString message;
    TextRange range;
    QString replacement; ///< for `range`, where a near match is known
};

struct Comment {
    TextRange range; ///< from '#', without the line end
    QString text;    ///< without '#' and blanks round it
    qsizetype line = 0;
};

/// `# name=value` at the top: syntax, escape or check.
struct Directive {
    QString name; ///< lower case
    QString value;
    TextRange range;
    TextRange valueRange;
};

struct Instruction {
    Keyword keyword = Keyword::Unknown;
    QString name; ///< as written
    TextRange nameRange;
    TextRange range; ///< keyword to the end of the last line, heredocs included, without the line end
    LogicalText logical;
    qsizetype argumentsStart = 0; ///< behind the flags, in the logical text
    qsizetype argumentsEnd = 0;   ///< blanks at the end left out
    QList<Flag> flags;
    /// Split at blanks; for ARG, ENV and LABEL quotes keep words together.
    QList<Word> words;
    bool isJson = false;
    QList<Word> json; ///< items of the JSON form
    QList<Heredoc> heredocs;
    QList<Comment> innerComments;
    QList<TextRange> emptyContinuations; ///< blank lines inside, with their line ends
    QList<qsizetype> commentsAbove;      ///< indexes into Document::comments, directly above
    QList<Instruction> trigger;          ///< the one instruction of ONBUILD
    int nesting = 0;                     ///< 1 for a trigger
    qsizetype stage = -1;                ///< index into Document::stages; -1 before the first FROM

    QString arguments() const { return logical.text().mid(argumentsStart, argumentsEnd - argumentsStart); }
    TextRange argumentsRange() const { return logical.range(argumentsStart, argumentsEnd); }
    const Flag* flag(QStringView flagName) const;
    bool is(Keyword other) const { return keyword == other; }
};

struct Stage {
    qsizetype from = 0; ///< index of the FROM
    qsizetype end = 0;  ///< index behind the stage's last instruction
    QString base;       ///< as written
    TextRange baseRange;
    QString name; ///< as written; "" without AS
    TextRange nameRange;
    qsizetype parent = -1; ///< the earlier stage that `base` names, or -1
};

enum class PieceKind { Directive, Comment, Blank, Instruction };

/// A stretch of the source; all of them in order are the whole source.
struct Piece {
    PieceKind kind = PieceKind::Blank;
    TextRange range;      ///< with its line end
    qsizetype index = -1; ///< into the list of its kind; -1 for blanks
};

/// A Dockerfile with every byte accounted for. Values are immutable after parse(); safe to share between threads.
struct Document {
    QString source;
    QChar escape = u'\\';
    bool foreignSyntax = false; ///< `# syntax=` names another frontend than docker/dockerfile: the grammar is unknown
    bool labs = false;          ///< the labs channel of docker/dockerfile
    QList<Piece> pieces;
    QList<Directive> directives;
    QList<Comment> comments;
    QList<Instruction> instructions;
    QList<Stage> stages;
    QList<Problem> problems; ///< of the parser only; check.h has those of the instructions

    /// Stage by name (any case) or number as COPY --from takes them, before stage `before`; -1 when there is none.
    qsizetype stageIndex(const QString& name, qsizetype before) const;
};

/// Reads any text; what can't be read is in `problems`, and the rest is still there.
Document parse(const QString& source);

/// The source, put together from the pieces: print(parse(x)) == x.
QString print(const Document& document);

} // namespace reberth::dockerfile
