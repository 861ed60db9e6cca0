#include "core/language/dockerplace.h"

#include <algorithm>

namespace reberth::language {

using dockerfile::Document;
using dockerfile::Instruction;

namespace {

bool isNamePart(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

/// The last logical index that stands at or before the position.
qsizetype logicalOf(const Instruction& instruction, qsizetype position) {
    qsizetype low = 0;
    qsizetype high = instruction.logical.size();
    while (low < high) {
        const qsizetype middle = (low + high + 1) / 2;
        if (instruction.logical.source(middle) <= position) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

qsizetype lineEnd(const QString& text, qsizetype position) {
    const qsizetype end = text.indexOf(QLatin1Char('\n'), position);
    return end < 0 ? text.size() : end;
}

/// A continuation at the end of the text: the instruction goes on in the line below.
bool endsOpen(const Document& document, const Instruction& instruction, qsizetype position) {
    const QString between = document.source.mid(instruction.range.start, position - instruction.range.start);
    const qsizetype line = between.lastIndexOf(QLatin1Char('\n'));
    return line > 0 && QStringView(between).left(line).trimmed().endsWith(document.escape);
}

} // namespace

DockerPlace placeIn(const Document& document, qsizetype position) {
    DockerPlace place;
    position = std::clamp<qsizetype>(position, 0, document.source.size());
    for (const dockerfile::Comment& comment : document.comments) {
        if (position > comment.range.start && position <= comment.range.end) {
            place.part = DockerPlace::Part::Comment;
            place.word = comment.range;
            return place;
        }
    }
    for (const dockerfile::Directive& directive : document.directives) {
        if (position > directive.range.start && position <= directive.range.end) {
            place.part = DockerPlace::Part::Comment;
            place.word = directive.range;
            return place;
        }
    }
    const Instruction* found = nullptr;
    for (const Instruction& instruction : document.instructions) {
        if (instruction.range.start > position) {
            break;
        }
        if (position <= lineEnd(document.source, instruction.range.end) || endsOpen(document, instruction, position)) {
            found = &instruction;
        } else {
            found = nullptr;
        }
    }
    if (!found) {
        place.word = {position, position};
        while (place.word.start > 0 && isNamePart(document.source.at(place.word.start - 1))) {
            --place.word.start;
        }
        place.typed = document.source.mid(place.word.start, position - place.word.start);
        return place;
    }
    if (position <= found->nameRange.end && position >= found->nameRange.start) {
        place.part = DockerPlace::Part::Name;
        place.instruction = found;
        place.word = found->nameRange;
        place.typed = document.source.mid(found->nameRange.start, position - found->nameRange.start);
        return place;
    }
    while (!found->trigger.isEmpty() && position >= found->trigger.first().range.start) {
        found = &found->trigger.first();
        if (position <= found->nameRange.end) {
            place.part = DockerPlace::Part::Name;
            place.instruction = found;
            place.word = found->nameRange;
            place.typed = document.source.mid(found->nameRange.start, position - found->nameRange.start);
            return place;
        }
    }
    place.instruction = found;
    for (const dockerfile::Comment& comment : found->innerComments) {
        if (position > comment.range.start && position <= comment.range.end) {
            place.part = DockerPlace::Part::Comment;
            place.word = comment.range;
            return place;
        }
    }
    for (const dockerfile::Heredoc& heredoc : found->heredocs) {
        if (position >= heredoc.body.start && position < std::max(heredoc.body.end, heredoc.terminator.end)) {
            place.part = DockerPlace::Part::Heredoc;
            place.word = {position, position};
            return place;
        }
    }
    const QString& logical = found->logical.text();
    place.logical = logicalOf(*found, position);
    if (position > found->logical.source(place.logical) && place.logical == logical.size()) {
        // Blanks at the end belong to no logical text: a new word begins here.
        place.wordStart = place.logical;
        place.word = {position, position};
    } else {
        qsizetype start = place.logical;
        while (start > 0 && !logical.at(start - 1).isSpace()) {
            --start;
        }
        qsizetype end = place.logical;
        while (end < logical.size() && !logical.at(end).isSpace()) {
            ++end;
        }
        place.wordStart = start;
        place.typed = logical.mid(start, place.logical - start);
        // An empty word begins where the cursor is, not in front of the blanks.
        place.word = end > start ? found->logical.range(start, end) : TextRange{position, position};
        if (place.typed.isEmpty() && place.word.start < position) {
            place.word = {position, position};
        }
    }
    const bool isFlag = place.typed.startsWith(QLatin1String("--")) && place.wordStart <= found->argumentsStart;
    place.part = isFlag ? DockerPlace::Part::Flag : DockerPlace::Part::Argument;
    place.index = std::count_if(found->words.cbegin(), found->words.cend(),
                                [&place](const dockerfile::Word& word) { return word.end <= place.wordStart; });
    if (place.typed.isEmpty() && place.word.isEmpty()) {
        place.index = std::count_if(found->words.cbegin(), found->words.cend(),
                                    [position](const dockerfile::Word& word) { return word.range.end < position; });
    }
    return place;
}

TextRange variableAt(const QString& text, qsizetype position, bool whole) {
    qsizetype start = std::clamp<qsizetype>(position, 0, text.size());
    while (start > 0 && isNamePart(text.at(start - 1))) {
        --start;
    }
    qsizetype end = position;
    while (whole && end < text.size() && isNamePart(text.at(end))) {
        ++end;
    }
    qsizetype dollar = start - 1;
    if (dollar > 0 && text.at(dollar) == QLatin1Char('{')) {
        --dollar;
    }
    const bool found = dollar >= 0 && dollar < text.size() && text.at(dollar) == QLatin1Char('$') &&
                       (dollar == 0 || text.at(dollar - 1) != QLatin1Char('\\'));
    return found ? TextRange{start, end} : TextRange{-1, -1};
}

} // namespace reberth::language
