#pragma once

#include "core/dockerfile/document.h"

namespace reberth::language {

/// Where a position lies in a Dockerfile.
struct DockerPlace {
    enum class Part { Blank, Comment, Name, Flag, Argument, Heredoc };
    Part part = Part::Blank;
    /// The one that the position is in, the trigger of an ONBUILD instead of the ONBUILD; null outside of any.
    const dockerfile::Instruction* instruction = nullptr;
    qsizetype logical = 0;   ///< the position, in the instruction's logical text
    qsizetype wordStart = 0; ///< of the word at the position, in the logical text
    TextRange word;          ///< the whole word, in the source
    QString typed;           ///< the word up to the position
    qsizetype index = 0;     ///< how many arguments stand before the word

    QString wordText(const QString& source) const { return source.mid(word.start, word.length()); }
};

DockerPlace placeIn(const dockerfile::Document& document, qsizetype position);

/// The `$name` or `${name` that ends at or holds the position: range of the name; empty when there is none.
TextRange variableAt(const QString& text, qsizetype position, bool whole);

} // namespace reberth::language
