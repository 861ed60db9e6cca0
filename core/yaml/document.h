#pragma once

#include "core/base/result.h"
#include "core/yaml/node.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace reberth::yaml {

/// Bounds that keep a hostile file from costing more than a moment.
inline constexpr qsizetype maxBytes = 4 * 1024 * 1024;
inline constexpr qsizetype maxDepth = 200;
/// Nodes of the tree with every alias and merge expanded.
inline constexpr qsizetype maxExpandedNodes = 300'000;

/// Something wrong with a place in the text.
struct Problem {
    ErrorCode code = ErrorCode::InvalidInput;
    QString message;
    TextRange range;
};

/// A key that is written twice in one map; the first one's value is what find() gives.
struct DuplicateKey {
    QString key;
    TextRange range;
    TextRange firstRange;
};

/// A whole YAML text with positions. Pure and thread-safe.
struct Document {
    QList<Node> roots; ///< one a document of the stream; those before a syntax error are kept
    std::optional<Problem> error;
    QList<DuplicateKey> duplicates;
    /// Places of aliases to a list behind `<<`; YAML's readers differ on whether that is allowed.
    QList<TextRange> listMerges;
    /// Lines that readAround() left out.
    QList<TextRange> skipped;

    /// The first document's value; null for an empty text.
    Node root() const { return roots.isEmpty() ? Node() : roots.front(); }
};

/// Reads `text`, keeping what is wrong with it beside the tree: for checkers.
Document read(const QString& text);

/// The same for text that is being typed: lines round a syntax error are left out, so that there is a tree of the rest.
/// `error` is the first one, `skipped` what was left out; places are those of `text`. A few reads of the text at most.
Document readAround(const QString& text);

/// The first document of `text`; any problem, a duplicate key too, is an error with line and column in its message.
Result<Node> parse(const QString& text);
/// The same for the bytes of a file; bytes that are not UTF-8 are an error.
Result<Node> parse(const QByteArray& bytes);

} // namespace reberth::yaml
