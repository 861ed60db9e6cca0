#pragma once

#include "core/base/result.h"
#include "core/base/textedit.h"
#include "core/base/textrange.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::language {

/// The files that the services understand; the others get nothing.
enum class Kind { Plain, Dockerfile, Compose, Requirements };

/// By the file's name, with or without folders.
Kind kindOf(const QString& fileName);

/// What stands around the text. All of it is optional; the functions are called from the thread that asks.
struct Context {
    /// Outlives the call.
    const knowledge::Knowledge* knowledge = nullptr;
    /// Names in a folder of the build context ("" is its top); folders end with '/'.
    std::function<QStringList(const QString& folder)> listFolder;
    QStringList images;        ///< on the engine: "name:tag"
    QStringList distributions; ///< of Python, seen in the project
    QStringList aptPackages;   ///< seen in the project
    QStringList stages;        ///< of the Dockerfile that a compose file builds
    QDate today;               ///< for what is past its end of life; invalid: nothing is said of it
};

enum class ItemKind { Instruction, Flag, Value, Variable, Stage, Image, Path, Key, Service, Package, Rule };

struct CompletionItem {
    QString label;
    QString insert; ///< instead of CompletionList::range; the label when empty
    ItemKind kind = ItemKind::Value;
    QString detail;         ///< a few words beside the label
    QString documentation;  ///< a sentence or more, may be empty
    qsizetype caret = -1;   ///< where the cursor goes in `insert`; -1 behind it
    bool continues = false; ///< more completions follow at once ("--from=")
    QString text() const { return insert.isEmpty() ? label : insert; }
};

/// Everything that fits the place; what was typed already is text[range.start, position) and filters it.
struct CompletionList {
    TextRange range;
    QList<CompletionItem> items;
};

struct Hover {
    TextRange range;
    QString title; ///< code: what the text names
    QString text;  ///< plain text, paragraphs by blank lines
};

enum class SymbolKind { Stage, Instruction, Variable, Section, Entry, Package };

struct Symbol {
    QString name;
    QString detail;
    SymbolKind kind = SymbolKind::Entry;
    TextRange range; ///< of the name
    int depth = 0;
};

/// Lines, 0-based and inclusive; the first one stays visible.
struct Fold {
    enum class Kind { Block, Comment, Heredoc };
    int first = 0;
    int last = 0;
    Kind kind = Kind::Block;
    bool operator==(const Fold&) const = default;
};

/// All places of one name, in text order.
struct Occurrences {
    QString name;
    QList<TextRange> ranges;
    TextRange definition; ///< empty when the text has none
    bool isEmpty() const { return ranges.isEmpty(); }
};

struct Signature {
    QString label;    ///< "COPY [--from=…] SOURCE… DESTINATION"
    TextRange active; ///< the part of `label` that is being written; may be empty
    QString text;     ///< what the instruction does
};

// All functions are pure and thread-safe; positions are UTF-16 offsets into `text`, any position is fine.

CompletionList complete(Kind kind, const QString& text, qsizetype position, const Context& context = {});
std::optional<Hover> hover(Kind kind, const QString& text, qsizetype position, const Context& context = {});
/// In text order.
QList<Symbol> symbols(Kind kind, const QString& text);
/// Ordered by their first line; inner ones behind outer ones.
QList<Fold> folds(Kind kind, const QString& text);
/// Of the name at `position`; empty where there is none.
Occurrences occurrences(Kind kind, const QString& text, qsizetype position);
/// Where the name at `position` is made.
std::optional<TextRange> definition(Kind kind, const QString& text, qsizetype position);
/// Edits that give the name at `position` another one everywhere in the text; an error when it can't be called so.
Result<QList<TextEdit>> rename(Kind kind, const QString& text, qsizetype position, const QString& newName);
std::optional<Signature> signature(Kind kind, const QString& text, qsizetype position);
/// A comment that leaves the rule out where the position is; no edits where the language has no such comment.
QList<TextEdit> suppress(Kind kind, const QString& text, qsizetype position, const QString& rule,
                         const QString& reason);

} // namespace reberth::language
